"""Hits back to rows: loaded again through the reader's rights, so a stale index can hide and never leak."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Organization, Person
from ris.documents.models import File, FileRole, Paper, PaperFile
from ris.documents.queries.files import FILE_COLUMNS, place_of
from ris.meetings.models import AgendaItem, AgendaItemFile, Meeting, MeetingFile
from ris.meetings.queries.lines import organizations_of, title_of
from ris.scope.readers import readable_by
from ris.search.entries import MINUTES, Kind, day_of, key_of, row_of
from ris.web.addresses import address_of

_LONGEST_TEXT = 100_000


@dataclass(frozen=True)
class Found:
    """A hit as the page shows it, before anything is marked."""

    key: str
    kind: Kind
    address: str
    title: str
    day: date | None = None
    number: str = ""
    around: str = ""
    """What it belongs to: the meeting of an item, the paper of a file."""
    around_address: str = ""
    text: str = ""
    elsewhere: bool = False
    """Whether the address belongs to another system."""
    pages: bool = False
    """Whether form feeds in the text count pages that the address can point to."""
    files: tuple[Found, ...] = ()
    """The main files of a paper, which is found under their words."""


Ids = Sequence[int]
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
    files = _main_files(session, actor, ids)
    columns = (Paper.id, Paper.name, Paper.reference, Paper.date, Paper.slug, Paper.paper_type)
    for row in _readable(session, actor, Paper, ids, *columns, Paper.summary, Paper.proposal, Paper.reasons):
        yield Found(
            key=key_of("paper", row.id),
            kind=Kind.PAPER,
            address=address_of("paper", row.slug) or "",
            title=row.name or "Vorlage ohne Titel",
            day=row.date,
            number=row.reference or "",
            around=row.paper_type or "",
            text=_shown([row.summary, row.proposal, row.reasons]),
            files=tuple(files[row.id]),
        )


def _main_files(session: Session, actor: Actor, paper_ids: Ids) -> defaultdict[int, list[Found]]:
    """The texts of the main files of some papers, with the way to their pages."""
    statement = (
        select(PaperFile.paper_id, *FILE_COLUMNS, func.substr(File.text, 1, _LONGEST_TEXT).label("text"))
        .join(File, File.id == PaperFile.file_id)
        .where(PaperFile.paper_id.in_(paper_ids), PaperFile.role == FileRole.MAIN, readable_by(actor, File))
        .order_by(PaperFile.position)
    )
    files: defaultdict[int, list[Found]] = defaultdict(list)
    for row in session.execute(statement):
        address, elsewhere = place_of(row)
        paged = bool(address) and not elsewhere
        files[row.paper_id].append(Found("", Kind.FILE, address, "", text=row.text or "", pages=paged))
    return files


def _items(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    rows = session.execute(
        select(AgendaItem.id, AgendaItem.number, AgendaItem.name, AgendaItem.result, AgendaItem.resolution_text)
        .add_columns(Meeting.id.label("meeting_id"), Meeting.name.label("meeting_name"), Meeting.start)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.id.in_(ids), readable_by(actor, AgendaItem), readable_by(actor, Meeting)),
    ).all()
    names = organizations_of(session, actor, [row.meeting_id for row in rows])
    for row in rows:
        yield Found(
            key=key_of("agenda_item", row.id),
            kind=Kind.AGENDA_ITEM,
            address=address_of("agenda_item", row.id) or "",
            title=(row.name or "").strip() or "Punkt ohne Titel",
            day=day_of(row.start),
            number=f"TOP {row.number.strip()}" if row.number and row.number.strip() else "",
            around=title_of(row.meeting_name, names[row.meeting_id]),
            around_address=address_of("meeting", row.meeting_id) or "",
            text=_shown([row.result, row.resolution_text]),
        )


def _meetings(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    rows = _readable(session, actor, Meeting, ids, Meeting.id, Meeting.name, Meeting.start)
    names = organizations_of(session, actor, [row.id for row in rows])
    for row in rows:
        yield Found(
            key=key_of("meeting", row.id),
            kind=Kind.MEETING,
            address=address_of("meeting", row.id) or "",
            title=title_of(row.name, names[row.id]),
            day=day_of(row.start),
            around=", ".join(name.name for name in names[row.id]) if row.name else "",
        )


def _files(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    around = _around_files(session, actor, ids)
    text = func.substr(File.text, 1, _LONGEST_TEXT).label("text")
    for row in _readable(session, actor, File, ids, *FILE_COLUMNS, File.date, text):
        owner = around.get(row.id)
        if owner is None:
            continue  # what it hangs on is not for this reader, so the way there is not either
        address, elsewhere = place_of(row)
        yield Found(
            key=key_of("file", row.id),
            kind=owner.kind,
            address=address or owner.around_address,
            title=row.name or row.file_name or "Unterlage ohne Namen",
            day=owner.day or row.date,
            number=owner.number,
            around=owner.around,
            around_address=owner.around_address,
            text=row.text or "",
            elsewhere=elsewhere,
            pages=bool(address) and not elsewhere,
        )


def _around_files(session: Session, actor: Actor, ids: Ids) -> dict[int, Found]:
    """What each file hangs on, as far as this reader may see it."""
    papers = session.execute(
        select(PaperFile.file_id, Paper.name, Paper.reference, Paper.slug, Paper.date)
        .join(Paper, Paper.id == PaperFile.paper_id)
        .where(PaperFile.file_id.in_(ids), readable_by(actor, Paper)),
    )
    around = {
        row.file_id: Found("", Kind.FILE, "", "", row.date, row.reference or "", row.name or "", f"/vorlage/{row.slug}")
        for row in papers
    }
    ids = [file_id for file_id in ids if file_id not in around]
    if not ids:
        return around
    items = session.execute(
        select(AgendaItemFile.file_id, AgendaItem.id, AgendaItem.name, Meeting.start)
        .join(AgendaItem, AgendaItem.id == AgendaItemFile.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItemFile.file_id.in_(ids), readable_by(actor, AgendaItem), readable_by(actor, Meeting)),
    )
    for row in items:
        around[row.file_id] = Found("", Kind.FILE, "", "", day_of(row.start), "", row.name or "", f"/top/{row.id}")
    meetings = session.execute(
        select(MeetingFile.file_id, MeetingFile.role, Meeting.id, Meeting.name, Meeting.start)
        .join(Meeting, Meeting.id == MeetingFile.meeting_id)
        .where(MeetingFile.file_id.in_(ids), readable_by(actor, Meeting)),
    ).all()
    names = organizations_of(session, actor, [row.id for row in meetings]) if meetings else {}
    for file_id, role, meeting_id, name, start in meetings:
        kind = Kind.MINUTES if role in MINUTES else Kind.FILE
        title = title_of(name, names.get(meeting_id, ()))
        around[file_id] = Found("", kind, "", "", day_of(start), "", title, f"/sitzung/{meeting_id}")
    return around


def _organizations(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    columns = (Organization.id, Organization.name, Organization.classification, Organization.task)
    for row in _readable(session, actor, Organization, ids, *columns):
        yield Found(
            key=key_of("organization", row.id),
            kind=Kind.ORGANIZATION,
            address=address_of("organization", row.id) or "",
            title=row.name or "Gremium ohne Namen",
            around=row.classification or "",
            text=row.task or "",
        )


def _people(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    for row in _readable(session, actor, Person, ids, Person.id, Person.name):
        yield Found(
            key=key_of("person", row.id),
            kind=Kind.PERSON,
            address=address_of("person", row.id) or "",
            title=row.name or "Person ohne Namen",
        )


def _readable(session: Session, actor: Actor, model: Any, ids: Ids, *columns: Any) -> Sequence[Row[*tuple[Any, ...]]]:  # noqa: ANN401 - models and columns
    statement = select(*columns).where(model.id.in_(ids), readable_by(actor, model), model.deleted.is_(False))
    return session.execute(statement).all()


def _shown(texts: Iterable[str | None]) -> str:
    """Several texts as one to quote from."""
    return " … ".join(text for text in texts if text)


_LOADERS: dict[str, Loader] = {
    "paper": _papers,
    "agenda_item": _items,
    "meeting": _meetings,
    "file": _files,
    "organization": _organizations,
    "person": _people,
}
