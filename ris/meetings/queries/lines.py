"""A meeting as lists name it, and the few statements that fill such a list whatever its length."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Location, Organization
from ris.documents.models import File, FileRole
from ris.meetings.models import AgendaItem, Meeting, MeetingFile, MeetingOrganization
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers

IDS: BindParameter[Any] = bindparam("ids", expanding=True)
NAMELESS = "Sitzung ohne Namen"
MEETING_COLUMNS = (
    Meeting.id,
    Meeting.name,
    Meeting.start,
    Meeting.end,
    Meeting.modified,
    Meeting.cancelled,
    Meeting.moved_to_id,
    Meeting.change_reason,
    Meeting.sequence,
    Meeting.location_id,
    Location.description.label("place_description"),
    Location.room.label("place_room"),
    Location.street_address.label("place_street"),
)


@dataclass(frozen=True)
class OrganizationName:
    """An organization as others link to it."""

    id: int
    name: str


@dataclass(frozen=True)
class MeetingLine:
    """A meeting as a list names it."""

    id: int
    title: str
    start: datetime | None
    end: datetime | None
    modified: datetime
    place: str
    cancelled: bool
    moved: bool
    reason: str
    organizations: tuple[OrganizationName, ...]
    topics: int
    """Readable agenda items."""
    sequence: int
    """iCalendar's SEQUENCE."""
    badge: str
    """One fact worth a frame, e.g. that the minutes are there; often empty."""


def place_of(*parts: str | None) -> str:
    """One line of a place's parts, without saying anything twice: sources repeat room and street in a description."""
    told: list[str] = []
    for piece in (piece for part in parts for piece in (part or "").split(",")):
        text = " ".join(piece.split())
        if text and not any(text in other for other in told):
            told.append(text)
    return ", ".join(told)


def meeting_lines(session: Session, actor: Actor, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[MeetingLine]:
    """Rows that hold ``MEETING_COLUMNS`` as lines: three statements, however many rows."""
    ids = [row.id for row in rows]
    if not ids:
        return []
    organizations = organizations_of(session, actor, ids)
    topics = _topics(session, actor, ids)
    minutes = _with_minutes(session, actor, ids)
    return [
        MeetingLine(
            id=row.id,
            title=title_of(row.name, organizations[row.id]),
            start=row.start,
            end=row.end,
            modified=row.modified,
            place=place_of(row.place_room, row.place_description, row.place_street),
            cancelled=row.cancelled,
            moved=row.moved_to_id is not None,
            reason=row.change_reason or "",
            organizations=tuple(organizations[row.id]),
            topics=topics.get(row.id, 0),
            sequence=row.sequence,
            badge="Niederschrift" if row.id in minutes else "",
        )
        for row in rows
    ]


def line_for(session: Session, actor: Actor, meeting_id: int) -> MeetingLine | None:
    """One readable meeting as a line."""
    return next(iter(lines_for(session, actor, [meeting_id])), None)


def lines_for(session: Session, actor: Actor, meeting_ids: Sequence[int]) -> list[MeetingLine]:
    """The readable ones of some meetings as lines, in the order of their time."""
    rows = session.execute(
        select(*MEETING_COLUMNS)
        .outerjoin(Location, Location.id == Meeting.location_id)
        .where(Meeting.id.in_(meeting_ids), readable_by(actor, Meeting))
        .order_by(Meeting.start, Meeting.id)
    ).all()
    return meeting_lines(session, actor, rows)


def title_of(name: str | None, organizations: Sequence[OrganizationName]) -> str:
    """What a meeting is called: its own name, else who meets."""
    return name or ", ".join(organization.name for organization in organizations) or NAMELESS


def organizations_of(session: Session, actor: Actor, meeting_ids: Sequence[int]) -> dict[int, list[OrganizationName]]:
    """Who meets, the leading organization first, by meeting id."""
    rows = session.execute(_organizations(actor), {"ids": meeting_ids})
    found = defaultdict(list)
    for row in rows:
        found[row.meeting_id].append(OrganizationName(row.id, row.name or "Gremium ohne Namen"))
    return found


@for_readers
def _organizations(actor: Actor) -> Select[int, int, str | None]:
    return (
        select(MeetingOrganization.meeting_id, Organization.id, Organization.name)
        .join(Organization, Organization.id == MeetingOrganization.organization_id)
        .where(MeetingOrganization.meeting_id.in_(IDS), readable_by(actor, Organization))
        .order_by(MeetingOrganization.meeting_id, MeetingOrganization.position)
    )


@for_readers
def _topic_counts(actor: Actor) -> Select[int | None, int]:
    return (
        select(AgendaItem.meeting_id, func.count())
        .where(AgendaItem.meeting_id.in_(IDS), readable_by(actor, AgendaItem))
        .group_by(AgendaItem.meeting_id)
    )


@for_readers
def _minutes(actor: Actor) -> Select[int]:
    return (
        select(MeetingFile.meeting_id)
        .join(File, File.id == MeetingFile.file_id)
        .where(
            MeetingFile.meeting_id.in_(IDS),
            MeetingFile.role == FileRole.RESULTS_PROTOCOL,
            readable_by(actor, File),
        )
    )


def _topics(session: Session, actor: Actor, meeting_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(_topic_counts(actor), {"ids": meeting_ids})
    return {meeting_id: count for meeting_id, count in rows if meeting_id is not None}


def _with_minutes(session: Session, actor: Actor, meeting_ids: Sequence[int]) -> set[int]:
    return set(session.scalars(_minutes(actor), {"ids": meeting_ids}))
