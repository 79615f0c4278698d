"""Verbs on a planned day: move it, change its place or hour, call it off. The address of a meeting always stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.circles import PUBLIC, meeting_token
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.meetings.models import AgendaItem, Consultation, Meeting, MeetingOrganization
from ris.meetings.rules import MeetingState
from ris.scope.readers import audience_for
from ris.web.addresses import address_of
from ris.web.dates import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

TO_BE_INVITED_ANEW = frozenset({MeetingState.APPROVED, MeetingState.INVITED})


class NoReason(ValueError):
    """No meeting is moved or cancelled without a reason the public may read."""


class Conflict(RuntimeError):
    """Somebody else changed the meeting since it was shown."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"meeting {meeting.id} was changed at {meeting.modified}")
        self.meeting = meeting


@dataclass(frozen=True)
class NewTime:
    """When and where a meeting takes place instead."""

    start: datetime
    location_id: int | None


def cancel_meeting(
    session: Session, actor: Actor, meeting: Meeting, reason: str, *, seen: datetime | None = None, now: datetime
) -> None:
    """It will not take place; its page and its items stay and it says why.

    Raises :class:`NoReason`, :class:`Conflict` and :class:`ris.meetings.rules.StepRefused`.
    """
    require(actor, Permission.MEETING_MOVE, meeting)
    _lock(session, meeting, seen)
    public = PUBLIC in meeting.reader_tokens
    _call_off(meeting, MeetingState.CANCELLED, reason, now)
    record(session, actor, AuditEvent.MEETING_CANCELLED, meeting, {"reason": reason}, now=now)
    if public:
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
    """It takes place as ``target`` instead; its page stays, says why and leads there; its items travel.

    Raises :class:`NoReason` and :class:`ris.meetings.rules.StepRefused`.
    """
    require(actor, Permission.MEETING_MOVE, meeting)
    public = PUBLIC in meeting.reader_tokens
    _call_off(meeting, MeetingState.MOVED, reason, now)
    meeting.moved_to_id = target.id
    _carry_items(session, meeting, target, now)
    record(session, actor, AuditEvent.MEETING_MOVED, meeting, {"reason": reason, "to": target.id}, now=now)
    if public:
        _tell(session, PublicEvent.MOVED, meeting, {"reason": reason, "to": address_of("meeting", target.id)}, now)


def reschedule(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    new: NewTime,
    reason: str,
    *,
    seen: datetime | None = None,
    now: datetime,
) -> Meeting:
    """Give a meeting another day, hour or place; the meeting that takes place then.

    Another day makes another meeting: the old address says where it went, and the items travel without retyping. On
    the same day, or while only the office knows of it, it stays the same meeting. What was approved or invited is to
    be invited anew. Raises :class:`NoReason`, :class:`Conflict` and :class:`ris.meetings.rules.StepRefused`.
    """
    require(actor, Permission.MEETING_MOVE, meeting)
    _lock(session, meeting, seen)
    announced = meeting.standing is None or meeting.standing.announced
    same_day = meeting.start is not None and local_day(meeting.start) == local_day(new.start)
    if announced and not reason.strip():
        raise NoReason
    if same_day or not announced:
        _shift(session, actor, meeting, new, reason, now)
        return meeting
    target = _other_day(session, meeting, new, now)
    move_meeting(session, actor, meeting, target, reason, now=now)
    record(session, actor, AuditEvent.MEETING_PLANNED, target, {"instead_of": meeting.id}, now=now)
    if PUBLIC in target.reader_tokens:
        _tell(session, PublicEvent.PUBLISHED, target, {"name": target.name, "start": new.start.isoformat()}, now)
    return target


def _lock(session: Session, meeting: Meeting, seen: datetime | None) -> None:
    session.refresh(meeting, with_for_update={"of": Meeting})
    if seen is not None and meeting.modified != seen:
        raise Conflict(meeting)


def _shift(session: Session, actor: Actor, meeting: Meeting, new: NewTime, reason: str, now: datetime) -> None:
    """Another hour or place on the same day, or another day of a meeting nobody knows of yet."""
    if meeting.standing in {MeetingState.HELD, MeetingState.CANCELLED, MeetingState.MOVED}:
        meeting.enter(MeetingState.MOVED)  # refused, with its sentence
    before = {"start": meeting.start.isoformat() if meeting.start else None, "location_id": meeting.location_id}
    after = {"start": new.start.isoformat(), "location_id": new.location_id}
    meeting.start, meeting.location_id, meeting.modified = new.start, new.location_id, now
    if meeting.standing is None or meeting.standing.announced:
        meeting.sequence += 1
        meeting.change_reason = reason
    record(session, actor, AuditEvent.MEETING_MOVED, meeting, {"before": before, "after": after}, now=now)
    if PUBLIC in meeting.reader_tokens:
        _tell(session, PublicEvent.CORRECTED, meeting, {**after, "reason": reason}, now)


def _other_day(session: Session, meeting: Meeting, new: NewTime, now: datetime) -> Meeting:
    """The meeting on the new day: the same readers, organizations, name and numbers."""
    standing = meeting.standing or MeetingState.SCHEDULED
    state = MeetingState.AGENDA if standing in TO_BE_INVITED_ANEW else standing
    target = Meeting(
        name=meeting.name,
        state=state.value,
        meeting_state=state.oparl_word,
        start=new.start,
        location_id=new.location_id,
        audience=meeting.audience,
        created=now,
        modified=now,
    )
    session.add(target)
    session.flush()  # organizations and items need its id
    tokens = meeting.reader_tokens
    if meeting_token(meeting.id) in tokens:
        target.audience = audience_for(session, tokens - {meeting_token(meeting.id)} | {meeting_token(target.id)})
    for link in meeting.organizations:
        session.add(
            MeetingOrganization(
                meeting_id=target.id,
                organization_id=link.organization_id,
                position=link.position,
                number=link.number,
            ),
        )
        link.number = None  # the sitting of this number is the one on the new day
    return target


def _carry_items(session: Session, meeting: Meeting, target: Meeting, now: datetime) -> None:
    """Items and their stations go to the new day with their addresses; who stands in for somebody does so that day."""
    old, new = meeting_token(meeting.id), meeting_token(target.id)
    items = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id))
    stations = session.scalars(select(Consultation).where(Consultation.meeting_id == meeting.id))
    rows: list[AgendaItem | Consultation] = [*items, *stations]
    for row in rows:
        row.meeting_id = target.id
        row.modified = now
        if old in row.reader_tokens:
            row.audience = audience_for(session, row.reader_tokens - {old} | {new})


def _call_off(meeting: Meeting, state: MeetingState, reason: str, now: datetime) -> None:
    if not reason.strip():
        raise NoReason
    announced = meeting.standing is None or meeting.standing.announced
    meeting.enter(state)
    meeting.cancelled = True
    meeting.change_reason = reason
    meeting.modified = now
    if announced:
        meeting.sequence += 1


def _tell(session: Session, event: PublicEvent, meeting: Meeting, said: dict[str, Any], now: datetime) -> None:
    publish_entries(session, [PublicAct(event, address_of("meeting", meeting.id), digest_of(said))], now=now)
