"""Giving an agenda and its papers to those who are invited; the public gets them by publication only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import PUBLIC, closed_readers
from ris.documents.models import File, Paper, PaperFile
from ris.documents.services.papers import freeze_paper
from ris.law.sitting import Chamber
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.queries.invitees import executives, organizations_meeting
from ris.scope.readers import audience_for
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.scope.readers import Protected


def invited_readers(session: Session, meeting: Meeting, *, now: datetime) -> frozenset[str]:
    """The circles that read an agenda once it is sent: who meets, the executive that attends, the council, the office.

    The Magistrat's own agenda stays with the Magistrat (§ 67 HGO).
    """
    chambers = {settings.chamber for _, settings in organizations_meeting(session, meeting)}
    closed = Chamber.EXECUTIVE in chambers
    circles = [*meeting.organization_ids, *(() if closed else sorted(executives(session)))]
    return closed_readers(circles, day=local_day(now), council=not closed, meeting_ids=[meeting.id])


def open_to_invited(session: Session, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """Let those who are invited read every item and paper on the agenda; each paper's version is frozen for them."""
    readers = invited_readers(session, meeting, now=now)
    items = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.deleted.is_(False))
    for item in session.scalars(items).all():
        _widen(session, item, readers)
        item.modified = now
    session.flush()  # papers are found by their items
    for station in _stations(session, meeting):
        _widen(session, station, readers)
    for paper in _papers(session, meeting):
        widen_paper(session, paper, readers)
        freeze_paper(session, paper, now, by=actor)


def widen_paper(session: Session, paper: Paper, readers: Iterable[str]) -> None:
    """Let more circles read a paper and its files."""
    readers = frozenset(readers)
    _widen(session, paper, readers)
    files = select(File).join(PaperFile, PaperFile.file_id == File.id).where(PaperFile.paper_id == paper.id)
    for file in session.scalars(files).all():
        _widen(session, file, readers)


def _widen(session: Session, row: Protected, readers: frozenset[str]) -> None:
    # Who may read it already keeps the day since when; that day decides what somebody who left may still read.
    circles = {token for token in readers if "@" not in token}
    if PUBLIC not in row.reader_tokens and not circles <= row.reader_tokens:
        row.audience = audience_for(session, row.reader_tokens | readers)


def _stations(session: Session, meeting: Meeting) -> list[Consultation]:
    wanted = select(Consultation).where(Consultation.meeting_id == meeting.id, Consultation.agenda_item_id.is_not(None))
    return list(session.scalars(wanted))


def _papers(session: Session, meeting: Meeting) -> list[Paper]:
    wanted = (
        select(Paper)
        .join(Consultation, Consultation.paper_id == Paper.id)
        .where(Consultation.meeting_id == meeting.id, Consultation.agenda_item_id.is_not(None))
    )
    return list(session.scalars(wanted.order_by(Paper.id)))
