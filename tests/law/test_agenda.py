"""What stands on the agenda, and what may still come."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.agenda import (
    agenda_agreed,
    demanded_items_listed,
    extension_agreed,
    may_propose_extension,
    may_supplement,
    motion_in_time,
    motion_limit,
    votes_to_extend,
)
from ris.law.counting import Period
from ris.law.sitting import Chamber, Convening, Sitting, Subject
from ris.law.standing_orders import StandingOrders
from tests.law.laws import SITTING_DAY, STATUTORY_SIZE, TWO_THIRDS, hesse, lower_saxony

SITTING = Sitting(SITTING_DAY)


def test_the_agenda_needs_its_consultation_on_record() -> None:
    missing = agenda_agreed(hesse(), SITTING, None)
    assert missing.blocks
    assert missing.reason == "Das Benehmen mit dem Gemeindevorstand über Zeit und Tagesordnung ist nicht festgehalten."
    assert agenda_agreed(hesse(), SITTING, date(2026, 11, 30)).lawful
    assert agenda_agreed(hesse(), SITTING, date(2026, 12, 11)).blocks


def test_a_committee_agrees_with_the_chair_of_the_council_too() -> None:
    verdict = agenda_agreed(hesse(), Sitting(SITTING_DAY, Chamber.COMMITTEE), None)
    assert verdict.warns
    assert "dem Vorsitz der Vertretung und dem Gemeindevorstand" in verdict.reason


def test_the_executive_agrees_with_nobody() -> None:
    assert agenda_agreed(hesse(), Sitting(SITTING_DAY, Chamber.EXECUTIVE), None).lawful
    assert agenda_agreed(lower_saxony(), SITTING, None).lawful


def test_what_was_demanded_is_listed() -> None:
    assert demanded_items_listed(hesse(), SITTING, {"Hallenbad"}, {"Hallenbad", "Haushalt"}).lawful
    verdict = demanded_items_listed(hesse(), SITTING, {"Hallenbad", "Radweg"}, {"Radweg"})
    assert verdict.blocks
    assert "Hallenbad" in verdict.reason


@given(st.integers(3, 93))
def test_two_thirds_of_the_statutory_number_are_rounded_up(size: int) -> None:
    need = votes_to_extend(hesse(), size)
    assert need is not None
    assert 3 * need.number >= 2 * size > 3 * (need.number - 1)


@pytest.mark.parametrize(("size", "votes"), [(15, 10), (23, 16), (31, 21), (37, 25), (45, 30), (93, 62)])
def test_two_thirds_of_the_usual_sizes(size: int, votes: int) -> None:
    need = votes_to_extend(hesse(), size)
    assert need is not None
    assert need.number == votes


def test_the_body_may_ask_for_more_than_two_thirds() -> None:
    need = votes_to_extend(hesse(StandingOrders(extension=Fraction(3, 4))), STATUTORY_SIZE)
    assert need is not None
    assert (need.number, need.norm.citation) == (28, "Geschäftsordnung")


def test_one_vote_too_few_does_not_extend_the_agenda() -> None:
    refused = extension_agreed(hesse(), STATUTORY_SIZE, 24)
    assert refused.blocks
    assert refused.reason == "24 Ja-Stimmen von 25 nötigen: das reicht nicht."
    assert refused.calculation == "2/3 von 37 Mitgliedern = 24,67, also mindestens 25"
    assert extension_agreed(hesse(), STATUTORY_SIZE, 25).lawful


def test_a_committee_s_extension_rests_on_a_reference_and_warns() -> None:
    assert extension_agreed(hesse(), 9, 5, Chamber.COMMITTEE).warns


def test_without_any_share_on_file_we_warn() -> None:
    law = lower_saxony()
    silent = replace(law, profile=replace(law.profile, extension=replace(law.profile.extension, value=None)))
    assert votes_to_extend(silent, STATUTORY_SIZE) is None
    assert extension_agreed(silent, STATUTORY_SIZE, 37).warns
    assert law.profile.extension.value == TWO_THIRDS


@pytest.mark.parametrize("subject", Subject)
def test_elections_and_the_main_bylaw_do_not_come_by_extension(subject: Subject) -> None:
    verdict = may_propose_extension(hesse(), SITTING, subject)
    assert verdict.warns is (subject in {Subject.ELECTION, Subject.MAIN_BYLAW})
    assert not verdict.blocks, "nobody has read it: it is reasoned from two paragraphs"


def test_a_supplement_in_time_needs_no_vote() -> None:
    assert may_supplement(hesse(), SITTING, Subject.ORDINARY, STATUTORY_SIZE, today=date(2026, 12, 6)).lawful
    assert may_supplement(hesse(), SITTING, Subject.ELECTION, STATUTORY_SIZE, today=date(2026, 12, 6)).lawful


def test_a_late_supplement_needs_two_thirds() -> None:
    late = may_supplement(hesse(), SITTING, Subject.ORDINARY, STATUTORY_SIZE, today=date(2026, 12, 8))
    assert late.warns
    assert late.slack_days == -2
    assert "nur mit 25 Ja-Stimmen" in late.reason
    assert "7., 8., 9.12." in late.calculation
    assert "24,67" in late.calculation


def test_a_late_election_does_not_come_by_vote() -> None:
    late = may_supplement(hesse(), SITTING, Subject.ELECTION, STATUTORY_SIZE, today=date(2026, 12, 8))
    assert late.warns
    assert "nicht durch Beschluss" in late.reason


def test_a_sitting_convened_at_short_notice_leaves_no_shorter_way_for_supplements() -> None:
    short = Sitting(SITTING_DAY, convening=Convening.SHORT)
    assert may_supplement(hesse(), short, Subject.ORDINARY, STATUTORY_SIZE, today=date(2026, 12, 8)).warns


def test_without_period_and_share_a_supplement_is_an_open_question() -> None:
    law = lower_saxony()
    silent = replace(law, profile=replace(law.profile, extension=replace(law.profile.extension, value=None)))
    verdict = may_supplement(silent, SITTING, Subject.ORDINARY, STATUTORY_SIZE, today=SITTING_DAY)
    assert verdict.warns
    assert "nennt hier keine Frist" in verdict.reason


def test_motions_have_the_body_s_own_deadline() -> None:
    law = hesse(StandingOrders(motion_deadline=Period(14)))
    limit = motion_limit(law, SITTING)
    assert limit is not None
    assert limit.day == date(2026, 11, 26)
    assert motion_in_time(law, SITTING, datetime(2026, 11, 26, 22, 59, tzinfo=UTC)).lawful
    late = motion_in_time(law, SITTING, datetime(2026, 11, 26, 23, 0, tzinfo=UTC))  # midnight in Germany
    assert late.warns
    assert late.slack_days == -1


def test_without_a_deadline_no_motion_is_late() -> None:
    assert motion_limit(hesse(), SITTING) is None
    assert motion_in_time(hesse(), SITTING, datetime(2026, 12, 10, 12, tzinfo=UTC)).lawful
