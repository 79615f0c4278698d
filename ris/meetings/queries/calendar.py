"""Reading meetings by time: a month, the next ones, the past by key, and what a feed holds."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Location, Organization
from ris.db import UTCDateTime
from ris.feeds.recorded import told_at
from ris.meetings.models import Meeting, MeetingOrganization
from ris.meetings.queries.lines import MEETING_COLUMNS, MeetingLine, OrganizationName, meeting_lines
from ris.scope.readers import readable_by
from ris.scope.remembered import until_changed
from ris.scope.statements import for_readers
from ris.web.dates import local_day, midnight, months_later
from ris.web.paging import PAGE_SIZE, Key, Page

FEED_REACH = timedelta(days=183)
"""How far back a calendar goes when no time was asked for."""
LARGEST_CALENDAR = 1000
"""Events; more would be many years of a large town."""


@dataclass(frozen=True)
class MeetingFilter:
    """Which meetings a list holds."""

    organization_id: int | None = None
    year: int | None = None
    month: date | None = None
    """The first day of a month."""

    def criteria(self, actor: Actor) -> list[ColumnElement[bool]]:
        """The filter and the reader's rights as SQL."""
        wanted = [readable_by(actor, Meeting)]
        if self.organization_id is not None:
            wanted.append(
                exists().where(
                    MeetingOrganization.meeting_id == Meeting.id,
                    MeetingOrganization.organization_id == self.organization_id,
                )
            )
        if self.year is not None:
            wanted += [
                Meeting.start >= midnight(date(self.year, 1, 1)),
                Meeting.start < midnight(date(self.year + 1, 1, 1)),
            ]
        if self.month is not None:
            wanted += [Meeting.start >= midnight(self.month), Meeting.start < midnight(months_later(self.month, 1))]
        return wanted


