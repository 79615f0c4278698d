"""Loading what is indexed: rows of the current Body, whoever may read them, with their readers.

Nothing of this is shown to anybody: readers' rights are applied inside the index and once more when hits are loaded.
Every function needs a bounded number of statements, however many ids it is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from ris.council.models import Membership, Organization, Person
from ris.documents.models import File, FileRole, Paper, PaperFile, PaperOrganization
from ris.meetings.models import (
    AgendaItem,
    AgendaItemFile,
    Consultation,
    ConsultationOrganization,
    Meeting,
    MeetingFile,
    MeetingOrganization,
)
from ris.scope.readers import Audience
from ris.search.engine import Entry
from ris.search.entries import Kind, Owner, day_of, file_entry, joined, key_of, paper_entry, readers_within, row_of

_AT_ONCE = 400
Ids = Sequence[int]


def entries_for(session: Session, keys: Iterable[str]) -> Iterator[Entry]:
    """The entries of the rows with these keys; a row that is gone or read by nobody has none."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for key in keys:
        table, row_id = row_of(key)
        wanted[table].add(row_id)
    for table, load in _LOADERS.items():
        ids = sorted(wanted[table])
        for start in range(0, len(ids), _AT_ONCE):
            found = load(session, ids[start : start + _AT_ONCE])
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
    for paper_id in _column(session, Consultation.paper_id, Consultation.id, changed["consultation"]):
        changed["paper"].add(paper_id)
    for person_id in _column(session, Membership.person_id, Membership.id, changed["membership"]):
        changed["person"].add(person_id)
    changed["agenda_item"].update(_column(session, AgendaItem.id, AgendaItem.meeting_id, changed["meeting"]))
    shown = {
        (PaperFile.file_id, PaperFile.paper_id): "paper",
        (MeetingFile.file_id, MeetingFile.meeting_id): "meeting",
        (AgendaItemFile.file_id, AgendaItemFile.agenda_item_id): "agenda_item",
    }
    files = set(changed["file"])
    for (file_id, owner_id), table in shown.items():
        files.update(_column(session, file_id, owner_id, changed[table]))
    main = select(PaperFile.paper_id).where(PaperFile.role == FileRole.MAIN)
    papers = {
        row_id
        for part in _parts(changed["file"])
        for row_id in session.scalars(main.where(PaperFile.file_id.in_(part)))
    }
    changed["paper"] |= papers
    changed["file"] = files
    return {key_of(table, row_id) for table in _LOADERS for row_id in changed[table]}


def _meetings(session: Session, ids: Ids) -> Iterator[Entry]:
    organizations = _organizations_of_meetings(session, ids)
    names = _names(session, {number for numbers in organizations.values() for number in numbers})
    rows = _rows(session, select(Meeting.id, Meeting.body_id, Meeting.name, Meeting.start), Meeting, ids)
    for row in rows:
        own = organizations[row.id]
        yield Entry(
            key=key_of("meeting", row.id),
            body_id=row.body_id,
            readers=_tokens(row),
            kind=Kind.MEETING,
            title=row.name or ", ".join(names.get(number, "") for number in own),
            date=day_of(row.start),
            organizations=frozenset(own),
        )


def _items(session: Session, ids: Ids) -> Iterator[Entry]:
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
    rows = _rows(session, statement, AgendaItem, ids)
    organizations = _organizations_of_meetings(session, [row.meeting_id for row in rows])
    for row in rows:
        yield Entry(
            key=key_of("agenda_item", row.id),
            body_id=row.body_id,
            readers=readers_within(_tokens(row), [frozenset(row.around.split())]),
            kind=Kind.AGENDA_ITEM,
            title=row.name or "",
            text=joined([row.result, row.resolution_text]),
            date=day_of(row.start),
            organizations=frozenset(organizations[row.meeting_id]),
        )


