"""Verbs on the town itself: take it in, change what it decides for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Body, System
from ris.council.settings import BodySettings
from ris.scope.current import working_for
from ris.scope.models import Revision, raise_revision

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


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


def change_settings(session: Session, actor: Actor, body: Body, settings: BodySettings, *, now: datetime) -> None:
    """What the town decides for itself."""
    require(actor, Permission.BODY_EDIT)
    body.settings = settings.to_json()
    body.modified = now
    record(session, actor, AuditEvent.COUNCIL_CHANGED, body, {"settings": sorted(body.settings)}, now=now)
    raise_revision(session, body.id)
