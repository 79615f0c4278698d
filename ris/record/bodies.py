"""The list of all Bodies of the installation: each is read while working for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.council.models import Body
from ris.record.addresses import ROOT, addresses_of
from ris.record.ledger import times_of
from ris.record.lists import Extent, written
from ris.record.serial import objects
from ris.record.serial.tombstones import tombstones
from ris.scope.current import working_for

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.db import JsonObject
    from ris.record.wishes import Wishes


def bodies_page(session: Session, installation: str, wishes: Wishes) -> JsonObject:
    """One page of ``System.body``; there are as many questions as Bodies, and few of those."""
    found = []
    for own_id, created, modified in session.execute(select(Body.id, Body.created, Body.modified).order_by(Body.id)):
        with working_for(own_id):
            when = times_of(session, "body", [own_id]).get(own_id)
            times = (created, modified) if when is None else (when.created, when.modified)
            said = _told(session, own_id, installation, wishes) if _chosen(wishes, *times) else None
        if said is not None:
            found.append((own_id, said))
    length = wishes.per_page()
    rest = [(own_id, said) for own_id, said in found if own_id > wishes.after]
    following = rest[length - 1][0] if len(rest) > length else None
    data = [said for _, said in rest[:length]]
    return written(f"{installation}{ROOT}/body", None, wishes, data, Extent(len(found), length, following))


def _told(session: Session, own_id: int, installation: str, wishes: Wishes) -> JsonObject | None:
    urls = addresses_of(session, installation)
    said = objects(session, "body", [own_id], urls, omit_internal=bool(wishes.omit_internal)).get(own_id)
    if said is None and wishes.tombstones:
        return tombstones(session, "body", [own_id], urls).get(own_id)
    return said


def _chosen(wishes: Wishes, created: datetime, modified: datetime) -> bool:
    times = {"created": created, "modified": modified}
    return all(
        times[name.partition("_")[0]] >= moment if name.endswith("since") else times[name.partition("_")[0]] <= moment
        for name, moment in wishes.filters
    )
