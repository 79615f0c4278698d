"""Looking at objects for the ledger: what they say now, as fingerprints."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.audit.chain import digest_of
from ris.audit.models import Tombstone
from ris.record.addresses import Addresses
from ris.record.kinds import KINDS
from ris.record.ledger import CHILDREN_FIRST
from ris.record.models import PublishedObject
from ris.record.rules import Entry, Seen
from ris.record.serial import objects
from ris.record.visible import MODELS
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from ris.db import JsonObject
    from ris.record.reach import Key

NO_WORDS = "nothing"
"""Stands for what a tombstone says where there is none."""


@dataclass(frozen=True)
class Look:
    """What is known and what is seen of some objects of one kind, by id; what is in neither was never public."""

    known: dict[int, Entry]
    seen: dict[int, Seen]
    own_times: dict[int, tuple[datetime, datetime]]
    """Created and modified as what is public says them itself; of what has a tombstone, its time."""


def look_at(session: Session, kind: str, ids: Sequence[int], host: str) -> Look:
    """Look at objects of the current Body, as everybody sees them.

    Addresses are told without the installation's own part: an installation that moves is a new one to its readers
    anyway, and must not count as a change of everything.
    """
    said = objects(session, kind, ids, Addresses("", current_body_id(), host))
    known = _entries(session, kind, ids)
    seen = {own_id: Seen(public=True, fingerprint=_fingerprint(one)) for own_id, one in said.items()}
    times = {own_id: _times(one) for own_id, one in said.items()}
    left = {row.subject_id: row for row in _tombstones(session, kind, [own_id for own_id in ids if own_id not in said])}
    for own_id in (known.keys() | left.keys()) - said.keys():
        tombstone = left.get(own_id)
        words: object = NO_WORDS if tombstone is None else [tombstone.reason, tombstone.replaced_by]
        seen[own_id] = Seen(public=False, fingerprint=digest_of(words), was_public=tombstone is not None)
        if tombstone is not None:
            times[own_id] = tombstone.at, tombstone.at
    return Look(known, seen, times)


def keys_after(session: Session, last: Key | None, count: int) -> list[Key]:
    """The next ``count`` objects of the current Body there may be something to say of, in the order they are looked at."""
    found: list[Key] = []
    kind, past = last or (CHILDREN_FIRST[0], 0)
    for later in CHILDREN_FIRST[CHILDREN_FIRST.index(kind) :]:
        ids = _ids_after(session, later, past if later == kind else 0, count - len(found))
        found += [(later, own_id) for own_id in ids]
        if len(found) >= count:
            break
    return found


def _ids_after(session: Session, kind: str, past: int, count: int) -> list[int]:
    model = MODELS[kind]
    of_body = model.id == current_body_id() if kind == "body" else model.body_id == current_body_id()
    rows = select(model.id).where(of_body, model.id > past).order_by(model.id).limit(count)
    entered = (
        select(PublishedObject.subject_id)
        .where(PublishedObject.kind == kind, PublishedObject.subject_id > past)
        .order_by(PublishedObject.subject_id)
        .limit(count)
    )
    ids = {*session.scalars(rows), *session.scalars(entered)}
    return list(islice(sorted(ids), count))


def _entries(session: Session, kind: str, ids: Sequence[int]) -> dict[int, Entry]:
    line = PublishedObject
    rows = session.execute(
        select(line.subject_id, line.created, line.modified, line.gone, line.fingerprint).where(
            line.kind == kind, line.subject_id.in_(ids)
        )
    )
    return {row.subject_id: Entry(row.created, row.modified, row.gone, row.fingerprint) for row in rows}


def _tombstones(session: Session, kind: str, ids: Sequence[int]) -> Sequence[Row[int, datetime, str, str | None]]:
    if not ids:
        return []
    return session.execute(
        select(Tombstone.subject_id, Tombstone.at, Tombstone.reason, Tombstone.replaced_by).where(
            Tombstone.subject_kind == kind, Tombstone.subject_id.in_(ids)
        )
    ).all()


def _fingerprint(said: JsonObject) -> str:
    own = {name: value for name, value in said.items() if name not in {"created", "modified"}}
    return digest_of({name: _without_echo(value) for name, value in own.items()})


def _without_echo(value: Any) -> Any:  # noqa: ANN401 - JSON
    """An embedded place without its moment.

    A place names every meeting that is held there, so each new meeting changes it. What embeds it reads as before, and a
    room of a city is embedded in a thousand meetings: neither clients, feeds nor letters are to be told of all of them.
    """
    if isinstance(value, list):
        return [_without_echo(one) for one in value]
    if isinstance(value, dict) and value.get("type") == KINDS["location"].type:
        return {name: told for name, told in value.items() if name != "modified"}
    return value


def _times(said: JsonObject) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(said["created"]), datetime.fromisoformat(said["modified"])
