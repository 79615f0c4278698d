"""Counting days backwards from a sitting or onwards from an event, and saying the sum in German."""

from dataclasses import dataclass
from datetime import date, timedelta

from ris.law.provisions import Land
from ris.law.verdict import Norm
from ris.law.words import count_in_words, day_in_figures, day_in_words, days_in_words
from ris.law.working_days import DayCount, day_counts, holidays_of

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """So many days, and which days are meant."""

    days: int
    count: DayCount = DayCount.CALENDAR

    def __str__(self) -> str:
        return count_in_words(self.days, f"ein {self.count.one}", self.count.many)


@dataclass(frozen=True)
class Limit:
    """The last day on which something is in time, by which norm, and how one gets there."""

    day: date
    norm: Norm
    calculation: str

    def slack(self, day: date) -> int:
        """Days from `day` to the limit; negative where it has passed."""
        return (self.day - day).days


def days_before(land: Land, day: date, period: Period) -> list[date]:
    """The last counted days before `day`, latest first (§§ 187, 188 BGB, backwards: neither end is counted)."""
    found: list[date] = []
    while len(found) < period.days:
        day -= ONE_DAY
        if day_counts(land, day, period.count):
            found.append(day)
    return found


def last_day_with_between(land: Land, sitting_day: date, between: Period, norm: Norm) -> Limit:
    """The last day that leaves a whole period between itself and the sitting (§ 58 Abs. 1 Satz 2 HGO: „zwischen“)."""
    days = days_before(land, sitting_day, between)
    latest = (days[-1] if days else sitting_day) - ONE_DAY
    sums = f"{between} dazwischen: {days_in_words(days)}" if days else "kein Tag muss dazwischen liegen"
    words = (
        f"Sitzung {day_in_words(sitting_day)}; {sums}{_left_out(land, latest, sitting_day, between)}; "
        f"die Einladung muss spätestens am {day_in_words(latest)} zugegangen sein"
    )
    return Limit(latest, norm, words)


def last_day_before(land: Land, event: date, name: str, lead: Period, norm: Norm) -> Limit:
    """The so-and-so-manieth day before an event, itself still in time (§§ 187, 188 BGB, backwards)."""
    days = days_before(land, event, lead)
    latest = days[-1] if days else event
    words = f"{name} {day_in_words(event)}; {lead} davor{_left_out(land, latest, event, lead)}: {day_in_words(latest)}"
    return Limit(latest, norm, words)


def days_after(land: Land, day: date, period: Period) -> list[date]:
    """The first counted days after `day`, earliest first (§ 187 Abs. 1, § 188 Abs. 1 BGB: the day itself is not counted)."""
    found: list[date] = []
    while len(found) < period.days:
        day += ONE_DAY
        if day_counts(land, day, period.count):
            found.append(day)
    return found


def last_day_after(land: Land, event: date, name: str, lead: Period, norm: Norm) -> Limit:
    """The so-and-so-manieth day after an event, itself still in time (§ 187 Abs. 1, § 188 Abs. 1 BGB)."""
    days = days_after(land, event, lead)
    latest = days[-1] if days else event
    words = f"{name} {day_in_words(event)}; {lead} danach{_left_out(land, event, latest, lead)}: {day_in_words(latest)}"
    return Limit(latest, norm, words)


def _left_out(land: Land, first: date, last: date, period: Period) -> str:
    """Which days between were not counted, and why."""
    span = (first + ONE_DAY * step for step in range(1, (last - first).days))
    skipped = [day for day in span if not day_counts(land, day, period.count)]
    if not skipped:
        return ""
    feasts = {day: holidays_of(land, day.year)[day] for day in skipped if day in holidays_of(land, day.year)}
    named = [f"{day_in_figures(day)} {name}" for day, name in feasts.items()]
    if any(day not in feasts for day in skipped):
        named.append("Wochenenden" if period.count is DayCount.WORKING else "Sonntage")
    return f" (nicht gezählt: {', '.join(named)})"
