"""Loading what is indexed: rows of the current Body, whoever may read them, with their readers.

Nothing of this is shown to anybody: readers' rights are applied inside the index and once more when hits are loaded.
Every function needs a bounded number of statements, however many ids it is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.council.models import Membership, Organization, Person
from ris.documents.models import File, FileRole, Paper, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting, MeetingFile
from ris.search.engine import Entry
from ris.search.entries import key_of, row_of
from ris.search.sources.loading import AT_ONCE, Ids, column, parts
from ris.search.sources.meetings import item_entries, meeting_entries
from ris.search.sources.papers import file_entries, paper_entries
from ris.search.sources.people import organization_entries, person_entries

_LOADERS: dict[str, Callable[[Session, Ids], Iterator[Entry]]] = {
    "paper": paper_entries,
    "agenda_item": item_entries,
    "file": file_entries,
    "meeting": meeting_entries,
    "organization": organization_entries,
    "person": person_entries,
}
_MODELS: dict[str, Any] = {
    "paper": Paper,
    "agenda_item": AgendaItem,
    "file": File,
    "meeting": Meeting,
    "organization": Organization,
    "person": Person,
}


def entries_for(session: Session, keys: Iterable[str]) -> Iterator[Entry]:
    """The entries of the rows with these keys; a row that is gone or read by nobody has none."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for key in keys:
        table, row_id = row_of(key)
        wanted[table].add(row_id)
    for table, load in _LOADERS.items():
        ids = sorted(wanted[table])
        for start in range(0, len(ids), AT_ONCE):
            found = load(session, ids[start : start + AT_ONCE])
            yield from (entry for entry in found if entry.readers)


def all_keys(session: Session) -> Iterator[str]:
    """The keys of everything that can be indexed."""
    for table, model in _MODELS.items():
        ids = session.scalars(select(model.id).where(model.deleted.is_(False)).order_by(model.id)).all()
        yield from (key_of(table, row_id) for row_id in ids)


def dependents_of(session: Session, rows: Iterable[tuple[str, int]]) -> set[str]:
    """The keys to bring up to date when rows of some tables have changed: the rows and what shows their words."""
    changed: defaultdict[str, set[int]] = defaultdict(set)
    for table, row_id in rows:
        changed[table].add(row_id)
    for paper_id in column(session, Consultation.paper_id, Consultation.id, changed["consultation"]):
        changed["paper"].add(paper_id)
    for person_id in column(session, Membership.person_id, Membership.id, changed["membership"]):
        changed["person"].add(person_id)
    changed["agenda_item"].update(column(session, AgendaItem.id, AgendaItem.meeting_id, changed["meeting"]))
    shown = {
        (PaperFile.file_id, PaperFile.paper_id): "paper",
        (MeetingFile.file_id, MeetingFile.meeting_id): "meeting",
        (AgendaItemFile.file_id, AgendaItemFile.agenda_item_id): "agenda_item",
    }
    files = set(changed["file"])
    for (file_id, owner_id), table in shown.items():
        files.update(column(session, file_id, owner_id, changed[table]))
    main = select(PaperFile.paper_id).where(PaperFile.role == FileRole.MAIN)
    papers = {
        row_id for part in parts(changed["file"]) for row_id in session.scalars(main.where(PaperFile.file_id.in_(part)))
    }
    changed["paper"] |= papers
    changed["file"] = files
    return {key_of(table, row_id) for table in _LOADERS for row_id in changed[table]}
