"""The database: base class, column types and the one place that commits.

Models derive from :class:`Base` directly. Reading uses ``db.session``; every change happens inside
:func:`transaction`, so that a row, its audit entry and its jobs are written together or not at all.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, TypeDecorator, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
    from sqlalchemy.pool import ConnectionPoolEntry

__all__ = [
    "Base",
    "JsonObject",
    "OParlObject",
    "UTCDateTime",
    "db",
    "now_utc",
    "refresh_statistics",
    "rehearsal",
    "separate_transaction",
    "transaction",
]

JsonObject = dict[str, Any]
"""A JSON object as it came from outside; its shape is checked where it is read."""

WRITING = "ris_writing"
"""Execution option of a connection whose transaction will write (SQLite takes the write lock at once)."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware instant into UTC; raise ``ValueError`` for a naive one."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"naive datetime {value!r}"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware instant in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def now_utc() -> datetime:
    """The clock, asked only at the edges; whole microseconds, UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Every table's base class."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        },
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        JsonObject: JSON(none_as_null=True),
        dict[str, Any]: JSON(none_as_null=True),
        list[str]: JSON(none_as_null=True),
    }


class OParlObject:
    """What every OParl object has; ``id`` never changes and is never given to another row."""

    id: Mapped[int] = mapped_column(primary_key=True)
    created: Mapped[datetime]
    """When it was first recorded here."""
    modified: Mapped[datetime] = mapped_column(index=True)
    """When its output last changed here (OParl 1.1: now, on every change)."""
    deleted: Mapped[bool] = mapped_column(default=False)
    """A tombstone: it was here once and is gone or withdrawn; the row and its address stay."""
    keyword: Mapped[list[str] | None]
    license: Mapped[str | None]
    web: Mapped[str | None]
    """Page about it elsewhere, as its source says."""
    extra: Mapped[JsonObject | None]
    """Properties a source gave that the standard does not know, kept as they came."""


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)


@contextmanager
def transaction() -> Iterator[Session]:
    """One change with all its consequences: commits at the end, rolls back on any exception.

    Nothing else in the house commits. On SQLite the write lock is taken at the start, so a second
    writer waits instead of failing in the middle.
    """
    session: Session = db.session()
    if session.in_transaction():
        # What was read before belongs to an older state of the database; a change starts from now.
        session.rollback()
    session.connection(execution_options={WRITING: True})
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise


REHEARSAL = "ris_rehearsal"
"""In ``Session.info`` while a change is only tried; nothing read meanwhile may be remembered."""


@contextmanager
def rehearsal() -> Iterator[Session]:
    """A change that is never kept: what things would look like if it were made, for a preview.

    Rolled back at the end, whatever happens. Others wait with their writing meanwhile, so it must be short.
    """
    session: Session = db.session()
    if session.in_transaction():
        session.rollback()
    session.connection(execution_options={WRITING: True})
    session.info[REHEARSAL] = True
    try:
        yield session
    finally:
        session.rollback()
        session.info.pop(REHEARSAL)


@contextmanager
def separate_transaction() -> Iterator[Session]:
    """A change of its own on a connection of its own, visible at once whatever becomes of the one in hand.

    For the queue's signs of life; on SQLite it waits for the write lock and raises ``OperationalError`` in the end.
    """
    with Session(db.engine) as session:
        session.connection(execution_options={WRITING: True})
        yield session
        session.commit()


def refresh_statistics() -> None:
    """Tell the planner what the tables hold by now; after bulk changes and from time to time.

    Without it SQLite guesses, and guesses wrong where most rows belong to one Body; samples (``analysis_limit``)
    mislead it in the same way. All tables of a city take a fifth of a second.
    """
    with db.engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        connection.exec_driver_sql("ANALYZE")


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's own transaction handling would begin too late; see _begin_sqlite.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=15000", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
