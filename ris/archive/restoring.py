"""An empty installation becomes the town of a folder again: rows with their ids, documents, tombstones, the public log."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select
from sqlalchemy.exc import SQLAlchemyError

from ris.access.circles import PUBLIC
from ris.archive.checking import LOG, Unfit, checked_manifest
from ris.archive.columns import COLUMNS
from ris.archive.gone import keep_closed_parts, keep_places
from ris.archive.reading import Table, batches
from ris.archive.rows import models_by_table
from ris.audit.models import PublicLogEntry
from ris.audit.queries import entries_after, line_of
from ris.council.models import Body, System
from ris.db import transaction
from ris.documents.models import FileVersion
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.record.models import PublishedObject
from ris.record.services import order_check
from ris.scope.current import working_for
from ris.scope.readers import Protected, audience_for
from ris.search.services import ask_for_rebuild

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy.orm import Session

    from ris.db import JsonObject
    from ris.storage import FileStorage

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Restored:
    """What was brought back."""

    name: str
    rows: int
    documents: int
    entries: int
    """Entries of the public log."""


def restore(root: Path, storage: FileStorage, *, now: datetime) -> Restored:
    """Everything or nothing, after every sum and the log were checked.

    Raises :class:`ris.archive.checking.Unfit` with a German sentence; documents may lie in the storage by then, where
    the next attempt finds them.
    """
    manifest = checked_manifest(root)
    try:
        return _restored(root, manifest, storage, now)
    except Unfit:
        raise
    except (KeyError, TypeError, ValueError, SQLAlchemyError) as error:
        log.exception("the rows of %s cannot be read", root)
        message = (
            f"„{root}“ ist unversehrt, aber nicht zu lesen: Die Zeilen passen nicht zu dieser Fassung des Programms. Bitte mit "
            "der Fassung wiederherstellen, die ihn geschrieben hat. Nichts wurde übernommen."
        )
        raise Unfit(message) from error


def _restored(root: Path, manifest: JsonObject, storage: FileStorage, now: datetime) -> Restored:
    with transaction() as session:
        _require_empty(session)
    documents = _restore_documents(root, storage)
    with transaction() as session:
        _require_empty(session)
        _insert(session, Table(System), root)
        body = _restore_body(session, root)
        with working_for(body.id):
            session.execute(delete(PublishedObject))  # its Body's line came with it; the folder has the true one
            rows = sum(_restore_table(session, root, Table(models_by_table()[name]), body.id) for name in COLUMNS)
            keep_places(session, body.id)
            entries = _restore_log(session, root, body.id)
            if session.get_bind().dialect.name == "postgresql":
                _count_on(session)
            keep_closed_parts(session, root, body.id, now)
            for file_id in session.scalars(select(FileVersion.file_id).distinct()).all():
                enqueue(session, JobKind.COMPARE_VERSIONS, body.id, key=f"file:{file_id}", file_id=file_id)
            ask_for_rebuild(session, body.id, [], now=now)
            order_check(session, body.id)  # notes what everything says now, so that the first change is told from it
    return Restored(str(manifest["body"]), rows, documents, entries)


def _require_empty(session: Session) -> None:
    if session.scalar(select(Body.id).limit(1)) is not None:
        message = "Hier gibt es schon eine Kommune. Wiederhergestellt wird nur in eine leere Installation."
        raise Unfit(message)


def _restore_documents(root: Path, storage: FileStorage) -> int:
    count = 0
    for path in sorted((*root.glob("files/*/*"), *root.glob("crest/*"))):
        count += path.parent.name != "crest"
        if storage.holds(path.name):
            continue
        with path.open("rb") as stream:
            if storage.put(stream).sha512 != path.name:
                message = f"{path}: Diese Bytes sind nicht die, die der Name nennt."
                raise Unfit(message)
    return count


def _restore_body(session: Session, root: Path) -> Body:
    """Through the ORM, since its revision and its ledger come with it (ris/council/models.py, ris/record/models.py)."""
    ((row,),) = batches(root, Table(Body))
    body = Body(**row)
    session.add(body)
    session.flush()
    return body


def _restore_table(session: Session, root: Path, table: Table, body_id: int) -> int:
    fixed = {"body_id": body_id}
    if issubclass(table.model, Protected):
        fixed["audience_id"] = audience_for(session, {PUBLIC}).id
    return _insert(session, table, root, **fixed)


def _insert(session: Session, table: Table, root: Path, **fixed: int) -> int:
    """A table's rows; what names other rows of the same table is written when they are all there."""
    count, later = 0, []
    for batch in batches(root, table):
        rows = [row | fixed for row in batch]
        for row in rows:
            if own := {name: row[name] for name in table.own if row.get(name) is not None}:
                later.append({"id": row["id"], **own})
                row.update(dict.fromkeys(own))
        session.bulk_insert_mappings(table.model.__mapper__, rows)
        count += len(rows)
    session.bulk_update_mappings(table.model.__mapper__, later)
    return count


def _restore_log(session: Session, root: Path, body_id: int) -> int:
    """Entry by entry as it was; read back, the log must be the same to the byte."""
    table = Table(PublicLogEntry)
    with (root / LOG).open(encoding="utf-8") as lines:
        rows = [table.typed(json.loads(line)) | {"body_id": body_id} for line in lines]
    session.bulk_insert_mappings(PublicLogEntry.__mapper__, rows)
    with (root / LOG).open(encoding="utf-8") as lines:
        for before, after in zip_longest(lines, _log_lines(session)):
            if before != after:
                message = f"Das öffentliche Protokoll ließ sich nicht unverändert übernehmen: {before or after}"
                raise Unfit(message)
    return len(rows)


def _log_lines(session: Session) -> Iterator[str]:
    last = 0
    while entries := entries_after(session, last):
        yield from (f"{line_of(entry)}\n" for entry in entries)
        last = entries[-1].sequence


def _count_on(session: Session) -> None:
    """PostgreSQL numbers rows by counters of its own, which know nothing of rows that came with their ids."""
    for name in ("system", "body", *COLUMNS):
        model: Any = models_by_table()[name]
        if "id" in model.__mapper__.columns:
            highest = session.scalar(select(func.max(model.__mapper__.columns["id"])))
            if highest:
                session.execute(select(func.setval(func.pg_get_serial_sequence(name, "id"), highest)))
