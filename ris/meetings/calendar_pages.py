"""What the calendar's page shows: a month as a list or as a grid, an archive by key, and meetings without a day."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.meetings.forms import CalendarQuery
from ris.meetings.queries.calendar import (
    latest_meetings,
    meeting_organizations,
    meeting_years,
    meetings_in_month,
    meetings_page,
    undated_count,
    undated_page,
    upcoming_meetings,
)
from ris.meetings.queries.lines import MeetingLine, OrganizationName
from ris.web.dates import local_day, month_name, month_start, months_later

UNDATED = "Ohne Termin"


@dataclass(frozen=True)
class Day:
    """A day of the month's grid with its meetings."""

    day: date
    meetings: Sequence[MeetingLine]


Week = Sequence[Day | None]
"""Monday to Sunday; None for days of the neighbouring months."""


@dataclass(frozen=True)
class CalendarPage:
    """The calendar: one month, or a filtered list by key."""

    query: CalendarQuery
    organizations: Sequence[OrganizationName]
    years: Sequence[int]
    groups: Sequence[tuple[str, Sequence[MeetingLine]]]
    """Meetings under the name of their month."""
    total: int
    month: date | None
    today: date
    undated: int
    """How many meetings have no day yet, of the chosen organization where one is chosen."""
    upcoming: MeetingLine | None = None
    latest: MeetingLine | None = None
    following: str = ""
    canonical: str = "/sitzungen"

    @property
    def before(self) -> date | None:
        """The month before the one shown; None before the first year of meetings."""
        if self.month is None or not self.years or self.month <= date(self.years[-1], 1, 1):
            return None
        return months_later(self.month, -1)

    @property
    def beyond(self) -> date | None:
        """The month after the one shown; None once it lies beyond the last meeting's year and today's."""
        if self.month is None:
            return None
        after = months_later(self.month, 1)
        return after if after.year <= max((self.today.year, *self.years)) else None

    @property
    def weeks(self) -> list[Week]:
        """The month as a grid."""
        if self.month is None:
            return []
        by_day: dict[date, list[MeetingLine]] = defaultdict(list)
        for line in (line for _, lines in self.groups for line in lines if line.start):
            by_day[local_day(line.start or self.month)].append(line)
        return [
            [Day(day, by_day.get(day, ())) if day.month == self.month.month else None for day in week]
            for week in Calendar().monthdatescalendar(self.month.year, self.month.month)
        ]

    @property
    def chosen_organization(self) -> str:
        """Name of the organization the list is limited to."""
        wanted = self.query.filter.organization_id
        return next((found.name for found in self.organizations if found.id == wanted), "")


def calendar_page(session: Session, actor: Actor, query: CalendarQuery, *, now: datetime) -> CalendarPage:
    """The calendar as asked for; the current month when nothing was."""
    today = local_day(now)
    if query.undated:
        return _undated(session, actor, query, today)
    if query.listed:
        return _archive(session, actor, query, today)
    month = query.month or month_start(today)
    lines = meetings_in_month(session, actor, month, query.filter)
    near, wanted = (0 if lines else 1), query.filter.organization_id
    upcoming = upcoming_meetings(session, actor, today, near, wanted) if near else []
    latest = latest_meetings(session, actor, today, near, wanted) if near else []
    return CalendarPage(
        query=query,
        organizations=meeting_organizations(session, actor),
        years=meeting_years(session, actor),
        groups=[(month_name(month), lines)] if lines else [],
        total=len(lines),
        month=month,
        today=today,
        undated=undated_count(session, actor, query.filter),
        upcoming=next(iter(upcoming), None),
        latest=next(iter(latest), None),
        canonical=query.address("/sitzungen", month=query.month),
    )


def _archive(session: Session, actor: Actor, query: CalendarQuery, today: date) -> CalendarPage:
    page = meetings_page(session, actor, query.filter, query.after)
    months = groupby(page.rows, lambda line: month_name(local_day(line.start)) if line.start else "")
    return CalendarPage(
        query=query,
        organizations=meeting_organizations(session, actor),
        years=meeting_years(session, actor),
        groups=[(name, list(lines)) for name, lines in months],
        total=page.total,
        month=None,
        today=today,
        undated=undated_count(session, actor, query.filter),
        following=query.address("/sitzungen", after=page.following) if page.following else "",
        canonical=query.address("/sitzungen", after=query.after),
    )


def _undated(session: Session, actor: Actor, query: CalendarQuery, today: date) -> CalendarPage:
    page = undated_page(session, actor, query.filter, query.after)
    return CalendarPage(
        query=query,
        organizations=meeting_organizations(session, actor),
        years=meeting_years(session, actor),
        groups=[(UNDATED, page.rows)] if page.rows else [],
        total=page.total,
        month=None,
        today=today,
        undated=0,
        following=query.address("/sitzungen", after=page.following) if page.following else "",
        canonical=query.address("/sitzungen", after=query.after),
    )
