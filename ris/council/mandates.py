"""PURE. When a seat is held, whether two seats of one person overlap, and how one follows another (Nachrücken)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ris.access.circles import ADMINISTRATION, PUBLIC

ONE_DAY = timedelta(days=1)
LONG_AGO, FAR_OFF = date.min, date.max


class SeatRefused(ValueError):
    """This seat cannot be held so; the message is a German sentence."""


@dataclass(frozen=True)
class Tenure:
    """From which day to which a seat is held; both belong to it, None is open."""

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise SeatRefused("Das Ende liegt vor dem Beginn.")

    def overlaps(self, other: Tenure) -> bool:
        """Whether there is a day that belongs to both."""
        return (self.start or LONG_AGO) <= (other.end or FAR_OFF) and (other.start or LONG_AGO) <= (self.end or FAR_OFF)

    def covers(self, other: Tenure) -> bool:
        """Whether every day of the other belongs to it."""
        return (self.start or LONG_AGO) <= (other.start or LONG_AGO) and (other.end or FAR_OFF) <= (self.end or FAR_OFF)


def succession(before: Tenure, last_day: date) -> tuple[Tenure, Tenure]:
    """The seat of who leaves, ended on a day, and of who follows: from the day after to the planned end.

    Raises SeatRefused where the seat is not held on that day, or nothing of it would be left.
    """
    if before.start is not None and last_day < before.start:
        raise SeatRefused("Der letzte Tag liegt vor dem Beginn des Mandats.")
    if before.end is not None and last_day >= before.end:
        raise SeatRefused("Das Mandat endet ohnehin an diesem Tag oder früher; danach ist nichts mehr zu besetzen.")
    return Tenure(before.start, last_day), Tenure(last_day + ONE_DAY, before.end)


def seat_readers(organization: frozenset[str], person: frozenset[str]) -> frozenset[str]:
    """Who reads a seat: whoever reads both who sits and where; the office alone where these have nobody in common."""
    if PUBLIC in organization:
        return person
    if PUBLIC in person:
        return organization
    return organization & person or frozenset({ADMINISTRATION})
