"""Changed row → job of the same transaction. No view and no service can forget the index."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from ris.council.models import Membership, Organization, Person
from ris.documents.models import File, Paper, PaperFile, PaperOrganization
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue_all
from ris.meetings.models import (
    AgendaItem,
    AgendaItemFile,
    Consultation,
    ConsultationOrganization,
    Meeting,
    MeetingFile,
    MeetingOrganization,
)
from ris.search.entries import key_of

_THINGS = (AgendaItem, Consultation, File, Meeting, Membership, Organization, Paper, Person)
_JOINS: dict[type[Any], tuple[tuple[str, str], ...]] = {
    PaperFile: (("paper", "paper_id"), ("file", "file_id")),
    PaperOrganization: (("paper", "paper_id"),),
    MeetingFile: (("file", "file_id"),),
    MeetingOrganization: (("meeting", "meeting_id"),),
    AgendaItemFile: (("file", "file_id"),),
    ConsultationOrganization: (("consultation", "consultation_id"),),
}
"""Rows that join others: which of them look different in the index."""
_NOTED = "changed_for_index"

Noted = dict[int, set[tuple[str, int]]]


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _context: UOWTransaction) -> None:
    noted: Noted = session.info.setdefault(_NOTED, {})
    for row in (*session.new, *session.dirty, *session.deleted):
        if row in session.dirty and not session.is_modified(row):
            continue
        if isinstance(row, _THINGS):
            noted.setdefault(row.body_id, set()).add((row.__tablename__, row.id))
        for table, column in _JOINS.get(type(row), ()):
            noted.setdefault(row.body_id, set()).add((table, getattr(row, column)))


@event.listens_for(Session, "before_commit")
def _write_jobs(session: Session) -> None:
    session.flush()
    noted: Noted = session.info.pop(_NOTED, {})
    for body_id, rows in noted.items():
        payloads = {key_of(table, row_id): {"kind": table, "id": row_id} for table, row_id in sorted(rows)}
        enqueue_all(session, JobKind.INDEX, body_id, payloads)


@event.listens_for(Session, "after_rollback")
def _forget_changes(session: Session) -> None:
    session.info.pop(_NOTED, None)
