"""Taking public things back. What was public once leaves a tombstone; what never was simply is not there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import inspect, select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.audit.models import Tombstone
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.scope.objects import ProtectedObject


class NoReason(ValueError):
    """Nothing is withdrawn without a reason the public may read."""


@dataclass(frozen=True)
class Withdrawal:
    """One row to be withdrawn, and the address it stood at (``None``: it has no page of its own)."""

    row: ProtectedObject
    address: str | None


def withdraw(
    session: Session,
    actor: Actor,
    withdrawals: Sequence[Withdrawal],
    reason: str,
    *,
    now: datetime,
) -> None:
    """Withdraw rows for everybody; raises :class:`NoReason` when no reason is given."""
    for withdrawal in withdrawals:
        require(actor, Permission.CONTENT_WITHDRAW, withdrawal.row)
    if not reason.strip():
        raise NoReason
    nobody = audience_for(session, ())
    acts = []
    for row, address in ((w.row, w.address) for w in withdrawals if not w.row.deleted):
        if PUBLIC in row.reader_tokens and address is not None:
            _bury(session, row, address, reason, now)
            acts.append(PublicAct(PublicEvent.WITHDRAWN, address, digest_of({"reason": reason})))
        row.audience = nobody
        row.deleted = True
        row.modified = now
        record(session, actor, AuditEvent.CONTENT_WITHDRAWN, row, {"reason": reason}, now=now)
    publish_entries(session, acts, now=now)


def tombstone_at(session: Session, address: str) -> Tombstone | None:
    """What stood at this address, if it was public once and is gone."""
    return session.scalars(select(Tombstone).where(Tombstone.address == address)).first()


def _bury(session: Session, row: ProtectedObject, address: str, reason: str, now: datetime) -> None:
    kind = inspect(type(row)).local_table.name
    session.add(
        Tombstone(subject_kind=kind, subject_id=row.id, address=address, at=now, reason=reason),
    )
