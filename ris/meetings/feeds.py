"""Lists of meetings for machines: lines as entries of feeds and rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.feeds.listing import Column, Entry, Listing, Part, part_of
from ris.meetings.events import events_of, state_of, told
from ris.meetings.queries.calendar import (
    changed_meetings,
    meeting_organizations,
    meetings_for_feed,
    meetings_page,
    undated_page,
)
from ris.web.addresses import address_of
from ris.web.dates import full_moment
from ris.web.paging import key_from

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.feeds.calendar import Event
    from ris.meetings.forms import CalendarQuery
    from ris.meetings.queries.lines import MeetingLine

COLUMNS = (
    Column("titel", "Sitzung"),
    Column("beginn", "Beginn"),
    Column("ende", "Ende"),
    Column("ort", "Ort"),
    Column("gremien", "Gremien"),
    Column("stand", "Stand"),
    Column("grund", "Grund der Änderung"),
    Column("punkte", "Tagesordnungspunkte"),
)


def entry_of(line: MeetingLine) -> Entry:
    """A meeting as an entry of a feed and a row of a table."""
    when = full_moment(line.start) if line.start else "Termin offen"
    names = tuple(organization.name for organization in line.organizations)
    return Entry(
        address=address_of("meeting", line.id),
        title=f"{told(line)}, {when}",
        updated=line.modified,
        record=(("meeting", line.id),),
        summary=" · ".join(part for part in (when, line.place, line.reason, line.badge) if part),
        values=(line.title, line.start, line.end, line.place, names, state_of(line), line.reason, line.topics),
    )


@dataclass(frozen=True)
class _Meetings:
    reader: Actor
    query: CalendarQuery
    now: datetime

    def listed(self, session: Session, after: str, size: int) -> Part:
        read = undated_page if self.query.undated else meetings_page
        return part_of(read(session, self.reader, self.query.chosen, key_from(after), size), entry_of)

    def changed(self, session: Session, after: str, size: int) -> Part:
        chosen, undated = self.query.chosen, self.query.undated
        page = changed_meetings(session, self.reader, chosen, key_from(after), size, undated=undated)
        return part_of(page, entry_of)

    def events(self, session: Session) -> list[Event]:
        if self.query.undated:
            return []
        return events_of(meetings_for_feed(session, self.reader, self.now, self.query.chosen))


def meeting_listing(session: Session, reader: Actor, query: CalendarQuery, *, now: datetime) -> Listing:
    """The calendar's list, in all of time or in the month or year asked for."""
    meetings = _Meetings(reader, query, now)
    names = {line.id: line.name for line in meeting_organizations(session, reader)}
    return Listing(
        title="Sitzungen ohne Termin" if query.undated else "Sitzungen",
        subtitle=", ".join(filter(None, (names.get(query.filter.organization_id or 0, ""), query.span))),
        address=query.feed_address,
        columns=COLUMNS,
        listed=meetings.listed,
        changed=meetings.changed,
        events=meetings.events,
    )
