"""Backwards from a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ris.law.counting import Period, days_before, last_day_before, last_day_with_between
from ris.law.provisions import Land
from ris.law.standing_orders import StandingOrders
from ris.law.working_days import DayCount, day_counts

NORM = StandingOrders().procedure_norm
CENTURY = st.dates(date(1990, 1, 1), date(2090, 12, 31))
PERIODS = st.builds(Period, st.integers(0, 40), st.sampled_from(DayCount))


@given(st.sampled_from(Land), CENTURY, PERIODS)
def test_days_are_counted_backwards_without_the_day_itself(land: Land, day: date, period: Period) -> None:
    days = days_before(land, day, period)
    assert len(days) == period.days
    assert all(one < day and day_counts(land, one, period.count) for one in days)
    span = [day - timedelta(days=step) for step in range(1, (day - days[-1]).days + 1)] if days else []
    assert days == [one for one in span if day_counts(land, one, period.count)]


@given(st.sampled_from(Land), CENTURY, PERIODS)
def test_the_last_day_is_the_one_before_the_days_between(land: Land, day: date, period: Period) -> None:
    limit = last_day_with_between(land, day, period, NORM)
    between = [limit.day + timedelta(days=step) for step in range(1, (day - limit.day).days)]
    assert sum(day_counts(land, one, period.count) for one in between) == period.days
    tighter = [one for one in between if one > limit.day + timedelta(days=1)]
    assert sum(day_counts(land, one, period.count) for one in tighter) == max(period.days - 1, 0)
    assert limit.slack(limit.day) == 0


@given(st.sampled_from(Land), CENTURY, st.integers(0, 40))
def test_calendar_days_are_plain_subtraction(land: Land, day: date, days: int) -> None:
    assert last_day_with_between(land, day, Period(days), NORM).day == day - timedelta(days=days + 1)
    assert last_day_before(land, day, "Sitzung", Period(days), NORM).day == day - timedelta(days=days)


def test_a_lead_is_counted_backwards_from_its_event() -> None:
    limit = last_day_before(Land.HESSE, date(2026, 12, 29), "Sitzung", Period(7, DayCount.WEEKDAYS), NORM)
    assert limit.calculation == (
        "Sitzung Di., 29.12.2026; sieben Werktage davor (nicht gezählt: 25.12.2026 1. Weihnachtstag, "
        "26.12.2026 2. Weihnachtstag, Sonntage): Fr., 18.12.2026"
    )


def test_no_day_between_is_said_plainly() -> None:
    limit = last_day_with_between(Land.HESSE, date(2026, 12, 10), Period(0), NORM)
    assert "kein Tag muss dazwischen liegen" in limit.calculation
    assert str(Period(1)) == "ein Tag"
    assert str(Period(2, DayCount.WORKING)) == "zwei Arbeitstage"


def test_a_holiday_in_the_middle_of_a_week_is_named_alone() -> None:
    limit = last_day_with_between(Land.HESSE, date(2026, 5, 15), Period(1, DayCount.WORKING), NORM)
    assert limit.day == date(2026, 5, 12)
    assert "ein Arbeitstag dazwischen: 13.5. (nicht gezählt: 14.05.2026 Christi Himmelfahrt);" in limit.calculation
