"""Who sits where in the demo town, on every day of both terms."""

from collections import Counter
from datetime import date, timedelta

import pytest

from ris.demo_town.reading import table_of
from ris.demo_town.seats import COMMITTEES, Seat, seats_of

FIRST = date(2021, 4, 1)
DAYS = [FIRST + timedelta(days=40 * step) for step in range(89)]


@pytest.fixture(scope="module")
def seats() -> tuple[Seat, ...]:
    return seats_of(table_of("people.toml"))


def held(seats: tuple[Seat, ...], organization: str, day: date) -> list[Seat]:
    return [seat for seat in seats if seat.organization == organization and seat.held_on(day)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_seat_is_taken_once(seats: tuple[Seat, ...], day: date) -> None:
    assert len(held(seats, "stvv", day)) == 31
    for committee in COMMITTEES:
        assert len(held(seats, committee, day)) == 9
        assert len({seat.person for seat in held(seats, committee, day)}) == 9


@pytest.mark.parametrize("organization", ["stvv", *COMMITTEES])
@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2027, 1, 1)], ids=str)
def test_somebody_presides(seats: tuple[Seat, ...], organization: str, day: date) -> None:
    roles = [seat.role for seat in held(seats, organization, day)]
    assert [role for role in roles if role.startswith(("Vorsitzende", "Stadtverordnetenvorsteherin"))]


def test_nobody_of_the_magistrat_sits_in_the_council_at_the_same_time(seats: tuple[Seat, ...]) -> None:
    for day in DAYS:
        assert not {s.person for s in held(seats, "magistrat", day)} & {s.person for s in held(seats, "stvv", day)}


def test_a_seat_given_up_is_taken_by_the_next_of_the_same_group(seats: tuple[Seat, ...]) -> None:
    before, after = (
        Counter(s.group for s in held(seats, "stvv", day)) for day in (date(2022, 9, 30), date(2022, 10, 1))
    )
    assert before == after
    people = [{s.person for s in held(seats, "stvv", day)} for day in (date(2022, 9, 30), date(2022, 10, 1))]
    assert (people[0] - people[1], people[1] - people[0]) == ({"emmel"}, {"siebenlist"})
