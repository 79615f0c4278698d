"""Days and numbers as the session office says them."""

from datetime import date

import pytest

from ris.law.words import count_in_words, day_in_words, days_in_words, names_in_words, number_in_words


def test_a_day_has_its_weekday() -> None:
    assert day_in_words(date(2026, 12, 10)) == "Do., 10.12.2026"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([date(2026, 12, 9), date(2026, 12, 7), date(2026, 12, 8)], "7., 8., 9.12."),
        ([date(2026, 12, 30), date(2026, 12, 31), date(2027, 1, 1)], "30., 31.12., 1.1."),
        ([], ""),
    ],
)
def test_days_are_named_by_month(days: list[date], words: str) -> None:
    assert days_in_words(days) == words


def test_numbers_are_words_up_to_twelve() -> None:
    assert [number_in_words(number) for number in (0, 3, 12, 13)] == ["null", "drei", "zwölf", "13"]
    assert count_in_words(1, "einen Tag", "Tage") == "einen Tag"
    assert count_in_words(0, "einen Tag", "Tage") == "null Tage"


def test_names_are_joined_as_one_says_them() -> None:
    assert [names_in_words(names) for names in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A und B", "A, B und C"]
