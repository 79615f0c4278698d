"""What a source has deleted, or no longer lists, is withdrawn here, with all that hung on it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ris.documents.models import File, Paper, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting, MeetingFile
from ris.oparl.models import ForeignId
from ris.oparl.rows import MODELS
from ris.oparl.versions import parts
from ris.publication.services import Withdrawal, withdraw
from ris.web.addresses import PATHS, address_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.oparl.run import Run, Touched
    from ris.oparl.said import Thing

DELETED: Final = "In der Quelle gelöscht"
VANISHED: Final = "In der Quelle nicht mehr enthalten"

LISTED: Final[dict[str, tuple[str, Any, Any]]] = {
    "meeting": ("agendaItem", AgendaItem, AgendaItem.meeting_id),
    "paper": ("consultation", Consultation, Consultation.paper_id),
}
"""Lists whose members are nowhere else: what such a list drops without a tombstone is gone (OParl 1.0)."""

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
    rows = []
    for thing in things:
        own_id = run.directory.id_of(thing.url, thing.kind)
        row = None if own_id is None or thing.kind == "body" else session.get(MODELS[thing.kind], own_id)
        if row is not None and not row.deleted:
            rows.append(row)
    _withdraw(session, rows, DELETED, touched, run)


def withdraw_vanished(session: Session, things: Sequence[Thing], loose: set[int], touched: Touched, run: Run) -> None:
    """Withdraw what these things listed once and list no more, and files taken off the last thing they hung on."""
    rows: list[Any] = []
    for thing in things:
        name, model, column = LISTED.get(thing.kind, ("", None, None))
        own_id = run.directory.id_of(thing.url, thing.kind)
        if name in thing.references and own_id is not None:
            listed = set(thing.references[name])
            for url, row in _known(session, model, column == own_id):
                if url.partition("#")[0] not in listed and not run.staging.holds(url):
                    rows.append(row)
    hanging = _still_hanging(session, loose, set())
    for url, row in _known(session, File, File.id.in_(loose - hanging)):
        if not run.staging.holds(url):
            rows.append(row)
    _withdraw(session, rows, VANISHED, touched, run)


def _known(session: Session, model: Any, wanted: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - a model and a criterion
    """Rows that are still there, with the addresses the source knows them by."""
    named = (ForeignId.kind == model.__tablename__) & (ForeignId.subject_id == model.id)
    question = select(ForeignId.url, model).join(model, named).where(wanted, model.deleted.is_(False))
    return [(url, row) for url, row in session.execute(question)]


def _withdraw(session: Session, rows: Sequence[Any], reason: str, touched: Touched, run: Run) -> None:
    if not rows:
        return
    going = {(row.__tablename__, row.id): row for row in rows}
    for table in ("meeting", "agenda_item", "paper"):
        ids = [own_id for kind, own_id in going if kind == table]
        for model, column in CARRIED[table]:
            for part in parts(ids):
                _take_along(session, model, column.in_(part), going, run)
    for part in parts(_files_left_alone(session, set(going))):
        _take_along(session, File, File.id.in_(part), going, run)
    run.directory.forget_digests(session, going)
    for (table, own_id), row in going.items():
        run.report.counts[table].deleted += 1
        touched.rows.add((table, own_id))
        touched.agendas |= {row.meeting_id} if table in {"agenda_item", "consultation"} and row.meeting_id else set()
        touched.files |= {own_id} if table == "file" else set()
    withdrawals = [Withdrawal(row, _address(table, row)) for (table, _), row in going.items()]
    withdraw(session, run.actor, withdrawals, reason, now=run.house.now)
    session.flush()  # what follows asks who is still there


def _take_along(session: Session, model: Any, wanted: Any, going: dict[tuple[str, int], Any], run: Run) -> None:  # noqa: ANN401 - a model and a criterion
    """Add the rows the source does not go on showing for themselves."""
    for url, row in _known(session, model, wanted):
        if not run.staging.holds(url):
            going.setdefault((model.__tablename__, row.id), row)


def _files_left_alone(session: Session, going: set[tuple[str, int]]) -> set[int]:
    candidates: set[int] = set()
    for table, (link, column, _model) in HANGING.items():
        for part in parts(own_id for kind, own_id in going if kind == table):
            candidates |= set(session.scalars(select(link.file_id).where(column.in_(part))))
    return candidates - _still_hanging(session, candidates, going)


def _still_hanging(session: Session, file_ids: set[int], going: set[tuple[str, int]]) -> set[int]:
    """Those of the files that hang on something that stays."""
    kept: set[int] = set()
    for table, (link, column, model) in HANGING.items():
        for part in parts(file_ids):
            question = select(link.file_id, column).join(model, model.id == column)
            for file_id, own_id in session.execute(question.where(link.file_id.in_(part), model.deleted.is_(False))):
                if (table, own_id) not in going:
                    kept.add(file_id)
    return kept


def _address(table: str, row: Any) -> str | None:  # noqa: ANN401 - a row of any kind
    return address_of(table, row.slug if table == "paper" else row.id) if table in PATHS else None
