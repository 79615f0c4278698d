"""Forms of planning: a committee's year, another day, a reason."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from ris.meetings.year import MOST_DAYS, Pattern, Rhythm, days_of
from ris.web.answers import day_from
from ris.web.dates import BERLIN, MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Collection

    from ris.web.answers import Answers

PLACES = ((1, "ersten"), (2, "zweiten"), (3, "dritten"), (4, "vierten"), (5, "fünften"), (-1, "letzten"))
MOST_WEEKS = 26
FIRST_PLANNED, LAST_PLANNED = 2000, 2100
NO_REASON = "Bitte nennen Sie den Grund. Alle lesen ihn auf der Seite der Sitzung."
MONTH_OPTIONS = tuple((number, name) for number, name in enumerate(MONTHS, 1))
WEEKDAY_OPTIONS = tuple(enumerate(WEEKDAYS))


@dataclass(frozen=True)
class YearWish:
    """What was asked for: who meets when and where."""

    organizations: tuple[int, ...]
    pattern: Pattern
    at: time
    location_id: int | None
    skip_feasts: bool
    skip_school: bool

    @property
    def mark(self) -> str:
        """A word that changes with every change of the wish: days chosen for one wish are not taken for another."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def start_on(self, day: date) -> datetime:
        """When the meeting of a day begins."""
        return datetime.combine(day, self.at, BERLIN)


def year_wish_from(answers: Answers, organizations: Collection[int], places: Collection[int]) -> YearWish | None:
    """Read the form; None where something is wrong, with its sentence in ``answers.errors``."""
    leading = answers.one_of("gremium", organizations, "Bitte wählen Sie, wer tagt.")
    others = [int(word) for word in answers.several_of("weitere", [str(identity) for identity in organizations])]
    rhythm = answers.choice("rhythmus", Rhythm, "Bitte wählen Sie, wie oft das Gremium tagt.")
    year = answers.number("jahr", least=FIRST_PLANNED, most=LAST_PLANNED, missing="Bitte geben Sie das Jahr ein.")
    at = answers.clock("uhrzeit", "Bitte geben Sie die Uhrzeit ein.")
    location_id = answers.one_of("ort", places)
    if rhythm is None or leading is None or at is None or year is None:
        return None
    pattern = _pattern(answers, rhythm, year)
    if answers.errors or pattern is None:
        return None
    return YearWish(
        organizations=tuple(dict.fromkeys([leading, *others])),
        pattern=pattern,
        at=at,
        location_id=location_id,
        skip_feasts=answers.yes("ohne_feiertage"),
        skip_school=answers.yes("ohne_ferien"),
    )


def _pattern(answers: Answers, rhythm: Rhythm, year: int) -> Pattern | None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if rhythm is Rhythm.DAYS:
        return _named_days(answers, first, last)
    weekday = answers.one_of("wochentag", range(7), "Bitte wählen Sie den Wochentag.")
    if rhythm is Rhythm.WEEKS:
        begin = answers.day("ab", "Bitte geben Sie an, ab welchem Tag gezählt wird.")
        weeks = answers.number("wochen", least=1, most=MOST_WEEKS, missing="Bitte geben Sie an, alle wie viele Wochen.")
        if begin is not None and begin.year != year:
            answers.refuse("ab", f"Bitte wählen Sie einen Tag im Jahr {year}.")
        if weekday is None or weeks is None or begin is None:
            return None
        return _with_days(answers, Pattern(rhythm, begin, last, weekday=weekday, interval=weeks), "wochen")
    place = next((number for number, _ in PLACES if str(number) == answers.typed("woche")), None)
    if place is None:
        answers.refuse("woche", "Bitte wählen Sie, an welchem dieser Wochentage im Monat.")
    months = frozenset(int(word) for word in answers.several_of("monate", [str(number) for number in range(1, 13)]))
    if not months:
        answers.refuse("monate", "Bitte wählen Sie mindestens einen Monat.")
    if weekday is None or place is None or not months:
        return None
    return _with_days(answers, Pattern(rhythm, first, last, weekday=weekday, place=place, months=months), "monate")


def _named_days(answers: Answers, first: date, last: date) -> Pattern | None:
    lines = answers.lines("tage", "Bitte geben Sie mindestens einen Tag ein, zum Beispiel 09.02.2027.")
    days = []
    for number, line in enumerate(filter(None, (part.strip() for part in lines.replace(",", "\n").split("\n"))), 1):
        day = day_from(line)
        if day is None:
            answers.refuse(
                "tage", f"Eintrag {number}: „{line[:30]}“ ist kein Datum. Bitte schreiben Sie es so: 09.02.2027."
            )
        elif not first <= day <= last:
            answers.refuse("tage", f"Eintrag {number}: {day:%d.%m.%Y} liegt nicht im Jahr {first.year}.")
        else:
            days.append(day)
    return None if answers.errors else _with_days(answers, Pattern(Rhythm.DAYS, first, last, days=tuple(days)), "tage")


def _with_days(answers: Answers, pattern: Pattern, field: str) -> Pattern | None:
    days = days_of(pattern)
    if not days:
        answers.refuse(field, "So kommt kein einziger Tag zustande. Bitte ändern Sie die Angaben.")
    if len(days) > MOST_DAYS:
        answers.refuse(field, f"Das sind mehr als {MOST_DAYS} Sitzungen im Jahr. Bitte planen Sie weniger.")
    return None if answers.errors else pattern


@dataclass(frozen=True)
class MoveWish:
    """Another time or place for a meeting, and why."""

    start: datetime
    location_id: int | None
    reason: str


def move_wish_from(answers: Answers, places: Collection[int], *, announced: bool) -> MoveWish | None:
    """Read the form; None where something is wrong. Only what nobody knows of needs no reason."""
    day = answers.day("tag", "Bitte geben Sie den neuen Tag ein.")
    at = answers.clock("uhrzeit", "Bitte geben Sie die Uhrzeit ein.")
    if day is not None and not FIRST_PLANNED <= day.year <= LAST_PLANNED:
        answers.refuse("tag", f"Bitte wählen Sie ein Jahr von {FIRST_PLANNED} bis {LAST_PLANNED}.")
    location_id = answers.one_of("ort", places)
    reason = answers.text("grund", NO_REASON if announced else "", most=300)
    if answers.errors or day is None or at is None:
        return None
    return MoveWish(datetime.combine(day, at, BERLIN), location_id, reason)


def reason_from(answers: Answers) -> str:
    """Why a meeting is called off; empty where something is wrong."""
    reason = answers.text("grund", NO_REASON, most=300)
    return "" if answers.errors else reason
