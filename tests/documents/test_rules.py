from datetime import date

import pytest

from ris.documents.rules import (
    KIND_WORDS,
    STATE_WORDS,
    STEPS,
    PaperKind,
    PaperState,
    PaperStep,
    StepRefused,
    state_after,
    version_content,
)


def test_a_paper_travels_from_draft_to_agenda() -> None:
    state = PaperState.DRAFT
    for step in (PaperStep.SEND_ROUND, PaperStep.RELEASE, PaperStep.NUMBER, PaperStep.PUT_ON_AGENDA):
        state = state_after(state, step)
    assert state is PaperState.ON_AGENDA


def test_a_returned_paper_goes_round_again() -> None:
    assert (
        state_after(state_after(PaperState.COSIGNING, PaperStep.RETURN), PaperStep.SEND_ROUND) is PaperState.COSIGNING
    )


@pytest.mark.parametrize("state", [state for state in PaperState if state is not PaperState.RELEASED])
def test_only_a_released_paper_gets_a_number_from_the_office(state: PaperState) -> None:
    with pytest.raises(StepRefused):
        state_after(state, PaperStep.NUMBER)


@pytest.mark.parametrize("state", [PaperState.NUMBERED, PaperState.ON_AGENDA])
def test_what_has_a_number_is_never_dropped(state: PaperState) -> None:
    with pytest.raises(StepRefused):
        state_after(state, PaperStep.DROP)


def test_every_step_state_and_kind_is_known() -> None:
    assert set(STEPS) == set(PaperStep)
    assert set(STATE_WORDS) == set(PaperState)
    assert set(KIND_WORDS) == set(PaperKind)


def test_what_only_some_papers_have_does_not_change_the_versions_of_others() -> None:
    fields = {"name": "Radweg", "date": date(2026, 3, 1)}
    assert version_content(fields, []) == version_content({**fields, "finances": None, "details": {}}, [])
    assert version_content({**fields, "finances": "keine"}, [])["finances"] == "keine"
