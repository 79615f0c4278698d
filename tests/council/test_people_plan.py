"""What a table would change, compared with who is known."""

from dataclasses import replace
from datetime import date

from ris.council.mandates import Tenure
from ris.council.people_line import PersonRow
from ris.council.people_plan import Known, KnownPerson, KnownSeat, plan_of

START = date(2026, 4, 1)
ROW = PersonRow(2, "Ohl", "Kai")
SEAT = replace(ROW, organization="HFA", role="Mitglied", start=START)
OHL = KnownPerson(7, "Ohl", "Kai", email="kai@ohl.example")
HFA = {"hfa": [1], "haupt- und finanzausschuss": [1], "fraktion": [5]}


def sentences(*rows: PersonRow, known: Known | None = None) -> list[str]:
    return [error.sentence for error in plan_of(rows, known or Known()).errors]


def test_who_is_not_known_is_new() -> None:
    plan = plan_of([replace(ROW, email="a@b.example")], Known())
    assert plan.new_people[0].values == {"family_name": "Ohl", "given_name": "Kai", "email": "a@b.example"}
    assert (plan.unchanged, plan.empty) == (0, False)


def test_who_is_known_is_changed_only_where_the_table_says_something_else() -> None:
    known = Known([OHL])
    assert plan_of([replace(ROW, email="kai@ohl.example")], known).empty
    assert plan_of([ROW], known).unchanged == 1
    changed = plan_of([replace(ROW, phone="06001 1")], known).changed_people
    assert [(change.id, change.values) for change in changed] == [(7, {"phone": "06001 1"})]


def test_names_are_the_same_whatever_the_case() -> None:
    assert plan_of([replace(ROW, family_name="OHL", given_name="kai")], Known([OHL])).empty


def test_of_two_with_one_name_the_address_tells_which() -> None:
    known = Known([OHL, replace(OHL, id=8, email="anderer@ohl.example")])
    assert "mehrere Personen" in sentences(ROW, known=known)[0]
    plan = plan_of([replace(ROW, email="ANDERER@ohl.example", phone="06001 1")], known)
    assert [change.id for change in plan.changed_people] == [8]


def test_one_person_may_have_several_lines_and_is_entered_once() -> None:
    plan = plan_of([SEAT, replace(SEAT, line=3, role="Vorsitz")], Known(organizations=HFA))
    assert (len(plan.new_people), len(plan.new_seats), plan.unchanged) == (1, 2, 0)
    assert plan.new_seats[0].person is plan.new_seats[1].person


def test_lines_about_one_person_must_not_contradict_each_other() -> None:
    found = sentences(replace(ROW, phone="06001 1"), replace(ROW, line=3, phone="06001 2"))
    assert "in Zeile 2 etwas anderes" in found[0]


def test_two_addresses_are_two_people_unless_only_one_is_known() -> None:
    two = [replace(ROW, email="a@b.example"), replace(ROW, line=3, email="c@d.example")]
    assert len(plan_of(two, Known()).new_people) == 2
    assert "mit einer anderen E-Mail-Adresse" in sentences(*two, known=Known([OHL]))[0]


def test_a_seat_needs_an_organization_that_is_known_once() -> None:
    assert "nicht bekannt" in sentences(SEAT)[0]
    assert "mehrmals" in sentences(SEAT, known=Known(organizations={"hfa": [1, 2]}))[0]
    assert "Fraktion" in sentences(replace(SEAT, group="XY"), known=Known(organizations=HFA))[0]


def test_a_seat_that_is_there_is_left_alone_and_one_that_differs_is_changed() -> None:
    seat = KnownSeat(3, 7, 1, "Mitglied", Tenure(START, None), votes=True)
    known = Known([OHL], HFA, [seat])
    assert plan_of([SEAT], known).empty
    for row in (
        replace(SEAT, end=date(2027, 1, 1)),
        replace(SEAT, votes=False),
        replace(SEAT, group="Fraktion"),
    ):
        assert [change.id for change in plan_of([row], known).changed_seats] == [3]


def test_nobody_has_one_seat_twice_at_a_time() -> None:
    seat = KnownSeat(3, 7, 1, "Mitglied", Tenure(START, None))
    later = replace(SEAT, start=date(2027, 1, 1))
    assert "mit anderem Beginn" in sentences(later, known=Known([OHL], HFA, [seat]))[0]
    assert "schon in Zeile 2" in sentences(SEAT, replace(SEAT, line=3), known=Known(organizations=HFA))[0]
