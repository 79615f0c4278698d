"""Verbs on the calendar: plan meetings, and publish what was planned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import ADMINISTRATION, PUBLIC, closed_readers
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.council.models import Organization
from ris.council.organization_settings import OrganizationSettings
from ris.law.sitting import Chamber
from ris.meetings.models import Meeting, MeetingOrganization
from ris.meetings.rules import MeetingState
from ris.meetings.services.planning_numbers import count_meetings
from ris.scope.readers import audience_for
from ris.web.addresses import address_of
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class NothingToPlan(ValueError):
    """A meeting needs at least one organization and a start."""


@dataclass(frozen=True)
class NewMeeting:
    """A meeting to be planned; the first organization leads."""

    name: str
    """Empty: it gets its name with its number, when the calendar is published."""
    organizations: tuple[int, ...]
    start: datetime
    location_id: int | None = None


def add_meeting(session: Session, actor: Actor, new: NewMeeting, *, readers: Iterable[str], now: datetime) -> Meeting:
    """Put a meeting into the calendar at once (terminiert), for the given readers."""
    require(actor, Permission.MEETING_PLAN)
    meeting = _put_down(session, new, MeetingState.SCHEDULED, readers, now)
    record(session, actor, AuditEvent.MEETING_PLANNED, meeting, {"start": new.start.isoformat()}, now=now)
    if PUBLIC in meeting.reader_tokens:
        publish_entries(session, [_appearance(meeting)], now=now)
    return meeting


def plan_meetings(session: Session, actor: Actor, new: Sequence[NewMeeting], *, now: datetime) -> list[Meeting]:
    """Note meetings in the office's own calendar; nobody else learns of them. Raises :class:`NothingToPlan`.

    Where the leading organization meets at that moment already nothing is noted, so that a second call does nothing.
    """
    require(actor, Permission.MEETING_PLAN)
    if not new or not all(wanted.organizations for wanted in new):
        raise NothingToPlan
    session.scalars(select(Organization).with_for_update()).all()  # one office at a time, see publish_calendar
    planned = []
    for wanted in new:
        if _meets_already(session, wanted):
            continue
        meeting = _put_down(session, wanted, MeetingState.PLANNED, {ADMINISTRATION}, now)
        record(session, actor, AuditEvent.MEETING_PLANNED, meeting, {"start": wanted.start.isoformat()}, now=now)
        planned.append(meeting)
    return planned


def _meets_already(session: Session, wanted: NewMeeting) -> bool:
    known = (
        select(Meeting.id)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .where(
            MeetingOrganization.organization_id == wanted.organizations[0],
            Meeting.start == wanted.start,
            Meeting.cancelled.is_(False),
        )
    )
    return session.scalars(known).first() is not None


def publish_calendar(
    session: Session, actor: Actor, meeting_ids: Collection[int], *, now: datetime
) -> Sequence[Meeting]:
    """Make planned meetings known: day, place and who meets. Each gets its number and its name, in order of time.

    Of the meetings named only those still planned are taken, so that a second call does nothing. Meetings of
    organizations that meet in closed session are known to their own readers only.
    """
    require(actor, Permission.MEETING_PLAN)
    # Numbers are given one office at a time: the rows of the organizations are the turnstile.
    organizations = {row.id: row for row in session.scalars(select(Organization).with_for_update())}
    planned = session.scalars(
        select(Meeting)
        .where(Meeting.id.in_(meeting_ids), Meeting.state == MeetingState.PLANNED)
        .order_by(Meeting.start, Meeting.id)
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True),
    ).all()
    for meeting in planned:
        meeting.enter(MeetingState.SCHEDULED)
        meeting.modified = now
        meeting.audience = audience_for(session, _readers(meeting, organizations, now))
        count_meetings(session, meeting, organizations)
        record(session, actor, AuditEvent.CONTENT_PUBLISHED, meeting, {"name": meeting.name}, now=now)
    publish_entries(session, [_appearance(meeting) for meeting in planned if PUBLIC in meeting.reader_tokens], now=now)
    return planned


def readers_of(organizations: Iterable[Organization], meeting_id: int, now: datetime) -> frozenset[str]:
    """Who may know of a meeting of these organizations: everybody, unless one of them meets in closed session."""
    meeting = tuple(organizations)
    settings = [OrganizationSettings.from_json(organization.settings) for organization in meeting]
    if all(own.public_by_default and own.chamber is not Chamber.EXECUTIVE for own in settings):
        return frozenset({PUBLIC})
    executive = any(own.chamber is Chamber.EXECUTIVE for own in settings)
    ids = [organization.id for organization in meeting]
    return closed_readers(ids, day=local_day(now), council=not executive, meeting_ids=[meeting_id])


def _readers(meeting: Meeting, organizations: dict[int, Organization], now: datetime) -> frozenset[str]:
    return readers_of((organizations[identity] for identity in meeting.organization_ids), meeting.id, now)


def _put_down(session: Session, new: NewMeeting, state: MeetingState, readers: Iterable[str], now: datetime) -> Meeting:
    meeting = Meeting(
        name=new.name or None,
        state=state.value,
        meeting_state=state.oparl_word,
        start=new.start,
        location_id=new.location_id,
        audience=audience_for(session, readers),
        created=now,
        modified=now,
    )
    session.add(meeting)
    session.flush()  # the organizations need its id
    for position, identity in enumerate(dict.fromkeys(new.organizations)):
        session.add(MeetingOrganization(meeting_id=meeting.id, organization_id=identity, position=position))
    return meeting


def _appearance(meeting: Meeting) -> PublicAct:
    said = {"name": meeting.name, "start": meeting.start.isoformat() if meeting.start else None}
    return PublicAct(PublicEvent.PUBLISHED, address_of("meeting", meeting.id), digest_of(said))
