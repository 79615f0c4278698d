"""Verbs on the town itself: take it in, change what it decides for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Body, System
from ris.council.settings import BodySettings
from ris.law.in_force import law_in_force
from ris.scope.current import working_for
from ris.scope.models import raise_revision
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class ChangedMeanwhile(RuntimeError):
    """Somebody else changed the Body since it was shown."""


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


def change_town(
    session: Session,
    actor: Actor,
    body: Body,
    values: Mapping[str, Any],
    settings: BodySettings,
    *,
    seen: datetime,
    now: datetime,
) -> bool:
    """New values of the Body and of its settings, as decided over the state of ``seen``; whether anything differs.

    The trail keeps old and new values. Raises :class:`ChangedMeanwhile`, and ``OrdersRefused`` for orders laxer than
    the law of today.
    """
    require(actor, Permission.BODY_EDIT)
    session.refresh(body, with_for_update=True)
    if body.modified != seen:
        raise ChangedMeanwhile(body.id)
    law_in_force(settings.standing_orders, local_day(now))
    kept = settings.to_json()
    before = {name: getattr(body, name) for name in values} | {name: body.settings.get(name) for name in kept}
    after = {**values, **kept}
    different = {name: [before[name], value] for name, value in after.items() if before[name] != value}
    if not different:
        return False
    for name, value in values.items():
        setattr(body, name, value)
    if "license" in different:
        body.license_valid_since = now
    body.settings = kept
    body.modified = now
    record(session, actor, AuditEvent.COUNCIL_CHANGED, body, {"changed": different}, now=now)
    raise_revision(session, body.id)
    return True
