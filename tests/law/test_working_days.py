"""Public holidays, compared day by day with a library that others keep."""

from datetime import date, timedelta

import holidays
import pytest

from ris.law.provisions import Land
from ris.law.working_days import DayCount, day_counts, easter_sunday, holidays_of


@pytest.mark.parametrize("land", Land)
def test_our_holidays_are_those_of_the_library_for_a_hundred_years(land: Land) -> None:
    library = holidays.country_holidays("DE", subdiv=land.value, years=range(1991, 2091))
    ours = {day for year in range(1991, 2091) for day in holidays_of(land, year)}
    assert ours == set(library)


def test_before_the_unity_the_17th_of_june_was_a_holiday() -> None:
    assert holidays_of(Land.HESSE, 1990)[date(1990, 6, 17)] == "Tag der deutschen Einheit"
    assert holidays_of(Land.HESSE, 1990)[date(1990, 10, 3)] == "Tag der Deutschen Einheit"
    assert date(1991, 6, 17) not in holidays_of(Land.HESSE, 1991)


def test_the_holidays_of_2026_have_their_names() -> None:
    names = holidays_of(Land.HESSE, 2026)
    assert names[date(2026, 6, 4)] == "Fronleichnam"
    assert names[date(2026, 4, 3)] == "Karfreitag"
    assert len(names) == 10
    assert list(names) == sorted(names)
    assert date(2026, 6, 4) not in holidays_of(Land.LOWER_SAXONY, 2026)


@pytest.mark.parametrize(
    "day",
    [
        date(1990, 4, 15),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2038, 4, 25),
        date(1954, 4, 18),
        date(1981, 4, 19),
        date(2049, 4, 18),
        date(2076, 4, 19),
        date(2285, 3, 22),
    ],
)
def test_easter_is_where_it_is(day: date) -> None:
    assert easter_sunday(day.year) == day


@pytest.mark.parametrize("year", range(1990, 2091))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    day = easter_sunday(year)
    assert day.weekday() == 6
    assert date(year, 3, 22) <= day <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("day", "calendar", "weekdays", "working"),
    [
        (date(2026, 12, 24), True, True, True),
        (date(2026, 12, 25), True, False, False),
        (date(2026, 12, 19), True, True, False),
        (date(2026, 12, 20), True, False, False),
        (date(2026, 6, 4), True, False, False),
    ],
)
def test_which_days_count(day: date, calendar: bool, weekdays: bool, working: bool) -> None:
    found = tuple(day_counts(Land.HESSE, day, count) for count in DayCount)
    assert found == (calendar, weekdays, working)


def test_whoever_counts_working_days_counts_weekdays_too() -> None:
    for days in range(366):
        day = date(2026, 1, 1) + timedelta(days=days)
        assert day_counts(Land.HESSE, day, DayCount.WORKING) <= day_counts(Land.HESSE, day, DayCount.WEEKDAYS)
