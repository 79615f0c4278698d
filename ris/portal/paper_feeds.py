"""Papers for machines: their list, and the way of one of them through the organizations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ris.documents.queries.papers import changed_papers, papers_page
from ris.documents.queries.versions import versions_of
from ris.feeds.listing import Column, Entry, Listing, Part, part_of
from ris.feeds.recorded import recorded_entries
from ris.meetings.events import events_of
from ris.meetings.queries.lines import lines_for
from ris.meetings.queries.stations import way_of_paper
from ris.portal.pages import address_of_papers
from ris.web.addresses import address_of, address_of_version
from ris.web.dates import full_moment, numeric_day
from ris.web.paging import key_from

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper
    from ris.documents.queries.papers import PaperFilter, PaperLine
    from ris.documents.queries.versions import PaperVersionLine
    from ris.feeds.calendar import Event
    from ris.meetings.queries.stations import Station

COLUMNS = (Column("titel", "Titel"), Column("nummer", "Nummer"), Column("art", "Art"), Column("datum", "Datum"))
OF_THE_WAY = (
    Column("ereignis", "Ereignis"),
    Column("gremien", "Gremien"),
    Column("termin", "Termin"),
    Column("punkt", "TOP"),
    Column("rolle", "Rolle"),
    Column("ergebnis", "Ergebnis"),
    Column("abstimmung", "Abstimmung"),
    Column("fassung", "Fassung"),
)
UNKNOWN_ROLE = "unbekannt"


def paper_entry(line: PaperLine) -> Entry:
    """A paper as an entry of a feed and a row of a table."""
    told = [line.kind, line.reference, numeric_day(line.date) if line.date else ""]
    return Entry(
        address=address_of("paper", line.slug),
        title=f"{line.reference}: {line.name}" if line.reference else line.name,
        updated=line.modified,
        record=(("paper", line.id),),
        summary=" · ".join(filter(None, told)),
        values=(line.name, line.reference, line.kind, line.date),
    )


def paper_listing(reader: Actor, chosen: PaperFilter) -> Listing:
    """The list of papers with its filter."""

    def listed(session: Session, after: str, size: int) -> Part:
        return part_of(papers_page(session, reader, chosen, key_from(after), size), paper_entry)

    def changed(session: Session, after: str, size: int) -> Part:
        return part_of(changed_papers(session, reader, chosen, key_from(after), size), paper_entry)

    return Listing(
        title="Vorlagen & Beschlüsse",
        subtitle=", ".join(filter(None, (chosen.kind, str(chosen.year or "")))),
        address=address_of_papers(chosen),
        columns=COLUMNS,
        listed=listed,
        changed=changed,
    )


@dataclass(frozen=True)
class _Way:
    reader: Actor
    paper: Paper

    def listed(self, session: Session, after: str, size: int) -> Part:
        """Its versions, then the stations in the order of their time; there are never many."""
        del after, size
        page = address_of("paper", self.paper.slug)
        stations = way_of_paper(session, self.reader, self.paper.id)
        versions = versions_of(session, self.reader, self.paper.id)
        entries = [_version_entry(version, self.paper.slug) for version in reversed(versions)]
        told = recorded_entries(session, (_station_entry(station, page) for station in stations))
        entries += [_with_its_meeting(entry, station) for entry, station in zip(told, stations, strict=True)]
        return Part(entries, len(entries))

    def changed(self, session: Session, after: str, size: int) -> Part:
        whole = self.listed(session, after, size)
        return Part(sorted(whole.entries, key=lambda entry: entry.updated, reverse=True), whole.total)

    def events(self, session: Session) -> list[Event]:
        stations = way_of_paper(session, self.reader, self.paper.id)
        wanted = sorted({station.meeting_id for station in stations if station.meeting_id is not None})
        return events_of(lines_for(session, self.reader, wanted))


def way_listing(reader: Actor, paper: Paper) -> Listing:
    """What happens to a paper: its versions, and each station of its way."""
    way = _Way(reader, paper)
    return Listing(
        title=f"Weg durch die Gremien: {paper.reference or paper.name or 'Vorlage ohne Titel'}",
        subtitle=paper.name or "",
        address=address_of("paper", paper.slug),
        columns=OF_THE_WAY,
        listed=way.listed,
        changed=way.changed,
        events=way.events,
    )


def _version_entry(version: PaperVersionLine, slug: str) -> Entry:
    return Entry(
        address=address_of_version("paper", slug, version.number),
        title=f"Fassung {version.number}, {full_moment(version.at)}",
        updated=version.at,
        values=("Fassung", (), version.at, "", "", "", "", version.number),
    )


def _station_entry(station: Station, page: str) -> Entry:
    names = tuple(organization.name for organization in station.organizations)
    when = full_moment(station.start) if station.start else "Termin offen"
    role = "" if station.role == UNKNOWN_ROLE else station.role
    result = station.result.words if station.result else ""
    state = "Sitzung abgesagt" if station.cancelled else result
    return Entry(
        address=_address_of_station(station) or page,
        mark=f"beratung-{station.id}",
        title=": ".join(filter(None, (", ".join(names) or "Beratung", state or when))),
        updated=station.modified,
        record=_record_of(station),
        summary=" · ".join(filter(None, (when, role, state, station.votes))),
        values=(
            "Sitzung abgesagt" if station.cancelled else "Beratung",
            names,
            station.start,
            station.item_number,
            role,
            result,
            station.votes,
            None,
        ),
    )


def _record_of(station: Station) -> list[tuple[str, int]]:
    return [("consultation", station.id), *([("agenda_item", station.item_id)] if station.item_id is not None else [])]


def _with_its_meeting(entry: Entry, station: Station) -> Entry:
    """The meeting counts where it changed itself; the ledger would name every other point of its agenda, too."""
    return replace(entry, updated=max(filter(None, (entry.updated, station.meeting_modified))), record=())


def _address_of_station(station: Station) -> str:
    if station.item_id is not None:
        return address_of("agenda_item", station.item_id)
    return address_of("meeting", station.meeting_id) if station.meeting_id is not None else ""
