"""Hare/Niemeyer, and the lot where it must be drawn."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.provisions import SeatMethod
from ris.law.seats import Seats, SeatsRefused, decided_by_lot, majority_kept, seat_method_allowed, share_out
from tests.law.laws import hesse, lower_saxony

VOTES = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 60), min_size=1).filter(
    lambda votes: sum(votes.values())
)


def test_seats_go_by_quota_and_largest_fraction() -> None:
    seats = share_out(hesse(), {"A": 15, "B": 12, "C": 7, "D": 3}, 9)
    assert seats.seats == {"A": 3, "B": 3, "C": 2, "D": 1}
    assert seats.calculation.startswith("A: 15 × 9 / 37 = 3,649; B: 12 × 9 / 37 = 2,919")
    assert seats.sentence == ""


@given(VOTES, st.integers(1, 100))
def test_all_seats_are_given_or_named_for_the_lot(votes: dict[str, int], number: int) -> None:
    seats = share_out(hesse(), votes, number)
    assert sum(seats.seats.values()) + seats.lots == number
    assert (len(seats.tied) > seats.lots) is bool(seats.lots)
    total = sum(votes.values())
    for name, held in seats.seats.items():
        quota = Fraction(votes[name] * number, total)
        assert int(quota) <= held <= int(quota) + 1
        if name in seats.tied:
            assert held == int(quota)


@given(VOTES, st.integers(1, 100))
def test_the_order_of_the_lists_changes_nothing(votes: dict[str, int], number: int) -> None:
    turned = dict(reversed(votes.items()))
    assert share_out(hesse(), votes, number) == share_out(hesse(), turned, number)


@given(VOTES, st.integers(1, 50), st.integers(2, 9))
def test_only_the_proportion_counts(votes: dict[str, int], number: int, factor: int) -> None:
    more = {name: held * factor for name, held in votes.items()}
    assert share_out(hesse(), votes, number) == share_out(hesse(), more, number)


def test_equal_claims_are_named_for_the_lot() -> None:
    seats = share_out(hesse(), {"A": 10, "B": 10, "C": 10}, 8)
    assert (seats.seats, seats.tied, seats.lots) == ({"A": 2, "B": 2, "C": 2}, frozenset("ABC"), 2)
    assert seats.sentence == "Das Los entscheidet über zwei Sitze zwischen A, B und C."
    drawn = decided_by_lot(seats, ["C", "A"])
    assert (drawn.seats, drawn.lots, drawn.sentence) == ({"A": 3, "B": 2, "C": 3}, 0, "")
    assert drawn.calculation.endswith("durch das Los: C, A")


@pytest.mark.parametrize("drawn", [["A"], ["A", "A"], ["A", "D"], ["A", "B", "C"]])
def test_only_so_many_of_those_tied_are_drawn(drawn: list[str]) -> None:
    seats = share_out(hesse(), {"A": 10, "B": 10, "C": 10}, 8)
    with pytest.raises(SeatsRefused, match="Das Los entscheidet über zwei Sitze"):
        decided_by_lot(seats, drawn)


def test_where_nothing_is_tied_nothing_is_drawn() -> None:
    seats = share_out(hesse(), {"A": 10, "B": 5}, 3)
    assert decided_by_lot(seats, []).seats == {"A": 2, "B": 1}
    with pytest.raises(SeatsRefused, match="nichts zu losen"):
        decided_by_lot(seats, ["A"])


@pytest.mark.parametrize(("votes", "number"), [({}, 3), ({"A": 0}, 3), ({"A": 5}, 0), ({"A": 5, "B": -1}, 3)])
def test_nothing_is_shared_out_without_votes_or_seats(votes: dict[str, int], number: int) -> None:
    with pytest.raises(SeatsRefused, match="mindestens einen Sitz"):
        share_out(hesse(), votes, number)


def test_d_hondt_is_void() -> None:
    assert seat_method_allowed(hesse(), SeatMethod.HARE_NIEMEYER).lawful
    verdict = seat_method_allowed(hesse(), SeatMethod.D_HONDT)
    assert verdict.blocks
    assert "Staatsgerichtshof des Landes Hessen, 28.01.2026 – P.St. 3013" in verdict.reason


def test_where_no_method_is_on_file_nothing_is_shared_out() -> None:
    assert seat_method_allowed(lower_saxony(), SeatMethod.HARE_NIEMEYER).warns
    with pytest.raises(SeatsRefused, match="kein Verfahren hinterlegt"):
        share_out(lower_saxony(), {"A": 1}, 1)


def test_a_majority_without_a_majority_of_seats_is_pointed_out() -> None:
    votes = {"A": 51, "B": 25, "C": 24}
    seats = share_out(hesse(), votes, 4)
    assert seats.seats == {"A": 2, "B": 1, "C": 1}
    assert majority_kept(hesse(), votes, seats).warns
    assert majority_kept(hesse(), votes, share_out(hesse(), votes, 5)).lawful
    assert majority_kept(hesse(), {"A": 1, "B": 1}, Seats(hesse().profile.seats.norm, {"A": 1, "B": 1})).lawful
