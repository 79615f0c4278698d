"""Changed row → somebody may have news: a job of the same transaction, which waits a little for more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.orm import Session

from ris.db import now_utc
from ris.documents.models import FileVersion, PaperFile
from ris.meetings.invitation_models import Invitation, Supplement
from ris.meetings.models import AgendaItem, AgendaItemFile, MeetingFile
from ris.notes.annotation import Visibility
from ris.notes.models import Note
from ris.notices.queries.choices import listeners
from ris.notices.rules import BUNDLED, Pace, next_digest
from ris.notices.services.schedule import look_again
from ris.scope.current import working_for

if TYPE_CHECKING:
    from sqlalchemy.orm import UOWTransaction

_TELLING = (FileVersion, PaperFile, Invitation, Supplement, AgendaItem, AgendaItemFile, MeetingFile)
"""Rows whose coming may be news; the job finds out whether, and for whom."""
_NOTED = "changed_for_news"


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _context: UOWTransaction) -> None:
    noted: set[int] = session.info.setdefault(_NOTED, set())
    noted.update(row.body_id for row in session.new if isinstance(row, _TELLING))
    changed = [row for row in (*session.new, *session.dirty) if session.is_modified(row) or row in session.new]
    noted.update(row.body_id for row in changed if isinstance(row, Supplement) or _concerns_somebody(row))


def _concerns_somebody(row: object) -> bool:
    """Whether a note is news: it is shared, or it was found at other words than its writer's."""
    if not isinstance(row, Note):
        return False
    return row.visibility != Visibility.PRIVATE or row.revision > row.written


@event.listens_for(Session, "before_commit")
def _write_jobs(session: Session) -> None:
    session.flush()
    for body_id in session.info.pop(_NOTED, set()):
        with working_for(body_id):
            if listeners(session):
                now = now_utc()
                look_again(session, Pace.NOW, due=now + BUNDLED)
                look_again(session, Pace.DAILY, due=next_digest(now))


@event.listens_for(Session, "after_rollback")
def _forget_changes(session: Session) -> None:
    session.info.pop(_NOTED, None)
