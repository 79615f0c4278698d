"""Verbs before a meeting: plan it, set its agenda, invite, move or cancel it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.documents.models import Paper
from ris.meetings.models import (
    AgendaItem,
    AgendaVersion,
    Consultation,
    ConsultationOrganization,
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


@dataclass(frozen=True)
class NewItem:
    """An item to be put at the end of an agenda."""

    number: str
    name: str
    public: bool
    closed_reason: str | None = None
    paper: Paper | None = None
    role: str | None = None
    """What the organization does with the paper: Vorberatung, Anhörung, Entscheidung, Kenntnisnahme."""
    authoritative: bool = False


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


def add_item(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    new: NewItem,
    *,
    readers: Iterable[str],
    now: datetime,
) -> AgendaItem:
    """Put an item at the end of the agenda, with its paper's station where it has a paper."""
    require(actor, Permission.MEETING_PLAN, meeting)
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id))
    item = AgendaItem(
        meeting_id=meeting.id,
        number=new.number,
        position=0 if last is None else last + 1,
        name=new.name,
        public=new.public,
        closed_reason=new.closed_reason,
        audience=audience_for(session, readers),
        created=now,
        modified=now,
    )
    session.add(item)
    record(session, actor, AuditEvent.ITEM_ADDED, item, {"meeting": meeting.id, "number": new.number}, now=now)
    if new.paper is not None:
        _consult(session, meeting, item, new, now)
    return item


def _consult(session: Session, meeting: Meeting, item: AgendaItem, new: NewItem, now: datetime) -> None:
    station = Consultation(
        paper=new.paper,
        meeting_id=meeting.id,
        agenda_item_id=item.id,
        role=new.role,
        authoritative=new.authoritative,
        audience=item.audience,
        created=now,
        modified=now,
    )
    session.add(station)
    session.flush()  # the item names its station
    item.consultation_id = station.id
    leading = select(MeetingOrganization).where(MeetingOrganization.meeting_id == meeting.id)
    for link in session.scalars(leading.order_by(MeetingOrganization.position)):
        session.add(
            ConsultationOrganization(
                consultation_id=station.id,
                organization_id=link.organization_id,
                position=link.position,
            ),
        )


def invite_members(session: Session, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """Send out the agenda: it is frozen as it stands, once for each circle of readers."""
    require(actor, Permission.MEETING_PLAN, meeting)
    meeting.meeting_state = INVITED
    meeting.agenda_version += 1
    meeting.modified = now
    items = session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position),
    ).all()
    papers = _papers_of(session, meeting)
    circles = {meeting.audience.key: meeting.audience, **{item.audience.key: item.audience for item in items}}
    digests = {}
    for key, audience in sorted(circles.items()):
        readers = {PUBLIC, *audience.tokens}  # who reads the closed part reads the public one as well
        seen = [item for item in items if readers & item.reader_tokens]
        content = {"items": [_frozen(item, papers) for item in seen]}
        digests[key] = digest_of(content)
        session.add(
            AgendaVersion(
                meeting_id=meeting.id,
                number=meeting.agenda_version,
                at=now,
                occasion="invited",
                content=content,
                digest=digests[key],
                audience=audience,
            ),
        )
    record(session, actor, AuditEvent.MEETING_INVITED, meeting, {"version": meeting.agenda_version}, now=now)
    if PUBLIC in meeting.reader_tokens:
        address = str(address_of("meeting", meeting.id))
        publish_entries(session, [PublicAct(PublicEvent.INVITED, address, digests[meeting.audience.key])], now=now)


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


def _papers_of(session: Session, meeting: Meeting) -> dict[int, dict[str, Any]]:
    rows = session.execute(
        select(Consultation.agenda_item_id, Paper.slug, Paper.version)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(Consultation.meeting_id == meeting.id),
    )
    return {item_id: {"slug": slug, "version": version} for item_id, slug, version in rows if item_id is not None}


def _frozen(item: AgendaItem, papers: dict[int, dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": item.id,
        "number": item.number,
        "name": item.name,
        "public": item.public,
        "papers": [papers[item.id]] if item.id in papers else [],
    }


def _tell(session: Session, event: PublicEvent, meeting: Meeting, said: dict[str, Any], now: datetime) -> None:
    if PUBLIC in meeting.reader_tokens:
        publish_entries(session, [PublicAct(event, str(address_of("meeting", meeting.id)), digest_of(said))], now=now)
