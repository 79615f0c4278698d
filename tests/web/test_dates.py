"""German dates at the edge."""

from datetime import UTC, date, datetime

import pytest

from ris.web import dates

EVENING = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)


def spaced(text: str) -> str:
    return text.replace(dates.NO_BREAK, " ")


def test_a_meeting_is_told_in_german_time() -> None:
    assert spaced(dates.full_moment(EVENING)) == "Do., 10. Dezember 2026, 18:00 Uhr"
    assert spaced(dates.long_day(EVENING)) == "Donnerstag, 10. Dezember 2026"
    assert dates.numeric_day(EVENING) == "10.12.2026"
    assert (dates.weekday_short(EVENING), dates.month_short(EVENING)) == ("Do", "Dez.")


def test_late_in_the_evening_it_is_already_tomorrow_in_berlin() -> None:
    assert dates.local_day(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)) == date(2026, 7, 1)


def test_midnight_means_that_nobody_knows_the_time() -> None:
    midnight = dates.midnight(date(2026, 12, 10))

    assert dates.clock(midnight) == ""
    assert spaced(dates.full_moment(midnight)) == "Do., 10. Dezember 2026"


@pytest.mark.parametrize(
    ("end", "span"),
    [
        (datetime(2026, 12, 10, 20, 12, tzinfo=UTC), "18:00 bis 21:12 Uhr"),
        (datetime(2026, 12, 10, 16, 0, tzinfo=UTC), "18:00 Uhr"),
        (dates.midnight(date(2026, 12, 10)), "18:00 Uhr"),
        (None, "18:00 Uhr"),
    ],
)
def test_an_impossible_end_is_left_out(end: datetime | None, span: str) -> None:
    assert spaced(dates.time_span(EVENING, end)) == span


@pytest.mark.parametrize(
    ("months", "first"),
    [(1, date(2027, 1, 1)), (-12, date(2025, 12, 1)), (0, date(2026, 12, 1)), (14, date(2028, 2, 1))],
)
def test_months_are_counted_across_years(months: int, first: date) -> None:
    assert dates.months_later(date(2026, 12, 1), months) == first
