from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ris.documents.alignment import Budget, gaps, grown, in_order, standing_once, words_kept

WORDS = st.lists(st.sampled_from("die und Rat Weg Haus Plan Baum neu alt".split()), max_size=40)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=20, unique_by=(lambda p: p[0], lambda p: p[1]))
)
def test_the_order_kept_rises_on_both_sides(pairs: list[tuple[int, int]]) -> None:
    kept = in_order(sorted(pairs))
    assert kept == sorted(kept)
    assert [there for _, there in kept] == sorted(there for _, there in kept)
    assert bool(kept) == bool(pairs)


def test_one_that_went_elsewhere_is_the_one_out_of_order() -> None:
    assert in_order([(0, 0), (1, 3), (2, 1), (3, 2)]) == [(0, 0), (2, 1), (3, 2)]


def test_what_stands_twice_is_no_landmark_but_may_follow_one() -> None:
    one, other = ["a", "x", "x", "b"], ["n", "a", "x", "x"]
    assert standing_once(one, other) == [(0, 1)]
    assert grown([(0, 1)], one, other) == [(0, 1), (1, 2), (2, 3)]


@given(WORDS, WORDS)
def test_words_kept_are_the_same_on_both_sides_and_in_order(one: list[str], other: list[str]) -> None:
    kept = words_kept(one, other, Budget())
    assert all(one[here] == other[there] for here, there in kept)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(kept))


@given(WORDS)
def test_a_text_is_all_kept_in_itself(words: list[str]) -> None:
    assert len(words_kept(words, words, Budget())) == len(words)


@given(st.integers(0, 8), st.integers(0, 8))
def test_gaps_and_pairs_are_everything(one: int, other: int) -> None:
    pairs = [(at, at) for at in range(0, min(one, other), 3)]
    found = list(gaps(pairs, one, other))
    assert sum(len(mine) for mine, _ in found) + len(pairs) == one
    assert sum(len(its) for _, its in found) + len(pairs) == other


def test_a_spent_budget_compares_nothing_more() -> None:
    budget = Budget(10)
    assert not budget.allows(4, 4)
    assert budget.allows(2, 5)
    assert not budget.allows(1, 1)
