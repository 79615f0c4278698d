"""Days and numbers in German words, as they stand in a calculation; knows no norm."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

_WEEKDAYS = ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So.")
_NUMBERS = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def day_in_figures(day: date) -> str:
    """10.12.2026."""
    return f"{day:%d.%m.%Y}"


def day_in_words(day: date) -> str:
    """Do., 10.12.2026."""
    return f"{_WEEKDAYS[day.weekday()]}, {day_in_figures(day)}"


def days_in_words(days: Iterable[date]) -> str:
    """7., 8., 9.12. — or over the end of a month: 30., 31.12., 1.1."""
    months = groupby(sorted(days), key=lambda day: (day.year, day.month))
    return ", ".join(f"{', '.join(f'{day.day}.' for day in days)}{month}." for (_, month), days in months)


def number_in_words(number: int) -> str:
    """Drei; from thirteen on in figures."""
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else str(number)


def count_in_words(number: int, one: str, many: str) -> str:
    """„ein Tag“, „drei Tage“: `one` is what is said of one (with its article), `many` the word for every other number."""
    return one if number == 1 else f"{number_in_words(number)} {many}"


def names_in_words(names: Sequence[str]) -> str:
    """A, B und C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} und {names[-1]}"
