"""What cannot be at the same time."""

from datetime import UTC, datetime, timedelta

import pytest

from ris.meetings.clashes import Clash, ClashKind, Taking, clashes_of

START = datetime(2027, 2, 9, 17, tzinfo=UTC)
HOUR = timedelta(hours=1)
WISH = Taking("Bauausschuss", START, START + 2 * HOUR, "saal", frozenset({1}), frozenset({10, 11}))


def other(begins: int, room: str = "", organization: int = 2, people: frozenset[int] = frozenset()) -> Taking:
    start = START + begins * HOUR
    return Taking("Finanzausschuss", start, start + 2 * HOUR, room, frozenset({organization}), people)


@pytest.mark.parametrize(("begins", "meets"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_one_may_begin_when_the_other_ends(begins: int, *, meets: bool) -> None:
    assert WISH.meets(other(begins)) is meets


def test_one_room_holds_one_meeting() -> None:
    taken = other(1, room="saal")
    assert list(clashes_of(WISH, [taken, other(0, room="anbau"), other(2, room="saal")])) == [
        Clash(ClashKind.ROOM, taken)
    ]


def test_two_meetings_nowhere_in_particular_are_not_in_one_room() -> None:
    nowhere = Taking("x", START, START + HOUR)
    assert list(clashes_of(nowhere, [other(0)])) == []


def test_nobody_sits_in_two_places() -> None:
    taken = other(0, people=frozenset({11, 12}))
    assert list(clashes_of(WISH, [taken])) == [Clash(ClashKind.PEOPLE, taken, frozenset({11}))]


def test_room_and_people_are_told_apart() -> None:
    taken = other(0, room="saal", people=frozenset({10}))
    assert [clash.kind for clash in clashes_of(WISH, [taken])] == [ClashKind.ROOM, ClashKind.PEOPLE]


def test_a_committee_that_meets_already_is_told_once() -> None:
    taken = other(0, room="saal", organization=1, people=frozenset({10}))
    assert [clash.kind for clash in clashes_of(WISH, [taken])] == [ClashKind.SAME]
