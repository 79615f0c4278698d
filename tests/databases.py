"""Empty databases for the tests, made once and emptied in milliseconds: SQLite by copy, PostgreSQL by one function."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy import create_engine

import ris.app  # noqa: F401 - knows every model, so that the tables are complete
from ris.db import Base
from tests.postgresql import running_server

# Deletes only where something is; with the constraints' triggers asleep the order does not matter.
EMPTY_EVERYTHING = """
CREATE FUNCTION empty_everything() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; filled boolean;
BEGIN
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || name || ')' INTO filled;
    IF filled THEN EXECUTE 'DELETE FROM ' || name; END IF;
  END LOOP;
  PERFORM setval(seqrelid, 1, false) FROM pg_sequence JOIN pg_class ON pg_class.oid = seqrelid
    WHERE relnamespace = 'public'::regnamespace;
END $$
"""


class EmptyDatabase(Protocol):
    """Gives an address of a database with all tables and no rows."""

    def address(self, folder: Path) -> str:
        """The SQLAlchemy address; SQLite files go to `folder`."""

    def without_tables(self, folder: Path) -> str:
        """The address of another database with nothing in it at all."""


class SqliteFile:
    """A file with all tables, copied for every test."""

    def __init__(self, template: Path) -> None:
        self._template = template
        engine = create_engine(f"sqlite:///{template}")
        Base.metadata.create_all(engine)
        with engine.connect() as connection:  # into one file, so that copying it is enough
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
        engine.dispose()

    def address(self, folder: Path) -> str:
        """A fresh copy."""
        return f"sqlite:///{shutil.copyfile(self._template, folder / 'ris.db')}"

    def without_tables(self, folder: Path) -> str:
        """A file that does not exist yet."""
        return f"sqlite:///{folder / 'bare.db'}"


class PostgresqlDatabase:
    """One database of one server, emptied before every test."""

    def __init__(self, server: str) -> None:
        self._server = server
        host = psycopg.conninfo.conninfo_to_dict(server)["host"]
        self._address = f"postgresql+psycopg://postgres@/postgres?host={host}"
        engine = create_engine(self._address)
        Base.metadata.create_all(engine)
        engine.dispose()
        self._connection = psycopg.connect(server, autocommit=True)
        self._connection.execute(EMPTY_EVERYTHING)

    def address(self, folder: Path) -> str:
        """The one address, after emptying the tables."""
        del folder
        self._connection.execute("SELECT empty_everything()")
        return self._address

    def without_tables(self, folder: Path) -> str:
        """Another database of the server."""
        del folder
        self._connection.execute("DROP DATABASE IF EXISTS bare WITH (FORCE)")
        self._connection.execute("CREATE DATABASE bare")
        return self._address.replace("/postgres?", "/bare?")

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()


@contextmanager
def postgresql_database() -> Iterator[PostgresqlDatabase]:
    """A server of our own with one database; raises NoPostgresql where none starts."""
    with running_server() as server:
        database = PostgresqlDatabase(server)
        try:
            yield database
        finally:
            database.close()
