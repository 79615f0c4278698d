"""The agenda of a meeting for machines: its public items, and its date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.feeds.listing import Column, Entry, Listing, Part
from ris.feeds.recorded import recorded_entries
from ris.meetings.events import events_of, told
from ris.meetings.queries.agenda import agenda_for
from ris.web.addresses import address_of
from ris.web.dates import full_moment

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.agenda import ItemLine
    from ris.meetings.queries.lines import MeetingLine

COLUMNS = (
    Column("punkt", "TOP"),
    Column("titel", "Titel"),
    Column("vorlagen", "Vorlagen"),
    Column("stand", "Stand"),
    Column("ergebnis", "Ergebnis"),
    Column("abstimmung", "Abstimmung"),
    Column("beschluss", "Beschluss"),
)


def agenda_listing(reader: Actor, meeting: MeetingLine) -> Listing:
    """What a reader may see of an agenda, in its order; an agenda is one part."""

    def listed(session: Session, after: str, size: int) -> Part:
        del after, size
        items = [_entry(item) for item in agenda_for(session, reader, meeting.id) if not item.heading]
        return Part(items, len(items))

    def changed(session: Session, after: str, size: int) -> Part:
        whole = listed(session, after, size)
        entries = recorded_entries(session, whole.entries)
        return Part(sorted(entries, key=lambda entry: entry.updated, reverse=True), whole.total)

    return Listing(
        title=f"Tagesordnung: {told(meeting)}",
        subtitle=full_moment(meeting.start) if meeting.start else "Termin offen",
        address=address_of("meeting", meeting.id),
        columns=COLUMNS,
        listed=listed,
        changed=changed,
        events=lambda _session: events_of([meeting]),
    )


def _entry(item: ItemLine) -> Entry:
    state = (
        f"Abgesetzt: {item.removed_reason}"
        if item.removed and item.removed_reason
        else "Abgesetzt"
        if item.removed
        else ""
    )
    result = item.result.words if item.result else ""
    papers = tuple(paper.paper.reference or paper.paper.name for paper in item.papers)
    return Entry(
        address=address_of("agenda_item", item.id),
        title=f"TOP {item.number}: {item.name}" if item.number else item.name,
        updated=max([item.modified, *(paper.paper.modified for paper in item.papers)]),
        record=[("agenda_item", item.id), *(("paper", paper.paper.id) for paper in item.papers)],
        summary=" · ".join(filter(None, (state, result, item.votes))),
        values=(item.number, item.name, papers, state, result, item.votes, item.resolution_text),
    )
