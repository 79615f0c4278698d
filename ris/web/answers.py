"""What somebody typed into a form: text in, checked values out, one German sentence for each thing that is wrong.

The macros of templates/macros/forms.html show it again as it was typed, with the sentences at their fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
GERMAN_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)(?:\s*Uhr)?")
NUMBER = re.compile(r"\d{1,9}")
ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(?:\.[^@\s,;<>\".]+)+")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
FIRST_YEAR, LAST_YEAR = 1900, 2199
SHORT, LONG = 200, 20_000
SEEN = "stand"
"""The field that says which state of a thing the form was filled from."""

Choice = TypeVar("Choice", bound=StrEnum)


def visible(text: str) -> str:
    """A text without signs nobody can see, such as those that turn what follows around."""
    return UNPRINTABLE.sub("", text)


def line_from(text: str | None) -> str:
    """What somebody typed, as one line of what can be seen."""
    return " ".join(visible(text or "").split())


def day_from(text: str) -> date | None:
    """``2026-12-10`` or ``10.12.2026`` as a day; None for anything else."""
    iso, german = DAY.fullmatch(text), GERMAN_DAY.fullmatch(text)
    parts = iso.groups() if iso else german.groups()[::-1] if german else None
    if parts is None or not FIRST_YEAR <= int(parts[0]) <= LAST_YEAR:
        return None
    try:
        return date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


class Answers:
    """The fields of one form, asked for by name; `errors` collects what was wrong, in the order of the questions."""

    def __init__(self, values: Mapping[str, str | list[str]] | None = None) -> None:
        self._values = dict(values or {})
        self.errors: dict[str, str] = {}

    def __getitem__(self, name: str) -> str | list[str]:
        """A field as it was typed; templates show it again."""
        return self._values.get(name, "")

    def __contains__(self, name: str) -> bool:
        """Whether the form speaks of a field at all."""
        return name in self._values

    def refuse(self, name: str, sentence: str) -> None:
        """Say what is wrong with a field; the first sentence stands."""
        self.errors.setdefault(name, sentence)

    def typed(self, name: str) -> str:
        """A field without the blanks around it and without signs nobody can see."""
        value = self[name]
        return visible(value if isinstance(value, str) else "").replace("\r\n", "\n").strip()

    def text(self, name: str, missing: str = "", *, most: int = SHORT) -> str:
        """One line of text; `missing` is what to say where it must not be empty."""
        return " ".join(self.lines(name, missing, most=most).split())

    def lines(self, name: str, missing: str = "", *, most: int = LONG) -> str:
        """Text of several lines."""
        value = self.typed(name)
        if missing and not value:
            self.refuse(name, missing)
        if len(value) > most:
            self.refuse(name, f"Bitte kürzen Sie auf höchstens {most} Zeichen; es sind {len(value)}.")
            return value[:most]
        return value

    def day(self, name: str, missing: str = "") -> date | None:
        """A day; `missing` is what to say where there must be one."""
        value = self.typed(name)
        found = day_from(value)
        if value and found is None:
            self.refuse(name, f"„{value[:30]}“ ist kein Datum. Bitte schreiben Sie es so: 10.12.2026.")
        if missing and not value:
            self.refuse(name, missing)
        return found

    def clock(self, name: str, missing: str = "") -> time | None:
        """A time of day."""
        value = self.typed(name)
        found = CLOCK.fullmatch(value)
        if value and found is None:
            self.refuse(name, f"„{value[:30]}“ ist keine Uhrzeit. Bitte schreiben Sie sie so: 18:00.")
        if missing and not value:
            self.refuse(name, missing)
        return time(int(found[1]), int(found[2])) if found else None

    def number(self, name: str, *, least: int, most: int, missing: str = "") -> int | None:
        """A whole number between two others."""
        value = self.typed(name)
        if not value:
            if missing:
                self.refuse(name, missing)
            return None
        if not NUMBER.fullmatch(value) or not least <= int(value) <= most:
            self.refuse(name, f"Bitte geben Sie eine ganze Zahl von {least} bis {most} ein.")
            return None
        return int(value)

    def choice(self, name: str, kind: type[Choice], missing: str = "") -> Choice | None:
        """One of the words of an enum."""
        value = self.typed(name)
        if value in {member.value for member in kind}:
            return kind(value)
        if value or missing:
            self.refuse(name, missing or "Bitte wählen Sie einen der angebotenen Einträge.")
        return None

    def one_of(self, name: str, allowed: Iterable[int], missing: str = "") -> int | None:
        """The number of one of the things offered."""
        value = self.typed(name)
        if NUMBER.fullmatch(value) and int(value) in set(allowed):
            return int(value)
        if value or missing:
            self.refuse(name, missing or "Bitte wählen Sie einen der angebotenen Einträge.")
        return None

    def several_of(self, name: str, allowed: Iterable[str]) -> list[str]:
        """Those of the offered words that were chosen; others cannot come from the form and are left out."""
        value = self[name]
        chosen = [value] if isinstance(value, str) else value
        return [word for word in allowed if word in chosen]

    def yes(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self.typed(name) == "1"

    def email(self, name: str) -> str:
        """An e-mail address, or nothing."""
        value = self.text(name)
        if value and not ADDRESS.fullmatch(value):
            self.refuse(name, f"„{value[:60]}“ ist keine E-Mail-Adresse. Sie sieht so aus: name@beispiel.de.")
        return value

    def seen(self) -> datetime | None:
        """Which state of the thing the form was filled from; None where nothing usable was sent."""
        try:
            moment = datetime.fromisoformat(self.typed(SEEN))
        except ValueError:
            return None
        return moment if moment.tzinfo else None
