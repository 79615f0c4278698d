"""Verbs on the register: take an entry in, change it, end it. Nothing is ever deleted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.council.delivery import note_delivery
from ris.council.models import LegislativeTerm, Location, Membership, Organization, Person
from ris.scope.readers import audience_for
from ris.web.addresses import PATHS, address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

AnyEntry = LegislativeTerm | Location | Organization | Person | Membership
Entry = TypeVar("Entry", bound=AnyEntry)
PRIVATE = frozenset({"email", "phone", "location_id"})
"""What is private of a person: the trail names the field and keeps no value for ever."""


class Conflict(RuntimeError):
    """Somebody else changed the entry since it was shown."""

    def __init__(self, entry: AnyEntry) -> None:
        super().__init__(f"{entry.__tablename__} {entry.id} was changed at {entry.modified}")
        self.entry = entry


def enter(
    session: Session,
    actor: Actor,
    entry: Entry,
    *,
    readers: Iterable[str],
    now: datetime,
) -> Entry:
    """Take a term, place, organization, person or seat into the town's register, for the given readers."""
    require(actor, Permission.COUNCIL_EDIT)
    entry.audience = audience_for(session, readers)
    entry.created = entry.modified = now
    session.add(entry)
    record(session, actor, AuditEvent.COUNCIL_CHANGED, entry, {"entered": True}, now=now)
    if isinstance(entry, Person) and entry.electronic_since is not None:
        note_delivery(session, actor, entry, now=now)
    return entry


def change(
    session: Session,
    actor: Actor,
    entry: AnyEntry,
    values: Mapping[str, Any],
    *,
    seen: datetime,
    now: datetime,
) -> bool:
    """Give an entry new values by column, as decided over the state of ``seen``; whether anything became different.

    The trail keeps the old and the new values, so that each change can be taken back by another. Raises
    :class:`Conflict` where the entry was changed after ``seen``.
    """
    require(actor, Permission.COUNCIL_EDIT, entry)
    session.refresh(entry, with_for_update=True)
    if entry.modified != seen:
        raise Conflict(entry)
    before = {name: getattr(entry, name) for name in values}
    different = {name: value for name, value in values.items() if before[name] != value}
    if not different:
        return False
    for name, value in different.items():
        setattr(entry, name, value)
    entry.modified = now
    details = {name: [_kept(entry, name, before[name]), _kept(entry, name, value)] for name, value in different.items()}
    record(session, actor, AuditEvent.COUNCIL_CHANGED, entry, {"changed": details}, now=now)
    if isinstance(entry, Person) and "electronic_since" in different:
        note_delivery(session, actor, entry, now=now)
    return True


def make_public(session: Session, actor: Actor, entry: AnyEntry, *, now: datetime) -> None:
    """From now on everybody may see the entry. The other way is withdrawing (ris/publication), with a reason."""
    require(actor, Permission.COUNCIL_EDIT, entry)
    if PUBLIC in entry.reader_tokens:
        return
    entry.audience = audience_for(session, {PUBLIC})
    entry.modified = now
    record(session, actor, AuditEvent.CONTENT_PUBLISHED, entry, {"readers": [PUBLIC]}, now=now)
    kind = entry.__tablename__
    if kind in PATHS:
        said = {"id": entry.id, "modified": now.isoformat()}
        publish_entries(
            session, [PublicAct(PublicEvent.PUBLISHED, address_of(kind, entry.id), digest_of(said))], now=now
        )


def end_membership(session: Session, actor: Actor, membership: Membership, day: date, *, now: datetime) -> None:
    """The last day of a seat or office; the row stays (Nachrücken opens another)."""
    require(actor, Permission.COUNCIL_EDIT, membership)
    membership.end_date = day
    membership.modified = now
    record(session, actor, AuditEvent.COUNCIL_CHANGED, membership, {"end_date": day.isoformat()}, now=now)


def _kept(entry: AnyEntry, name: str, value: Any) -> Any:  # noqa: ANN401 - any column's value
    if isinstance(entry, Person) and name in PRIVATE:
        return "…" if value else None
    return value.isoformat() if isinstance(value, date) else value
