"""Picture and sound."""

from datetime import date

import pytest

from ris.law.remote import items_without_remote, remote_allowed, remote_chair_refused
from ris.law.sitting import Chamber, Sitting, Subject
from ris.law.standing_orders import StandingOrders
from ris.law.verdict import Outcome, SourceStatus
from tests.law.laws import SITTING_DAY, hesse

CLAUSE = StandingOrders(remote_clause="Hauptsatzung, § 7c")


@pytest.mark.parametrize(
    ("orders", "sitting", "outcome"),
    [
        (CLAUSE, Sitting(SITTING_DAY), Outcome.LAWFUL),
        (StandingOrders(), Sitting(SITTING_DAY), Outcome.UNLAWFUL),
        (CLAUSE, Sitting(SITTING_DAY, first_of_term=True), Outcome.UNLAWFUL),
        (CLAUSE, Sitting(SITTING_DAY, Chamber.COMMITTEE), Outcome.WARNING),
        (CLAUSE, Sitting(SITTING_DAY, Chamber.DISTRICT), Outcome.WARNING),
        (CLAUSE, Sitting(SITTING_DAY, Chamber.FOREIGNERS), Outcome.LAWFUL),
        (StandingOrders(), Sitting(SITTING_DAY, Chamber.EXECUTIVE), Outcome.LAWFUL),
    ],
)
def test_remote_members_need_a_clause(orders: StandingOrders, sitting: Sitting, outcome: Outcome) -> None:
    assert remote_allowed(hesse(orders), sitting).outcome is outcome


def test_for_committees_it_is_unsettled() -> None:
    verdict = remote_allowed(hesse(CLAUSE), Sitting(SITTING_DAY, Chamber.COMMITTEE))
    assert verdict.status is SourceStatus.UNKNOWN
    assert "ungeklärt" in verdict.reason


def test_before_the_reform_there_were_no_remote_members() -> None:
    old = date(2025, 4, 4)
    assert remote_allowed(hesse(day=old), Sitting(old)).blocks


def test_the_chair_is_in_the_room() -> None:
    assert remote_chair_refused(hesse(), chair_is_remote=True).blocks
    assert remote_chair_refused(hesse(), chair_is_remote=False).lawful


def test_elections_are_held_in_the_room() -> None:
    verdict = items_without_remote(
        hesse(), Sitting(SITTING_DAY, subjects=frozenset({Subject.ELECTION, Subject.BUDGET}))
    )
    assert verdict.warns
    assert verdict.reason == "Ohne zugeschaltete Mitglieder: Wahl."
    assert items_without_remote(hesse(), Sitting(SITTING_DAY, subjects=frozenset({Subject.BUDGET}))).lawful
