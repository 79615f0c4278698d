"""What follows from writing: who reads it, which versions it makes, what the logs say and what is to be indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.audit.chain import digest_of
from ris.audit.events import PublicEvent
from ris.audit.log import PublicAct, publish_entries
from ris.documents.models import File, PaperFile
from ris.meetings.models import AgendaItem, Meeting, MeetingFile
from ris.oparl.versions import Frozen, freeze_agendas, freeze_papers, parts, retract_agendas
from ris.scope.models import raise_revision

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.oparl.run import Run, Touched


def follow_up(session: Session, touched: Touched, run: Run) -> None:
    """What follows from a batch, before it ends: readers, versions, log entries, jobs, and pages made new."""
    audiences, now = run.audiences, run.house.now
    items = touched.items | _closed_items_of(session, touched.meetings)
    audiences.settle_items(session, items)
    closed_files = _closed_files_of(session, touched, audiences.public)
    audiences.settle_files(session, closed_files | touched.loose_files)
    acts = freeze_papers(session, touched.papers | _papers_of_files(session, touched.files), audiences, now)
    retract_agendas(session, touched.agendas, audiences)
    frozen = freeze_agendas(session, touched.agendas, audiences, now)
    acts += _acts_of_meetings(session, touched, frozen, audiences.public)
    publish_entries(session, acts, now=now)
    run.house.enqueue_indexing(session, run.actor.body_id, sorted(touched.rows))
    raise_revision(session, run.actor.body_id)


def _acts_of_meetings(
    session: Session,
    touched: Touched,
    frozen: dict[int, Frozen],
    public: int,
) -> list[PublicAct]:
    acts = []
    renewed = {meeting_id for meeting_id, agenda in frozen.items() if agenda.renewed}
    for meeting in _rows(session, Meeting, touched.meetings | renewed):
        if meeting.audience_id != public or meeting.deleted:
            continue
        agenda = frozen.get(meeting.id)
        words = {"name": meeting.name, "start": meeting.start.isoformat() if meeting.start else None}
        digest = digest_of({**words, "cancelled": meeting.cancelled, "agenda": agenda.digest if agenda else None})
        event = PublicEvent.PUBLISHED if meeting.id in touched.new_meetings else PublicEvent.REPLACED
        acts.append(PublicAct(event, f"/sitzung/{meeting.id}", digest))
    return acts


def _closed_items_of(session: Session, meeting_ids: set[int]) -> set[int]:
    found: set[int] = set()
    for part in parts(meeting_ids):
        found |= set(
            session.scalars(select(AgendaItem.id).where(AgendaItem.meeting_id.in_(part), AgendaItem.public.is_(False))),
        )
    return found


def _closed_files_of(session: Session, touched: Touched, public: int) -> set[int]:
    """Files of touched things that not everybody reads: one of the things may have made them public."""
    found: set[int] = set()
    for link, column, ids in (
        (PaperFile, PaperFile.paper_id, touched.papers),
        (MeetingFile, MeetingFile.meeting_id, touched.meetings),
    ):
        for part in parts(ids):
            question = select(File.id).join(link, link.file_id == File.id)
            found |= set(
                session.scalars(question.where(column.in_(part), File.audience_id != public, File.deleted.is_(False))),
            )
    return found


def _papers_of_files(session: Session, file_ids: set[int]) -> set[int]:
    found: set[int] = set()
    for part in parts(file_ids):
        found |= set(session.scalars(select(PaperFile.paper_id).where(PaperFile.file_id.in_(part))))
    return found


def _rows(session: Session, model: Any, ids: set[int]) -> list[Any]:  # noqa: ANN401 - a model
    rows: list[Any] = []
    for part in parts(ids):
        rows += session.scalars(select(model).where(model.id.in_(part)).order_by(model.id))
    return rows
