"""Which address of another system is which row of ours, for one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import func, insert, select, text

from ris.db import Base
from ris.oparl.models import ForeignId
from ris.scope.current import current_body_id
from ris.scope.models import BelongsToBody

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


class Known(NamedTuple):
    """A row of ours."""

    table: str
    id: int
    digest: str
    """What was last imported of it; empty while only its id is taken."""


class Directory:
    """Addresses and rows of the current Body."""

    def __init__(self, session: Session, source_id: int) -> None:
        self._source_id = source_id
        self._known: dict[str, Known] = {}
        rows = session.execute(
            select(ForeignId.url, ForeignId.kind, ForeignId.subject_id, ForeignId.digest),
            execution_options={"yield_per": 5000},
        )
        for url, table, own_id, digest in rows:
            self._known[url] = Known(table, own_id, digest)

    def get(self, url: str) -> Known | None:
        """The row, if there is one."""
        return self._known.get(url)

    def id_of(self, url: str, table: str) -> int | None:
        """Id of the row of this table."""
        known = self._known.get(url)
        return known.id if known is not None and known.table == table else None

    def reserve(self, session: Session, table: str, urls: list[str]) -> None:
        """Take ids for new rows; they are used in the same transaction."""
        for url, own_id in zip(urls, new_ids(session, table, len(urls)), strict=True):
            self._known[url] = Known(table, own_id, "")

    def remember(self, session: Session, digests: dict[str, str], *, new: bool) -> None:
        """Write what was imported, address → digest."""
        rows = []
        for url, digest in digests.items():
            known = self._known[url]._replace(digest=digest)
            self._known[url] = known
            rows.append(
                {
                    "url": url,
                    "path": path_of(url),
                    "kind": known.table,
                    "subject_id": known.id,
                    "source_id": self._source_id,
                    "digest": digest,
                },
            )
        if new:
            insert_rows(session, ForeignId, rows)
        else:
            _update_digests(session, digests)

    def forget_digests(self, session: Session, rows: Iterable[tuple[str, int]]) -> None:
        """Whatever is said of these rows (table, id) next is something new."""
        for table, own_id in rows:
            wanted = (ForeignId.kind == table) & (ForeignId.subject_id == own_id)
            for known in session.scalars(select(ForeignId).where(wanted)):
                known.digest = ""
                self._known[known.url] = self._known[known.url]._replace(digest="")


def _update_digests(session: Session, digests: dict[str, str]) -> None:
    urls = list(digests)
    for start in range(0, len(urls), 500):
        for row in session.scalars(select(ForeignId).where(ForeignId.url.in_(urls[start : start + 500]))):
            row.digest = digests[row.url]
    session.flush()  # a batch is written before the next one is read


def path_of(url: str) -> str:
    """Path and query of an address."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def insert_rows(session: Session, model: type[Base], rows: Iterable[dict[str, object]]) -> None:
    """Write many rows at once, past the objects of the session."""
    by_columns: dict[frozenset[str], list[dict[str, object]]] = {}
    of_body = {"body_id": current_body_id()} if issubclass(model, BelongsToBody) else {}
    for given in rows:
        row = {**of_body, **given}
        by_columns.setdefault(frozenset(row), []).append(row)
    for part in by_columns.values():
        session.execute(insert(model), part)


def new_ids(session: Session, table: str, count: int) -> Iterable[int]:
    """Ids nobody has, for rows written in this transaction."""
    if session.get_bind().dialect.name == "postgresql":
        taken = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return [row[0] for row in session.execute(taken, {"name": table, "count": count})]
    # SQLite: we hold the only write lock until the rows are there.
    column = Base.metadata.tables[table].c.id
    last = session.scalar(select(func.max(column))) or 0
    return range(last + 1, last + 1 + count)
