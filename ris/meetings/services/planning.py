"""Verbs on the calendar: plan a meeting, move it, cancel it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.meetings.models import (
    Meeting,
    MeetingOrganization,
)
from ris.scope.readers import audience_for
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

INVITED = "eingeladen"
PLANNED = "terminiert"


class NoReason(ValueError):
    """No meeting is moved or cancelled without a reason the public may read."""


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to be planned; the first organization leads."""

    name: str
    organizations: tuple[int, ...]
    start: datetime
    location_id: int | None = None


def add_meeting(session: Session, actor: Actor, new: NewMeeting, *, readers: Iterable[str], now: datetime) -> Meeting:
    """Put a meeting into the calendar (terminiert)."""
    require(actor, Permission.MEETING_PLAN)
    meeting = Meeting(
        name=new.name,
        meeting_state=PLANNED,
        start=new.start,
        location_id=new.location_id,
        audience=audience_for(session, readers),
        created=now,
        modified=now,
    )
    session.add(meeting)
    session.flush()  # the organizations need its id
    for position, identity in enumerate(new.organizations):
        session.add(MeetingOrganization(meeting_id=meeting.id, organization_id=identity, position=position))
    record(session, actor, AuditEvent.MEETING_PLANNED, meeting, {"start": new.start.isoformat()}, now=now)
    _tell(session, PublicEvent.PUBLISHED, meeting, {"name": new.name, "start": new.start.isoformat()}, now)
    return meeting


def cancel_meeting(session: Session, actor: Actor, meeting: Meeting, reason: str, *, now: datetime) -> None:
    """It will not take place; its page stays and says why. Raises :class:`NoReason`."""
    require(actor, Permission.MEETING_PLAN, meeting)
    _give_reason(meeting, reason, now)
    record(session, actor, AuditEvent.MEETING_CANCELLED, meeting, {"reason": reason}, now=now)
    _tell(session, PublicEvent.CANCELLED, meeting, {"reason": reason}, now)


def move_meeting(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    target: Meeting,
    reason: str,
    *,
    now: datetime,
) -> None:
    """It takes place as ``target`` instead; its page stays, says why and leads there. Raises :class:`NoReason`."""
    require(actor, Permission.MEETING_PLAN, meeting)
    _give_reason(meeting, reason, now)
    meeting.moved_to_id = target.id
    record(session, actor, AuditEvent.MEETING_MOVED, meeting, {"reason": reason, "to": target.id}, now=now)
    _tell(session, PublicEvent.MOVED, meeting, {"reason": reason, "to": address_of("meeting", target.id)}, now)


def _give_reason(meeting: Meeting, reason: str, now: datetime) -> None:
    if not reason.strip():
        raise NoReason
    meeting.cancelled = True
    meeting.change_reason = reason
    meeting.modified = now


def _tell(session: Session, event: PublicEvent, meeting: Meeting, said: dict[str, Any], now: datetime) -> None:
    if PUBLIC in meeting.reader_tokens:
        publish_entries(session, [PublicAct(event, str(address_of("meeting", meeting.id)), digest_of(said))], now=now)
