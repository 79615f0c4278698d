"""Verbs on substitution: somebody takes a member's place in one meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.models import Substitution
from ris.audit.events import AuditEvent
from ris.audit.log import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


def take_place(
    session: Session, actor: Actor, meeting_id: int, *, absent_id: int, substitute_id: int, now: datetime
) -> Substitution:
    """From now on the substitute reads what belongs to the meeting; asked twice, it stays one."""
    require(actor, Permission.MEETING_PLAN)
    known = session.scalars(
        select(Substitution).where(
            Substitution.meeting_id == meeting_id,
            Substitution.absent_id == absent_id,
            Substitution.substitute_id == substitute_id,
        ),
    ).first()
    if known is None:
        known = Substitution(meeting_id=meeting_id, absent_id=absent_id, substitute_id=substitute_id, since=now)
        session.add(known)
    if known.ended is not None:
        known.since, known.ended = now, None
    details = {"meeting": meeting_id, "absent": absent_id, "substitute": substitute_id}
    record(session, actor, AuditEvent.MEMBER_SUBSTITUTED, known, details, now=now)
    return known


def give_place_back(session: Session, actor: Actor, substitution: Substitution, *, now: datetime) -> None:
    """The member comes after all; the substitute reads the meeting's closed part no longer."""
    require(actor, Permission.MEETING_PLAN, substitution)
    substitution.ended = now
    details = {"meeting": substitution.meeting_id, "ended": True}
    record(session, actor, AuditEvent.MEMBER_SUBSTITUTED, substitution, details, now=now)
