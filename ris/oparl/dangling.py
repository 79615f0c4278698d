"""References to what is not here: remembered by name, and given their seat when the target comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from ris.oparl.directory import Directory, insert_rows
from ris.oparl.links import BACK, LINKS, key_of
from ris.oparl.models import DanglingReference
from ris.oparl.rows import AMONG_THEMSELVES, FOREIGN_KEYS, MODELS
from ris.oparl.vocabulary import BY_TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy.orm import Session

    from ris.oparl.directory import Known
    from ris.oparl.report import Report
    from ris.oparl.said import Thing

FILES_PARENTS = {"paper": "paper", "meeting": "meeting", "agendaItem": "agenda_item"}
"""Property by which a file names its parent → table of the parent."""


def missing_references(thing: Thing, directory: Directory) -> Iterator[tuple[str, str, int]]:
    """``(property, target, position)`` for everything this thing names that has no seat yet."""
    for name, relation in BY_TABLE[thing.kind].relations.items():
        if thing.kind == "file" and name in FILES_PARENTS:
            continue  # files come before what they hang on; see named_parents in writing.py
        later = (thing.kind, name) in AMONG_THEMSELVES
        for position, url in enumerate(thing.references.get(name, ())):
            if later or directory.id_of(url, relation.target) is None:
                yield name, url, position


def remember_missing(session: Session, things: Sequence[Thing], directory: Directory, *, new: bool) -> None:
    """Write what these things name and is not here."""
    rows = [
        {"from_url": thing.url, "property": name, "target_url": url, "position": position}
        for thing in things
        for name, url, position in missing_references(thing, directory)
    ]
    if not new:
        forget_of(session, [thing.url for thing in things])
    insert_rows(session, DanglingReference, rows)


def forget_of(session: Session, urls: Sequence[str]) -> None:
    """These objects name nothing any more."""
    for start in range(0, len(urls), 500):
        session.execute(
            delete(DanglingReference).where(DanglingReference.from_url.in_(urls[start : start + 500])),
            execution_options={"synchronize_session": False},
        )


class Seat:
    """One remembered reference whose target has come."""

    def __init__(self, row: DanglingReference, source: Known, target: Known) -> None:
        self.row = row
        self.source = source
        self.target = target

    def take(self, session: Session) -> bool:
        """Join the two; whether something was written."""
        table, name = self.source.table, self.row.property
        if table == "file" and name in FILES_PARENTS:
            return self._link(session, self.target.table, BACK, self.target.id, self.source.id)
        if (table, name) == ("file", "derivativeFile"):
            return _point(session, "file", self.target.id, "master_file_id", self.source.id)
        if (table, name) == ("organization", "membership"):
            return _point(session, "membership", self.target.id, "organization_id", self.source.id)
        if name in FOREIGN_KEYS.get(table, {}):
            column, _ = FOREIGN_KEYS[table][name]
            return _point(session, table, self.source.id, column, self.target.id)
        if name in LINKS.get(table, {}):
            return self._link(session, table, name, self.source.id, self.target.id)
        return False  # mirrors: the other side says it

    def _link(self, session: Session, table: str, name: str, own_id: int, target_id: int) -> bool:
        link = LINKS[table][name]
        row = link.row(own_id, target_id, self.row.position)
        columns = [column.name for column in link.model.__mapper__.primary_key]
        if session.get(link.model, dict(zip(columns, key_of(link.model, row), strict=True))) is not None:
            return False
        insert_rows(session, link.model, [row])
        return True


def _point(session: Session, table: str, own_id: int, column: str, target_id: int) -> bool:
    row: Any = session.get(MODELS[table], own_id)
    if row is None or getattr(row, column) == target_id:
        return False
    setattr(row, column, target_id)
    session.flush()  # counted as changed by the caller, row by row
    return True


def seats(session: Session, directory: Directory) -> Iterator[Seat]:
    """Remembered references whose target is here now."""
    for row in session.scalars(select(DanglingReference).order_by(DanglingReference.id)).all():
        source, target = directory.get(row.from_url), directory.get(row.target_url)
        if source is not None and target is not None and _fits(source, row.property, target):
            yield Seat(row, source, target)


def _fits(source: Known, name: str, target: Known) -> bool:
    relation = BY_TABLE[source.table].relations.get(name)
    return relation is not None and relation.target == target.table


def describe_missing(session: Session, directory: Directory, report: Report) -> None:
    """Put into the report what points nowhere."""
    rows: Iterable[Any] = session.execute(
        select(DanglingReference.from_url, DanglingReference.property, DanglingReference.target_url).order_by(
            DanglingReference.id,
        ),
    )
    for from_url, name, target_url in rows:
        source = directory.get(from_url)
        if source is not None:
            report.points_nowhere(from_url, source.table, name, target_url)


def count_missing(session: Session) -> int:
    """How many references of the current Body point nowhere."""
    return session.scalar(select(func.count()).select_from(DanglingReference)) or 0
