"""Removing packs that were drawn before something in their meeting changed. Nobody needs a permission: the machine does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ris.db import now_utc
from ris.documents.models import DrawnDocument, DrawnState, PaperFile
from ris.documents.services.drawing import forget_documents
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue_all
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

PREFIX = "meeting:"


@dataclass
class Touched:
    """Ids of rows that changed."""

    meetings: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    papers: set[int] = field(default_factory=set)
    files: set[int] = field(default_factory=set)


def order_purges(session: Session, touched: Touched) -> None:
    """Have the packs of all meetings that show any of these rows removed; no job where none is drawn."""
    drawn = _drawn_meetings(session)
    if not drawn:
        return
    found = drawn & _meetings_of(session, touched)
    moment = now_utc().isoformat()
    payloads = {f"{PREFIX}{meeting}": {"meeting_id": meeting, "before": moment} for meeting in sorted(found)}
    enqueue_all(session, JobKind.PURGE_PACKS, current_body_id(), payloads)


def _drawn_meetings(session: Session) -> set[int]:
    subjects = session.scalars(
        select(DrawnDocument.subject)
        .where(DrawnDocument.state != DrawnState.REFUSED, DrawnDocument.subject.startswith(PREFIX, autoescape=True))
        .distinct()
    )
    return {int(subject.removeprefix(PREFIX).partition(" ")[0]) for subject in subjects}


def _meetings_of(session: Session, touched: Touched) -> set[int]:
    papers = set(touched.papers)
    if touched.files:
        papers |= set(session.scalars(select(PaperFile.paper_id).where(PaperFile.file_id.in_(touched.files))))
    of_items = (
        select(AgendaItem.meeting_id)
        .outerjoin(AgendaItemFile, AgendaItemFile.agenda_item_id == AgendaItem.id)
        .where(or_(AgendaItem.id.in_(touched.items), AgendaItemFile.file_id.in_(touched.files)))
    )
    of_papers = select(Consultation.meeting_id).where(Consultation.paper_id.in_(papers))
    found = {*touched.meetings, *session.scalars(of_items), *session.scalars(of_papers)}
    return {meeting for meeting in found if meeting is not None}


def purge_packs(session: Session, meeting_id: int, *, before: datetime) -> list[str]:
    """Forget what was drawn of a meeting before a moment; the names of bytes that nobody cites any more."""
    rows = session.scalars(
        select(DrawnDocument).where(
            DrawnDocument.subject.startswith(f"{PREFIX}{meeting_id} ", autoescape=True),
            DrawnDocument.state != DrawnState.REFUSED,
            DrawnDocument.ordered <= before,
        )
    ).all()
    return forget_documents(session, rows)
