"""Which kind of organization something is, and who stands first among its members."""

import pytest

from ris.council.rules import Group, group_of, rank_of, represents_the_town


@pytest.mark.parametrize(
    ("organization_type", "classification", "name", "group"),
    [
        ("Gremium", None, "Beirat für alles", Group.COUNCIL),
        ("Fraktion", None, "Grünes Tal", Group.FACTION),
        ("Verwaltungsbereich", None, "Fachbereich Bauen", Group.OFFICE),
        ("externes Gremium", None, "Zweckverband", Group.OTHER),
        (None, None, "Ausschuss für Umwelt und Gesundheit", Group.COUNCIL),
        (None, None, "Gemeinderat", Group.COUNCIL),
        (None, "Beschließender Ausschuss", "Bäder", Group.COUNCIL),
        (None, None, "Fraktion Freie Mitte", Group.FACTION),
        (None, None, "Fraktionsgeschäftsstelle", Group.OFFICE),
        (None, None, "Stadtplanungsamt", Group.OFFICE),
        (None, None, "Dezernat 3", Group.OFFICE),
        (None, None, "Zoologischer Garten", Group.OTHER),
        (None, None, None, Group.OTHER),
        ("unbekannte Art", None, "Ortsbeirat Wiesenrod", Group.COUNCIL),
    ],
)
def test_an_organization_stands_under_the_heading_its_type_or_name_says(
    organization_type: str | None, classification: str | None, name: str | None, group: Group
) -> None:
    assert group_of(organization_type, classification, name) is group


@pytest.mark.parametrize(
    ("role", "rank"),
    [
        ("Vorsitzende", 0),
        ("Stadtverordnetenvorsteherin", 0),
        ("Bürgermeisterin", 0),
        ("Stellvertretende Vorsitzende", 1),
        ("stellv. Vorsitzender", 1),
        ("Mitglied", 2),
        ("Stellvertretendes Mitglied", 2),
        ("", 2),
    ],
)
def test_the_chair_stands_before_the_deputy_before_everybody_else(role: str, rank: int) -> None:
    assert rank_of(role) == rank


@pytest.mark.parametrize(
    ("organization_type", "classification", "name"),
    [
        ("Gremium", None, "Stadtverordnetenversammlung"),
        (None, None, "Gemeinderat"),
        (None, "Beschließender Ausschuss", "Gemeinderat"),
        ("Gremium", "Gemeindevertretung", "XI. Wahlperiode"),
        (None, None, " Rat  der Stadt Köln am Rhein "),
        (None, None, "Rat"),
        (None, None, "Kreistag des Landkreises Fulda"),
    ],
)
def test_a_representative_body_is_known_by_its_whole_name(
    organization_type: str | None, classification: str | None, name: str
) -> None:
    assert represents_the_town(organization_type, classification, name)


@pytest.mark.parametrize(
    ("organization_type", "classification", "name"),
    [
        (None, None, "Gemeinderat - Beratungen zum Haushalt"),
        (None, None, "Ortschaftsrat Durlach"),
        (None, None, "Jugendgemeinderat"),
        (None, "Gemeinderat", "Ortschaftsrat Durlach"),
        (None, "Stadtrat", "Hauptausschuss"),
        (None, "Rat", "Älteste"),
        (None, None, "Integrationsrat der Stadt Köln"),
        ("Fraktion", None, "Gemeinderat"),
        ("Verwaltungsbereich", None, "Rat"),
        ("etwas anderes", None, "Gemeinderat"),
        (None, None, "Magistrat"),
        (None, None, None),
    ],
)
def test_what_only_resembles_it_is_not_the_representative_body(
    organization_type: str | None, classification: str | None, name: str | None
) -> None:
    assert not represents_the_town(organization_type, classification, name)
