"""From the sitting backwards."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ris.law.counting import Period
from ris.law.deadlines import Step, deadlines_for
from ris.law.sitting import Chamber, Convening, Sitting, Subject
from ris.law.standing_orders import StandingOrders
from ris.law.working_days import DayCount
from tests.law.laws import SITTING_DAY, hesse, lower_saxony

OFFICE = StandingOrders(
    council_notice=Period(7),
    paper_deadline=Period(21),
    motion_deadline=Period(18),
    co_signing=Period(5, DayCount.WORKING),
    agenda_fixed=Period(14),
    dispatch=Period(2, DayCount.WORKING),
    public_notice=Period(5),
)
TODAY = date(2026, 11, 22)


def test_deadlines_stand_in_order_with_their_norms() -> None:
    found = [
        (item.step, item.day.isoformat(), item.slack_days)
        for item in deadlines_for(hesse(OFFICE), Sitting(SITTING_DAY), today=TODAY)
    ]
    assert found == [
        (Step.CO_SIGNING, "2026-11-12", -10),
        (Step.PAPERS, "2026-11-19", -3),
        (Step.MOTIONS, "2026-11-22", 0),
        (Step.AGENDA, "2026-11-26", 4),
        (Step.DISPATCH, "2026-11-30", 8),
        (Step.RECEIPT, "2026-12-02", 10),
        (Step.NOTICE, "2026-12-05", 13),
        (Step.SHORT_RECEIPT, "2026-12-09", 17),
    ]


def test_every_deadline_has_norm_sum_and_label() -> None:
    for deadline in deadlines_for(hesse(OFFICE), Sitting(SITTING_DAY), today=TODAY):
        assert deadline.norm.citation
        assert f"{deadline.day:%d.%m.%Y}" in deadline.calculation
        assert deadline.step.label
        assert deadline.missed is (deadline.slack_days < 0)


def test_the_agenda_s_day_is_the_body_s_and_what_is_done_by_then_the_law_s() -> None:
    norms = {item.step: str(item.norm) for item in deadlines_for(hesse(OFFICE), Sitting(SITTING_DAY), today=TODAY)}
    assert norms[Step.AGENDA] == "Geschäftsordnung zu § 58 Abs. 5 HGO"
    assert norms[Step.RECEIPT] == "Geschäftsordnung"
    assert norms[Step.SHORT_RECEIPT] == "§ 58 Abs. 1 Satz 3 HGO"


def test_without_own_rules_only_the_law_s_deadlines_are_left() -> None:
    steps = [deadline.step for deadline in deadlines_for(hesse(), Sitting(SITTING_DAY), today=TODAY)]
    assert steps == [Step.RECEIPT, Step.NOTICE, Step.SHORT_RECEIPT]


def test_of_two_on_one_day_the_one_done_first_stands_first() -> None:
    law = hesse(StandingOrders(paper_deadline=Period(4), agenda_fixed=Period(4), dispatch=Period(0)))
    steps = [deadline.step for deadline in deadlines_for(law, Sitting(SITTING_DAY), today=TODAY)]
    assert steps[:4] == [Step.PAPERS, Step.AGENDA, Step.DISPATCH, Step.RECEIPT]


def test_what_may_not_be_shortened_has_no_shorter_deadline() -> None:
    election = Sitting(SITTING_DAY, subjects=frozenset({Subject.ELECTION}))
    short = Sitting(SITTING_DAY, convening=Convening.SHORT)
    for sitting in (election, short):
        steps = {deadline.step for deadline in deadlines_for(hesse(), sitting, today=TODAY)}
        assert steps == {Step.RECEIPT, Step.NOTICE}


def test_the_executive_announces_nothing() -> None:
    steps = {item.step for item in deadlines_for(hesse(OFFICE), Sitting(SITTING_DAY, Chamber.EXECUTIVE), today=TODAY)}
    assert Step.NOTICE not in steps


def test_where_nobody_names_a_period_there_is_no_deadline() -> None:
    assert [item.step for item in deadlines_for(lower_saxony(), Sitting(SITTING_DAY), today=TODAY)] == [Step.NOTICE]


@given(st.dates(date(2011, 12, 24), date(2090, 12, 31)), st.dates(date(2011, 1, 1), date(2091, 1, 1)))
def test_every_deadline_is_before_its_sitting_whatever_the_day(day: date, today: date) -> None:
    found = deadlines_for(hesse(OFFICE, day), Sitting(day), today=today)
    assert len(found) == len(Step)
    assert all(deadline.day < day for deadline in found)
    assert [deadline.day for deadline in found] == sorted(deadline.day for deadline in found)
    assert all(deadline.slack_days == (deadline.day - today).days for deadline in found)
