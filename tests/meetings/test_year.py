"""Which days a wish for a year names."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ris.meetings.year import MOST_DAYS, Pattern, PlannedDay, Rhythm, Span, days_of, marked, nth_weekday

TUESDAY, THURSDAY = 1, 3
YEAR = (date(2027, 1, 1), date(2027, 12, 31))
DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def test_the_second_tuesday_of_each_month() -> None:
    days = days_of(Pattern(Rhythm.MONTHLY, *YEAR, weekday=TUESDAY, place=2))
    assert len(days) == 12
    assert days[:3] == [date(2027, 1, 12), date(2027, 2, 9), date(2027, 3, 9)]


def test_only_in_the_months_chosen() -> None:
    days = days_of(Pattern(Rhythm.MONTHLY, *YEAR, weekday=THURSDAY, place=1, months=frozenset({2, 5})))
    assert days == [date(2027, 2, 4), date(2027, 5, 6)]


def test_a_month_without_a_fifth_thursday_has_none() -> None:
    days = days_of(Pattern(Rhythm.MONTHLY, *YEAR, weekday=THURSDAY, place=5))
    assert [day.month for day in days] == [4, 7, 9, 12]


def test_the_last_tuesday() -> None:
    assert nth_weekday(2028, 2, TUESDAY, -1) == date(2028, 2, 29)


def test_every_six_weeks_from_the_first_such_weekday() -> None:
    days = days_of(Pattern(Rhythm.WEEKS, *YEAR, weekday=THURSDAY, interval=6))
    assert days[:2] == [date(2027, 1, 7), date(2027, 2, 18)]
    assert {later - earlier for earlier, later in pairwise(days)} == {timedelta(weeks=6)}
    assert days[-1] <= YEAR[1]


def test_days_named_one_by_one_are_put_in_order_once_each_and_within_the_year() -> None:
    named = (date(2027, 5, 4), date(2027, 2, 2), date(2027, 5, 4), date(2028, 1, 1))
    assert days_of(Pattern(Rhythm.DAYS, *YEAR, days=named)) == [date(2027, 2, 2), date(2027, 5, 4)]


def test_a_year_that_ends_before_it_begins_has_no_days() -> None:
    for rhythm in Rhythm:
        assert days_of(Pattern(rhythm, YEAR[1], YEAR[0], days=(date(2027, 5, 4),))) == []


@given(first=DAYS, last=DAYS, weekday=st.integers(0, 6), interval=st.integers(1, 52))
def test_there_are_never_too_many_days(first: date, last: date, weekday: int, interval: int) -> None:
    days = days_of(Pattern(Rhythm.WEEKS, first, last, weekday=weekday, interval=interval))
    assert len(days) <= MOST_DAYS + 1
    assert all(day.weekday() == weekday and first <= day <= last for day in days)


@given(year=st.integers(1950, 2099), month=st.integers(1, 12), weekday=st.integers(0, 6), place=st.integers(1, 5))
def test_the_nth_weekday_is_one_and_lies_in_its_week(year: int, month: int, weekday: int, place: int) -> None:
    day = nth_weekday(year, month, weekday, place)
    if day is None:
        assert place == 5
    else:
        assert (day.weekday(), (day.day - 1) // 7 + 1) == (weekday, place)


def test_days_are_marked_and_left_out_as_chosen() -> None:
    feast, school, free = date(2027, 5, 6), date(2027, 3, 25), date(2027, 6, 10)
    easter = Span("Osterferien", date(2027, 3, 22), date(2027, 4, 3))
    feasts = {feast: "Christi Himmelfahrt"}
    days = [school, feast, free]
    assert marked(days, feasts, [easter], skip_feasts=True, skip_school=False) == [
        PlannedDay(school, "Osterferien"),
        PlannedDay(feast, "Christi Himmelfahrt", skipped=True),
        PlannedDay(free),
    ]
    assert [day.skipped for day in marked(days, feasts, [easter], skip_feasts=False, skip_school=True)] == [
        True,
        False,
        False,
    ]


def test_a_feast_in_school_holidays_is_called_a_feast() -> None:
    monday = date(2027, 3, 29)
    easter = Span("Osterferien", date(2027, 3, 22), date(2027, 4, 3))
    assert marked([monday], {monday: "Ostermontag"}, [easter], skip_feasts=False, skip_school=True) == [
        PlannedDay(monday, "Ostermontag")
    ]


def test_every_rhythm_has_a_german_word() -> None:
    assert all(rhythm.label for rhythm in Rhythm)
