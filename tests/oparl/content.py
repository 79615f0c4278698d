"""What stands in the tables of a Body, told by the addresses of the source instead of our ids."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Session

from ris.audit.models import AuditEntry, PublicLogEntry
from ris.db import Base
from ris.oparl.models import ForeignId, ImportSource
from ris.record.models import Ledger
from ris.scope.models import BelongsToBody
from ris.scope.readers import Audience

TIMES_AND_NUMBERS: Final = frozenset(
    {"created", "modified", "at", "body_id", "audience_id", "sequence", "hash", "previous", "source_id"}
)
OUR_IDS_INSIDE: Final = frozenset({"content", "digest", "address"})
"""Columns of versions and logs that speak of our ids."""


def content_of(session: Session) -> dict[str, Counter[str]]:
    """Table → its rows, each as a text."""
    session.rollback()
    session.expire_all()
    names = {(row.kind, row.subject_id): row.url for row in session.scalars(select(ForeignId))}
    told: dict[str, Counter[str]] = {}
    for mapper in Base.registry.mappers:
        model: Any = mapper.class_
        if issubclass(model, BelongsToBody) and model not in {AuditEntry, ImportSource, Ledger}:
            told[model.__tablename__] = Counter(_told(row, names) for row in session.scalars(select(model)))
    return told


def _told(row: Any, names: dict[tuple[str, int], str]) -> str:  # noqa: ANN401 - a row of any table
    parts = []
    for column in row.__mapper__.columns:
        value = getattr(row, column.name)
        if column.name in TIMES_AND_NUMBERS or (column.name in OUR_IDS_INSIDE and not isinstance(row, ForeignId)):
            continue
        target = _table_of(row, column)
        parts.append(f"{column.name}={names.get((target, value), value is not None) if target else value!r}")
    if hasattr(row, "reader_tokens"):
        audience: Audience = row.audience
        parts.append(str(len(audience.tokens)))
    if isinstance(row, PublicLogEntry):
        parts = [row.event, row.address.split("/")[1]]
    return " ".join(parts)


def _table_of(row: Any, column: Any) -> str | None:  # noqa: ANN401 - SQLAlchemy's column
    """The table an id is of."""
    if column.name == "id":
        return str(row.__tablename__)
    if column.name == "subject_id":
        return str(row.kind)
    if column.name == "consultation_id":
        return "consultation"
    keys: set[ForeignKey] = column.foreign_keys
    return next((key.column.table.name for key in keys), None)
