"""Reading the ledger: when an object of the public record appeared, changed, or went."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

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


def parts(ids: Iterable[int], size: int = AT_ONCE) -> Iterator[list[int]]:
    """Ids in ascending order, in lists no longer than one statement bears."""
    rest = iter(sorted(set(ids)))
    while part := list(islice(rest, size)):
        yield part
