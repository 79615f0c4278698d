"""The secret address of one's own calendar: whoever knows it reads when and where one's meetings are, nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.rules import hash_of, new_token
from ris.audit.events import AuditEvent
from ris.audit.log import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.models import User


def open_calendar(session: Session, actor: Actor, user: User, *, now: datetime) -> str:
    """A new secret word; an older one is worth nothing from now on. Only its hash is kept."""
    require(actor, Permission.OWN_AREA)
    word = new_token()
    user.calendar_hash = hash_of(word)
    record(session, actor, AuditEvent.CALENDAR_OPENED, user, {}, now=now)
    return word


def close_calendar(session: Session, actor: Actor, user: User, *, now: datetime) -> None:
    """The address says nothing any more. Also for who has left: their own address stays theirs to close."""
    if user.calendar_hash is not None:
        user.calendar_hash = None
        record(session, actor, AuditEvent.CALENDAR_CLOSED, user, {}, now=now)
