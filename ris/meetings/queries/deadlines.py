"""Reading what is due before the coming meetings: the law's and the town's own deadlines, counted backwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.council.chambers import chamber_of
from ris.council.models import Organization
from ris.council.organization_settings import OrganizationSettings
from ris.council.town import body_settings
from ris.law.deadlines import Deadline, Step, deadlines_for
from ris.law.in_force import law_in_force
from ris.law.sitting import Chamber, Sitting
from ris.meetings.models import Meeting, MeetingOrganization
from ris.meetings.rules import MeetingState
from ris.scope.readers import readable_by
from ris.web.dates import local_day, midnight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.law.standing_orders import StandingOrders

REACH = timedelta(days=120)
"""A deadline never lies further before its meeting."""
DONE = frozenset({MeetingState.INVITED, MeetingState.HELD})
"""Who was invited, and what was announced with it, has its proof; nothing is left to count."""


@dataclass(frozen=True)
class ComingMeeting:
    """A meeting the office prepares."""

    id: int
    title: str
    start: datetime
    state: MeetingState
    chamber: Chamber | None
    modified: datetime

    @property
    def day(self) -> date:
        """The day in Germany it begins."""
        return local_day(self.start)


@dataclass(frozen=True)
class Due:
    """One deadline of one meeting."""

    meeting: ComingMeeting
    deadline: Deadline


def coming_meetings(session: Session, actor: Actor, first: date, last: date) -> Sequence[ComingMeeting]:
    """Meetings from one day to another that are neither called off nor imported, in order of time."""
    rows = session.execute(
        select(
            Meeting.id,
            Meeting.name,
            Meeting.start,
            Meeting.state,
            Meeting.modified,
            Organization.name.label("organization"),
            Organization.settings,
        )
        .join(MeetingOrganization, (MeetingOrganization.meeting_id == Meeting.id) & (MeetingOrganization.position == 0))
        .join(Organization, Organization.id == MeetingOrganization.organization_id)
        .where(
            Meeting.start >= midnight(first),
            Meeting.start < midnight(last + timedelta(days=1)),
            Meeting.state.is_not(None),
            Meeting.cancelled.is_(False),
            Meeting.deleted.is_(False),
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start, Meeting.id),
    )
    return [
        ComingMeeting(
            id=row.id,
            title=row.name or row.organization or "Sitzung ohne Namen",
            start=row.start,
            state=MeetingState(row.state),
            chamber=chamber_of(OrganizationSettings.from_json(row.settings).chamber, row.organization),
            modified=row.modified,
        )
        for row in rows
    ]


def orders_of(session: Session, actor: Actor) -> StandingOrders:
    """Hauptsatzung and Geschäftsordnung of the actor's town."""
    return body_settings(session, actor.body_id).standing_orders


def deadlines_of(orders: StandingOrders, meeting: ComingMeeting, *, today: date) -> list[Due]:
    """Everything due before one meeting, earliest first; nothing where the law knows no rules for who meets."""
    if meeting.chamber is None:
        return []
    law = law_in_force(orders, meeting.day)
    found = deadlines_for(law, Sitting(meeting.day, meeting.chamber), today=today)
    late = any(deadline.step is Step.RECEIPT and deadline.missed for deadline in found)
    # What is left with a shortened period matters once the regular one has passed.
    return [Due(meeting, deadline) for deadline in found if late or deadline.step is not Step.SHORT_RECEIPT]


def due_between(session: Session, actor: Actor, first: date, last: date, *, today: date) -> list[Due]:
    """The deadlines from one day to another, earliest first, of meetings not yet invited to."""
    orders = orders_of(session, actor)
    due = [
        entry
        for meeting in coming_meetings(session, actor, today, last + REACH)
        if meeting.state not in DONE
        for entry in deadlines_of(orders, meeting, today=today)
        if first <= entry.deadline.day <= last
    ]
    return sorted(due, key=lambda entry: (entry.deadline.day, entry.meeting.start, entry.meeting.id))
