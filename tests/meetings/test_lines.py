"""How a list names a meeting and its place."""

import pytest

from ris.meetings.queries.lines import OrganizationName, place_of, title_of


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (("Bürgersaal", "Rathaus am Marktplatz", None), "Bürgersaal, Rathaus am Marktplatz"),
        (
            ("Gasthof, Clubraum", "Gasthof, Loderweg 2 a, 31171 Nordheim, Clubraum", "Loderweg 2 a", "Nordheim"),
            "Gasthof, Clubraum, Loderweg 2 a, 31171 Nordheim",
        ),
        (("", None, " Saal \n1 ", "Saal 1"), "Saal 1"),
        ((None,), ""),
    ],
)
def test_a_place_is_told_once(parts: tuple[str | None, ...], told: str) -> None:
    assert place_of(*parts) == told


def test_a_meeting_without_a_name_is_called_after_who_meets() -> None:
    both = [OrganizationName(1, "Bauausschuss"), OrganizationName(2, "Sozialausschuss")]

    assert title_of(None, both) == "Bauausschuss, Sozialausschuss"
    assert title_of("Sondersitzung", both) == "Sondersitzung"
    assert title_of("", []) == "Sitzung ohne Namen"