def _papers(session: Session, ids: Ids) -> Iterator[Entry]:
    organizations = _organizations_of_papers(session, ids)
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for paper_id, text in session.execute(
        select(PaperFile.paper_id, File.text)
        .join(File, File.id == PaperFile.file_id)
        .join(Paper, Paper.id == PaperFile.paper_id)
        .where(
            PaperFile.paper_id.in_(ids),
            PaperFile.role == FileRole.MAIN,
            File.audience_id == Paper.audience_id,
            File.deleted.is_(False),
            File.text.is_not(None),
        )
        .order_by(PaperFile.paper_id, PaperFile.position),
    ):
        texts[paper_id].append(text or "")
    statement = select(
        Paper.id,
        Paper.body_id,
        Paper.name,
        Paper.reference,
        Paper.date,
        Paper.summary,
        Paper.proposal,
        Paper.reasons,
        Paper.paper_type,
    )
    for row in _rows(session, statement, Paper, ids):
        yield paper_entry(
            row.id,
            row.body_id,
            _tokens(row),
            title=row.name,
            reference=row.reference,
            day=row.date,
            organizations=frozenset(organizations[row.id]),
            texts=[row.summary, row.proposal, row.reasons, *texts[row.id], row.paper_type],
        )


def _files(session: Session, ids: Ids) -> Iterator[Entry]:
    """Files by themselves; a main file read by the same people as its paper is found as that paper."""
    owners, told = _owners(session, ids)
    statement = select(File.id, File.body_id, File.name, File.file_name, File.date, File.text)
    for row in _rows(session, statement, File, [row_id for row_id in ids if row_id not in told]):
        if owners[row.id]:
            yield file_entry(
                row.id,
                row.body_id,
                _tokens(row),
                name=row.name or row.file_name,
                day=row.date,
                text=row.text,
                owners=owners[row.id],
            )


def _owners(session: Session, ids: Ids) -> tuple[defaultdict[int, list[Owner]], set[int]]:
    """What files hang on, and the files whose text is already the paper's."""
    owners: defaultdict[int, list[Owner]] = defaultdict(list)
    told: set[int] = set()
    papers = session.execute(
        select(PaperFile.file_id, PaperFile.role, Paper.id, Paper.name, Paper.reference, Paper.date, Audience.key)
        .add_columns((File.audience_id == Paper.audience_id).label("alike"))
        .join(Paper, Paper.id == PaperFile.paper_id)
        .join(Audience, Audience.id == Paper.audience_id)
        .join(File, File.id == PaperFile.file_id)
        .where(PaperFile.file_id.in_(ids), Paper.deleted.is_(False)),
    ).all()
    by_paper = _organizations_of_papers(session, [row.id for row in papers])
    for row in papers:
        if row.role == FileRole.MAIN and row.alike:
            told.add(row.file_id)
        readers, numbers = frozenset(row.key.split()), frozenset(by_paper[row.id])
        owners[row.file_id].append(Owner(row.name or "", readers, row.role, row.date, row.reference, numbers))
    for statement in _meeting_owners(ids):
        meetings = session.execute(statement).all()
        by_meeting = _organizations_of_meetings(session, [row.meeting_id for row in meetings])
        for row in meetings:
            readers, numbers = frozenset(row.key.split()), frozenset(by_meeting[row.meeting_id])
            owner = Owner(row.name or "", readers, row.role, day_of(row.start), None, numbers)
            owners[row.file_id].append(owner)
    return owners, told


