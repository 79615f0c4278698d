"""Looking at what an import has left in the tables."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.oparl.models import ForeignId
from tests.oparl.town import (
    url,
)


def one(session: Session, model: Any, **columns: Any) -> Any:  # noqa: ANN401 - a row of any table
    session.rollback()
    session.expire_all()
    return session.scalars(select(model).filter_by(**columns)).one()


def count(session: Session, model: Any) -> int:  # noqa: ANN401 - any table
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


def row_of(session: Session, model: Any, path: str) -> Any:  # noqa: ANN401 - a row of any table
    session.rollback()
    session.expire_all()
    known = session.scalars(select(ForeignId).where(ForeignId.url == url(path))).one()
    assert known.kind == model.__tablename__
    return session.get_one(model, known.subject_id)


def totals(report: Any) -> tuple[int, int, int, int]:  # noqa: ANN401 - a report
    counts = report.counts.values()
    return (
        sum(c.new for c in counts),
        sum(c.changed for c in counts),
        sum(c.unchanged for c in counts),
        sum(c.deleted for c in counts),
    )
