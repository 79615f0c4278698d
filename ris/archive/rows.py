"""The rows an installation is restored from: of public things only, the columns of ``columns.py`` only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.archive.columns import BODY, CLOSED_PART, COLUMNS, SETTINGS, SYSTEM, WITHOUT_KEY
from ris.archive.oparl import public_ids
from ris.council.models import Body, System
from ris.db import Base
from ris.meetings.models import AgendaItem
from ris.record.replies import spelled
from ris.record.visible import EVERYBODY, MODELS
from ris.scope.readers import Protected, readable_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Column
    from sqlalchemy.orm import Session

    from ris.archive.folder import Folder
    from ris.db import JsonObject

AT_ONCE = 200


def models_by_table() -> dict[str, Any]:
    """Table name → mapped class."""
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def write_rows(session: Session, folder: Folder, body_id: int) -> None:
    """All tables of the record of the current Body."""
    folder.put_text("rows/body.jsonl", spelled(body_row(session, body_id)) + b"\n")
    system = session.scalars(select(System).order_by(System.id).limit(1)).all()
    folder.put("rows/system.jsonl", (spelled(_told(row, SYSTEM)) + b"\n" for row in system))
    reading = _Reading(session, {table: set(public_ids(session, table, body_id)) for table in MODELS})
    reading.known["supplement"] = reading.supplements()
    folder.put(f"rows/{CLOSED_PART}.jsonl", (spelled(part) + b"\n" for part in reading.closed_parts()))
    for table in COLUMNS:
        folder.put(f"rows/{table}.jsonl", (spelled(row) + b"\n" for row in reading.rows(table)))


def body_row(session: Session, body_id: int) -> JsonObject:
    """The town itself with what of its settings everybody sees."""
    body = session.get_one(Body, body_id)
    return {**_told(body, BODY), "settings": {name: body.settings[name] for name in SETTINGS if name in body.settings}}


def _told(row: Body | System, names: tuple[str, ...]) -> JsonObject:
    return {name: written(getattr(row, name)) for name in names}


def written(value: Any) -> Any:  # noqa: ANN401 - a column's value
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


@dataclass
class _Reading:
    """Which ids are public, so that no row refers to what is not."""

    session: Session
    known: dict[str, set[int]] = field(default_factory=dict)

    def supplements(self) -> set[int]:
        """Supplements something public came with."""
        named = select(AgendaItem.id, AgendaItem.supplement_id).where(AgendaItem.supplement_id.is_not(None))
        rows = self.session.execute(named)
        return {row.supplement_id for row in rows if row.id in self.known["agenda_item"] and row.supplement_id}

    def closed_parts(self) -> Iterator[JsonObject]:
        """How many items of each public meeting are dealt with without the public: every agenda announces the number."""
        closed = select(AgendaItem.id, AgendaItem.meeting_id).where(
            AgendaItem.public.is_(False), AgendaItem.deleted.is_(False)
        )
        unnamed = Counter(
            row.meeting_id
            for row in self.session.execute(closed)
            if row.meeting_id in self.known["meeting"] and row.id not in self.known["agenda_item"]
        )
        for meeting_id, items in sorted(unnamed.items()):
            yield {"meeting_id": meeting_id, "items": items}

    def rows(self, table: str) -> Iterator[JsonObject]:
        """The public rows of a table, by its key."""
        model = models_by_table()[table]
        names = COLUMNS[table]
        question = select(*(getattr(model, name) for name in names)).order_by(*model.__mapper__.primary_key)
        if issubclass(model, Protected):
            question = question.where(readable_by(EVERYBODY, model))
        keys = self._references(model, names)
        for found in self.session.execute(question).yield_per(AT_ONCE):
            row = {name: written(value) for name, value in zip(names, found, strict=True)}
            if self._public(table, row) and self._cleared(row, keys):
                yield row

    def _public(self, table: str, row: JsonObject) -> bool:
        """Whether a row of a kind of its own is public, and whether what a foreign address stands for is."""
        if table in self.known:
            return row["id"] in self.known[table]
        return table != "foreign_id" or row["subject_id"] in self.known.get(row["kind"], ())

    def _cleared(self, row: JsonObject, keys: list[tuple[str, str, bool]]) -> bool:
        """Forget references to what is not public; False for a row that cannot be without."""
        for name, target, needed in keys:
            if row[name] is not None and row[name] not in self.known[target]:
                if needed:
                    return False
                row[name] = None
        return True

    def _references(self, model: Any, names: tuple[str, ...]) -> list[tuple[str, str, bool]]:  # noqa: ANN401
        """Columns that name rows of other tables: name, table, whether the row needs it."""
        columns: dict[str, Column[Any]] = {column.key: column for column in model.__mapper__.columns}
        found = [
            (name, key.column.table.name, not columns[name].nullable)
            for name in names
            for key in columns[name].foreign_keys
        ]
        return found + [(name, target, False) for name, target in WITHOUT_KEY.items() if name in names]
