"""One exchange with a device: what it sends is taken, what is new for it is told, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.notes.annotation import uuid_of
from ris.notes.services.reading import keep_read
from ris.notes.services.reanchoring import order_places
from ris.notes.services.taking import take_changes
from ris.notes.services.telling import tell_news

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.sealing import KeyRing


@dataclass(frozen=True)
class Page:
    """What a device sends at once."""

    since: int
    """Its cursor: up to where it knows everything."""
    changes: Sequence[object]
    read: Sequence[object] = ()
    """Hashes of documents that were read on it."""


def exchange(session: Session, actor: Actor, page: Page, keys: KeyRing, *, now: datetime) -> dict[str, Any]:
    """The answer to a page, as JSON."""
    require(actor, Permission.NOTE_KEEP)
    taken = take_changes(session, actor, page.changes, keys, now=now)
    keep_read(session, actor, page.read, now=now)
    session.flush()
    order_places(session, [uuid_of(each["id"]) for each in taken.acks])
    known = {(each["id"], each["rev"]) for each in taken.acks if each["id"] not in taken.again}
    news = tell_news(session, actor, page.since, keys, again=taken.again, known=known)
    return {
        "cursor": news.cursor,
        "acks": taken.acks,
        "conflicts": taken.conflicts,
        "refused": taken.refused,
        "pull": news.pull,
        "more": news.more,
    }
