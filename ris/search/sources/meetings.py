"""Meetings and agenda items, as they are found."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from ris.meetings.models import AgendaItem, Meeting
from ris.scope.readers import Audience
from ris.search.engine import Entry
from ris.search.entries import Kind, day_of, joined, key_of, readers_within, result_words
from ris.search.sources.loading import Ids, living_rows, names_of, organizations_of_meetings, tokens


def meeting_entries(session: Session, ids: Ids) -> Iterator[Entry]:
    """Meetings, found under their name or under who meets."""
    organizations = organizations_of_meetings(session, ids)
    names = names_of(session, {number for numbers in organizations.values() for number in numbers})
    rows = living_rows(session, select(Meeting.id, Meeting.body_id, Meeting.name, Meeting.start), Meeting, ids)
    for row in rows:
        own = organizations[row.id]
        yield Entry(
            key=key_of("meeting", row.id),
            body_id=row.body_id,
            readers=tokens(row),
            kind=Kind.MEETING,
            title=row.name or ", ".join(names.get(number, "") for number in own),
            date=day_of(row.start),
            organizations=frozenset(own),
        )


def item_entries(session: Session, ids: Ids) -> Iterator[Entry]:
    """Agenda items with what was decided."""
    around = aliased(Audience)
    statement = (
        select(
            AgendaItem.id,
            AgendaItem.body_id,
            AgendaItem.name,
            AgendaItem.result,
            AgendaItem.resolution_text,
            AgendaItem.meeting_id,
            Meeting.start,
            around.key.label("around"),
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(around, around.id == Meeting.audience_id)
        .where(Meeting.deleted.is_(False))
    )
    rows = living_rows(session, statement, AgendaItem, ids)
    organizations = organizations_of_meetings(session, [row.meeting_id for row in rows])
    for row in rows:
        yield Entry(
            key=key_of("agenda_item", row.id),
            body_id=row.body_id,
            readers=readers_within(tokens(row), [frozenset(row.around.split())]),
            kind=Kind.AGENDA_ITEM,
            title=row.name or "",
            text=joined([row.result, row.resolution_text]),
            result=result_words(row.result),
            date=day_of(row.start),
            organizations=frozenset(organizations[row.meeting_id]),
        )
