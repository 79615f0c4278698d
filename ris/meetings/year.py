"""PURE. The days on which a committee is to meet in a year, and what speaks against some of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(weeks=1)
MOST_DAYS = 60
"""More sittings than this nobody plans for one committee in a year."""
LAST_OF_MONTH = -1


class Rhythm(StrEnum):
    """How days follow each other."""

    MONTHLY = "monthly"
    """On the n-th weekday of each month."""
    WEEKS = "weeks"
    """Every so many weeks."""
    DAYS = "days"
    """On the days named one by one."""

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {"monthly": "an einem Wochentag im Monat", "weeks": "alle paar Wochen", "days": "an einzelnen Tagen"}[
            self
        ]


@dataclass(frozen=True)
class Span:
    """Days with a name; both ends belong to it."""

    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Pattern:
    """A wish for a year. Of the fields of the other rhythms nothing is read."""

    rhythm: Rhythm
    first: date
    last: date
    weekday: int = 0
    """0 is Monday."""
    place: int = 1
    """The n-th such weekday of a month; -1 is the last."""
    months: frozenset[int] = frozenset(range(1, 13))
    interval: int = 4
    """Weeks between two days."""
    days: tuple[date, ...] = ()


@dataclass(frozen=True)
class PlannedDay:
    """A day of the plan, with what it falls on."""

    day: date
    mark: str = ""
    """A public holiday or school holidays, by name."""
    skipped: bool = False
    """Left out because of it."""


def days_of(pattern: Pattern) -> list[date]:
    """The days a pattern names, in order, each once, at most MOST_DAYS + 1 of them."""
    if pattern.rhythm is Rhythm.DAYS:
        found: Iterable[date] = sorted(set(pattern.days))
    elif pattern.rhythm is Rhythm.WEEKS:
        start = pattern.first + timedelta((pattern.weekday - pattern.first.weekday()) % 7)
        count = max(0, (pattern.last - start).days // (7 * pattern.interval) + 1)
        found = [start + WEEK * pattern.interval * step for step in range(min(count, MOST_DAYS + 1))]
    else:
        found = _monthly(pattern)
    return [day for day in found if pattern.first <= day <= pattern.last][: MOST_DAYS + 1]


def _monthly(pattern: Pattern) -> list[date]:
    months = range(pattern.first.year * 12 + pattern.first.month - 1, pattern.last.year * 12 + pattern.last.month)
    days = (
        nth_weekday(m // 12, m % 12 + 1, pattern.weekday, pattern.place) for m in months if m % 12 + 1 in pattern.months
    )
    return [day for day in days if day is not None]


def nth_weekday(year: int, month: int, weekday: int, place: int) -> date | None:
    """The n-th such weekday of a month (-1: the last); None where a month has no fifth."""
    length = monthrange(year, month)[1]
    first = date(year, month, 1)
    days = [first + timedelta(step) for step in range(length) if (first + timedelta(step)).weekday() == weekday]
    if place == LAST_OF_MONTH:
        return days[-1]
    return days[place - 1] if place <= len(days) else None


def marked(
    days: Iterable[date],
    feasts: Mapping[date, str],
    school: Sequence[Span],
    *,
    skip_feasts: bool,
    skip_school: bool,
) -> list[PlannedDay]:
    """Each day with the public holiday or the school holidays it falls on; left out as chosen."""
    planned = []
    for day in days:
        holidays = next((span.name for span in school if day in span), "")
        if day in feasts:
            planned.append(PlannedDay(day, feasts[day], skip_feasts))
        else:
            planned.append(PlannedDay(day, holidays, bool(holidays) and skip_school))
    return planned
