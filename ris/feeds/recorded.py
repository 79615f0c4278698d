"""When the public record last said something else of a row: the ledger's times, for lists that tell what changed last.

The ledger belongs to ``ris/record``, far above; here only its table is known by name. It is the better witness: a decision
changes the meeting it was taken in, a new document the paper it hangs on, and a remark of the office nothing. Where it
has no entry yet, the row says when it changed itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import Field, replace
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from sqlalchemy import Integer, String, and_, column, func, or_, select, table

from ris.db import UTCDateTime

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from ris.feeds.listing import Entry, Key

ENTRIES = table(
    "published_object", column("kind", String), column("subject_id", Integer), column("modified", UTCDateTime())
)


class Row(Protocol):
    """A row of a list that says when it changed; a frozen dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def modified(self) -> datetime:
        """When it changed itself."""


Line = TypeVar("Line", bound=Row)


def told_at(
    kind: str, own_id: InstrumentedAttribute[int], modified: InstrumentedAttribute[datetime]
) -> ColumnElement[datetime]:
    """When a row last read otherwise; to be chosen from the rows of its table, and to be ordered by.

    Asked for each row by the ledger's key. As an outer join SQLite would read all of the ledger for each row where its
    statistics are from a time when the ledger was short.
    """
    entry = select(ENTRIES.c.modified).where(ENTRIES.c.kind == kind, ENTRIES.c.subject_id == own_id)
    return func.coalesce(entry.scalar_subquery(), modified)


def times(session: Session, keys: Iterable[Key]) -> dict[Key, datetime]:
    """What the ledger says of some rows, in one statement."""
    asked: defaultdict[str, set[int]] = defaultdict(set)
    for kind, own_id in keys:
        asked[kind].add(own_id)
    if not asked:
        return {}
    of_kinds = [and_(ENTRIES.c.kind == kind, ENTRIES.c.subject_id.in_(sorted(ids))) for kind, ids in asked.items()]
    found = session.execute(select(ENTRIES.c.kind, ENTRIES.c.subject_id, ENTRIES.c.modified).where(or_(*of_kinds)))
    return {(row.kind, row.subject_id): row.modified for row in found}


def recorded_lines(session: Session, kind: str, lines: Iterable[Line]) -> list[Line]:
    """The same rows, with the times of the record."""
    lines = list(lines)
    known = times(session, ((kind, line.id) for line in lines))
    return [replace(line, modified=known.get((kind, line.id), line.modified)) for line in lines]


def recorded_entries(session: Session, entries: Iterable[Entry]) -> list[Entry]:
    """The same entries, with the times of the record: the latest of everything an entry tells of."""
    entries = list(entries)
    known = times(session, (key for entry in entries for key in entry.record))
    return [
        replace(entry, updated=max(known[key] for key in entry.record))
        if entry.record and all(key in known for key in entry.record)
        else entry
        for entry in entries
    ]
