"""Rows out of a folder, with the types their tables have."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date

from ris.db import UTCDateTime

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ris.db import JsonObject

AT_ONCE = 500
"""Rows in one statement."""


@dataclass(frozen=True)
class Table:
    """How the rows of a table are read."""

    model: Any
    own: frozenset[str] = field(init=False)
    """Columns that name other rows of the same table."""

    def __post_init__(self) -> None:
        """Learn the references once."""
        keys = {
            column.key
            for column in self.model.__mapper__.columns
            for key in column.foreign_keys
            if key.column.table.name == self.model.__tablename__
        }
        object.__setattr__(self, "own", frozenset(keys))

    @property
    def name(self) -> str:
        """The table's name."""
        name: str = self.model.__tablename__
        return name

    def typed(self, row: JsonObject) -> JsonObject:
        """A row with moments and days instead of their spelling; raises ``KeyError`` for a column we do not have."""
        columns = self.model.__mapper__.columns
        return {name: self._value(columns[name].type, value) for name, value in row.items()}

    def _value(self, kind: object, value: Any) -> Any:  # noqa: ANN401 - a column's value
        if value is None:
            return None
        if isinstance(kind, UTCDateTime):
            return datetime.fromisoformat(value)
        return date.fromisoformat(value) if isinstance(kind, Date) else value


def batches(root: Path, table: Table) -> Iterator[list[JsonObject]]:
    """The rows of a table, some hundred at a time."""
    with (root / "rows" / f"{table.name}.jsonl").open(encoding="utf-8") as lines:
        rows = (table.typed(json.loads(line)) for line in lines)
        while batch := list(islice(rows, AT_ONCE)):
            yield batch
