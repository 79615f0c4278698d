"""An item or a whole sitting goes to another day: the notes on it go with it, and devices learn of it by their revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event, inspect, update
from sqlalchemy.orm import Session

from ris.meetings.models import AgendaItem, Meeting
from ris.notes.models import Note

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import UOWTransaction


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _context: UOWTransaction) -> None:
    for row in session.dirty:
        if isinstance(row, AgendaItem) and row.meeting_id is not None and _set(row, "meeting_id"):
            _carry(session, Note.item_id == row.id, row.meeting_id)
        elif isinstance(row, Meeting) and row.moved_to_id is not None and _set(row, "moved_to_id"):
            _carry(session, (Note.meeting_id == row.id) & Note.item_id.is_(None), row.moved_to_id)


def _set(row: object, name: str) -> bool:
    return bool(inspect(row).attrs[name].history.added)


def _carry(session: Session, notes: ColumnElement[bool], meeting_id: int) -> None:
    moved = update(Note).where(notes, Note.meeting_id.is_not(None), Note.meeting_id != meeting_id)
    values = {"meeting_id": meeting_id, "revision": Note.revision + 1}
    session.execute(moved.values(values).execution_options(synchronize_session=False))
