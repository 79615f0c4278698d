"""How many are enough."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.quorum import quorate, quorum_in_sight, quorum_needed, share_needed
from ris.law.sitting import Chamber
from ris.law.verdict import SourceStatus
from tests.law.laws import STATUTORY_SIZE, hesse

SIZES = st.integers(1, 200)


@given(SIZES)
def test_a_quorum_is_more_than_half(size: int) -> None:
    number = quorum_needed(hesse(), size).number
    assert 2 * number > size >= 2 * (number - 1)


@pytest.mark.parametrize(("size", "number"), [(15, 8), (36, 19), (37, 19), (93, 47)])
def test_a_quorum_of_usual_sizes(size: int, number: int) -> None:
    assert quorum_needed(hesse(), size).number == number


def test_the_sum_of_a_quorum_is_said_in_words() -> None:
    need = quorum_needed(hesse(), 37, Chamber.COMMITTEE)
    assert need.calculation == "mehr als die Hälfte von 37 (= 18,50), also mindestens 19"
    assert need.norm.status is SourceStatus.INFERRED


@given(SIZES, st.fractions(Fraction(1, 10), 1, max_denominator=10))
def test_a_share_is_the_smallest_number_that_reaches_it(size: int, share: Fraction) -> None:
    number = share_needed(share, size, hesse().profile.demand.norm, "Mitgliedern").number
    assert number >= share * size > number - 1


def test_a_lack_of_quorum_only_warns() -> None:
    lack = quorate(hesse(), STATUTORY_SIZE, 18)
    assert lack.warns
    assert lack.reason.startswith("Anwesend: 18 von 19 nötigen. Die Beschlussfähigkeit gilt fort")
    assert quorate(hesse(), STATUTORY_SIZE, 19).lawful


def test_the_second_time_any_number_will_do() -> None:
    assert quorate(hesse(), STATUTORY_SIZE, 1, second_time=True).norm.citation == "§ 53 Abs. 2 HGO"
    assert quorate(hesse(), STATUTORY_SIZE, 1, second_time=True).lawful


def test_where_more_than_half_are_barred_the_others_decide() -> None:
    assert quorate(hesse(), STATUTORY_SIZE, 5, barred=19).lawful
    assert quorate(hesse(), STATUTORY_SIZE, 5, barred=18).warns
    assert quorate(hesse(), 36, 5, barred=18).warns, "half is not more than half"


def test_a_quorum_is_in_sight_when_enough_said_that_they_come() -> None:
    enough = quorum_in_sight(hesse(), STATUTORY_SIZE, 19, 30)
    assert enough.lawful
    assert enough.norm.citation == "§ 53 Abs. 1 HGO"
    open_still = quorum_in_sight(hesse(), STATUTORY_SIZE, 18, 30)
    assert open_still.warns
    assert open_still.reason == "Mit diesen Zusagen noch nicht beschlussfähig: 18 kommen sicher, 19 sind nötig."
    assert "(12)" in open_still.cure
    lost = quorum_in_sight(hesse(), STATUTORY_SIZE, 10, 18)
    assert lost.warns
    assert lost.reason.startswith("Mit diesen Absagen nicht beschlussfähig: Höchstens 18")
    assert quorum_in_sight(hesse(), STATUTORY_SIZE, 0, 1, second_time=True).lawful


@given(SIZES, st.integers(0, 200), st.integers(0, 200))
def test_who_comes_and_who_is_there_are_judged_by_the_same_number(size: int, coming: int, more: int) -> None:
    assert quorum_in_sight(hesse(), size, coming, coming + more).lawful == quorate(hesse(), size, coming).lawful
