"""Alembic's entry: migrations run on the engine and the tables of the application."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from alembic import context
from flask import current_app

from ris.db import Base, UTCDateTime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.autogenerate.api import AutogenContext
    from sqlalchemy import Connection


def render_item(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types as what the database knows, so that old migrations never import the house."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def references_unguarded(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew; meanwhile the rows that point into it must not be in the way.

    The setting cannot be changed within a transaction, so this encloses it.
    """
    guard = connection.connection.driver_connection
    if not isinstance(guard, sqlite3.Connection):
        yield
        return
    guard.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        guard.execute("PRAGMA foreign_keys=ON")


def check_references(connection: Connection) -> None:
    """Raise, and so undo everything, when a migration has left a reference that leads nowhere."""
    if connection.dialect.name == "sqlite" and (lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        message = f"The migration would lose what {len(lost)} rows point to, the first of them in {lost[0][0]}."
        raise RuntimeError(message)


def run() -> None:
    """Bring the connected database to the wanted revision, in one transaction."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection, references_unguarded(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render_item,
            transactional_ddl=True,  # Alembic holds that SQLite cannot; with our own BEGIN (ris/db.py) it can
        )
        with context.begin_transaction():
            before = context.get_context().get_current_heads()
            context.run_migrations()
            check_references(connection)
            if context.get_context().get_current_heads() != before:
                connection.exec_driver_sql("ANALYZE")  # SQLite forgets what it knew of a table that is written anew


run()
