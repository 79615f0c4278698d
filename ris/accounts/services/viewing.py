"""Verbs on looking with other eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.models import User


def note_viewing(session: Session, actor: Actor, user: User, words: str, *, now: datetime) -> None:
    """Write down that somebody looks with other eyes, and with whose."""
    require(actor, Permission.ROLE_VIEW_AS, user)
    record(session, actor, AuditEvent.ROLE_VIEWED, user, {"as": words}, now=now)
