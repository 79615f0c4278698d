"""Reading one meeting: its facts, its own files, who was there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, exists, func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import PUBLIC
from ris.council.models import Location, Person
from ris.db import JsonObject
from ris.documents.models import File
from ris.documents.queries.files import FILE_COLUMNS, FileLine, file_line
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting, MeetingFile, MeetingParticipant
from ris.meetings.queries.lines import (
    MEETING_COLUMNS,
    OrganizationName,
    organizations_of,
    place_of,
    title_of,
)
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers
from ris.web.dates import numeric_day

ID = bindparam("id", type_=Integer)
CLOSED_ITEMS = (
    select(func.count())
    .select_from(AgendaItem)
    .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.public.is_(False), AgendaItem.deleted.is_(False))
    .correlate(Meeting)
    .scalar_subquery()
)
"""How many items are dealt with without the public. Only the number is read: it is announced to everybody with the
agenda, while what the items are about stays with those who may read them."""
ATTENDED = exists().where(MeetingParticipant.meeting_id == Meeting.id).correlate(Meeting)
OCCASIONS = {
    "invited": "Stand bei Einladung",
    "supplement": "Stand nach Nachtrag",
    "table": "Stand nach Tischvorlage",
    "imported": "Übernommener Stand",
}


@dataclass(frozen=True)
class MeetingView:
    """One meeting with its facts."""

    id: int
    title: str
    start: datetime | None
    end: datetime | None
    modified: datetime
    place: str
    cancelled: bool
    moved_to_id: int | None
    reason: str
    organizations: tuple[OrganizationName, ...]
    agenda_version: int
    closed_items: int
    """Items dealt with without the public, whoever reads."""
    attended: bool
    """Whether it is known who was there."""
    state: str | None
    """Where its preparation is (:class:`ris.meetings.rules.MeetingState`); None for imported meetings."""
    for_everybody: bool
    """Whether everybody may read of it, not only who reads here."""

    @property
    def organization_ids(self) -> tuple[int, ...]:
        """Who meets, for the policy."""
        return tuple(organization.id for organization in self.organizations)


@for_readers
def _one_meeting(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            *MEETING_COLUMNS,
            Meeting.agenda_version,
            Meeting.state,
            Location.locality.label("place_locality"),
            CLOSED_ITEMS.label("closed_items"),
            ATTENDED.label("attended"),
            readable_by(Actor.public(0), Meeting).label("for_everybody"),
        )
        .outerjoin(Location, Location.id == Meeting.location_id)
        .where(Meeting.id == ID, readable_by(actor, Meeting))
    )


def meeting_for(session: Session, actor: Actor, meeting_id: int) -> MeetingView | None:
    """One readable meeting."""
    row = session.execute(_one_meeting(actor), {"id": meeting_id}).first()
    if row is None:
        return None
    organizations = tuple(organizations_of(session, actor, [row.id])[row.id])
    return MeetingView(
        id=row.id,
        title=title_of(row.name, organizations),
        start=row.start,
        end=row.end,
        modified=row.modified,
        place=place_of(row.place_room, row.place_description, row.place_street, row.place_locality),
        cancelled=row.cancelled,
        moved_to_id=row.moved_to_id,
        reason=row.change_reason or "",
        organizations=organizations,
        agenda_version=row.agenda_version,
        closed_items=row.closed_items,
        attended=row.attended,
        state=row.state,
        for_everybody=bool(row.for_everybody),
    )


@for_readers
def _meeting_files(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(MeetingFile.role, *FILE_COLUMNS)
        .join(File, File.id == MeetingFile.file_id)
        .where(MeetingFile.meeting_id == ID, readable_by(actor, File))
        .order_by(MeetingFile.role, MeetingFile.position, File.id)
    )


def files_of_meeting(session: Session, actor: Actor, meeting_id: int) -> dict[str, list[FileLine]]:
    """The readable files of a meeting as such, by :class:`ris.documents.models.FileRole`."""
    rows = session.execute(_meeting_files(actor), {"id": meeting_id})
    files = defaultdict(list)
    for row in rows:
        files[row.role].append(file_line(row))
    return files


@for_readers
def _participants(actor: Actor) -> Select[int, str | None]:
    return (
        select(Person.id, Person.name)
        .join(MeetingParticipant, MeetingParticipant.person_id == Person.id)
        .where(MeetingParticipant.meeting_id == ID, readable_by(actor, Person))
        .order_by(MeetingParticipant.position)
    )


def participants_of(session: Session, actor: Actor, meeting_id: int) -> list[tuple[int, str]]:
    """Id and name of the readable people who attended."""
    rows = session.execute(_participants(actor), {"id": meeting_id})
    return [(row.id, row.name or "ohne Namen") for row in rows]


@dataclass(frozen=True)
class AgendaVersionLine:
    """An agenda as it stood at one time."""

    number: int
    at: datetime
    occasion: str

    @property
    def label(self) -> str:
        """What it is called on pages."""
        named = OCCASIONS.get(self.occasion, "Stand")
        return f"{named} ({numeric_day(self.at)})"


@dataclass(frozen=True)
class FrozenPaper:
    """A paper cited by an agenda version."""

    slug: str
    version: int | None


@dataclass(frozen=True)
class FrozenItem:
    """An item of an agenda version."""

    number: str
    name: str
    papers: tuple[FrozenPaper, ...]
    public: bool = True
    removed: bool = False


def frozen_items(items: Sequence[JsonObject]) -> list[FrozenItem]:
    """The items of an agenda version, each part in order."""
    return [
        FrozenItem(
            number=item.get("number") or "",
            name=item.get("name") or "Punkt ohne Titel",
            papers=tuple(FrozenPaper(paper["slug"], paper.get("version")) for paper in item.get("papers", ())),
            public=bool(item.get("public")),
            removed=bool(item.get("removed")),
        )
        for item in items
    ]


@for_readers
def _versions(actor: Actor) -> Select[int, datetime, str]:
    return (
        select(AgendaVersion.number, AgendaVersion.at, AgendaVersion.occasion)
        .where(AgendaVersion.meeting_id == ID, readable_by(actor, AgendaVersion))
        .distinct()  # who reads the closed part as well has two rows of each version
        .order_by(AgendaVersion.number)
    )


def agenda_versions_for(session: Session, actor: Actor, meeting_id: int) -> list[AgendaVersionLine]:
    """The readable versions of a meeting's agenda, oldest first."""
    rows = session.execute(_versions(actor), {"id": meeting_id})
    return [AgendaVersionLine(row.number, row.at, row.occasion) for row in rows]


def agenda_version_for(session: Session, actor: Actor, meeting_id: int, number: int) -> AgendaVersion | None:
    """One version of a meeting's agenda, in the fullest reading the actor may read."""
    readings = session.scalars(
        select(AgendaVersion).where(
            AgendaVersion.meeting_id == meeting_id,
            AgendaVersion.number == number,
            readable_by(actor, AgendaVersion),
        )
    ).all()
    return max(readings, key=lambda reading: len(reading.content.get("items", ())), default=None)


def items_to_read(version: AgendaVersion) -> list[JsonObject]:
    """What a reading says. One for everybody never tells of the closed part, whatever was frozen in it."""
    items: list[JsonObject] = version.content.get("items", [])
    return [item for item in items if item.get("public")] if PUBLIC in version.reader_tokens else items
