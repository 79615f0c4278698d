"""Onwards from the day something was handed in."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ris.law.counting import Period, days_after, last_day_after
from ris.law.provisions import Land
from ris.law.questions import answer_limit
from ris.law.standing_orders import StandingOrders
from ris.law.working_days import DayCount, day_counts
from tests.law.laws import hesse

CENTURY = st.dates(date(1990, 1, 1), date(2090, 12, 31))
PERIODS = st.builds(Period, st.integers(0, 40), st.sampled_from(DayCount))


@given(st.sampled_from(Land), CENTURY, PERIODS)
def test_days_are_counted_onwards_without_the_day_itself(land: Land, day: date, period: Period) -> None:
    days = days_after(land, day, period)
    assert len(days) == period.days
    span = [day + timedelta(days=step) for step in range(1, (days[-1] - day).days + 1)] if days else []
    assert days == [one for one in span if day_counts(land, one, period.count)]


def test_a_period_is_counted_onwards_from_its_event() -> None:
    norm = StandingOrders().procedure_norm
    limit = last_day_after(Land.HESSE, date(2026, 12, 22), "Eingang", Period(3, DayCount.WORKING), norm)
    assert limit.day == date(2026, 12, 28)
    assert "nicht gezählt: 25.12.2026" in limit.calculation


def test_a_written_question_is_answered_within_the_body_s_own_period() -> None:
    limit = answer_limit(hesse(StandingOrders(answer_deadline=Period(28))), date(2026, 11, 2))
    assert limit is not None
    assert limit.day == date(2026, 11, 30)
    assert limit.calculation == "Eingang Mo., 02.11.2026; 28 Tage danach: Mo., 30.11.2026"
    assert answer_limit(hesse(), date(2026, 11, 2)) is None
