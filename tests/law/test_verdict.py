"""What nobody has read may warn, never block; and every verdict can be kept as plain data."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.verdict import Norm, Outcome, SourceStatus, UnsureRuleMayNotBlock, Verdict

UNSURE = [SourceStatus.INFERRED, SourceStatus.UNKNOWN]


def norm(status: SourceStatus, valid_from: date | None = None, valid_until: date | None = None) -> Norm:
    return Norm("§ 1 HGO", status, "gelesen", valid_from, valid_until)


@pytest.mark.parametrize("status", UNSURE)
def test_an_unsure_rule_cannot_block_however_one_tries(status: SourceStatus) -> None:
    with pytest.raises(UnsureRuleMayNotBlock):
        Verdict(Outcome.UNLAWFUL, norm(status), "")


@given(st.sampled_from(SourceStatus), st.text(), st.text())
def test_a_broken_rule_blocks_only_if_somebody_has_read_it(status: SourceStatus, reason: str, cure: str) -> None:
    verdict = Verdict.broken(norm(status), reason, cure=cure)
    assert verdict.blocks == status.may_block
    assert verdict.warns == (not status.may_block)
    assert not verdict.lawful


@pytest.mark.parametrize("status", UNSURE)
def test_an_unsure_rule_says_that_it_is_unsure(status: SourceStatus) -> None:
    assert Verdict.broken(norm(status), "Zu spät.", cure="").reason == f"Zu spät. {status.caveat}"
    assert "bitte rechtlich prüfen" in status.caveat


def test_a_sure_rule_says_nothing_of_the_kind() -> None:
    assert Verdict.broken(norm(SourceStatus.VERIFIED), "Zu spät.", cure="").reason == "Zu spät."
    assert all(status.label for status in SourceStatus)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (None, None, ""),
        (date(2025, 4, 5), None, "Fassung ab 05.04.2025"),
        (None, date(2025, 4, 4), "Fassung bis 04.04.2025"),
        (date(2011, 12, 24), date(2025, 4, 4), "Fassung ab 24.12.2011 bis 04.04.2025"),
    ],
)
def test_a_norm_says_which_version_is_meant(since: date | None, until: date | None, words: str) -> None:
    assert norm(SourceStatus.VERIFIED, since, until).version == words


@given(st.sampled_from(SourceStatus), st.sampled_from(SourceStatus))
def test_a_norm_by_way_of_another_is_as_sure_as_the_less_sure(one: SourceStatus, other: SourceStatus) -> None:
    chained = norm(one).by_way_of(Norm("§ 62 Abs. 5", other, "gehört"))
    assert str(chained) == "§ 62 Abs. 5 i. V. m. § 1 HGO"
    assert chained.status in {one, other}
    assert chained.status.may_block == (one.may_block and other.may_block)


def test_a_verdict_can_be_kept_with_all_it_said() -> None:
    verdict = Verdict.broken(
        norm(SourceStatus.VERIFIED, date(2011, 12, 24)), "Zu spät.", cure="Verlegen.", calculation="S−4", slack_days=-1
    )
    assert json.loads(json.dumps(verdict.to_json())) == {
        "outcome": "unlawful",
        "norm": "§ 1 HGO",
        "version": "Fassung ab 24.12.2011",
        "status": "verified",
        "reason": "Zu spät.",
        "calculation": "S−4",
        "slack_days": -1,
        "cure": "Verlegen.",
    }
