"""What is left of objects that are public no more: that they were, since when they are not, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.audit.models import Tombstone
from ris.record.kinds import KINDS
from ris.record.ledger import times_of
from ris.record.serial.pen import PREFIX
from ris.record.serial.words import kept, moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from ris.db import JsonObject
    from ris.record.addresses import Addresses


def tombstones(session: Session, kind: str, ids: Iterable[int], urls: Addresses) -> dict[int, JsonObject]:
    """What to answer where these objects of the current Body stood; nothing for what never was public."""
    times = times_of(session, kind, ids)
    question = select(Tombstone).where(Tombstone.subject_kind == kind, Tombstone.subject_id.in_(times))
    words = {row.subject_id: row for row in session.scalars(question)} if times else {}
    found = {}
    for own, when in times.items():
        known = words.get(own)
        found[own] = {
            "id": urls.thing(kind, own),
            "type": KINDS[kind].type,
            "created": moment(when.created),
            "modified": moment(when.modified),
            "deleted": True,
        }
        if known is not None:
            instead = f"{urls.town}{known.replaced_by}" if known.replaced_by else None
            found[own] |= kept({PREFIX + "reason": known.reason, PREFIX + "replacedBy": instead})
    return found
