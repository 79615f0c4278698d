"""Tables and models may not drift apart: the migrations lead exactly to the models, on both databases."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import upgrade
from sqlalchemy import Column, Connection, MetaData, create_engine, func, inspect, select, table, text

from config import Config
from ris.app import create_app
from ris.db import Base, db
from tests.databases import EmptyDatabase

WHEN = datetime(2026, 11, 22, tzinfo=UTC)


def bring(address: str, folder: Path, revision: str = "head") -> None:
    """Run the migrations up to a revision."""
    app = create_app(Config(data_dir=folder, database_url=address, secret_key="-", public_url="http://localhost"))
    with app.app_context():
        upgrade(revision=revision)
        db.engine.dispose()


@pytest.fixture
def migrated(database: EmptyDatabase, tmp_path: Path) -> str:
    """Address of a database that was empty and has been brought up by the migrations alone."""
    address = database.without_tables(tmp_path)
    bring(address, tmp_path)
    return address


def something(column: Column[Any]) -> object:
    """A value for a column; every reference leads to the one row of the other table."""
    kinds = {bool: False, int: 1, datetime: WHEN, date: WHEN.date(), str: "{}", bytes: b"", dict: {}}
    return kinds.get(column.type.python_type, 1)


def fill(connection: Connection) -> dict[str, int]:
    """One row in every table that can bear it, each pointing to all others it may point to; how many there are."""
    tables = MetaData()
    tables.reflect(connection)
    for one in tables.sorted_tables:
        if one.name != "alembic_version":
            needed = [column for column in one.columns if not column.nullable or column.foreign_keys]
            looking_ahead = {key.parent.name for key in one.foreign_keys if key.column.table is one}
            row = {column.name: something(column) for column in needed if column.name not in looking_ahead}
            connection.execute(one.insert().values(row))
    return counts(connection, [one.name for one in tables.sorted_tables])


def counts(connection: Connection, names: list[str]) -> dict[str, int]:
    """How many rows the tables hold."""
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def test_the_migrations_lead_to_the_models(migrated: str) -> None:
    engine = create_engine(migrated)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
        tables = set(inspect(connection).get_table_names())
    engine.dispose()
    assert differences == []
    assert tables == {*Base.metadata.tables, "alembic_version"}


def test_a_database_in_use_keeps_its_rows(database: EmptyDatabase, tmp_path: Path) -> None:
    address = database.without_tables(tmp_path)
    bring(address, tmp_path, "0001")
    engine = create_engine(address)
    with engine.begin() as connection:
        before = fill(connection)
    bring(address, tmp_path)
    with engine.connect() as connection:
        assert counts(connection, list(before)) == before
    engine.dispose()
    assert set(before.values()) == {1}


def test_a_migration_that_leaves_a_reference_to_nothing_is_undone_whole(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = f"sqlite:///{tmp_path / 'ris.db'}"
    bring(address, tmp_path, "0001")
    with closing(sqlite3.connect(tmp_path / "ris.db")) as unguarded, unguarded:
        unguarded.execute("INSERT INTO audience_token (audience_id, token) VALUES (999, 'public')")
    engine = create_engine(address)
    before = set(inspect(engine).get_table_names())
    with pytest.raises(SystemExit):
        bring(address, tmp_path)
    assert "1 rows point to, the first of them in audience_token" in caplog.text
    with engine.connect() as connection:
        version = connection.scalar(text("SELECT version_num FROM alembic_version"))
        assert (version, set(inspect(connection).get_table_names())) == ("0001", before)
    engine.dispose()


def test_preparing_leaves_the_planner_informed(tmp_path: Path) -> None:
    """SQLite forgets its statistics of a table that a migration writes anew; without them pages take ten times longer."""
    address = f"sqlite:///{tmp_path / 'ris.db'}"
    bring(address, tmp_path, "0001")
    engine = create_engine(address)
    with engine.begin() as connection:
        fill(connection)
    app = create_app(Config(data_dir=tmp_path, database_url=address, secret_key="-", public_url="http://localhost"))
    with app.app_context():  # a command works for the application at hand, whichever others there are
        assert app.test_cli_runner().invoke(args=["prepare"]).exit_code == 0
    with engine.connect() as connection:
        known = {row.tbl for row in connection.execute(text("SELECT tbl FROM sqlite_stat1"))}
        tables = {name for name, rows in counts(connection, inspect(connection).get_table_names()).items() if rows}
    assert known >= tables
