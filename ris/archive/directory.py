"""What a copy lists by year, for readers whose browser runs no scripts: sittings and papers, one statement a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import and_, extract, select

from ris.documents.models import Paper
from ris.meetings.models import Meeting
from ris.scope.readers import readable_by
from ris.web.dates import BERLIN, local_day

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from ris.access.actor import Actor

UNDATED = "ohne-datum"


@dataclass(frozen=True)
class Listed:
    """A line of the directory."""

    day: date | None
    title: str
    address: str


def years_of(session: Session, actor: Actor) -> list[str]:
    """The years something public is dated in, newest first."""
    meetings = session.execute(select(Meeting.start).where(readable_by(actor, Meeting), Meeting.deleted.is_(False)))
    papers = session.scalars(
        select(extract("year", Paper.date))
        .where(readable_by(actor, Paper), Paper.deleted.is_(False), Paper.date.is_not(None))
        .distinct(),
    )
    found = {local_day(row.start).year for row in meetings.yield_per(1000) if row.start} | {
        int(year) for year in papers
    }
    return [f"{year:04}" for year in sorted(found, reverse=True)]


def meetings_of(session: Session, actor: Actor, year: str) -> list[Listed]:
    """The sittings of a year (``2026`` or ``ohne-datum``), latest first."""
    dated = _within(Meeting.start, year)
    rows = session.execute(
        select(Meeting.id, Meeting.name, Meeting.start)
        .where(readable_by(actor, Meeting), Meeting.deleted.is_(False), dated)
        .order_by(Meeting.start.desc(), Meeting.id.desc()),
    )
    return [
        Listed(local_day(row.start) if row.start else None, row.name or "Sitzung ohne Namen", f"/sitzung/{row.id}")
        for row in rows
    ]


def papers_of(session: Session, actor: Actor, year: str) -> list[Listed]:
    """The papers of a year, latest first."""
    dated = Paper.date.is_(None) if year == UNDATED else extract("year", Paper.date) == int(year)
    rows = session.execute(
        select(Paper.slug, Paper.reference, Paper.name, Paper.date)
        .where(readable_by(actor, Paper), Paper.deleted.is_(False), dated)
        .order_by(Paper.date.desc(), Paper.id.desc()),
    )
    return [Listed(row.date, _paper_title(row.reference, row.name), f"/vorlage/{row.slug}") for row in rows]


def _within(column: InstrumentedAttribute[datetime | None], year: str) -> ColumnElement[bool]:
    """The German calendar year; a town without dates has a year of its own."""
    if year == UNDATED:
        return column.is_(None)
    first, after = (datetime(number, 1, 1, tzinfo=BERLIN) for number in (int(year), int(year) + 1))
    return and_(column >= first, column < after)


def _paper_title(reference: str | None, name: str | None) -> str:
    return ": ".join(part for part in (reference, name) if part) or "Vorlage ohne Titel"
