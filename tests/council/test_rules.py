"""Which kind of organization something is, and who stands first among its members."""

import pytest

from ris.council.rules import Group, group_of, rank_of


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
