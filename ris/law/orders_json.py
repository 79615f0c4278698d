"""Reading typed values out of JSON that somebody may have edited by hand; every problem is a German sentence."""

import re
from collections.abc import Mapping
from datetime import time
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from ris.law.counting import Period
from ris.law.working_days import DayCount

JsonValue = str | int | bool | None | dict[str, str | int]
E = TypeVar("E", bound=StrEnum)
_T = TypeVar("_T")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
SHARE = re.compile(r"(\d{1,3})/([1-9]\d{0,2})")


def json_of(value: object) -> JsonValue:
    """One value of the standing orders as JSON; the other way round is Fields."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Period):
        return {"days": value.days, "count": value.count.value}
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


class Fields:
    """The fields of one JSON object, asked for by name and type; `problems` collects what was wrong."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self._data = data
        self._asked: set[str] = set()
        self._wrong: list[str] = []

    @property
    def problems(self) -> tuple[str, ...]:
        """A sentence for every field that could not be read or that nobody asked for."""
        unasked = sorted(set(self._data) - self._asked)
        return (*self._wrong, *(f"Unbekannte Angabe: „{name}“." for name in unasked))

    def text(self, name: str, default: str) -> str:
        """A text."""
        value = self._value(name)
        return (
            default if value is None else value if isinstance(value, str) else self._refuse(name, "ein Text", default)
        )

    def flag(self, name: str, *, default: bool) -> bool:
        """Ja or nein."""
        value = self._value(name)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        return self._refuse(name, "ja oder nein", default)

    def number(self, name: str) -> int | None:
        """A whole number."""
        value = self._value(name)
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        return self._refuse(name, "eine ganze Zahl", None)

    def choice(self, name: str, kind: type[E], default: E | None) -> E | None:
        """One of the words of an enum."""
        value = self._value(name)
        if value is None:
            return default
        if isinstance(value, str) and value in {member.value for member in kind}:
            return kind(value)
        return self._refuse(name, f"eines von: {', '.join(kind)}", default)

    def time_of_day(self, name: str) -> time | None:
        """A time like 18:00."""
        value = self._value(name)
        if value is None:
            return None
        if isinstance(value, str) and TIME.fullmatch(value):
            return time.fromisoformat(value)
        return self._refuse(name, "eine Uhrzeit wie 18:00", None)

    def share(self, name: str) -> Fraction | None:
        """A share like 2/3."""
        value = self._value(name)
        if value is None:
            return None
        if isinstance(value, str) and (found := SHARE.fullmatch(value)):
            return Fraction(int(found[1]), int(found[2]))
        return self._refuse(name, "ein Bruch wie 2/3", None)

    def period(self, name: str) -> Period | None:
        """A period: {"days": 7, "count": "calendar"}."""
        value = self._value(name)
        if value is None:
            return None
        if isinstance(value, Mapping):
            fields = Fields(value)
            days = fields.number("days")
            count = fields.choice("count", DayCount, DayCount.CALENDAR)
            if days is not None and count is not None and not fields.problems:
                return Period(days, count)
        return self._refuse(name, "eine Frist aus Tagen und Zählweise", None)

    def _value(self, name: str) -> object:
        self._asked.add(name)
        return self._data.get(name)

    def _refuse(self, name: str, wanted: str, instead: _T) -> _T:
        self._wrong.append(f"„{name}“: gebraucht wird {wanted}.")
        return instead
