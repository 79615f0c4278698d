"""The third day before, the shortened period, the second convening; a table of dates and a century of them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.law.convening import (
    everyone_in_time,
    latest_receipt,
    mandatory_sentence,
    mandatory_sentence_given,
    may_send,
    may_shorten,
    notice_kept,
)
from ris.law.counting import Period
from ris.law.in_force import LawInForce
from ris.law.profiles import PROFILES
from ris.law.provisions import Land
from ris.law.receipt import received_electronically, received_on_paper
from ris.law.sitting import Chamber, Convening, Sitting, Subject
from ris.law.standing_orders import StandingOrders
from ris.law.verdict import Outcome, SourceStatus
from ris.law.working_days import DayCount
from tests.law.laws import SITTING_DAY, hesse, lower_saxony

CENTURY = st.dates(date(1990, 1, 1), date(2090, 12, 31))
SITTINGS = st.builds(Sitting, day=CENTURY, convening=st.sampled_from(Convening))
TODAYS_LAW = LawInForce(PROFILES[Land.HESSE][-1], StandingOrders())
"""Hessian law as it is now, asked about any day."""


def limit_day(sitting: Sitting, law: LawInForce = TODAYS_LAW) -> date:
    limit = latest_receipt(law, sitting)
    assert limit is not None
    return limit.day


@pytest.mark.parametrize(
    ("sitting_day", "regular", "short", "second"),
    [
        pytest.param("2026-12-10", "2026-12-06", "2026-12-09", "2026-12-08", id="Thursday: a Sunday is in time"),
        pytest.param("2026-12-07", "2026-12-03", "2026-12-06", "2026-12-05", id="Monday: the weekend counts"),
        pytest.param("2027-01-04", "2026-12-31", "2027-01-03", "2027-01-02", id="over the end of the year"),
        pytest.param("2026-12-28", "2026-12-24", "2026-12-27", "2026-12-26", id="Christmas counts"),
        pytest.param(
            "2027-03-30", "2027-03-26", "2027-03-29", "2027-03-28", id="received on Good Friday, clocks change"
        ),
        pytest.param("2026-10-27", "2026-10-23", "2026-10-26", "2026-10-25", id="clocks change in autumn"),
        pytest.param("2028-03-03", "2028-02-28", "2028-03-02", "2028-03-01", id="29 February between"),
        pytest.param("2027-03-03", "2027-02-27", "2027-03-02", "2027-03-01", id="no 29 February"),
        pytest.param("2028-02-29", "2028-02-25", "2028-02-28", "2028-02-27", id="sitting on 29 February"),
        pytest.param("2100-03-03", "2100-02-27", "2100-03-02", "2100-03-01", id="2100 is no leap year"),
    ],
)
def test_the_last_day_of_receipt(sitting_day: str, regular: str, short: str, second: str) -> None:
    days = [limit_day(Sitting(date.fromisoformat(sitting_day), convening=convening)) for convening in Convening]
    assert [day.isoformat() for day in days] == [regular, short, second]


@given(CENTURY, st.integers(0, 60))
def test_in_time_is_at_least_four_days_before(day: date, before: int) -> None:
    verdict = notice_kept(TODAYS_LAW, Sitting(day), received_on_paper(day - timedelta(days=before)))
    assert verdict.lawful == (before >= 4)
    assert verdict.blocks == (before < 4)
    assert verdict.slack_days == before - 4


@given(CENTURY, st.integers(-3, 60))
def test_in_time_is_three_whole_days_between(day: date, before: int) -> None:
    received = day - timedelta(days=before)
    between = [one for step in range(100) if received < (one := received + timedelta(days=step)) < day and step]
    assert notice_kept(TODAYS_LAW, Sitting(day), received_on_paper(received)).lawful == (len(between) >= 3)


@given(CENTURY, st.integers(0, 30))
def test_whatever_is_in_time_normally_is_in_time_urgently_and_a_second_time(day: date, before: int) -> None:
    receipt = received_on_paper(day - timedelta(days=before))
    regular, short, second = (
        notice_kept(TODAYS_LAW, Sitting(day, convening=kind), receipt).lawful for kind in Convening
    )
    assert regular <= second <= short


@given(SITTINGS)
def test_the_day_of_the_sitting_itself_is_never_in_time(sitting: Sitting) -> None:
    assert notice_kept(TODAYS_LAW, sitting, received_on_paper(sitting.day)).blocks


@given(CENTURY, st.integers(3, 30), st.sampled_from(DayCount))
def test_an_own_period_is_never_later_than_the_law(day: date, days: int, count: DayCount) -> None:
    own = LawInForce(TODAYS_LAW.profile, StandingOrders(council_notice=Period(days, count)))
    assert limit_day(Sitting(day), own) <= limit_day(Sitting(day))


@given(CENTURY, st.sampled_from([Subject.ELECTION, Subject.MAIN_BYLAW]), st.sampled_from(Convening))
def test_elections_and_the_main_bylaw_always_have_three_days(day: date, subject: Subject, convening: Convening) -> None:
    assert limit_day(Sitting(day, convening=convening, subjects=frozenset({subject}))) == day - timedelta(days=4)


@given(CENTURY, st.times())
def test_the_hour_of_an_email_moves_the_day_at_most_by_one(day: date, at: time) -> None:
    receipt = received_electronically(TODAYS_LAW, datetime.combine(day, at, UTC))
    assert timedelta(0) <= receipt.day - receipt.arrived <= timedelta(days=1)
    assert receipt.arrived - day in {timedelta(0), timedelta(days=1)}


def test_the_sum_is_said_in_words() -> None:
    limit = latest_receipt(hesse(), Sitting(SITTING_DAY))
    assert limit is not None
    assert limit.calculation == (
        "Sitzung Do., 10.12.2026; drei Tage dazwischen: 7., 8., 9.12.; "
        "die Einladung muss spätestens am So., 06.12.2026 zugegangen sein"
    )
    assert limit.norm.citation == "§ 58 Abs. 1 Satz 2 HGO"


def test_delivery_on_the_fourth_day_before_is_in_time_and_on_the_third_is_not() -> None:
    kept = notice_kept(hesse(), Sitting(SITTING_DAY), received_on_paper(date(2026, 12, 6)))
    late = notice_kept(hesse(), Sitting(SITTING_DAY), received_on_paper(date(2026, 12, 7)))
    assert (kept.outcome, kept.slack_days) == (Outcome.LAWFUL, 0)
    assert (late.outcome, late.slack_days) == (Outcome.UNLAWFUL, -1)
    assert late.reason == "Die Einladung ging einen Tag zu spät zu."
    assert "kürzen Sie die Frist ab" in late.cure
    assert late.norm.version == "Fassung ab 24.12.2011"


def test_of_a_late_election_the_cure_is_not_a_shorter_period() -> None:
    sitting = Sitting(SITTING_DAY, subjects=frozenset({Subject.ELECTION}))
    assert "kürzen" not in notice_kept(hesse(), sitting, received_on_paper(SITTING_DAY)).cure


@pytest.mark.parametrize("convening", [Convening.SHORT, Convening.SECOND])
def test_of_a_period_short_already_the_cure_is_another_day(convening: Convening) -> None:
    verdict = notice_kept(hesse(), Sitting(SITTING_DAY, convening=convening), received_on_paper(SITTING_DAY))
    assert verdict.cure.startswith("Verlegen Sie die Sitzung vom Do., 10.12.2026 auf einen späteren Tag")


def test_seconds_do_not_make_an_email_late() -> None:
    law = hesse(StandingOrders(receipt_until=time(20)))
    received = [
        received_electronically(law, datetime(2026, 12, 6, 19, 0, 59, 999, tzinfo=UTC) + timedelta(minutes=m))
        for m in (0, 1)
    ]
    assert [receipt.day for receipt in received] == [date(2026, 12, 6), date(2026, 12, 7)]


def evening(law: LawInForce, hour: int) -> Outcome:
    at = datetime(2026, 12, 6, hour - 1, 30, tzinfo=UTC)  # winter: one hour behind Germany
    return notice_kept(law, Sitting(SITTING_DAY), received_electronically(law, at)).outcome


def test_an_email_late_in_the_evening_of_the_last_day_counts_the_next_day_where_the_body_says_so() -> None:
    law = hesse(StandingOrders(receipt_until=time(20)))
    assert evening(law, 19) is Outcome.LAWFUL
    assert evening(law, 20) is Outcome.UNLAWFUL


def test_without_an_own_hour_a_late_email_only_warns() -> None:
    law = hesse()
    verdict = notice_kept(
        law, Sitting(SITTING_DAY), received_electronically(law, datetime(2026, 12, 6, 21, tzinfo=UTC))
    )
    assert verdict.outcome is Outcome.WARNING
    assert verdict.status is SourceStatus.INFERRED
    assert "bitte rechtlich prüfen" in verdict.reason
    assert evening(law, 17) is Outcome.LAWFUL
    assert evening(law, 18) is Outcome.WARNING, "half past six"


def test_an_email_that_came_after_the_last_day_anyway_is_late_by_the_law() -> None:
    law = hesse()
    late = received_electronically(law, datetime(2026, 12, 7, 21, tzinfo=UTC))
    assert notice_kept(law, Sitting(SITTING_DAY), late).blocks


def test_the_rule_for_committees_rests_on_a_reference_nobody_has_read_so_it_warns() -> None:
    sitting = Sitting(SITTING_DAY, Chamber.COMMITTEE)
    verdict = notice_kept(hesse(), sitting, received_on_paper(SITTING_DAY))
    assert verdict.outcome is Outcome.WARNING
    assert verdict.norm.citation == "§ 62 Abs. 5 i. V. m. § 58 Abs. 1 Satz 2 HGO"


def test_a_committee_s_own_period_blocks_since_the_body_knows_its_own_rules() -> None:
    law = hesse(StandingOrders(committee_notice=Period(3), procedure="Geschäftsordnung, § 30"))
    verdict = notice_kept(law, Sitting(SITTING_DAY, Chamber.COMMITTEE), received_on_paper(date(2026, 12, 9)))
    assert verdict.blocks
    assert verdict.norm.citation == "Geschäftsordnung, § 30"
    assert may_send(law, Sitting(SITTING_DAY, Chamber.COMMITTEE), date(2026, 12, 9)).blocks


def test_a_longer_own_period_is_the_body_s_rule_until_the_law_s_is_missed_too() -> None:
    law = hesse(StandingOrders(council_notice=Period(7)))
    assert (
        notice_kept(law, Sitting(SITTING_DAY), received_on_paper(date(2026, 12, 3))).norm.citation == "Geschäftsordnung"
    )
    assert "58" in notice_kept(law, Sitting(SITTING_DAY), received_on_paper(date(2026, 12, 8))).norm.citation


def test_working_days_leave_out_holidays_and_weekends_and_say_so() -> None:
    law = hesse(StandingOrders(council_notice=Period(7, DayCount.WORKING)))
    limit = latest_receipt(law, Sitting(date(2026, 12, 29)))
    assert limit is not None
    assert limit.day == date(2026, 12, 16)
    assert "sieben Arbeitstage dazwischen: 17., 18., 21., 22., 23., 24., 28.12." in limit.calculation
    assert "25.12.2026 1. Weihnachtstag, 26.12.2026 2. Weihnachtstag, Wochenenden" in limit.calculation


def test_weekdays_leave_out_sundays_only() -> None:
    law = hesse(StandingOrders(council_notice=Period(7, DayCount.WEEKDAYS)))
    limit = latest_receipt(law, Sitting(date(2026, 11, 20)))
    assert limit is not None
    assert limit.day == date(2026, 11, 11)
    assert "(nicht gezählt: Sonntage)" in limit.calculation


def test_everyone_in_time_names_who_is_late() -> None:
    early, late = received_on_paper(date(2026, 12, 1)), received_on_paper(date(2026, 12, 8))
    verdict = everyone_in_time(
        hesse(), Sitting(SITTING_DAY), {"B. Spät": late, "A. Spät": late, "C. Früh": early, "D.": None}
    )
    assert verdict.blocks
    assert verdict.reason == "Zu spät eingeladen: A. Spät und B. Spät."


def test_everyone_in_time_gives_the_sum_of_the_latest_and_certain_breaches_go_before_guesses() -> None:
    law = hesse()
    evening_mail = received_electronically(law, datetime(2026, 12, 6, 21, tzinfo=UTC))
    letters = {name: received_on_paper(date(2026, 12, day)) for name, day in (("A.", 8), ("B.", 9), ("C.", 7))}
    verdict = everyone_in_time(law, Sitting(SITTING_DAY), {**letters, "D.": evening_mail})
    assert verdict.blocks
    assert verdict.slack_days == -3
    assert "09.12.2026" in verdict.calculation


def test_everyone_in_time_names_who_is_late_in_a_committee_and_says_that_the_rule_is_not_sure() -> None:
    late = received_on_paper(date(2026, 12, 8))
    verdict = everyone_in_time(hesse(), Sitting(SITTING_DAY, Chamber.COMMITTEE), {"A. Spät": late})
    assert verdict.warns
    assert "erschlossen" in verdict.reason


def test_everyone_in_time_asks_for_missing_proofs_and_then_is_content() -> None:
    early = received_on_paper(date(2026, 12, 1))
    assert everyone_in_time(hesse(), Sitting(SITTING_DAY), {"A.": early, "B.": None}).warns
    content = everyone_in_time(hesse(), Sitting(SITTING_DAY), {"A.": early, "B.": received_on_paper(date(2026, 12, 4))})
    assert content.lawful
    assert content.slack_days == 2


@pytest.mark.parametrize(
    ("today", "outcome"), [(date(2026, 12, 6), Outcome.LAWFUL), (date(2026, 12, 7), Outcome.UNLAWFUL)]
)
def test_a_regular_invitation_may_be_sent_until_the_fourth_day_before(today: date, outcome: Outcome) -> None:
    assert may_send(hesse(), Sitting(SITTING_DAY), today).outcome is outcome


def test_a_period_may_be_shortened_for_a_reason() -> None:
    assert may_shorten(hesse(), Sitting(SITTING_DAY, convening=Convening.SHORT), "Förderantrag bis 11.12.").lawful
    assert may_shorten(hesse(), Sitting(SITTING_DAY, convening=Convening.SHORT), "  ").blocks


@pytest.mark.parametrize("subject", [Subject.ELECTION, Subject.MAIN_BYLAW])
def test_no_shorter_period_for_elections_and_the_main_bylaw(subject: Subject) -> None:
    verdict = may_shorten(hesse(), Sitting(SITTING_DAY, subjects=frozenset({subject, Subject.BUDGET})), "eilig")
    assert verdict.blocks
    assert verdict.norm.citation == "§ 58 Abs. 3 HGO"
    assert subject.label in verdict.reason


@pytest.mark.parametrize("convening", [Convening.SHORT, Convening.SECOND])
def test_the_mandatory_sentence_must_stand_in_the_invitation(convening: Convening) -> None:
    sitting = Sitting(SITTING_DAY, convening=convening)
    sentence = mandatory_sentence(hesse(), sitting)
    missing = mandatory_sentence_given(hesse(), sitting, "Sehr geehrte Damen und Herren, …")
    assert missing.blocks
    assert sentence in missing.cure
    wrapped = f"Guten Tag,\n{sentence.replace(' ', chr(10), 3)}\nBitte kommen Sie."
    assert mandatory_sentence_given(hesse(), sitting, wrapped).lawful


def test_a_regular_invitation_needs_no_sentence() -> None:
    assert mandatory_sentence(hesse(), Sitting(SITTING_DAY)) == ""
    assert mandatory_sentence_given(hesse(), Sitting(SITTING_DAY), "").lawful


def test_where_the_law_leaves_the_period_to_the_body_and_the_body_is_silent_we_warn() -> None:
    law, sitting = lower_saxony(), Sitting(SITTING_DAY)
    receipt = received_on_paper(SITTING_DAY)
    short = Sitting(SITTING_DAY, convening=Convening.SHORT)
    assert latest_receipt(law, sitting) is None
    assert notice_kept(law, sitting, receipt).warns
    assert everyone_in_time(law, sitting, {"A.": receipt}).warns
    assert may_send(law, sitting, SITTING_DAY).warns
    assert may_shorten(law, short, "eilig").warns
    assert mandatory_sentence_given(law, short, "").warns


def test_where_the_law_leaves_the_period_to_the_body_its_own_applies() -> None:
    law = LawInForce(lower_saxony().profile, StandingOrders(land=Land.LOWER_SAXONY, council_notice=Period(7)))
    verdict = notice_kept(law, Sitting(SITTING_DAY), received_on_paper(date(2026, 12, 3)))
    assert verdict.blocks
    assert verdict.norm.citation == "Geschäftsordnung"
    assert "kürzen" not in verdict.cure


def test_a_first_sitting_has_the_period_of_first_sittings() -> None:
    limit = latest_receipt(lower_saxony(), Sitting(SITTING_DAY, first_of_term=True))
    assert limit is not None
    assert limit.day == date(2026, 12, 2)


def test_a_naive_time_of_receipt_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        received_electronically(hesse(), datetime.fromisoformat("2026-12-06T21:00:00"))