def _meeting_owners(ids: Ids) -> tuple[Select[*tuple[Any, ...]], Select[*tuple[Any, ...]]]:
    meetings = (
        select(MeetingFile.file_id, MeetingFile.role, Meeting.id.label("meeting_id"), Meeting.name, Meeting.start)
        .add_columns(Audience.key)
        .join(Meeting, Meeting.id == MeetingFile.meeting_id)
        .join(Audience, Audience.id == Meeting.audience_id)
        .where(MeetingFile.file_id.in_(ids), Meeting.deleted.is_(False))
    )
    items = (
        select(AgendaItemFile.file_id, AgendaItemFile.role, Meeting.id.label("meeting_id"), AgendaItem.name)
        .add_columns(Meeting.start, Audience.key)
        .join(AgendaItem, AgendaItem.id == AgendaItemFile.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .join(Audience, Audience.id == AgendaItem.audience_id)
        .where(AgendaItemFile.file_id.in_(ids), AgendaItem.deleted.is_(False))
    )
    return meetings, items


def _organizations(session: Session, ids: Ids) -> Iterator[Entry]:
    statement = select(
        Organization.id,
        Organization.body_id,
        Organization.name,
        Organization.short_name,
        Organization.classification,
        Organization.task,
    )
    for row in _rows(session, statement, Organization, ids):
        yield Entry(
            key=key_of("organization", row.id),
            body_id=row.body_id,
            readers=_tokens(row),
            kind=Kind.ORGANIZATION,
            title=" ".join(name for name in (row.name, row.short_name) if name),
            text=joined([row.task, row.classification]),
            organizations=frozenset({row.id}),
        )


def _people(session: Session, ids: Ids) -> Iterator[Entry]:
    seats: defaultdict[int, set[int]] = defaultdict(set)
    public_seats = (
        select(Membership.person_id, Membership.organization_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_id.in_(ids), Membership.audience_id == Person.audience_id)
    )
    for person_id, organization_id in session.execute(public_seats):
        if person_id is not None and organization_id is not None:
            seats[person_id].add(organization_id)
    for row in _rows(session, select(Person.id, Person.body_id, Person.name), Person, ids):
        yield Entry(
            key=key_of("person", row.id),
            body_id=row.body_id,
            readers=_tokens(row),
            kind=Kind.PERSON,
            title=row.name or "",
            organizations=frozenset(seats[row.id]),
        )


def _rows(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    model: Any,  # noqa: ANN401 - any of the models
    ids: Ids,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The living rows with these ids and the words of their audience."""
    return session.execute(
        statement.add_columns(Audience.key.label("readers"))
        .join(Audience, Audience.id == model.audience_id)
        .where(model.id.in_(ids), model.deleted.is_(False)),
    ).all()


def _tokens(row: Row[*tuple[Any, ...]]) -> frozenset[str]:
    return frozenset(row.readers.split())


def _organizations_of_meetings(session: Session, ids: Ids) -> defaultdict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for row in session.execute(
        select(MeetingOrganization.meeting_id, MeetingOrganization.organization_id)
        .where(MeetingOrganization.meeting_id.in_(set(ids)))
        .order_by(MeetingOrganization.meeting_id, MeetingOrganization.position),
    ):
        found[row.meeting_id].append(row.organization_id)
    return found


def _organizations_of_papers(session: Session, ids: Ids) -> defaultdict[int, set[int]]:
    """The organizations that brought papers in or consult them."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    wanted = set(ids)
    own = select(PaperOrganization.paper_id, PaperOrganization.organization_id).where(
        PaperOrganization.paper_id.in_(wanted),
    )
    readable = (Consultation.audience_id == Paper.audience_id) & Consultation.deleted.is_(False)
    consulting = (
        select(Consultation.paper_id, ConsultationOrganization.organization_id)
        .join(ConsultationOrganization, ConsultationOrganization.consultation_id == Consultation.id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(Consultation.paper_id.in_(wanted), readable)
    )
    meeting = (
        select(Consultation.paper_id, MeetingOrganization.organization_id)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Consultation.meeting_id)
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(Consultation.paper_id.in_(wanted), readable)
    )
    for statement in (own, consulting, meeting):
        for paper_id, organization_id in session.execute(statement):
            if paper_id is not None:
                found[paper_id].add(organization_id)
    return found


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(ids)))
    return {row.id: row.name or "" for row in rows}


def _column(session: Session, wanted: Any, by: Any, ids: set[int]) -> Iterator[int]:  # noqa: ANN401 - columns
    for part in _parts(ids):
        yield from (found for found in session.scalars(select(wanted).where(by.in_(part))) if found is not None)


def _parts(ids: set[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _AT_ONCE):
        yield ordered[start : start + _AT_ONCE]


_LOADERS: dict[str, Callable[[Session, Ids], Iterator[Entry]]] = {
    "paper": _papers,
    "agenda_item": _items,
    "file": _files,
    "meeting": _meetings,
    "organization": _organizations,
    "person": _people,
}
_MODELS: dict[str, Any] = {
    "paper": Paper,
    "agenda_item": AgendaItem,
    "file": File,
    "meeting": Meeting,
    "organization": Organization,
    "person": Person,
}
