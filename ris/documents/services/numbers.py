"""Drawing numbers of papers: without gaps, never twice, in the transaction that uses them.

A number is drawn by raising the row of its series. Until the transaction ends nobody else can raise it, and when it
fails the row is as before: no number is lost, none is doubled (tests/documents/test_numbers.py kills it to see).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ris.council.town import body_settings
from ris.documents.models import NumberSeries, Paper
from ris.documents.rules import NUMBER_MARKS, PaperKind
from ris.scope.current import current_body_id
from ris.scope.models import raise_revision

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

YEARLY = re.compile(r"(?P<year>\d{4})/(?P<count>\d{4,})")


def next_reference(session: Session, year: int, kind: PaperKind | None = None) -> str:
    """The next Drucksachennummer of a year: „2026/0412“, or „AT 2026/0031“ where each kind has its own series."""
    mark = NUMBER_MARKS[kind] if kind is not None and body_settings(session).numbers_by_kind else ""
    count = draw_number(session, mark, year)
    return f"{mark} {year}/{count:04}".strip()


def supplement_reference(session: Session, reference: str) -> str:
    """The next supplement of a paper: „2026/0412/1“."""
    return f"{reference}/{draw_number(session, f'{reference}/', 0)}"


def restated_reference(session: Session, reference: str) -> str:
    """The next complete rewording (Neufassung) of a paper: „2026/0412-N1“."""
    return f"{reference}-N{draw_number(session, f'{reference}-N', 0)}"


def draw_number(session: Session, series: str, year: int) -> int:
    """Raise a series by one; it begins behind what older papers already have."""
    raise_revision(session, current_body_id())  # locks the Body's counter, so that no two draw at once
    row = session.scalars(
        select(NumberSeries)
        .where(NumberSeries.series == series, NumberSeries.year == year)
        .execution_options(populate_existing=True)
    ).first()
    if row is None:
        row = NumberSeries(series=series, year=year, last=_highest(session, year) if not series else 0)
        session.add(row)
    row.last += 1
    session.flush()
    return row.last


def _highest(session: Session, year: int) -> int:
    """The highest number of a year among papers that came from elsewhere."""
    last = session.scalar(select(func.max(Paper.reference)).where(Paper.reference.like(f"{year}/____")))
    found = YEARLY.fullmatch(last or "")
    return int(found["count"]) if found else 0
