"""Reading papers for one reader: one by its address, and lists by key; lists load columns, not objects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.documents.models import Paper, PaperOrganization, PaperPerson
from ris.documents.rules import DRAFT_SLUG
from ris.feeds.recorded import told_at
from ris.scope.readers import readable_by
from ris.scope.remembered import until_changed
from ris.web.addresses import number_from
from ris.web.paging import PAGE_SIZE, Key, Page

PAPER_COLUMNS = (
    Paper.id,
    Paper.slug,
    Paper.name,
    Paper.reference,
    Paper.paper_type,
    Paper.date,
    Paper.modified,
)


@dataclass(frozen=True)
class PaperLine:
    """A paper as a list names it."""

    id: int
    slug: str
    name: str
    reference: str
    kind: str
    date: date | None
    modified: datetime


@dataclass(frozen=True)
class PaperFilter:
    """Which papers a list holds."""

    kind: str = ""
    year: int | None = None
    organization_id: int | None = None
    """Who brought it in."""
    person_id: int | None = None
    """Who brought it in."""

    def criteria(self) -> Sequence[ColumnElement[bool]]:
        """The filter as SQL."""
        wanted: list[ColumnElement[bool]] = []
        if self.kind:
            wanted.append(Paper.paper_type == self.kind)
        if self.year is not None:
            wanted += [Paper.date >= date(self.year, 1, 1), Paper.date <= date(self.year, 12, 31)]
        if self.organization_id is not None:
            wanted.append(
                exists().where(
                    PaperOrganization.paper_id == Paper.id,
                    PaperOrganization.organization_id == self.organization_id,
                    PaperOrganization.part == "originator",
                )
            )
        if self.person_id is not None:
            wanted.append(exists().where(PaperPerson.paper_id == Paper.id, PaperPerson.person_id == self.person_id))
        return wanted


def paper_line(row: Row[*tuple[Any, ...]]) -> PaperLine:
    """A row that holds ``PAPER_COLUMNS`` as a line."""
    return PaperLine(
        id=row.id,
        slug=row.slug,
        name=row.name or "Vorlage ohne Titel",
        reference=row.reference or "",
        kind=row.paper_type or "Vorlage",
        date=row.date,
        modified=row.modified,
    )


def paper_for(session: Session, actor: Actor, key: str) -> Paper | None:
    """The readable paper with this slug; digits also find a paper by its id, and so does what it had as a draft."""
    readable = select(Paper).where(readable_by(actor, Paper))
    paper = session.scalar(readable.where(Paper.slug == key))
    number = number_from(key.removeprefix(DRAFT_SLUG))
    if paper is None and number is not None:
        return session.scalar(readable.where(Paper.id == number))
    return paper


@until_changed
def paper_count(session: Session, actor: Actor) -> int:
    """How many papers there are to read."""
    return _count(session, (readable_by(actor, Paper),))


def _count(session: Session, criteria: Sequence[ColumnElement[bool]]) -> int:
    return session.scalar(select(func.count()).select_from(Paper).where(*criteria)) or 0


def papers_page(
    session: Session, actor: Actor, chosen: PaperFilter, after: Key | None, size: int = PAGE_SIZE
) -> Page[PaperLine]:
    """Papers from the newest to those without a date, a page beginning after a key."""
    criteria = (readable_by(actor, Paper), *chosen.criteria())
    total = paper_count(session, actor) if chosen == PaperFilter() else _count(session, criteria)
    shown = select(*PAPER_COLUMNS).where(*criteria)
    found: list[Row[*tuple[Any, ...]]] = []
    for part in (_dated(shown, after), _undated(shown, after)):
        if part is not None and len(found) <= size:
            found += session.execute(part.limit(size + 1 - len(found))).all()
    rows = [paper_line(row) for row in found[:size]]
    last = rows[-1] if len(found) > size else None
    following = Key(str(last.date or ""), last.id) if last else None
    return Page(rows, total, following, first=after is None)


def changed_papers(
    session: Session, actor: Actor, chosen: PaperFilter, after: Key | None, size: int
) -> Page[PaperLine]:
    """Papers in the order they changed for everybody, the last first, a page beginning after a key."""
    criteria = [readable_by(actor, Paper), *chosen.criteria()]
    total = _count(session, criteria)
    moment, told = after.moment if after else None, told_at("paper", Paper.id, Paper.modified)
    if after is not None and moment is not None:
        criteria += [told <= moment, or_(told < moment, Paper.id < after.id)]
    last_told = told.label("modified")
    columns = [last_told if column is Paper.modified else column for column in PAPER_COLUMNS]
    shown = select(*columns).where(*criteria).order_by(last_told.desc(), Paper.id.desc())
    found = [paper_line(row) for row in session.execute(shown.limit(size + 1))]
    last = found[size - 1] if len(found) > size else None
    following = Key(last.modified.isoformat(), last.id) if last else None
    return Page(found[:size], total, following, first=moment is None)


def _dated(shown: Select[*tuple[Any, ...]], after: Key | None) -> Select[*tuple[Any, ...]] | None:
    part = shown.where(Paper.date.is_not(None)).order_by(Paper.date.desc(), Paper.id.desc())
    if after is None:
        return part
    day = after.day
    if day is None:
        return None
    return part.where(Paper.date <= day, or_(Paper.date < day, Paper.id < after.id))


def _undated(shown: Select[*tuple[Any, ...]], after: Key | None) -> Select[*tuple[Any, ...]]:
    part = shown.where(Paper.date.is_(None)).order_by(Paper.id.desc())
    return part.where(Paper.id < after.id) if after is not None and after.day is None else part


@until_changed
def paper_kinds(session: Session, actor: Actor) -> list[str]:
    """The kinds of papers there are, the most frequent first."""
    kinds = session.scalars(
        select(Paper.paper_type)
        .where(readable_by(actor, Paper), Paper.paper_type.is_not(None))
        .group_by(Paper.paper_type)
        .order_by(func.count().desc(), Paper.paper_type)
        .limit(40)
    )
    return [kind for kind in kinds if kind]


@until_changed
def paper_years(session: Session, actor: Actor) -> list[int]:
    """From the newest year of a paper to the oldest."""
    newest, oldest = session.execute(
        select(func.max(Paper.date), func.min(Paper.date)).where(readable_by(actor, Paper))
    ).one()
    return list(range(newest.year, oldest.year - 1, -1)) if newest and oldest else []
