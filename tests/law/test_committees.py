"""Who sits in a committee."""

import pytest

from ris.law.committees import finance_committee_formed, may_stand_in, member_named, member_recalled
from ris.law.provisions import Means
from tests.law.laws import hesse, lower_saxony


def test_every_municipality_has_a_finance_committee() -> None:
    assert finance_committee_formed(hesse(), formed=True).lawful
    assert finance_committee_formed(hesse(), formed=False).warns
    assert finance_committee_formed(lower_saxony(), formed=False).lawful


def test_members_are_named_in_writing() -> None:
    assert member_named(hesse(), in_writing=True).lawful
    assert member_named(hesse(), in_writing=False).blocks
    assert member_named(lower_saxony(), in_writing=False).warns


@pytest.mark.parametrize(
    ("means", "council", "committee", "lawful"),
    [
        (Means.PAPER, True, True, True),
        (Means.ELECTRONIC, True, True, True),
        (None, True, True, False),
        (Means.PAPER, True, False, False),
        (Means.PAPER, False, True, False),
    ],
)
def test_a_recall_reaches_both_chairs(means: Means | None, council: bool, committee: bool, lawful: bool) -> None:
    verdict = member_recalled(hesse(), means, told_council=council, told_committee=committee)
    assert (verdict.lawful, verdict.blocks) == (lawful, not lawful)


def test_only_members_of_the_council_stand_in() -> None:
    assert may_stand_in(hesse(), sits_in_council=True).lawful
    assert may_stand_in(hesse(), sits_in_council=False).norm.citation == "§ 62 Abs. 2 HGO"
    assert may_stand_in(hesse(), sits_in_council=False).blocks
