"""PURE. When the town meets, counted from a given day: a round of sittings every eight weeks, back to the first term."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ris.web.dates import BERLIN

THURSDAY, FRIDAY = 3, 4
STRIDE = timedelta(weeks=8)
FIRST_DAY = date(2021, 4, 1)
CONSTITUTIVE = (date(2021, 4, 22), date(2026, 4, 23))
"""First sittings of the two terms, within a month of 1 April (§ 56 Abs. 1 HGO)."""
BESIDE_CONSTITUTIVE = timedelta(days=27)
FURTHEST = 2
"""Rounds planned ahead."""
DAYS_BEFORE_PLENARY = {"stvv": 0, "hfa": 7, "sjk": 8, "buv": 9, "obh": 14, "obw": 15, "magistrat": 24}
INVITED_DAYS_BEFORE = {"stvv": 16}
OTHERS_INVITED_DAYS_BEFORE = 10
SUPPLEMENTED_BEFORE = timedelta(days=4)
SITTING = timedelta(hours=2, minutes=10)


@dataclass(frozen=True)
class Calendar:
    """The rounds of sittings as seen from a day: 0 is the coming one, -1 the last, 1 the one after the coming."""

    today: date
    plenaries: dict[int, date]

    def day(self, organization: str, place: int) -> date:
        """The day an organization meets in a round."""
        return self.plenaries[place] - timedelta(days=DAYS_BEFORE_PLENARY[organization])

    @property
    def first(self) -> int:
        """The oldest round."""
        return min(self.plenaries)


def calendar_for(today: date) -> Calendar:
    """The calendar that a town with a sitting ten to sixteen days ahead would have."""
    coming = today + timedelta(days=10)
    coming += timedelta(days=(THURSDAY - coming.weekday()) % 7)
    plenaries = {ahead: _off_holidays(coming + ahead * STRIDE) for ahead in range(FURTHEST + 1)}
    place, day = -1, coming - STRIDE
    while day > FIRST_DAY + timedelta(days=30):
        if all(abs(day - first) > BESIDE_CONSTITUTIVE for first in CONSTITUTIVE):
            plenaries[place] = _off_holidays(day)
            place -= 1
        day -= STRIDE
    return Calendar(today, plenaries)


def _off_holidays(day: date) -> date:
    """Nobody meets from the week before Christmas to the second week of January."""
    while (day.month, day.day) >= (12, 19) or (day.month, day.day) <= (1, 10):
        day += timedelta(weeks=1)
    return day


def workday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > FRIDAY else 0)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A time of day in Lindenau."""
    return datetime.combine(day, time(hour, minute), BERLIN)


def invited_on(organization: str, day: date) -> datetime:
    """When the invitation to a sitting goes out; well before the three days of § 58 Abs. 1 HGO."""
    ahead = INVITED_DAYS_BEFORE.get(organization, OTHERS_INVITED_DAYS_BEFORE)
    return at(day - timedelta(days=ahead), 10)
