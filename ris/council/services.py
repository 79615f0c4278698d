"""Verbs on the town itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Body, LegislativeTerm, Location, Membership, Organization, Person, System
from ris.council.settings import BodySettings
from ris.scope.current import working_for
from ris.scope.models import Revision, raise_revision
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from sqlalchemy.orm import Session


def add_body(
    session: Session,
    actor: Actor,
    name: str,
    *,
    host: str | None = None,
    ags: str | None = None,
    settings: BodySettings | None = None,
    now: datetime,
) -> Body:
    """A new municipality joins the installation; everything of it will carry its ``body_id``."""
    require(actor, Permission.BODY_ADD)
    if session.scalar(select(System.id)) is None:
        session.add(System(name="Ratsinformationssystem", created=now, modified=now))
    body = Body(
        name=name,
        host=host,
        ags=ags,
        settings=(settings or BodySettings()).to_json(),
        created=now,
        modified=now,
    )
    session.add(body)
    session.flush()  # the log of a Body needs its id
    session.add(Revision(body_id=body.id, number=1, changed_at=now))
    with working_for(body.id):
        record(session, actor, AuditEvent.BODY_ADDED, body, {"host": host}, now=now)
        session.flush()  # while we work for it
    return body


Entry = TypeVar("Entry", LegislativeTerm, Location, Organization, Person, Membership)


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
    return entry


def end_membership(session: Session, actor: Actor, membership: Membership, day: date, *, now: datetime) -> None:
    """The last day of a seat or office; the row stays (Nachrücken opens another)."""
    require(actor, Permission.COUNCIL_EDIT, membership)
    membership.end_date = day
    membership.modified = now
    record(session, actor, AuditEvent.COUNCIL_CHANGED, membership, {"end_date": day.isoformat()}, now=now)


def change_settings(session: Session, actor: Actor, body: Body, settings: BodySettings, *, now: datetime) -> None:
    """What the town decides for itself."""
    require(actor, Permission.COUNCIL_EDIT)
    body.settings = settings.to_json()
    body.modified = now
    record(session, actor, AuditEvent.COUNCIL_CHANGED, body, {"settings": sorted(body.settings)}, now=now)
    raise_revision(session, body.id)
