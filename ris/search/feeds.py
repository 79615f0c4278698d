"""What a search finds, for machines: a saved search is an address that can be followed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ris.feeds.listing import Column, Entry, Listing, Part
from ris.feeds.recorded import recorded_entries
from ris.meetings.events import events_of
from ris.meetings.queries.calendar import LARGEST_CALENDAR
from ris.meetings.queries.lines import lines_for
from ris.search.engine import Sort
from ris.search.entries import row_of
from ris.search.forms import SearchForm, cursor_from, cursor_text
from ris.search.pages import LABELS
from ris.search.queries.hits import found_for
from ris.web.dates import numeric_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.feeds.calendar import Event
    from ris.search.index import SearchIndex
    from ris.search.queries.found import Found

COLUMNS = (
    Column("titel", "Titel"),
    Column("art", "Art"),
    Column("nummer", "Nummer"),
    Column("datum", "Datum"),
    Column("zu", "Gehört zu"),
)
MOST_AT_ONCE = 50
"""Hits that are read at once: their texts come with them."""
LARGEST_TABLE = 1000
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""For what says nothing of when it changed."""


def search_listing(reader: Actor, index: SearchIndex, form: SearchForm) -> Listing:
    """Everything found; as news the newest first, whatever the page is sorted by. Reading raises ``NoIndex``.

    Where nothing but meetings is looked for, they can stand in a calendar.
    """

    def found(session: Session, after: str, size: int, sort: Sort) -> Part:
        if not form.asked:
            return Part((), 0)
        wanted = replace(form, sort=sort, after=cursor_from(after))
        answer = index.reader().search(replace(wanted.query(reader), limit=min(size, MOST_AT_ONCE)))
        entries = [_entry(hit) for hit in found_for(session, reader, [hit.key for hit in answer.hits])]
        told = recorded_entries(session, entries)
        return Part(told, answer.total, cursor_text(answer.next) if answer.next else "")

    def events(session: Session) -> list[Event]:
        wanted = replace(form, sort=Sort.NEWEST, after=None).query(reader)
        hits = index.reader().search(replace(wanted, limit=LARGEST_CALENDAR)).hits
        return events_of(lines_for(session, reader, [row_of(hit.key)[1] for hit in hits]))

    return Listing(
        title=f"Suche: {form.text}" if form.text else "Suche",
        address=form.feed_address,
        columns=COLUMNS,
        listed=lambda session, after, size: found(session, after, size, form.sort),
        changed=lambda session, after, size: found(session, after, size, Sort.NEWEST),
        events=events if form.only_meetings else None,
        largest_table=LARGEST_TABLE,
    )


def _entry(hit: Found) -> Entry:
    kind = LABELS[hit.kind][0]
    day = numeric_day(hit.day) if hit.day else ""
    return Entry(
        address=hit.address,
        mark=hit.key.replace(":", "-"),
        title=f"{hit.number}: {hit.title}" if hit.number else hit.title,
        updated=hit.modified or NEVER,
        record=(row_of(hit.key),),
        summary=" · ".join(filter(None, (kind, day, hit.around))),
        values=(hit.title, kind, hit.number, hit.day, hit.around),
    )