def _rows(criteria: list[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    return _joined(select(*MEETING_COLUMNS)).where(*criteria)


def _joined(shown: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return shown.outerjoin(Location, Location.id == Meeting.location_id)


def meetings_in_month(session: Session, actor: Actor, first: date, chosen: MeetingFilter) -> list[MeetingLine]:
    """All meetings of a calendar month in Germany, in time order; ``first`` is its first day."""
    criteria = replace(chosen, month=first).criteria(actor)
    rows = session.execute(_rows(criteria).order_by(Meeting.start, Meeting.id)).all()
    return meeting_lines(session, actor, rows)


@for_readers
def _near(actor: Actor, *, ahead: bool, of_one: bool) -> Select[*tuple[Any, ...]]:
    statement = (
        select(*MEETING_COLUMNS)
        .outerjoin(Location, Location.id == Meeting.location_id)
        .where(readable_by(actor, Meeting))
        .limit(bindparam("limit", type_=Integer))
    )
    if of_one:
        statement = statement.where(
            exists().where(
                MeetingOrganization.meeting_id == Meeting.id,
                MeetingOrganization.organization_id == bindparam("organization", type_=Integer),
            )
        )
    day = bindparam("day", type_=UTCDateTime)
    if ahead:
        return statement.where(Meeting.start >= day).order_by(Meeting.start, Meeting.id)
    return statement.where(Meeting.start < day).order_by(Meeting.start.desc(), Meeting.id.desc())


def upcoming_meetings(
    session: Session, actor: Actor, today: date, limit: int, organization_id: int | None = None
) -> list[MeetingLine]:
    """The next meetings from the beginning of a day on."""
    statement = _near(actor, ahead=True, of_one=organization_id is not None)
    values = {"day": midnight(today), "limit": limit, "organization": organization_id}
    return meeting_lines(session, actor, session.execute(statement, values).all())


def latest_meetings(
    session: Session, actor: Actor, today: date, limit: int, organization_id: int | None = None
) -> list[MeetingLine]:
    """The last meetings before a day, the newest first."""
    statement = _near(actor, ahead=False, of_one=organization_id is not None)
    values = {"day": midnight(today), "limit": limit, "organization": organization_id}
    return meeting_lines(session, actor, session.execute(statement, values).all())


def meetings_page(
    session: Session, actor: Actor, chosen: MeetingFilter, after: Key | None, size: int = PAGE_SIZE
) -> Page[MeetingLine]:
    """Meetings with a date, the latest first, a page beginning after a key."""
    criteria = [*chosen.criteria(actor), Meeting.start.is_not(None)]
    total = session.scalar(select(func.count()).select_from(Meeting).where(*criteria)) or 0
    moment = after.moment if after else None
    if after is not None and moment is not None:
        criteria += [Meeting.start <= moment, or_(Meeting.start < moment, Meeting.id < after.id)]
    order = (Meeting.start.desc(), Meeting.id.desc())
    found = session.execute(_rows(criteria).order_by(*order).limit(size + 1)).all()
    last = found[size - 1] if len(found) > size else None
    following = Key(last.start.isoformat(), last.id) if last else None
    rows = meeting_lines(session, actor, found[:size])
    return Page(rows, total, following, first=moment is None)


def undated_count(session: Session, actor: Actor, chosen: MeetingFilter) -> int:
    """How many meetings have no day yet; the year of the filter says nothing about them."""
    criteria = [*replace(chosen, year=None).criteria(actor), Meeting.start.is_(None)]
    return session.scalar(select(func.count()).select_from(Meeting).where(*criteria)) or 0


def undated_page(
    session: Session, actor: Actor, chosen: MeetingFilter, after: Key | None, size: int = PAGE_SIZE
) -> Page[MeetingLine]:
    """Meetings without a day, the newest entry first, a page beginning after a key."""
    criteria = [*replace(chosen, year=None).criteria(actor), Meeting.start.is_(None)]
    if after is not None:
        criteria.append(Meeting.id < after.id)
    found = session.execute(_rows(criteria).order_by(Meeting.id.desc()).limit(size + 1)).all()
    following = Key("", found[size - 1].id) if len(found) > size else None
    rows = meeting_lines(session, actor, found[:size])
    return Page(rows, undated_count(session, actor, chosen), following, first=after is None)


def meetings_for_feed(session: Session, actor: Actor, now: datetime, chosen: MeetingFilter) -> list[MeetingLine]:
    """What a calendar subscription holds: the last half year and everything to come, or the time that was asked for."""
    criteria = [*chosen.criteria(actor), Meeting.start.is_not(None)]
    if chosen.year is None and chosen.month is None:
        criteria.append(Meeting.start >= now - FEED_REACH)
    rows = session.execute(_rows(criteria).order_by(Meeting.start, Meeting.id).limit(LARGEST_CALENDAR)).all()
    return meeting_lines(session, actor, rows)


def changed_meetings(
    session: Session, actor: Actor, chosen: MeetingFilter, after: Key | None, size: int, *, undated: bool
) -> Page[MeetingLine]:
    """Meetings in the order they changed for everybody, the last first, a page beginning after a key."""
    chosen = replace(chosen, year=None, month=None) if undated else chosen
    criteria = [*chosen.criteria(actor), Meeting.start.is_(None) if undated else Meeting.start.is_not(None)]
    total = session.scalar(select(func.count()).select_from(Meeting).where(*criteria)) or 0
    moment, told = after.moment if after else None, told_at("meeting", Meeting.id, Meeting.modified)
    if after is not None and moment is not None:
        criteria += [told <= moment, or_(told < moment, Meeting.id < after.id)]
    last_told = told.label("modified")
    columns = [last_told if column is Meeting.modified else column for column in MEETING_COLUMNS]
    shown = _joined(select(*columns)).where(*criteria).order_by(last_told.desc(), Meeting.id.desc())
    found = session.execute(shown.limit(size + 1)).all()
    last = found[size - 1] if len(found) > size else None
    following = Key(last.modified.isoformat(), last.id) if last else None
    return Page(meeting_lines(session, actor, found[:size]), total, following, first=moment is None)


@until_changed
def meeting_years(session: Session, actor: Actor) -> list[int]:
    """From the newest year of a meeting to the oldest."""
    newest, oldest = session.execute(
        select(func.max(Meeting.start), func.min(Meeting.start)).where(readable_by(actor, Meeting))
    ).one()
    if newest is None or oldest is None:
        return []
    return list(range(local_day(newest).year, local_day(oldest).year - 1, -1))


@until_changed
def meeting_organizations(session: Session, actor: Actor) -> list[OrganizationName]:
    """The organizations that hold meetings this reader may know of, by name."""
    meets = exists().where(
        MeetingOrganization.organization_id == Organization.id,
        MeetingOrganization.meeting_id == Meeting.id,
        readable_by(actor, Meeting),
    )
    rows = session.execute(
        select(Organization.id, Organization.name)
        .where(readable_by(actor, Organization), meets, Organization.name.is_not(None))
        .order_by(Organization.name, Organization.id)
    )
    return [OrganizationName(row.id, row.name or "") for row in rows]
