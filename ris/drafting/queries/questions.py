"""Questions that wait for their answer, with the day it is due, by which norm, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ris.documents.models import Paper
from ris.documents.rules import PaperKind
from ris.drafting.rules import ASKED
from ris.law.in_force import law_in_force
from ris.law.questions import answer_limit
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.scope.readers import readable_by
from ris.web.dates import local_day, plain_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.law.standing_orders import StandingOrders

MOST = 200
ORAL = "mündlich in der Sitzung"
"""The choice of a question's form (ris/drafting/kinds.py)."""


@dataclass(frozen=True)
class OpenQuestion:
    """A question nobody has answered."""

    id: int
    name: str
    reference: str
    asked: date
    due: date | None
    """The last day; None where the Geschäftsordnung names none and no meeting is set."""
    norm: str
    calculation: str

    def slack(self, today: date) -> int | None:
        """Days left; negative when it is over."""
        return None if self.due is None else (self.due - today).days


def open_questions(session: Session, actor: Actor, orders: StandingOrders) -> list[OpenQuestion]:
    """Questions handed in and not answered, what is due first at the top."""
    papers = session.scalars(
        select(Paper)
        .where(
            Paper.kind == PaperKind.QUESTION,
            Paper.state.in_(ASKED),
            Paper.answered.is_(None),
            Paper.deleted.is_(False),
            readable_by(actor, Paper),
        )
        .order_by(Paper.submitted, Paper.id)
        .limit(MOST)
    ).all()
    ids = [paper.id for paper in papers]
    dealt_with, days = _dealt_with(session, ids), _sittings(session, ids)
    found = [_question(paper, orders, days.get(paper.id)) for paper in papers if paper.id not in dealt_with]
    return sorted(found, key=lambda each: (each.due is None, each.due or each.asked, each.id))


def _question(paper: Paper, orders: StandingOrders, sitting: datetime | None) -> OpenQuestion:
    asked = local_day(paper.submitted or paper.created)
    due, norm, calculation = None, "", "Die Geschäftsordnung nennt keine Frist."
    if (paper.details or {}).get("answer") == ORAL:
        calculation = "Mündliche Antwort; die Anfrage steht noch auf keiner Tagesordnung."
        if sitting is not None:
            due, norm = local_day(sitting), orders.procedure
            calculation = f"Mündliche Antwort in der Sitzung am {plain_day(due)}."
    else:
        limit = answer_limit(law_in_force(orders, asked), asked)
        if limit is not None:
            due, norm, calculation = limit.day, str(limit.norm), limit.calculation
    return OpenQuestion(
        paper.id, paper.name or "Anfrage ohne Titel", paper.reference or "", asked, due, norm, calculation
    )


def _dealt_with(session: Session, ids: Sequence[int]) -> set[int | None]:
    """Those a meeting has dealt with: its item has a result."""
    rows = session.scalars(
        select(Consultation.paper_id)
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .where(Consultation.paper_id.in_(ids), AgendaItem.result.is_not(None))
    )
    return set(rows)


def _sittings(session: Session, ids: Sequence[int]) -> dict[int | None, datetime]:
    """The first meeting each is to be answered in, by paper id."""
    rows = session.execute(
        select(Consultation.paper_id, func.min(Meeting.start))
        .join(Meeting, Meeting.id == Consultation.meeting_id)
        .where(Consultation.paper_id.in_(ids), Meeting.cancelled.is_(False), Meeting.start.is_not(None))
        .group_by(Consultation.paper_id)
    )
    return {paper_id: start for paper_id, start in rows if start is not None}
