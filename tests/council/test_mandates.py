"""Seats in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.council.mandates import SeatRefused, Tenure, seat_readers, succession

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
START, END = date(2026, 4, 1), date(2031, 3, 31)


def test_a_seat_does_not_end_before_it_begins() -> None:
    with pytest.raises(SeatRefused):
        Tenure(END, START)
    assert Tenure(START, START).overlaps(Tenure(None, None))


@given(first=DAYS, second=DAYS, third=DAYS, fourth=DAYS)
def test_two_seats_overlap_exactly_where_a_day_belongs_to_both(
    first: date, second: date, third: date, fourth: date
) -> None:
    (start, end), (begins, ends) = sorted((first, second)), sorted((third, fourth))
    one, other = Tenure(start, end), Tenure(begins, ends)
    assert one.overlaps(other) == other.overlaps(one) == (max(start, begins) <= min(end, ends))


def test_who_follows_begins_the_day_after_and_serves_to_the_planned_end() -> None:
    leaves, follows = succession(Tenure(START, END), date(2027, 6, 30))
    assert (leaves, follows) == (Tenure(START, date(2027, 6, 30)), Tenure(date(2027, 7, 1), END))


@given(days=st.integers(0, 1824))
def test_between_who_leaves_and_who_follows_no_day_is_empty_and_none_is_double(days: int) -> None:
    leaves, follows = succession(Tenure(START, END), START + timedelta(days))
    assert follows.start == (leaves.end or END) + timedelta(days=1)
    assert not leaves.overlaps(follows)


@pytest.mark.parametrize("day", [START - timedelta(days=1), END, END + timedelta(days=1)])
def test_nobody_leaves_before_the_seat_began_or_after_it_ended(day: date) -> None:
    with pytest.raises(SeatRefused):
        succession(Tenure(START, END), day)


@pytest.mark.parametrize(
    ("organization", "person", "readers"),
    [
        ({"public"}, {"public"}, {"public"}),
        ({"public"}, {"administration"}, {"administration"}),
        ({"council"}, {"public"}, {"council"}),
        ({"council", "administration"}, {"administration"}, {"administration"}),
        ({"council"}, {"org:3"}, {"administration"}),
    ],
)
def test_a_seat_is_read_by_who_reads_both_the_person_and_the_organization(
    organization: set[str], person: set[str], readers: set[str]
) -> None:
    assert seat_readers(frozenset(organization), frozenset(person)) == readers


def test_a_tenure_covers_what_lies_within_it() -> None:
    year = Tenure(date(2026, 1, 1), date(2026, 12, 31))
    assert year.covers(Tenure(date(2026, 3, 1), date(2026, 3, 1)))
    assert not year.covers(Tenure(date(2026, 3, 1), None))
    assert Tenure(None, None).covers(year)
