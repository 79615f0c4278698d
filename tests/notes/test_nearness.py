from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ris.notes.nearness import distance, nearest

FEW = st.text(st.sampled_from("abc"), max_size=40)


def _by_the_book(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for count, sign in enumerate(one, 1):
        fresh = [count]
        for at, each in enumerate(other, 1):
            fresh.append(min(row[at] + 1, fresh[-1] + 1, row[at - 1] + (sign != each)))
        row = fresh
    return row[-1]


@given(FEW, FEW)
def test_the_distance_is_levenshteins(one: str, other: str) -> None:
    assert distance(one, other) == _by_the_book(one, other)


@given(FEW.filter(bool), FEW)
def test_no_stretch_is_nearer_than_the_first(pattern: str, text: str) -> None:
    most = len(pattern) // 5
    found = nearest(pattern, text, most)
    best = min(
        _by_the_book(pattern, text[start:end])
        for start in range(len(text) + 1)
        for end in (start, *range(start, len(text) + 1))
    )
    assert [each.edits for each in found[:1]] == ([best] if best <= most and best < len(pattern) else [])
    assert all(_by_the_book(pattern, text[each.start : each.end]) == each.edits for each in found)


def test_stretches_do_not_overlap() -> None:
    found = nearest("abcabcabcabc", "abcabxabcabc" * 4, 2)
    spans = sorted((each.start, each.end) for each in found)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_word_misread_is_found() -> None:
    (found,) = nearest("dieverwaltungwirdbeauftragt", "xxxxdieverwa1tungwirdbcauftragtyyyy", 5)
    assert (found.start, found.end, found.edits) == (4, 31, 2)
