"""Changed row → its meetings' drawn packs are outdated: a job of the same transaction removes their bytes.

A pack is found by what is in it, so an outdated one is handed out to nobody any more. But what was withdrawn, or is
closed now, must not lie about in old packs either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from ris.documents.models import File, Paper, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting
from ris.meetings.services.purging import Touched, order_purges
from ris.scope.current import working_for

if TYPE_CHECKING:
    from sqlalchemy.orm import UOWTransaction

_SHOWN: dict[type[Any], frozenset[str]] = {
    AgendaItem: frozenset(
        {"number", "name", "public", "position", "removed", "removed_reason", "consultation_id", "meeting_id"}
        | {"audience", "audience_id", "deleted"}
    ),
    File: frozenset({"name", "sha512_checksum", "audience", "audience_id", "deleted"}),
    Paper: frozenset({"name", "reference", "paper_type", "audience", "audience_id", "deleted"}),
}
"""What of these rows packs show; an item that is called, or text that was read out of a file, changes no pack."""
_KEYS: dict[type[Any], tuple[tuple[str, str], ...]] = {
    Meeting: (("meetings", "id"),),
    AgendaItem: (("meetings", "meeting_id"),),
    Consultation: (("meetings", "meeting_id"), ("papers", "paper_id")),
    AgendaItemFile: (("items", "agenda_item_id"),),
    Paper: (("papers", "id"),),
    PaperFile: (("papers", "paper_id"),),
    File: (("files", "id"),),
}
_NOTED = "changed_for_packs"


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _context: UOWTransaction) -> None:
    noted: dict[int, Touched] = session.info.setdefault(_NOTED, {})
    for row in (*session.dirty, *session.deleted, *session.new):
        keys = _KEYS.get(type(row), ())
        if not keys or (row in session.dirty and not _shows(row)):
            continue
        touched = noted.setdefault(row.body_id, Touched())
        for kind, column in keys:
            if (identity := getattr(row, column)) is not None:
                getattr(touched, kind).add(identity)


def _shows(row: Any) -> bool:  # noqa: ANN401 - any row
    """Whether what packs show of a row has changed."""
    state = inspect(row)
    names = _SHOWN.get(type(row), frozenset(state.attrs.keys())) & frozenset(state.attrs.keys())
    return any(state.attrs[name].history.has_changes() for name in names)


@event.listens_for(Session, "before_commit")
def _write_jobs(session: Session) -> None:
    session.flush()
    noted: dict[int, Touched] = session.info.pop(_NOTED, {})
    for body_id, touched in noted.items():
        with working_for(body_id):
            order_purges(session, touched)


@event.listens_for(Session, "after_rollback")
def _forget_changes(session: Session) -> None:
    session.info.pop(_NOTED, None)
