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
from ris.publication.frozen import Retracted, retract_versions
from ris.scope.readers import audience_for
from ris.web.addresses import address_above

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.scope.objects import ProtectedObject


class NoReason(ValueError):
    """Nothing is withdrawn without a reason the public may read."""


class SuccessorNotPublic(ValueError):
    """A page may only send everybody to what everybody may read."""


@dataclass(frozen=True)
class Withdrawal:
    """One row to be withdrawn, and the address it stood at (``None``: it has no page of its own)."""

    row: ProtectedObject
    address: str | None
    successor: str | None = None
    """Address of what stands there instead, where there is something."""


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
    leaving = [withdrawal for withdrawal in withdrawals if not withdrawal.row.deleted]
    for withdrawal in leaving:
        row = withdrawal.row
        if PUBLIC in row.reader_tokens and withdrawal.address is not None:
            _bury(session, withdrawal, reason, now)
            acts.append(PublicAct(PublicEvent.WITHDRAWN, withdrawal.address, digest_of({"reason": reason})))
        row.audience = nobody
        row.deleted = True
        row.modified = now
        record(session, actor, AuditEvent.CONTENT_WITHDRAWN, row, {"reason": reason}, now=now)
    for version in retract_versions(session, [withdrawal.row for withdrawal in leaving]):
        bury_version(session, version, reason, now=now)
    publish_entries(session, acts, now=now)


def tombstone_at(session: Session, address: str) -> Tombstone | None:
    """What stood at this address, or at the page above it, if it was public once and is gone."""
    above = address_above(address)
    places = [address] if above is None else [address, above]
    found = session.scalars(select(Tombstone).where(Tombstone.address.in_(places)))
    return max(found, key=lambda tombstone: len(tombstone.address), default=None)


def bury_version(session: Session, version: Retracted, reason: str, *, now: datetime) -> None:
    """Let the address of a version say when and why it went, and where the thing is read now."""
    session.add(
        Tombstone(
            subject_kind=version.kind,
            subject_id=version.id,
            address=version.address,
            at=now,
            reason=reason,
            replaced_by=version.current,
        ),
    )


def _bury(session: Session, withdrawal: Withdrawal, reason: str, now: datetime) -> None:
    session.add(
        Tombstone(
            subject_kind=inspect(type(withdrawal.row)).local_table.name,
            subject_id=withdrawal.row.id,
            address=withdrawal.address,
            at=now,
            reason=reason,
            replaced_by=withdrawal.successor,
        ),
    )
