"""How often, and when somebody demands it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.in_force import LawInForce
from ris.law.provisions import Land
from ris.law.sittings import Demand, must_convene, often_enough
from ris.law.standing_orders import StandingOrders
from tests.law.laws import hesse, lower_saxony

ITEMS = ("Sachstand Hallenbad",)


@given(st.integers(15, 93), st.integers(0, 93))
def test_a_quarter_of_the_members_obliges_to_convene(members: int, signed: int) -> None:
    verdict = must_convene(hesse(), members, Demand(by_members=signed, items=ITEMS))
    assert verdict.lawful == (4 * signed >= members)
    assert verdict.lawful != verdict.blocks


def test_ten_of_thirty_seven_are_a_quarter_and_nine_are_not() -> None:
    assert must_convene(hesse(), 37, Demand(by_members=10, items=ITEMS)).lawful
    assert must_convene(hesse(), 37, Demand(by_members=9, items=ITEMS)).blocks


def test_the_sum_of_a_demand_is_said_in_words() -> None:
    verdict = must_convene(hesse(), 37, Demand(by_members=1, items=ITEMS))
    assert verdict.calculation == "1/4 von 37 Mitgliedern = 9,25, also mindestens 10"
    assert "eine Unterschrift; gebraucht werden 10." in verdict.reason


@pytest.mark.parametrize(
    ("demand", "words"),
    [
        (Demand(by_members=10), "keine Gegenstände"),
        (Demand(by_members=10, items=ITEMS, competent=False), "nicht zu den Aufgaben"),
        (Demand(by_members=10, items=ITEMS, own_hand=False), "nicht eigenhändig"),
    ],
)
def test_an_incomplete_demand_obliges_to_nothing(demand: Demand, words: str) -> None:
    verdict = must_convene(hesse(), 37, demand)
    assert verdict.blocks
    assert words in verdict.reason


def test_the_executive_needs_no_signatures() -> None:
    assert must_convene(hesse(), 37, Demand(by_executive=True, own_hand=False, items=ITEMS)).lawful
    assert must_convene(hesse(), 37, Demand(by_executive=True)).calculation == ""


def test_where_no_share_is_on_file_we_warn() -> None:
    assert must_convene(lower_saxony(), 37, Demand(by_members=37, items=ITEMS)).warns


def test_six_sittings_a_year() -> None:
    days = [date(2026, month, 10) for month in (2, 4, 6, 9, 11)]
    few = often_enough(hesse(), 2026, [*days, date(2025, 12, 1), days[0]])
    assert few.warns
    assert few.reason == "Für 2026 fehlt noch eine Sitzung."
    assert few.calculation == "2026: fünf Sitzungen von mindestens 6"
    assert often_enough(hesse(), 2026, [*days, date(2026, 12, 10)]).lawful


def test_the_body_may_want_more_sittings() -> None:
    days = [date(2026, month, 10) for month in (2, 4, 6, 9, 11, 12)]
    verdict = often_enough(hesse(StandingOrders(sittings_a_year=8)), 2026, days)
    assert verdict.norm.citation == "Geschäftsordnung"
    assert verdict.reason == "Für 2026 fehlen noch zwei Sitzungen."
    assert often_enough(lower_saxony(), 2026, []).lawful


def test_a_body_that_repeats_the_law_is_told_the_law() -> None:
    assert often_enough(hesse(StandingOrders(sittings_a_year=6)), 2026, []).norm.citation == "§ 56 Abs. 1 HGO"
    own = LawInForce(lower_saxony().profile, StandingOrders(land=Land.LOWER_SAXONY, sittings_a_year=1))
    assert often_enough(own, 2026, []).norm.citation == "Geschäftsordnung"
