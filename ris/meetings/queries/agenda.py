"""Reading agendas: the items of a meeting with their papers, files and results, in five statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, Row, Select, bindparam, or_, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.documents.models import File, Paper
from ris.documents.queries.files import FILE_COLUMNS, FileLine, file_line, files_of_papers
from ris.documents.queries.papers import PAPER_COLUMNS, PaperLine, paper_line
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation
from ris.meetings.rules import Result, is_part_heading, result_of, votes_sentence
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers

ITEM_COLUMNS = (
    AgendaItem.id,
    AgendaItem.meeting_id,
    AgendaItem.number,
    AgendaItem.name,
    AgendaItem.public,
    AgendaItem.result,
    AgendaItem.resolution_text,
    AgendaItem.votes_yes,
    AgendaItem.votes_no,
    AgendaItem.votes_abstain,
    AgendaItem.consultation_id,
    AgendaItem.removed,
    AgendaItem.removed_reason,
    AgendaItem.modified,
)
ID = bindparam("id", type_=Integer)
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
CONSULTATION_IDS: BindParameter[Any] = bindparam("consultation_ids", expanding=True)
NAMELESS = "Punkt ohne Titel"


@dataclass(frozen=True)
class ItemPaper:
    """A paper on an agenda, with its files."""

    paper: PaperLine
    role: str
    """What the meeting does with it: Vorberatung, Entscheidung …"""
    files: Sequence[FileLine]


@dataclass(frozen=True)
class ItemLine:
    """An agenda item with everything a reader may see of it."""

    id: int
    meeting_id: int | None
    number: str
    name: str
    public: bool
    heading: bool
    """Only announces a part of the agenda."""
    result: Result | None
    votes: str
    resolution_text: str
    modified: datetime
    papers: Sequence[ItemPaper] = field(default=())
    files: Sequence[FileLine] = field(default=())
    removed: bool = False
    """Taken off after the invitation (Absetzung)."""
    removed_reason: str = ""

    @property
    def divides(self) -> bool:
        """Whether it only gives a name to the items that follow, as some agendas do ("Teilhaushalt 1000")."""
        return not (self.number or self.papers or self.files or self.result)

    @property
    def file_count(self) -> int:
        """Files of the item and of its papers."""
        return len(self.files) + sum(len(paper.files) for paper in self.papers)


@for_readers
def _items(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(*ITEM_COLUMNS)
        .where(AgendaItem.meeting_id == ID, readable_by(actor, AgendaItem))
        .order_by(AgendaItem.position, AgendaItem.id)
    )


@for_readers
def _items_of_several(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(*ITEM_COLUMNS)
        .where(AgendaItem.meeting_id.in_(IDS), readable_by(actor, AgendaItem))
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id)
    )


@for_readers
def _one_item(actor: Actor) -> Select[*tuple[Any, ...]]:
    return select(*ITEM_COLUMNS).where(AgendaItem.id == ID, readable_by(actor, AgendaItem))


@for_readers
def _papers(actor: Actor) -> Select[*tuple[Any, ...]]:
    tied = or_(Consultation.agenda_item_id.in_(IDS), Consultation.id.in_(CONSULTATION_IDS))
    return (
        select(
            Consultation.id.label("consultation_id"),
            Consultation.agenda_item_id,
            Consultation.role,
            *PAPER_COLUMNS,
        )
        .join(Paper, Paper.id == Consultation.paper_id)
        .where(tied, readable_by(actor, Consultation), readable_by(actor, Paper))
        .order_by(Consultation.id)
    )


@for_readers
def _item_files(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(AgendaItemFile.agenda_item_id, *FILE_COLUMNS)
        .join(File, File.id == AgendaItemFile.file_id)
        .where(AgendaItemFile.agenda_item_id.in_(IDS), readable_by(actor, File))
        .order_by(AgendaItemFile.role.desc(), AgendaItemFile.position, File.id)
    )


@for_readers
def _any_item(actor: Actor) -> Select[int]:
    return select(AgendaItem.id).where(AgendaItem.meeting_id == ID, readable_by(actor, AgendaItem)).limit(1)


def agenda_for(session: Session, actor: Actor, meeting_id: int) -> list[ItemLine]:
    """The readable items of a meeting in order."""
    rows = session.execute(_items(actor), {"id": meeting_id}).all()
    return _filled(session, actor, rows)


def agendas_for(session: Session, actor: Actor, meeting_ids: Sequence[int]) -> dict[int, list[ItemLine]]:
    """The readable items of several meetings in order, by meeting id; as many statements as for one."""
    found: dict[int, list[ItemLine]] = {identity: [] for identity in meeting_ids}
    rows = session.execute(_items_of_several(actor), {"ids": list(meeting_ids)}).all()
    for item in _filled(session, actor, rows):
        if item.meeting_id is not None:
            found[item.meeting_id].append(item)
    return found


def is_announced(session: Session, actor: Actor, meeting_id: int) -> bool:
    """Whether everybody reads at least one item: what the actor reads beyond that announces nothing."""
    return session.scalar(_any_item(Actor.public(actor.body_id)), {"id": meeting_id}) is not None


def item_for(session: Session, actor: Actor, item_id: int) -> ItemLine | None:
    """One readable item."""
    rows = session.execute(_one_item(actor), {"id": item_id}).all()
    return next(iter(_filled(session, actor, rows)), None)


def neighbours_of(session: Session, actor: Actor, item: ItemLine) -> tuple[ItemLine | None, ItemLine | None]:
    """The readable items before and after this one, without their papers."""
    rows = session.execute(_items(actor), {"id": item.meeting_id}).all()
    items = [line for row in rows if not (line := _line(row, (), ())).heading or line.id == item.id]
    place = next((index for index, other in enumerate(items) if other.id == item.id), 0)
    return (
        items[place - 1] if place > 0 else None,
        items[place + 1] if place + 1 < len(items) else None,
    )


def _filled(session: Session, actor: Actor, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[ItemLine]:
    if not rows:
        return []
    papers = _papers_of(session, actor, rows)
    files = _files_of(session, actor, [row.id for row in rows])
    return [_line(row, papers[row.id], files[row.id]) for row in rows]


def _line(row: Row[*tuple[Any, ...]], papers: Sequence[ItemPaper], files: Sequence[FileLine]) -> ItemLine:
    return ItemLine(
        id=row.id,
        meeting_id=row.meeting_id,
        number=(row.number or "").strip(),
        name=(row.name or "").strip() or NAMELESS,
        public=row.public,
        heading=is_part_heading(row.number, row.name),
        result=result_of(row.result),
        votes=votes_sentence(row.votes_yes, row.votes_no, row.votes_abstain),
        resolution_text=(row.resolution_text or "").strip(),
        modified=row.modified,
        papers=papers,
        files=files,
        removed=row.removed is not None,
        removed_reason=row.removed_reason or "",
    )


def _papers_of(session: Session, actor: Actor, items: Sequence[Row[*tuple[Any, ...]]]) -> dict[int, list[ItemPaper]]:
    ids = [item.id for item in items]
    by_consultation = {item.consultation_id: item.id for item in items if item.consultation_id}
    wanted = {"ids": ids, "consultation_ids": list(by_consultation)}
    rows = session.execute(_papers(actor), wanted).all()
    files = files_of_papers(session, actor, (row.id for row in rows))
    known = set(ids)
    found = defaultdict(list)
    for row in rows:
        # Sources tie the two in either direction; both name the same item.
        own = row.agenda_item_id if row.agenda_item_id in known else None
        item_id = own or by_consultation[row.consultation_id]
        paper = ItemPaper(paper_line(row), row.role or "", files.get(row.id, ()))
        found[item_id].append(paper)
    return found


def _files_of(session: Session, actor: Actor, item_ids: Sequence[int]) -> dict[int, list[FileLine]]:
    rows = session.execute(_item_files(actor), {"ids": item_ids})
    files = defaultdict(list)
    for row in rows:
        files[row.agenda_item_id].append(file_line(row))
    return files
