"""The record in OParl's shape: the bytes ``/oparl`` answers with, one file per object, and a list of each kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.record.kinds import KINDS
from ris.record.ledger import parts
from ris.record.models import PublishedObject
from ris.record.replies import spelled
from ris.record.serial import objects
from ris.record.serial.bodies import system
from ris.record.serial.tombstones import tombstones
from ris.record.visible import MODELS, public_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from ris.archive.folder import Folder
    from ris.db import JsonObject
    from ris.record.addresses import Addresses

AT_ONCE = 100


def write_oparl(session: Session, folder: Folder, urls: Addresses) -> dict[str, int]:
    """All public objects of the current Body and what is left of those that were; how many objects of each kind."""
    if entry := system(session, urls.installation):
        folder.put_text("oparl/system.json", spelled(entry))
    return {kind.word: _write_kind(session, folder, urls, kind.table) for kind in KINDS.values()}


def _write_kind(session: Session, folder: Folder, urls: Addresses, table: str) -> int:
    word, listed, count = KINDS[table].word, [], 0
    for own, said in _objects(session, urls, table):
        folder.put_text(f"oparl/{word}/{own}.json", spelled(said))
        listed.append({name: said[name] for name in ("id", "modified", "deleted") if name in said})
        count += "deleted" not in said
    folder.put(f"oparl/{word}.jsonl", (json.dumps(line).encode() + b"\n" for line in listed))
    return count


def _objects(session: Session, urls: Addresses, table: str) -> Iterator[tuple[int, JsonObject]]:
    for part in parts(public_ids(session, table, urls.body_id), AT_ONCE):
        yield from sorted(objects(session, table, part, urls).items())
    gone = select(PublishedObject.subject_id).where(PublishedObject.kind == table, PublishedObject.gone)
    for part in parts(session.scalars(gone)):
        yield from sorted(tombstones(session, table, part, urls).items())


def public_ids(session: Session, table: str, body_id: int) -> list[int]:
    """The ids of everything of a kind that everybody may read."""
    if table == "body":
        return [body_id]
    model = MODELS[table]
    return list(session.scalars(select(model.id).where(public_rows(table)).order_by(model.id)))
