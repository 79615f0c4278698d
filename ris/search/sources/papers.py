"""Papers and files, as they are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ris.documents.models import File, FileRole, Paper, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Meeting, MeetingFile
from ris.scope.readers import Audience
from ris.search.engine import Entry
from ris.search.entries import Owner, day_of, file_entry, paper_entry
from ris.search.sources.loading import Ids, living_rows, organizations_of_meetings, organizations_of_papers, tokens


def paper_entries(session: Session, ids: Ids) -> Iterator[Entry]:
    """Papers with the text of their main files, where the same people read both."""
    organizations = organizations_of_papers(session, ids)
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
    for row in living_rows(session, statement, Paper, ids):
        yield paper_entry(
            row.id,
            row.body_id,
            tokens(row),
            title=row.name,
            reference=row.reference,
            day=row.date,
            organizations=frozenset(organizations[row.id]),
            texts=[row.summary, row.proposal, row.reasons, *texts[row.id], row.paper_type],
        )


def file_entries(session: Session, ids: Ids) -> Iterator[Entry]:
    """Files by themselves; a main file read by the same people as its paper is found as that paper."""
    owners, told = _owners(session, ids)
    statement = select(File.id, File.body_id, File.name, File.file_name, File.date, File.text)
    for row in living_rows(session, statement, File, [row_id for row_id in ids if row_id not in told]):
        if owners[row.id]:
            yield file_entry(
                row.id,
                row.body_id,
                tokens(row),
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
    by_paper = organizations_of_papers(session, [row.id for row in papers])
    for row in papers:
        if row.role == FileRole.MAIN and row.alike:
            told.add(row.file_id)
        readers, numbers = frozenset(row.key.split()), frozenset(by_paper[row.id])
        owners[row.file_id].append(Owner(row.name or "", readers, row.role, row.date, row.reference, numbers))
    for statement in _meeting_owners(ids):
        meetings = session.execute(statement).all()
        by_meeting = organizations_of_meetings(session, [row.meeting_id for row in meetings])
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
