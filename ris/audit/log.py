"""Writing the two logs, always inside the transaction of the change they tell of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from ris.audit.chain import BEGINNING, chained_hash
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.scope.current import current_body_id
from ris.scope.models import Revision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.audit.events import AuditEvent, PublicEvent


@dataclass(frozen=True)
class PublicAct:
    """One thing that happened in public: to which address, and the digest of what stands there now."""

    event: PublicEvent
    address: str
    digest: str


def actor_label(actor: Actor) -> str:
    """How an actor is named in the trail: by number, never by name."""
    return f"user:{actor.user_id}" if actor.user_id is not None else actor.name or "public"


def record(
    session: Session,
    actor: Actor,
    event: AuditEvent,
    subject: Any,  # noqa: ANN401 - any row with an id
    details: dict[str, Any],
    *,
    now: datetime,
) -> AuditEntry:
    """Append one entry to the Body's internal trail."""
    session.flush()  # the subject's id is part of the entry
    _take_turn(session)
    last = session.execute(
        select(AuditEntry.sequence, AuditEntry.hash).order_by(AuditEntry.sequence.desc()).limit(1),
    ).first()
    sequence, previous = (last.sequence + 1, last.hash) if last else (1, BEGINNING)
    content = {
        "sequence": sequence,
        "at": now.isoformat(),
        "event": event.value,
        "actor": actor_label(actor),
        "subject_kind": subject.__tablename__,
        "subject_id": subject.id,
        "details": details,
    }
    entry = AuditEntry(
        **{**content, "at": now},
        body_id=current_body_id(),
        previous=previous,
        hash=chained_hash(previous, content),
    )
    session.add(entry)
    session.flush()  # the next entry follows this one
    return entry


def publish_entries(session: Session, acts: Sequence[PublicAct], *, now: datetime) -> None:
    """Append entries to the Body's public log, in the order given."""
    if not acts:
        return
    _take_turn(session)
    last = session.execute(
        select(PublicLogEntry.sequence, PublicLogEntry.hash).order_by(PublicLogEntry.sequence.desc()).limit(1),
    ).first()
    sequence, previous = (last.sequence, last.hash) if last else (0, BEGINNING)
    rows = []
    for act in acts:
        sequence += 1
        content = public_content(sequence, now, act.event.value, act.address, act.digest)
        own_hash = chained_hash(previous, content)
        rows.append({**content, "at": now, "body_id": current_body_id(), "previous": previous, "hash": own_hash})
        previous = own_hash
    session.bulk_insert_mappings(PublicLogEntry.__mapper__, rows)


def public_content(sequence: int, at: datetime, event: str, address: str, digest: str) -> dict[str, Any]:
    """What a public entry says, as it is hashed and downloaded."""
    return {"sequence": sequence, "at": at.isoformat(), "event": event, "address": address, "digest": digest}


def _take_turn(session: Session) -> None:
    """One writer at a time per Body, so that the chain has no forks (PostgreSQL; SQLite has one writer anyway)."""
    session.execute(
        update(Revision).where(Revision.body_id == current_body_id()).values(number=Revision.number),
        execution_options={"synchronize_session": False},
    )
