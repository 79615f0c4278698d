"""Closed items are proposals; the Magistrat sits closed; what is closed stays with those bound to secrecy."""

import pytest

from ris.law.publicity import exclusion_decided, exclusion_proposed, may_read_closed, may_sit_in_public
from ris.law.sitting import Chamber, Sitting
from tests.law.laws import SITTING_DAY, hesse

SITTING = Sitting(SITTING_DAY)
EXECUTIVE = Sitting(SITTING_DAY, Chamber.EXECUTIVE)


def test_a_closed_item_is_a_proposal_with_its_reason() -> None:
    given = exclusion_proposed(hesse(), SITTING, "Grundstück", "Belange Einzelner")
    assert given.lawful
    assert "entscheidet die Sitzung" in given.reason
    assert exclusion_proposed(hesse(), SITTING, "Grundstück", " ").blocks
    assert exclusion_proposed(hesse(), EXECUTIVE, "Grundstück", "").lawful


def test_only_the_sitting_excludes_the_public() -> None:
    assert exclusion_decided(hesse(), SITTING, "Grundstück", resolved=False).warns
    assert exclusion_decided(hesse(), SITTING, "Grundstück", resolved=True).lawful
    assert exclusion_decided(hesse(), EXECUTIVE, "Grundstück", resolved=False).lawful


def test_the_executive_sits_closed() -> None:
    verdict = may_sit_in_public(hesse(), EXECUTIVE)
    assert verdict.warns
    assert verdict.norm.citation == "§ 67 Abs. 1 HGO"
    assert may_sit_in_public(hesse(), SITTING).lawful


@pytest.mark.parametrize(
    ("sworn", "was_member", "lawful"), [(True, True, True), (False, True, False), (True, False, False)]
)
def test_closed_papers_are_for_those_bound_to_secrecy(sworn: bool, was_member: bool, lawful: bool) -> None:
    verdict = may_read_closed(hesse(), sworn=sworn, was_member=was_member)
    assert (verdict.lawful, verdict.warns) == (lawful, not lawful)
