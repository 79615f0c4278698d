"""A page of the record reads what stands on it, by key, and not the tables it comes from."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from ris.council.models import Body
from ris.db import db
from ris.record.kinds import LISTED
from tests.record.small_town import ask, bring_ledger_up_to_date, build_town

SMALL = frozenset({"audience", "audience_token", "body", "revision", "CONSTANT", "(subquery-1)"})
"""Tables of a few rows, and what SQLite calls no rows at all."""
MANY = 50_000
SINCE = "modified_since=2020-01-01T00:00:00Z"


@pytest.fixture
def statements(app: Flask, body: Body) -> list[tuple[str, Any]]:
    """What is asked of the database from now on."""
    found: list[tuple[str, Any]] = []
    event.listen(
        db.engine, "before_cursor_execute", lambda _c, _cursor, said, values, *_rest: found.append((said, values))
    )
    return found


def test_no_page_and_no_object_reads_a_whole_table(
    app: Flask, client: FlaskClient, statements: list[tuple[str, Any]]
) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads small tables whole on purpose")
    build_town()
    bring_ledger_up_to_date(app)
    pretend_that_there_are_many()
    statements.clear()
    for kind in LISTED:
        page = ask(client, f"/oparl/body/1/{kind.word}")
        ask(client, f"/oparl/body/1/{kind.word}?{SINCE}")
        for thing in page["data"]:
            ask(client, thing["id"])
    asked = {said: values for said, values in statements if said.startswith("SELECT") and "count(*)" not in said}
    assert len(asked) > 40
    whole = {said: tables for said, values in asked.items() if (tables := read_whole(said, values))}
    assert whole == {}


def pretend_that_there_are_many() -> None:
    """Write SQLite's statistics as those of a city: it plans by them, and not by the few rows there are."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")
        indexes = connection.exec_driver_sql("SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index'").all()
        for table, index in indexes:
            columns = [row[2] for row in connection.exec_driver_sql(f"PRAGMA index_info({index})")]
            spread = [MANY if columns[:n] == ["body_id"] else 3 for n in range(1, len(columns) + 1)]
            rows = " ".join(map(str, (MANY, *spread)))
            if table not in SMALL:
                connection.exec_driver_sql("INSERT INTO sqlite_stat1 VALUES (?, ?, ?)", (table, index, rows))
        connection.exec_driver_sql("ANALYZE sqlite_schema")
    db.engine.dispose()  # statistics are read when a connection begins


def read_whole(statement: str, values: Any) -> set[str]:  # noqa: ANN401 - what the driver takes
    """Tables a statement reads from end to end, or all rows of the Body, as SQLite plans it."""
    with db.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    whole = {row[3].split()[1] for row in plan if row[3].startswith("SCAN") or row[3].endswith("(body_id=?)")}
    return whole - SMALL
