"""Reading the two logs. The public log holds nothing that not everybody may read, so its readers need no actor."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import BEGINNING, chained_hash
from ris.audit.log import public_content
from ris.audit.models import AuditEntry, PublicLogEntry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

BATCH = 1000


def newest_entries(session: Session, *, before: int | None, limit: int) -> Sequence[PublicLogEntry]:
    """Entries of the public log, newest first, beginning below a sequence number."""
    query = select(PublicLogEntry).order_by(PublicLogEntry.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(PublicLogEntry.sequence < before)
    return session.scalars(query).all()


def public_entry_count(session: Session) -> int:
    """How many entries the public log has; it has no gaps."""
    return session.scalar(select(func.max(PublicLogEntry.sequence))) or 0


def entries_after(session: Session, sequence: int) -> Sequence[PublicLogEntry]:
    """The next entries of the public log, oldest first."""
    query = select(PublicLogEntry).where(PublicLogEntry.sequence > sequence)
    return session.scalars(query.order_by(PublicLogEntry.sequence).limit(BATCH)).all()


def line_of(entry: PublicLogEntry) -> str:
    """An entry as it is downloaded: one line of JSON."""
    content = public_content(entry.sequence, entry.at, entry.event, entry.address, entry.digest)
    return json.dumps({**content, "previous": entry.previous, "hash": entry.hash}, ensure_ascii=False)


def trail_problems(session: Session, actor: Actor) -> Iterator[str]:
    """What is wrong with the internal trail of the current Body, one German sentence each."""
    require(actor, Permission.LOG_READ)
    expected, previous, last = 1, BEGINNING, 0
    while entries := _trail_after(session, last):
        for entry in entries:
            if entry.sequence != expected:
                yield f"Eintrag {entry.sequence} steht, wo Eintrag {expected} stehen müsste."
            if entry.previous != previous:
                yield f"Eintrag {entry.sequence}: schließt nicht an den Eintrag davor an."
            if chained_hash(entry.previous, _told(entry)) != entry.hash:
                yield f"Eintrag {entry.sequence}: Inhalt und Prüfsumme passen nicht zusammen."
            expected, previous, last = entry.sequence + 1, entry.hash, entry.sequence
        session.expunge_all()


@dataclass(frozen=True)
class TrailFilter:
    """Which entries of the internal trail are looked for; what is None or empty does not matter."""

    event: str = ""
    subject_kind: str = ""
    subject_id: int | None = None
    user_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    """The first moment that is too late."""

    def criteria(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        exactly = {
            AuditEntry.event: self.event or None,
            AuditEntry.subject_kind: self.subject_kind or None,
            AuditEntry.subject_id: self.subject_id,
            AuditEntry.actor: None if self.user_id is None else f"user:{self.user_id}",
        }
        wanted: list[ColumnElement[bool]] = [column == value for column, value in exactly.items() if value is not None]
        if self.since is not None:
            wanted.append(AuditEntry.at >= self.since)
        if self.until is not None:
            wanted.append(AuditEntry.at < self.until)
        return wanted


def trail_page(
    session: Session, actor: Actor, chosen: TrailFilter, *, before: int | None, limit: int
) -> Sequence[AuditEntry]:
    """Entries of the internal trail, newest first, beginning below a sequence number."""
    require(actor, Permission.LOG_READ)
    query = select(AuditEntry).where(*chosen.criteria()).order_by(AuditEntry.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.sequence < before)
    return session.scalars(query).all()


def trail_count(session: Session, actor: Actor, chosen: TrailFilter) -> int:
    """How many entries of the internal trail are found."""
    require(actor, Permission.LOG_READ)
    return session.scalar(select(func.count()).select_from(AuditEntry).where(*chosen.criteria())) or 0


def _trail_after(session: Session, sequence: int) -> Sequence[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.sequence > sequence)
    return session.scalars(query.order_by(AuditEntry.sequence).limit(BATCH)).all()


def _told(entry: AuditEntry) -> dict[str, Any]:
    names = ("sequence", "event", "actor", "subject_kind", "subject_id", "details")
    return {**{name: getattr(entry, name) for name in names}, "at": entry.at.isoformat()}
