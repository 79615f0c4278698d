"""Reading what planning offers: who can meet, where, and what was planned and is not published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.council.models import Location, Organization, SchoolHoliday
from ris.council.organization_settings import OrganizationSettings
from ris.council.rules import Group, group_of
from ris.law.school_holidays import school_holidays_of
from ris.meetings.models import Meeting, MeetingOrganization
from ris.meetings.queries.lines import MEETING_COLUMNS, MeetingLine, meeting_lines, place_of
from ris.meetings.rules import MeetingState
from ris.meetings.year import Span
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.law.provisions import Land

MOST_PLACES = 300


@dataclass(frozen=True)
class MeetingBody:
    """An organization that meets, with what it usually does."""

    id: int
    name: str
    settings: OrganizationSettings


def bodies_that_meet(session: Session, actor: Actor, today: date) -> list[MeetingBody]:
    """The Gremien of today, by name."""
    rows = session.execute(
        select(
            Organization.id,
            Organization.name,
            Organization.organization_type,
            Organization.classification,
            Organization.settings,
        )
        .where(
            readable_by(actor, Organization),
            Organization.deleted.is_(False),
            or_(Organization.end_date.is_(None), Organization.end_date >= today),
        )
        .order_by(Organization.name, Organization.id)
    )
    return [
        MeetingBody(row.id, row.name or "Gremium ohne Namen", OrganizationSettings.from_json(row.settings))
        for row in rows
        if group_of(row.organization_type, row.classification, row.name) is Group.COUNCIL
    ]


def places_to_meet(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Places where meetings are or may be held, with their name; what papers are about is no place to meet."""
    rows = session.execute(
        select(Location.id, Location.room, Location.description, Location.street_address)
        .where(
            readable_by(actor, Location),
            Location.in_use,
            Location.deleted.is_(False),
            or_(
                Location.room.is_not(None),
                Location.room_key.is_not(None),
                exists().where(Meeting.location_id == Location.id),
            ),
        )
        .order_by(Location.description, Location.room, Location.id)
        .limit(MOST_PLACES)
    )
    return [(row.id, place_of(row.room, row.description, row.street_address) or f"Ort {row.id}") for row in rows]


def last_meeting_of(session: Session, actor: Actor, organization_id: int) -> tuple[datetime, int | None] | None:
    """When and where an organization met, or will meet, last; None where it never did."""
    row = session.execute(
        select(Meeting.start, Meeting.location_id)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .where(
            MeetingOrganization.organization_id == organization_id,
            MeetingOrganization.position == 0,
            Meeting.start.is_not(None),
            Meeting.cancelled.is_(False),
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start.desc())
        .limit(1)
    ).first()
    return None if row is None else (row.start, row.location_id)


def school_holidays(session: Session, land: Land, year: int) -> list[Span]:
    """The school holidays that touch a year, in order: the ministry's, and what the town entered beside them."""
    fixed = [Span(known.name, known.first_day, known.last_day) for known in school_holidays_of(land, year)]
    rows = session.scalars(
        select(SchoolHoliday).where(
            SchoolHoliday.last_day >= date(year, 1, 1), SchoolHoliday.first_day <= date(year, 12, 31)
        )
    )
    own = [Span(row.name, row.first_day, row.last_day) for row in rows]
    return sorted([*fixed, *own], key=lambda span: (span.first, span.last))


def planned_meetings(session: Session, actor: Actor) -> Sequence[MeetingLine]:
    """What was planned and is not published, in order of time."""
    require(actor, Permission.MEETING_PLAN)
    rows = session.execute(
        select(*MEETING_COLUMNS)
        .outerjoin(Location, Location.id == Meeting.location_id)
        .where(Meeting.state == MeetingState.PLANNED, Meeting.cancelled.is_(False), readable_by(actor, Meeting))
        .order_by(Meeting.start, Meeting.id)
    ).all()
    return meeting_lines(session, actor, rows)


def meeting_to_change(session: Session, actor: Actor, meeting_id: int) -> Meeting | None:
    """One readable meeting."""
    return session.scalars(select(Meeting).where(Meeting.id == meeting_id, readable_by(actor, Meeting))).first()
