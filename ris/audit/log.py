"""Writing the two logs, always inside the transaction of the change they tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event as events
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ris.audit.chain import BEGINNING, chained_hash
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.scope.current import current_body_id
from ris.scope.models import Revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import SessionTransaction

    from ris.access.actor import Actor
    from ris.audit.events import AuditEvent, PublicEvent


ENDS = "ris_log_ends"
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _End:
    """Where a chain ends."""

    sequence: int
    hash: str
    at: datetime


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
    now = now.astimezone(UTC)  # what is hashed is what the table gives back
    end = _end_of(session, AuditEntry)
    previous = end.hash
    content = {
        "sequence": end.sequence + 1,
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
    _remember(session, AuditEntry, _End(entry.sequence, entry.hash, now))
    return entry


def publish_entries(session: Session, acts: Sequence[PublicAct], *, now: datetime) -> None:
    """Append entries to the Body's public log, in the order given.

    No entry is dated before its predecessor: where the machine's clock was set back, the predecessor's time stands.
    """
    if not acts:
        return
    end = _end_of(session, PublicLogEntry)
    now = max(now.astimezone(UTC), end.at)
    sequence, previous = end.sequence, end.hash
    rows = []
    for act in acts:
        sequence += 1
        content = public_content(sequence, now, act.event.value, act.address, act.digest)
        own_hash = chained_hash(previous, content)
        rows.append({**content, "at": now, "body_id": current_body_id(), "previous": previous, "hash": own_hash})
        previous = own_hash
    session.bulk_insert_mappings(PublicLogEntry.__mapper__, rows)
    _remember(session, PublicLogEntry, _End(sequence, previous, now))


def public_content(sequence: int, at: datetime, event: str, address: str, digest: str) -> dict[str, Any]:
    """What a public entry says, as it is hashed and downloaded."""
    return {"sequence": sequence, "at": at.isoformat(), "event": event, "address": address, "digest": digest}


def _end_of(session: Session, model: type[AuditEntry | PublicLogEntry]) -> _End:
    """The last entry so far, read once per transaction: until it ends, nobody else can add one."""
    known: dict[tuple[str, int], _End] = session.info.setdefault(ENDS, {})
    key = (model.__tablename__, current_body_id())
    if key not in known:
        _take_turn(session)
        last = session.execute(
            select(model.sequence, model.hash, model.at).order_by(model.sequence.desc()).limit(1),
        ).first()
        known[key] = _End(last.sequence, last.hash, last.at) if last else _End(0, BEGINNING, LONG_AGO)
    return known[key]


def _remember(session: Session, model: type[AuditEntry | PublicLogEntry], end: _End) -> None:
    session.info[ENDS][model.__tablename__, current_body_id()] = end


@events.listens_for(Session, "after_transaction_end")
def _forget_ends(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None or transaction.nested:
        session.info.pop(ENDS, None)


def _take_turn(session: Session) -> None:
    """One writer at a time per Body, so that the chain has no forks (PostgreSQL; SQLite has one writer anyway)."""
    session.execute(
        update(Revision).where(Revision.body_id == current_body_id()).values(number=Revision.number),
        execution_options={"synchronize_session": False},
    )
