"""Who may have a stake in an item."""

import pytest

from ris.law.conflict import conflict_declared
from ris.law.verdict import Outcome
from tests.law.laws import hesse


@pytest.mark.parametrize(
    ("declared", "decided", "outcome"),
    [(False, False, Outcome.LAWFUL), (True, False, Outcome.WARNING), (True, True, Outcome.UNLAWFUL)],
)
def test_a_declared_conflict_waits_for_the_body(declared: bool, decided: bool, outcome: Outcome) -> None:
    verdict = conflict_declared(hesse(), "Bebauungsplan Nr. 7", declared=declared, decided=decided)
    assert verdict.outcome is outcome
    assert "Bebauungsplan Nr. 7" in verdict.reason
