"""Verbs on an agenda: put items on it, invite with it, supplement it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.documents.models import Paper
from ris.meetings.models import (
    AgendaItem,
    Consultation,
    ConsultationOrganization,
    Meeting,
    MeetingOrganization,
)
from ris.meetings.rules import MeetingState
from ris.meetings.services.agenda_freezing import freeze_agenda
from ris.scope.readers import audience_for
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


@dataclass(frozen=True)
class NewItem:
    """An item to be put on an agenda."""

    number: str
    name: str
    public: bool
    closed_reason: str | None = None
    paper: Paper | None = None
    role: str | None = None
    """What the organization does with the paper: Vorberatung, Anhörung, Entscheidung, Kenntnisnahme."""
    authoritative: bool = False
    after: AgendaItem | None = None
    """The item it follows; ``None`` puts it at the end."""


def add_item(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    new: NewItem,
    *,
    readers: Iterable[str],
    now: datetime,
) -> AgendaItem:
    """Put an item on the agenda, with its paper's station where it has a paper."""
    require(actor, Permission.MEETING_PLAN, meeting)
    item = AgendaItem(
        meeting_id=meeting.id,
        number=new.number,
        position=_free_position(session, meeting, new.after, now),
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


def _free_position(session: Session, meeting: Meeting, after: AgendaItem | None, now: datetime) -> int:
    """Where an item goes; those behind it move on by one."""
    on_agenda = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    if after is None:
        last = session.scalars(on_agenda.order_by(AgendaItem.position.desc()).limit(1)).first()
        return 0 if last is None else last.position + 1
    for item in session.scalars(on_agenda.where(AgendaItem.position > after.position)):
        item.position += 1
        item.modified = now
    return after.position + 1


def invite_members(session: Session, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """Send out the agenda: it is frozen as it stands, once for each circle of readers."""
    require(actor, Permission.MEETING_PLAN, meeting)
    meeting.enter(MeetingState.INVITED)
    digest = freeze_agenda(session, meeting, "invited", now=now)
    record(session, actor, AuditEvent.MEETING_INVITED, meeting, {"version": meeting.agenda_version}, now=now)
    _tell(session, PublicEvent.INVITED, meeting, digest, now)


def supplement_agenda(session: Session, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """Send out what was added after the invitation (Nachtrag); the agenda as invited stays readable."""
    require(actor, Permission.MEETING_PLAN, meeting)
    digest = freeze_agenda(session, meeting, "supplement", now=now)
    record(session, actor, AuditEvent.MEETING_SUPPLEMENTED, meeting, {"version": meeting.agenda_version}, now=now)
    _tell(session, PublicEvent.SUPPLEMENTED, meeting, digest, now)


def _tell(session: Session, event: PublicEvent, meeting: Meeting, digest: str, now: datetime) -> None:
    if PUBLIC in meeting.reader_tokens:
        publish_entries(session, [PublicAct(event, address_of("meeting", meeting.id), digest)], now=now)
