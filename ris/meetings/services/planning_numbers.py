"""Counting the sittings of an organization and naming a meeting by the count."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from ris.council.models import LegislativeTerm, Organization
from ris.council.organization_settings import NumberingPeriod, OrganizationSettings
from ris.meetings.models import Meeting, MeetingOrganization
from ris.meetings.rules import CALLED_OFF, MeetingState
from ris.web.dates import local_day, midnight

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

UNCOUNTED = (MeetingState.PLANNED, *sorted(CALLED_OFF))


def count_meetings(session: Session, meeting: Meeting, organizations: Mapping[int, Organization]) -> None:
    """Give a meeting its number within each of its organizations, and the name that follows from the leading one's."""
    session.flush()  # meetings counted before this one are seen
    links = session.scalars(
        select(MeetingOrganization)
        .where(MeetingOrganization.meeting_id == meeting.id)
        .order_by(MeetingOrganization.position),
    ).all()
    day = local_day(meeting.start) if meeting.start else date.max
    for link in links:
        settings = OrganizationSettings.from_json(organizations[link.organization_id].settings)
        link.number = _next_number(session, meeting.id, link.organization_id, settings, day)
    if meeting.name is None and links:
        leading = organizations[links[0].organization_id]
        meeting.name = name_of(leading, OrganizationSettings.from_json(leading.settings), links[0].number or 1, day)


def name_of(organization: Organization, settings: OrganizationSettings, number: int, day: date) -> str:
    """What the so-and-so-manieth meeting of an organization is called."""
    words = {
        "{nummer}": str(number),
        "{jahr}": str(day.year),
        "{gremium}": organization.name or "Sitzung",
        "{kurz}": organization.short_name or organization.name or "Sitzung",
    }
    name = settings.numbering
    for sign, word in words.items():
        name = name.replace(sign, word)
    return name


def _next_number(
    session: Session, meeting_id: int, organization_id: int, settings: OrganizationSettings, day: date
) -> int:
    first, last = _period(session, settings.numbering_period, day)
    counted = (
        select(func.count(), func.max(MeetingOrganization.number))
        .join(Meeting, Meeting.id == MeetingOrganization.meeting_id)
        .where(
            MeetingOrganization.organization_id == organization_id,
            MeetingOrganization.meeting_id != meeting_id,
            Meeting.start >= midnight(first),
            or_(
                MeetingOrganization.number.is_not(None),
                Meeting.state.is_(None) & Meeting.cancelled.is_(False),
                Meeting.state.not_in(UNCOUNTED),
            ),
        )
    )
    if last is not None:
        counted = counted.where(Meeting.start < midnight(last))
    known, highest = session.execute(counted).one()
    # Meetings from before this system have no numbers here, but they were counted somewhere.
    return max(known, highest or 0) + 1


def _period(session: Session, period: NumberingPeriod, day: date) -> tuple[date, date | None]:
    """From which day on, and before which, sittings are counted together."""
    if period is NumberingPeriod.TERM:
        term = session.execute(
            select(LegislativeTerm.start_date, LegislativeTerm.end_date)
            .where(
                LegislativeTerm.start_date <= day,
                or_(LegislativeTerm.end_date.is_(None), LegislativeTerm.end_date >= day),
            )
            .order_by(LegislativeTerm.start_date.desc())
            .limit(1),
        ).first()
        if term is not None and term.start_date is not None:
            return term.start_date, None if term.end_date is None else _after(term.end_date)
    return date(day.year, 1, 1), date(day.year + 1, 1, 1)


def _after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
