"""Hits of all kinds back to what the page shows of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Organization, Person
from ris.documents.models import Paper
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.queries.lines import organizations_of, title_of
from ris.scope.readers import readable_by
from ris.search.entries import Kind, day_of, key_of, row_of
from ris.search.queries.files import files, main_files
from ris.search.queries.found import Found, Ids, readable
from ris.web.addresses import address_of

Loader = Callable[[Session, Actor, Ids], Iterable[Found]]


def found_for(session: Session, actor: Actor, keys: Sequence[str]) -> list[Found]:
    """The rows behind some keys that this reader may see, in the order of the keys."""
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for key in keys:
        table, row_id = row_of(key)
        wanted[table].append(row_id)
    rows = {
        found.key: found
        for table, ids in wanted.items()
        if table in _LOADERS
        for found in _LOADERS[table](session, actor, ids)
    }
    return [rows[key] for key in keys if key in rows]


def organization_names(session: Session, actor: Actor, ids: AbstractSet[int]) -> dict[int, str]:
    """Names of some organizations this reader may see; all are read, for a town has few and a facet names most."""
    statement = select(Organization.id, Organization.name)
    rows = session.execute(statement.where(readable_by(actor, Organization), Organization.deleted.is_(False)))
    return {row.id: row.name or "Gremium ohne Namen" for row in rows if row.id in ids}


def _papers(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    texts = main_files(session, actor, ids)
    columns = (Paper.id, Paper.name, Paper.reference, Paper.date, Paper.slug, Paper.paper_type, Paper.modified)
    for row in readable(session, actor, Paper, ids, *columns, Paper.summary, Paper.proposal, Paper.reasons):
        yield Found(
            key=key_of("paper", row.id),
            kind=Kind.PAPER,
            address=address_of("paper", row.slug),
            title=row.name or "Vorlage ohne Titel",
            day=row.date,
            number=row.reference or "",
            around=row.paper_type or "",
            text=_shown([row.summary, row.proposal, row.reasons]),
            files=tuple(texts[row.id]),
            modified=row.modified,
        )


def _items(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    rows = session.execute(
        select(AgendaItem.id, AgendaItem.number, AgendaItem.name, AgendaItem.result, AgendaItem.resolution_text)
        .add_columns(
            AgendaItem.modified, Meeting.id.label("meeting_id"), Meeting.name.label("meeting_name"), Meeting.start
        )
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id.in_(ids), readable_by(actor, AgendaItem), readable_by(actor, Meeting)),
    ).all()
    names = organizations_of(session, actor, [row.meeting_id for row in rows])
    for row in rows:
        yield Found(
            key=key_of("agenda_item", row.id),
            kind=Kind.AGENDA_ITEM,
            address=address_of("agenda_item", row.id),
            title=(row.name or "").strip() or "Punkt ohne Titel",
            day=day_of(row.start),
            number=f"TOP {row.number.strip()}" if row.number and row.number.strip() else "",
            around=title_of(row.meeting_name, names[row.meeting_id]),
            around_address=address_of("meeting", row.meeting_id),
            text=_shown([row.result, row.resolution_text]),
            modified=row.modified,
        )


def _meetings(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    rows = readable(session, actor, Meeting, ids, Meeting.id, Meeting.name, Meeting.start, Meeting.modified)
    names = organizations_of(session, actor, [row.id for row in rows])
    for row in rows:
        yield Found(
            key=key_of("meeting", row.id),
            kind=Kind.MEETING,
            address=address_of("meeting", row.id),
            title=title_of(row.name, names[row.id]),
            day=day_of(row.start),
            around=", ".join(name.name for name in names[row.id]) if row.name else "",
            modified=row.modified,
        )


def _organizations(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    columns = (
        Organization.id,
        Organization.name,
        Organization.classification,
        Organization.task,
        Organization.modified,
    )
    for row in readable(session, actor, Organization, ids, *columns):
        yield Found(
            key=key_of("organization", row.id),
            kind=Kind.ORGANIZATION,
            address=address_of("organization", row.id),
            title=row.name or "Gremium ohne Namen",
            around=row.classification or "",
            text=row.task or "",
            modified=row.modified,
        )


def _people(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    for row in readable(session, actor, Person, ids, Person.id, Person.name, Person.modified):
        yield Found(
            key=key_of("person", row.id),
            kind=Kind.PERSON,
            address=address_of("person", row.id),
            title=row.name or "Person ohne Namen",
            modified=row.modified,
        )


def _shown(texts: Iterable[str | None]) -> str:
    """Several texts as one to quote from."""
    return " … ".join(text for text in texts if text)


_LOADERS: dict[str, Loader] = {
    "paper": _papers,
    "agenda_item": _items,
    "meeting": _meetings,
    "file": files,
    "organization": _organizations,
    "person": _people,
}
