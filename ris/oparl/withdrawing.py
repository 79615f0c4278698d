"""What a source has deleted is withdrawn here, with all that hung on it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ris.documents.models import File, Paper, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting, MeetingFile
from ris.oparl.rows import MODELS
from ris.oparl.versions import parts
from ris.publication.services import Withdrawal, withdraw
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.oparl.run import Run, Touched
    from ris.oparl.staging import Thing

REASON: Final = "In der Quelle gelöscht"

CARRIED: Final[dict[str, tuple[tuple[Any, Any], ...]]] = {
    "meeting": ((AgendaItem, AgendaItem.meeting_id), (Consultation, Consultation.meeting_id)),
    "agenda_item": ((Consultation, Consultation.agenda_item_id),),
    "paper": ((Consultation, Consultation.paper_id),),
}
"""What goes with a thing."""
HANGING: Final[dict[str, tuple[Any, Any, Any]]] = {
    "meeting": (MeetingFile, MeetingFile.meeting_id, Meeting),
    "agenda_item": (AgendaItemFile, AgendaItemFile.agenda_item_id, AgendaItem),
    "paper": (PaperFile, PaperFile.paper_id, Paper),
}
"""How files hang on a thing."""


def withdraw_deleted(session: Session, things: Sequence[Thing], touched: Touched, run: Run) -> None:
    """Withdraw the rows of these things; the body itself and what is already gone stay as they are."""
    going: dict[tuple[str, int], Any] = {}
    for thing in things:
        own_id = run.directory.id_of(thing.url, thing.kind)
        row = None if own_id is None or thing.kind == "body" else session.get(MODELS[thing.kind], own_id)
        if row is not None and not row.deleted:
            going[(thing.kind, row.id)] = row
    for table in ("meeting", "agenda_item", "paper"):
        ids = [own_id for kind, own_id in going if kind == table]
        for model, column in CARRIED[table]:
            for row in _rows(session, model, column, ids):
                going.setdefault((model.__tablename__, row.id), row)
    for row in _files_left_alone(session, set(going)):
        going.setdefault(("file", row.id), row)
    for (table, own_id), row in going.items():
        run.report.counts[table].deleted += 1
        touched.rows.add((table, own_id))
        touched.agendas |= {row.meeting_id} if table in {"agenda_item", "consultation"} and row.meeting_id else set()
        touched.files |= {own_id} if table == "file" else set()
    withdrawals = [Withdrawal(row, _address(table, row)) for (table, _), row in going.items()]
    withdraw(session, run.actor, withdrawals, REASON, now=run.house.now)
    session.flush()  # what follows asks who is still there


def _files_left_alone(session: Session, going: set[tuple[str, int]]) -> list[Any]:
    candidates: set[int] = set()
    for table, (link, column, _model) in HANGING.items():
        for part in parts(own_id for kind, own_id in going if kind == table):
            candidates |= set(session.scalars(select(link.file_id).where(column.in_(part))))
    kept: set[int] = set()
    for table, (link, column, model) in HANGING.items():
        for part in parts(candidates):
            question = select(link.file_id, column).join(model, model.id == column)
            for file_id, own_id in session.execute(question.where(link.file_id.in_(part), model.deleted.is_(False))):
                if (table, own_id) not in going:
                    kept.add(file_id)
    return _rows(session, File, File.id, candidates - kept)


def _rows(session: Session, model: Any, column: Any, ids: Any) -> list[Any]:  # noqa: ANN401 - a model, its column, ids
    found: list[Any] = []
    for part in parts(ids):
        found += session.scalars(select(model).where(column.in_(part), model.deleted.is_(False)))
    return found


def _address(table: str, row: Any) -> str | None:  # noqa: ANN401 - a row of any kind
    return address_of(table, row.slug if table == "paper" else row.id)
