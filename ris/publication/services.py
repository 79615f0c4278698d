"""Taking public things back. What was public once leaves a tombstone; what never was simply is not there."""

from __future__ import annotations

from collections import defaultdict
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
    gone = []
    leaving = [withdrawal for withdrawal in withdrawals if not withdrawal.row.deleted]
    for withdrawal in leaving:
        row = withdrawal.row
        if PUBLIC in row.reader_tokens and withdrawal.address is not None:
            gone.append(_buried(withdrawal, withdrawal.address))
        row.audience = nobody
        row.deleted = True
        row.modified = now
        record(session, actor, AuditEvent.CONTENT_WITHDRAWN, row, {"reason": reason}, now=now)
    gone += retract_versions(session, [withdrawal.row for withdrawal in leaving])
    bury(session, gone, reason, now=now)


def tombstone_at(session: Session, address: str) -> Tombstone | None:
    """What stood at this address, or at the page above it, if it was public once and is gone."""
    above = address_above(address)
    places = [address] if above is None else [address, above]
    found = session.scalars(select(Tombstone).where(Tombstone.address.in_(places)))
    return max(found, key=lambda tombstone: len(tombstone.address), default=None)


def bury(session: Session, gone: Sequence[Retracted], reason: str, *, now: datetime) -> None:
    """Let addresses say when and why what stood there went, and what is read instead; the public log says it, too.

    What was closed, published anew and is withdrawn now says it of the last time.
    """
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for place in gone:
        ids[place.kind].add(place.id)
    known: dict[tuple[str, int], Tombstone] = {}
    for kind, wanted in ids.items():
        of_kind = select(Tombstone).where(Tombstone.subject_kind == kind, Tombstone.subject_id.in_(wanted))
        known |= {(kind, tombstone.subject_id): tombstone for tombstone in session.scalars(of_kind)}
    for place in gone:
        tombstone = known.get((place.kind, place.id)) or Tombstone(subject_kind=place.kind, subject_id=place.id)
        tombstone.address, tombstone.at, tombstone.reason = place.address, now, reason
        tombstone.replaced_by = place.current
        session.add(tombstone)
    told = digest_of({"reason": reason})
    publish_entries(session, [PublicAct(PublicEvent.WITHDRAWN, place.address, told) for place in gone], now=now)


def _buried(withdrawal: Withdrawal, address: str) -> Retracted:
    kind = inspect(type(withdrawal.row)).local_table.name
    return Retracted(kind, withdrawal.row.id, address, withdrawal.successor)
