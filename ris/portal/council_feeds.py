"""Organizations and people for machines: their lists, and what is new about one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from ris.council.queries import (
    changed_people,
    organizations_for,
    people_page,
    seats_of_organization,
    seats_of_person,
)
from ris.documents.queries.papers import PaperFilter, changed_papers
from ris.feeds.listing import Column, Entry, Listing, Part, part_of
from ris.feeds.merging import Source, merged, newest_of
from ris.feeds.recorded import recorded_lines
from ris.meetings.events import events_of, state_of, told
from ris.meetings.feeds import entry_of as meeting_entry
from ris.meetings.queries.calendar import MeetingFilter, changed_meetings, meetings_for_feed
from ris.portal.paper_feeds import paper_entry
from ris.web.addresses import address_of
from ris.web.dates import numeric_day
from ris.web.paging import Key, Page, key_from

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.models import Organization, Person
    from ris.council.queries import ListedPerson, OrganizationLine, Seat
    from ris.documents.queries.papers import PaperLine
    from ris.feeds.calendar import Event
    from ris.meetings.queries.lines import MeetingLine

ORGANIZATIONS = (
    Column("name", "Name"),
    Column("kurzname", "Kurzname"),
    Column("art", "Art"),
    Column("gruppe", "Gruppe"),
    Column("aufgabe", "Aufgabe"),
    Column("stand", "Stand"),
)
PEOPLE = (Column("name", "Name"), Column("familienname", "Familienname"), Column("vorname", "Vorname"))
Events = Callable[["Session"], Sequence["Event"]]
NEWS = (
    Column("art", "Art"),
    Column("titel", "Bezeichnung"),
    Column("beginn", "Beginn"),
    Column("ende", "Ende"),
    Column("ort", "Ort"),
    Column("nummer", "Nummer"),
    Column("rolle", "Rolle"),
    Column("fuer", "Für"),
    Column("stand", "Stand"),
)
"""What an organization or a person has to do with: meetings, papers, seats."""


def organization_listing(reader: Actor, *, today: date) -> Listing:
    """All organizations by name; a town has few, so they are one part."""

    def listed(session: Session, after: str, size: int) -> Part:
        del after, size
        lines = organizations_for(session, reader, today)
        return Part([_organization_entry(line) for line in lines], len(lines))

    def changed(session: Session, after: str, size: int) -> Part:
        lines = recorded_lines(session, "organization", organizations_for(session, reader, today))
        return part_of(newest_of(lines, key_from(after), size), _organization_entry)

    return Listing("Gremien", "/gremien", ORGANIZATIONS, listed, changed)


def _organization_entry(line: OrganizationLine) -> Entry:
    state = "besteht nicht mehr" if line.past else ""
    return Entry(
        address=address_of("organization", line.id),
        title=line.name,
        updated=line.modified,
        record=(("organization", line.id),),
        summary=" · ".join(filter(None, (line.kind, line.task, state))),
        values=(line.name, line.short_name, line.kind, line.group.value, line.task, state),
    )


def people_listing(reader: Actor) -> Listing:
    """All people by family name."""

    def listed(session: Session, after: str, size: int) -> Part:
        return part_of(people_page(session, reader, key_from(after), size), _person_entry)

    def changed(session: Session, after: str, size: int) -> Part:
        return part_of(changed_people(session, reader, key_from(after), size), _person_entry)

    return Listing("Personen", "/personen", PEOPLE, listed, changed)


def _person_entry(line: ListedPerson) -> Entry:
    return Entry(
        address=address_of("person", line.id),
        title=line.name,
        updated=line.modified,
        record=(("person", line.id),),
        values=(line.name, line.family_name, line.given_name),
    )


def organization_news(reader: Actor, organization: Organization, *, now: datetime, today: date) -> Listing:
    """Meetings of an organization, papers it brought in, and who sits in it."""
    chosen = MeetingFilter(organization_id=organization.id)
    here = address_of("organization", organization.id)

    def meetings(session: Session, before: Key | None, size: int) -> Page[MeetingLine]:
        return changed_meetings(session, reader, chosen, before, size, undated=False)

    def seats(session: Session, before: Key | None, size: int) -> Page[Seat]:
        found = seats_of_organization(session, reader, organization.id, today)
        current = recorded_lines(session, "membership", (seat for seat in found if seat.person_id))
        return newest_of(current, before, size)

    def events(session: Session) -> list[Event]:
        return events_of(meetings_for_feed(session, reader, now, chosen))

    sources: list[Source[Any]] = [
        Source(meetings, _meeting_news),
        _papers(reader, PaperFilter(organization_id=organization.id)),
        Source(seats, partial(_seat_news, page=here, name_of=_member)),
    ]
    return _news(organization.name or "Gremium ohne Namen", here, sources, events)


def person_news(reader: Actor, person: Person, *, today: date) -> Listing:
    """Papers a person brought in, and their offices and seats."""
    here = address_of("person", person.id)

    def seats(session: Session, before: Key | None, size: int) -> Page[Seat]:
        found = seats_of_person(session, reader, person.id, today)
        current = recorded_lines(session, "membership", (seat for seat in found if seat.organization_id))
        return newest_of(current, before, size)

    sources: list[Source[Any]] = [
        _papers(reader, PaperFilter(person_id=person.id)),
        Source(seats, partial(_seat_news, page=here, name_of=_office)),
    ]
    return _news(person.name or "Person ohne Namen", here, sources)


def _news(title: str, address: str, sources: Sequence[Source[Any]], events: Events | None = None) -> Listing:
    """Several lists in one have no order of a page: what changed last comes first in every format."""

    def changed(session: Session, after: str, size: int) -> Part:
        return merged(session, sources, after, size)

    return Listing(title, address, NEWS, changed, changed, events)


def _papers(reader: Actor, chosen: PaperFilter) -> Source[PaperLine]:
    def read(session: Session, before: Key | None, size: int) -> Page[PaperLine]:
        return changed_papers(session, reader, chosen, before, size)

    return Source(read, _paper_news)


def _meeting_news(line: MeetingLine) -> Entry:
    values = ("Sitzung", told(line), line.start, line.end, line.place, "", "", "", state_of(line))
    return replace(meeting_entry(line), values=values)


def _paper_news(line: PaperLine) -> Entry:
    return replace(paper_entry(line), values=(line.kind, line.name, line.date, None, "", line.reference, "", "", ""))


def _seat_news(seat: Seat, *, page: str, name_of: Callable[[Seat], str]) -> Entry:
    """A seat has no page of its own: it stands on the page of whom it is told of."""
    name, role = name_of(seat), seat.role or "Mitglied"
    span = " bis ".join(numeric_day(day) if day else "…" for day in (seat.start, seat.end)) if seat.end else ""
    since = f"seit {numeric_day(seat.start)}" if seat.start and not seat.end else span
    return Entry(
        address=page,
        mark=f"mitgliedschaft-{seat.id}",
        title=f"{name}: {role}",
        updated=seat.modified,
        record=(("membership", seat.id),),
        summary=" · ".join(filter(None, (role, since, f"für {seat.group_name}" if seat.group_name else ""))),
        values=(
            "Mitgliedschaft",
            name,
            seat.start,
            seat.end,
            "",
            "",
            role,
            seat.group_name,
            "früher" if seat.past else "",
        ),
    )


def _member(seat: Seat) -> str:
    return seat.person_name


def _office(seat: Seat) -> str:
    return seat.organization_name
