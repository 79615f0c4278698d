"""Answers to machines that have not changed cost one small query and no rendering.

The validator is the revision of the Body (ris/web/conditional.py does the same for pages), which every change of its rows
and every change of the ledger raises. It knows no reader: everybody is told the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import current_app, request
from sqlalchemy import Integer, String, and_, bindparam, column, select, table

from ris.db import UTCDateTime, db, now_utc

if TYPE_CHECKING:
    from flask import Response
    from sqlalchemy import Select

REVISIONS = table(
    "revision", column("body_id", Integer), column("number", Integer), column("changed_at", UTCDateTime())
)
LEDGER = table("published_object", column("kind", String), column("subject_id", Integer), column("body_id", Integer))


@dataclass(frozen=True)
class Validator:
    """What tells whether an answer is still the same."""

    etag: str
    changed: datetime
    """The first full second after the last change: whoever asked in the second of a change is told anew."""

    def met(self) -> bool:
        """Whether the client has this answer already."""
        if request.method not in {"GET", "HEAD"}:
            return False
        if request.if_none_match:
            return request.if_none_match.contains_weak(self.etag)
        since = request.if_modified_since
        return since is not None and since >= self.changed

    def mark(self, response: Response) -> Response:
        """Give an answer its validators."""
        response.set_etag(self.etag, weak=True)
        if self.changed <= now_utc():
            response.last_modified = self.changed
        response.headers["Cache-Control"] = "public, no-cache"
        return response


@dataclass(frozen=True)
class Standing:
    """What is known of an object before it is looked at."""

    body_id: int
    published: bool
    """Whether the ledger knows it: only of what is or was public may an answer say that it has not changed."""
    validator: Validator


def standing_of(kind: str, own_id: int, address: str) -> Standing | None:
    """Whose an object is and whether what is said at this address may have changed; ``None`` where there never was one."""
    with db.engine.connect() as connection:
        row = connection.execute(_standing(kind), {"id": own_id}).first()
        row = row or connection.execute(_entered(), {"id": own_id, "kind": kind}).first()
    if row is None:
        return None
    validator = _validator(address, [(row.body_id, row.number, row.changed_at)])
    return Standing(row.body_id, row.subject_id is not None, validator)


def validator_of_all(address: str) -> Validator:
    """What tells whether something changed in any Body of the installation."""
    with db.engine.connect() as connection:
        rows = connection.execute(select(REVISIONS).order_by(REVISIONS.c.body_id)).all()
    return _validator(address, [(row.body_id, row.number, row.changed_at) for row in rows])


def _validator(address: str, revisions: list[tuple[int, int, datetime]]) -> Validator:
    facts = (current_app.config["PROGRAM_VERSION"], address, [(*row[:2], row[2].isoformat()) for row in revisions])
    last = max((row[2] for row in revisions), default=datetime.fromisoformat("2000-01-01T00:00:00+00:00"))
    changed = last.replace(microsecond=0) + timedelta(seconds=1)
    return Validator(hashlib.sha256(repr(facts).encode()).hexdigest()[:32], changed)


@cache
def _standing(kind: str) -> Select[*tuple[Any, ...]]:
    own = "id" if kind == "body" else "body_id"
    things = table(kind, *(column(name, Integer) for name in {"id", own}))
    return (
        select(things.c[own].label("body_id"), REVISIONS.c.number, REVISIONS.c.changed_at, LEDGER.c.subject_id)
        .select_from(things)
        .join(REVISIONS, REVISIONS.c.body_id == things.c[own])
        .outerjoin(LEDGER, and_(LEDGER.c.kind == kind, LEDGER.c.subject_id == things.c.id))
        .where(things.c.id == bindparam("id", type_=Integer))
    )


@cache
def _entered() -> Select[*tuple[Any, ...]]:
    """The same of what is no row any more: the ledger forgets nothing that was public."""
    return (
        select(LEDGER.c.body_id, REVISIONS.c.number, REVISIONS.c.changed_at, LEDGER.c.subject_id)
        .select_from(LEDGER)
        .join(REVISIONS, REVISIONS.c.body_id == LEDGER.c.body_id)
        .where(LEDGER.c.kind == bindparam("kind", type_=String), LEDGER.c.subject_id == bindparam("id", type_=Integer))
    )
