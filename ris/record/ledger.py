"""Reading the ledger: when an object of the public record appeared, changed, or went."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Integer, String, bindparam, column, select, table

from ris.record.models import PublishedObject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

AT_ONCE: Final = 500
"""Ids in one statement."""
CHILDREN_FIRST: Final = (
    "location",
    "legislative_term",
    "file",
    "agenda_item",
    "consultation",
    "membership",
    "organization",
    "person",
    "meeting",
    "paper",
    "body",
)
"""What the record consists of, by table: whatever is embedded stands before what it is embedded in."""

_BODY_OF: Final = {
    kind: select(column("id" if kind == "body" else "body_id", Integer))
    .select_from(table(kind))
    .where(column("id", Integer) == bindparam("subject_id"))
    for kind in CHILDREN_FIRST
}
_ENTERED: Final = (
    select(column("body_id", Integer))
    .select_from(table("published_object"))
    .where(column("kind", String) == bindparam("kind"), column("subject_id", Integer) == bindparam("subject_id"))
)
"""What is in the ledger but no longer among the rows of its kind."""


@dataclass(frozen=True)
class Times:
    """When an object of the record appeared, last changed or went; whole seconds."""

    created: datetime
    modified: datetime
    gone: bool


def times_of(session: Session, kind: str, ids: Iterable[int]) -> dict[int, Times]:
    """What the ledger says of some rows of the current Body; nothing of what was never public or not yet entered."""
    found = {}
    for part in parts(ids):
        rows = session.execute(
            select(
                PublishedObject.subject_id,
                PublishedObject.created,
                PublishedObject.modified,
                PublishedObject.gone,
            ).where(PublishedObject.kind == kind, PublishedObject.subject_id.in_(part)),
        )
        found.update({row.subject_id: Times(row.created, row.modified, row.gone) for row in rows})
    return found


def body_of(session: Session, kind: str, subject_id: int) -> int | None:
    """The Body a row belongs or belonged to, whichever is the current one; ``None`` where there never was one.

    It says nothing about who may read the row; raises ``KeyError`` for a kind the record does not know.
    """
    wanted = {"subject_id": subject_id}
    found: int | None = session.execute(_BODY_OF[kind], wanted).scalar()
    return found if found is not None else session.execute(_ENTERED, {**wanted, "kind": kind}).scalar()


def parts(ids: Iterable[int], size: int = AT_ONCE) -> Iterator[list[int]]:
    """Ids in ascending order, in lists no longer than one statement bears."""
    rest = iter(sorted(set(ids)))
    while part := list(islice(rest, size)):
        yield part
