"""Public holidays of a Land, and which days count where a Body's own rule counts working days."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from ris.law.provisions import Land

SATURDAY, SUNDAY, WEDNESDAY = 5, 6, 2


class DayCount(StrEnum):
    """Which days a period counts."""

    CALENDAR = "calendar"
    WEEKDAYS = "weekdays"
    """Werktage: Monday to Saturday without public holidays."""
    WORKING = "working"
    """Arbeitstage: Monday to Friday without public holidays."""

    @property
    def one(self) -> str:
        """The word for one such day."""
        return {DayCount.CALENDAR: "Tag", DayCount.WEEKDAYS: "Werktag", DayCount.WORKING: "Arbeitstag"}[self]

    @property
    def many(self) -> str:
        """The word for several."""
        return f"{self.one}e"


def easter_sunday(year: int) -> date:
    """Ostersonntag of the Gregorian calendar, on which § 1 HFeiertagsG hangs (the anonymous algorithm of 1876)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (19 * golden + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    month, day = divmod(moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)


def _on(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter_sunday(year) + timedelta(days)


def _repentance_day(year: int) -> date:
    """The Wednesday before 23 November."""
    last = date(year, 11, 22)
    return last - timedelta((last.weekday() - WEDNESDAY) % 7)


@dataclass(frozen=True)
class _Holiday:
    name: str
    day: Callable[[int], date]
    since: int = 0
    until: int = 9999


_EVERYWHERE = (
    _Holiday("Neujahr", _on(1, 1)),
    _Holiday("Karfreitag", _after_easter(-2)),
    _Holiday("Ostermontag", _after_easter(1)),
    _Holiday("Tag der Arbeit", _on(5, 1)),
    _Holiday("Christi Himmelfahrt", _after_easter(39)),
    _Holiday("Pfingstmontag", _after_easter(50)),
    _Holiday("Tag der deutschen Einheit", _on(6, 17), until=1990),
    _Holiday("Tag der Deutschen Einheit", _on(10, 3), since=1990),
    _Holiday("Reformationstag", _on(10, 31), since=2017, until=2017),
    _Holiday("Buß- und Bettag", _repentance_day, until=1994),
    _Holiday("1. Weihnachtstag", _on(12, 25)),
    _Holiday("2. Weihnachtstag", _on(12, 26)),
)
_OF_THE_LAND: Mapping[Land, tuple[_Holiday, ...]] = {
    Land.HESSE: (_Holiday("Fronleichnam", _after_easter(60)),),
    Land.LOWER_SAXONY: (_Holiday("Reformationstag", _on(10, 31), since=2018),),
}


@lru_cache(maxsize=512)
def holidays_of(land: Land, year: int) -> Mapping[date, str]:
    """The public holidays of a year with their German names, in order (§ 1 HFeiertagsG, § 2 NFeiertagsG)."""
    rules = (*_EVERYWHERE, *_OF_THE_LAND[land])
    days = {rule.day(year): rule.name for rule in rules if rule.since <= year <= rule.until}
    return MappingProxyType(dict(sorted(days.items())))


def day_counts(land: Land, day: date, count: DayCount) -> bool:
    """Whether a day is counted (§ 193 BGB for what is no working day; the Body's own rule for the rest)."""
    if count is DayCount.CALENDAR:
        return True
    free = {SUNDAY} if count is DayCount.WEEKDAYS else {SATURDAY, SUNDAY}
    return day.weekday() not in free and day not in holidays_of(land, day.year)
