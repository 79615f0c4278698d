"""Which step of a meeting may follow which."""

import pytest

from ris.meetings.models import Meeting
from ris.meetings.rules import MEETING_STEPS, MeetingState, StepRefused, meeting_step

ALL = [(state, to) for state in MeetingState for to in MeetingState]


@pytest.mark.parametrize(("state", "to"), ALL)
def test_a_step_is_taken_or_refused_with_a_sentence(state: MeetingState, to: MeetingState) -> None:
    if to in MEETING_STEPS[state]:
        assert meeting_step(state, to) is to
        return
    with pytest.raises(StepRefused, match=f"{state.label}.*{to.label}"):
        meeting_step(state, to)


def test_nothing_follows_what_was_held_or_called_off() -> None:
    ends = {state for state in MeetingState if not MEETING_STEPS[state]}
    assert ends == {MeetingState.HELD, MeetingState.CANCELLED, MeetingState.MOVED}


def test_everything_before_the_sitting_can_still_be_called_off() -> None:
    before = set(MeetingState) - {MeetingState.HELD, MeetingState.CANCELLED, MeetingState.MOVED}
    assert {state for state in before if MeetingState.CANCELLED in MEETING_STEPS[state]} == before
    assert {state for state in before if MeetingState.MOVED in MEETING_STEPS[state]} == before - {MeetingState.PLANNED}


def test_an_agenda_approved_by_the_chair_goes_out_or_goes_back() -> None:
    assert MEETING_STEPS[MeetingState.APPROVED] >= {MeetingState.INVITED, MeetingState.AGENDA}
    assert MeetingState.AGENDA not in MEETING_STEPS[MeetingState.INVITED]


def test_an_imported_meeting_stands_where_a_scheduled_one_does() -> None:
    assert meeting_step(None, MeetingState.CANCELLED) is MeetingState.CANCELLED
    with pytest.raises(StepRefused):
        meeting_step(None, MeetingState.PLANNED)


def test_only_a_planned_meeting_is_unknown_to_everybody() -> None:
    assert [state for state in MeetingState if not state.announced] == [MeetingState.PLANNED]


def test_oparls_word_follows_the_state() -> None:
    meeting = Meeting(state=MeetingState.AGENDA.value)
    meeting.enter(MeetingState.INVITED)
    assert (meeting.standing, meeting.meeting_state) == (MeetingState.INVITED, "eingeladen")
    with pytest.raises(StepRefused):
        meeting.enter(MeetingState.SCHEDULED)
    assert Meeting().standing is None
