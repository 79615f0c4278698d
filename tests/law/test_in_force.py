"""The Body's own orders under the law of a day: stricter, never laxer."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.counting import Period
from ris.law.in_force import law_in_force, laxer_orders
from ris.law.profiles import NoProfile
from ris.law.provisions import Land
from ris.law.sitting import Chamber
from ris.law.standing_orders import OrdersRefused, StandingOrders
from ris.law.working_days import DayCount
from tests.law.laws import SITTING_DAY, hesse

OLD_DAY = date(2024, 6, 6)


@pytest.mark.parametrize(
    ("orders", "words"),
    [
        (
            StandingOrders(council_notice=Period(2)),
            "Die Ladungsfrist der Vertretung (zwei Tage) ist milder als das Gesetz",
        ),
        (StandingOrders(second_notice=Period(0)), "zweiten Einberufung"),
        (
            StandingOrders(extension=Fraction(1, 2)),
            "(1/2) ist milder als das Gesetz; nach § 58 Abs. 2 HGO sind es mindestens 2/3",
        ),
        (StandingOrders(sittings_a_year=4), "§ 56 Abs. 1 HGO"),
    ],
)
def test_orders_laxer_than_the_law_are_refused_with_a_sentence(orders: StandingOrders, words: str) -> None:
    with pytest.raises(OrdersRefused) as refused:
        law_in_force(orders, SITTING_DAY)
    assert [words in sentence for sentence in refused.value.sentences] == [True]


def test_all_that_is_laxer_is_said_at_once() -> None:
    with pytest.raises(OrdersRefused) as refused:
        law_in_force(StandingOrders(council_notice=Period(1), sittings_a_year=1), SITTING_DAY)
    assert len(refused.value.sentences) == 2


@pytest.mark.parametrize(
    "orders",
    [
        StandingOrders(committee_notice=Period(2)),
        StandingOrders(district_notice=Period(1, DayCount.WORKING)),
        StandingOrders(public_notice=Period(0)),
    ],
)
def test_orders_laxer_than_what_nobody_has_read_are_doubted_only(orders: StandingOrders) -> None:
    law = law_in_force(orders, SITTING_DAY)
    assert [verdict.warns for verdict in law.doubts] == [True]
    assert "bitte rechtlich prüfen" in law.doubts[0].reason


@given(st.integers(3, 90), st.sampled_from(DayCount), st.fractions(Fraction(2, 3), 1), st.integers(6, 60))
def test_orders_as_strict_as_the_law_or_stricter_are_taken(
    days: int, count: DayCount, share: Fraction, number: int
) -> None:
    period = Period(days, count)
    orders = StandingOrders(
        council_notice=period,
        committee_notice=period,
        district_notice=period,
        short_notice=Period(0),
        second_notice=period,
        public_notice=period,
        extension=share,
        sittings_a_year=number,
    )
    assert law_in_force(orders, SITTING_DAY).doubts == ()


def test_where_the_law_is_silent_nothing_is_laxer() -> None:
    orders = StandingOrders(land=Land.LOWER_SAXONY, council_notice=Period(1), sittings_a_year=1)
    assert law_in_force(orders, SITTING_DAY).orders is orders


def test_a_clause_for_remote_members_is_refused_before_the_law_knew_them() -> None:
    orders = StandingOrders(remote_clause="Hauptsatzung, § 9")
    assert law_in_force(orders, SITTING_DAY).doubts == ()
    with pytest.raises(OrdersRefused, match="noch nicht zu"):
        law_in_force(orders, OLD_DAY)


def test_there_is_no_law_for_very_old_days() -> None:
    with pytest.raises(NoProfile):
        law_in_force(StandingOrders(), date(2001, 1, 1))


def test_a_verdict_of_laxness_names_a_cure() -> None:
    (verdict,) = laxer_orders(hesse().profile, StandingOrders(council_notice=Period(0)))
    assert verdict.cure.startswith("Tragen Sie mindestens den gesetzlichen Wert ein")


@pytest.mark.parametrize(
    ("chamber", "citation"),
    [
        (Chamber.COUNCIL, "§ 58 Abs. 1 Satz 2 HGO"),
        (Chamber.COMMITTEE, "§ 62 Abs. 5 i. V. m. § 58 Abs. 1 Satz 2 HGO"),
        (Chamber.DISTRICT, "§ 82 Abs. 6 i. V. m. § 58 Abs. 1 Satz 2 HGO"),
    ],
)
def test_other_organs_have_the_rules_by_reference(chamber: Chamber, citation: str) -> None:
    law = hesse()
    assert law.norm(law.profile.notice_days, chamber).citation == citation
