"""Noting that a question was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.rules import PaperKind, PaperStep, StepRefused
from ris.drafting.rules import ASKED
from ris.drafting.services.writing import locked

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper


def may_be_answered(paper: Paper) -> bool:
    """Whether it is a question that was handed in and waits for its answer."""
    return paper.kind == PaperKind.QUESTION and paper.standing in ASKED and paper.answered is None


def note_answer(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> None:
    """Note that a question was answered; raises ``StepRefused`` for what is none, or was answered before."""
    require(actor, Permission.PAPER_NUMBER, paper)
    paper = locked(session, paper)
    if not may_be_answered(paper):
        raise StepRefused(paper.standing, PaperStep.NUMBER)
    paper.answered, paper.modified = now, now
    record(session, actor, AuditEvent.QUESTION_ANSWERED, paper, {}, now=now)
