"""Drucksachennummern in all their spellings."""

import pytest

from ris.search.numbers import find_numbers, parent_tokens, reference_tokens


def tokens(text: str) -> list[tuple[str, ...]]:
    return [number.tokens for number in find_numbers(text)]


@pytest.mark.parametrize(
    "written", ["2022/0880", "2022-0880", "2022/880", "2022-880", "Vorlage 2022/0880.", "(2022/0880)"]
)
def test_one_number_in_every_spelling_is_one_token(written: str) -> None:
    assert tokens(written) == [("2022/880",)]


@pytest.mark.parametrize("written", ["DS/1963/III", "ds-1963-iii", "DS 1963/III", "DS1963/III", "siehe DS/1963/III,"])
def test_letters_before_a_number_belong_to_it_and_may_be_left_out(written: str) -> None:
    assert tokens(written) == [("ds/1963/iii", "1963/iii")]


def test_a_supplement_belongs_to_its_paper() -> None:
    assert tokens("2021/1506/1") == [("2021/1506/1",)]
    assert parent_tokens(("2021/1506/1",)) == ("2021/1506",)
    assert parent_tokens(("2021/1506",)) == ()


@pytest.mark.parametrize("text", ["1/2", "5-10", "3,50", "1.234/56", "12.05.2024", "TOP 4", "24/7", "", "/", "-"])
def test_other_numbers_are_none(text: str) -> None:
    assert tokens(text) == []


def test_every_number_of_a_text_is_found_where_it_stands() -> None:
    text = "Vorlage 2020/0634 zu DS/0389/III"
    assert [text[number.start : number.end] for number in find_numbers(text)] == ["2020/0634", "DS/0389/III"]


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("30326", ("30326",)),
        ("2026-0412", ("2026/412",)),
        ("XVIII-17", ("xviii/17",)),
        ("VO/0012/2024", ("vo/12/2024", "12/2024")),
        ("  ", ()),
    ],
)
def test_a_papers_own_number_is_a_token_whatever_it_looks_like(reference: str, found: tuple[str, ...]) -> None:
    assert reference_tokens(reference) == found
