"""Reading the planned way of a paper, and which meetings would fit next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.council.models import Organization
from ris.council.rules import Group, group_of
from ris.drafting.rules import PlannedStop, StopRole
from ris.meetings.models import Consultation, ConsultationOrganization, Meeting, MeetingOrganization
from ris.scope.readers import readable_by
from ris.web.dates import BERLIN, local_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

PROPOSED = 6
"""Meetings proposed for one organization."""


@dataclass(frozen=True)
class Stop:
    """A stop of a paper's way."""

    consultation_id: int
    organization_id: int
    organization: str
    role: StopRole
    meeting_id: int | None
    start: datetime | None
    on_agenda: bool

    @property
    def planned(self) -> PlannedStop:
        """What order depends on."""
        return PlannedStop(self.organization, self.role, local_day(self.start) if self.start else None)


def stops_of(session: Session, paper_id: int) -> list[Stop]:
    """The stops of a paper in order: those on agendas by their meeting, then the planned ones as they were planned."""
    rows = session.execute(
        select(Consultation, Organization.id, Organization.name, Meeting.start)
        .join(ConsultationOrganization, ConsultationOrganization.consultation_id == Consultation.id)
        .join(Organization, Organization.id == ConsultationOrganization.organization_id)
        .outerjoin(Meeting, Meeting.id == Consultation.meeting_id)
        .where(Consultation.paper_id == paper_id, Consultation.deleted.is_(False))
        .order_by(Consultation.agenda_item_id.is_(None), Consultation.id, ConsultationOrganization.position)
    )
    found: dict[int, Stop] = {}
    for row, organization_id, name, start in rows:
        role = next((role for role in StopRole if role.value == row.role), StopRole.PREPARATION)
        on_agenda = row.agenda_item_id is not None
        stop = Stop(row.id, organization_id, name or "ohne Namen", role, row.meeting_id, start, on_agenda)
        found.setdefault(row.id, stop)
    return list(found.values())


@dataclass(frozen=True)
class Proposal:
    """A meeting a paper could go to."""

    id: int
    start: datetime


def next_meetings(session: Session, actor: Actor, organization_id: int, after: date) -> list[Proposal]:
    """The next meetings of an organization behind a day that are neither cancelled nor moved."""
    first = datetime.combine(after, time.max, tzinfo=BERLIN)
    rows = session.execute(
        select(Meeting.id, Meeting.start)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .where(
            MeetingOrganization.organization_id == organization_id,
            Meeting.start > first,
            Meeting.cancelled.is_(False),
            Meeting.moved_to_id.is_(None),
            Meeting.deleted.is_(False),
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start, Meeting.id)
        .limit(PROPOSED)
    )
    return [Proposal(row.id, row.start) for row in rows if row.start is not None]


def deciding_organizations(session: Session, actor: Actor, today: date) -> list[tuple[int, str]]:
    """The organizations a paper can go to, by name: id and name."""
    rows = session.scalars(
        select(Organization)
        .where(readable_by(actor, Organization), Organization.deleted.is_(False))
        .order_by(Organization.name)
    )
    return [
        (row.id, row.name or "ohne Namen")
        for row in rows
        if group_of(row.organization_type, row.classification, row.name) is Group.COUNCIL
        and (row.end_date is None or row.end_date >= today)
    ]
