"""What every test may ask for: an application on an empty database, its Body, a session, a browser client.

Everything that touches tables runs twice, on SQLite and on a real PostgreSQL (`--database sqlite` for one). What
could not run on this machine is named at the end of the run.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from contextvars import Context
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from hypothesis import HealthCheck, settings
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from config import Config
from ris.accounts import passwords
from ris.app import create_app
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.scope.current import working_for
from tests.archived_town import exported
from tests.databases import EmptyDatabase, SqliteFile, postgresql_database
from tests.demo_town import DemoTown, demo_town_in
from tests.made_once import addresses_made_once, with_what_was_made
from tests.postgresql import NoPostgresql

DATABASES = ("sqlite", "postgresql")
PUBLIC_URL = "http://localhost"

# No test of this house asserts a time, and machines may be slow or busy.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=DATABASES, action="append", help="only this database (default: both)")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database") or DATABASES
        metafunc.parametrize("database", chosen, indirect=True, scope="session")


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Argon2 is made to be slow; hundreds of tests log in. The right parameters have a test of their own."""
    kept = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._decoy.cache_clear()
    yield
    passwords._hasher = kept


@pytest.fixture(scope="session", autouse=True)
def _addresses_made_once() -> Iterator[None]:
    with addresses_made_once():
        yield


class RealClient(FlaskClient):
    """A client whose requests know nothing of the test: no current Body, no application context, no open session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401 - werkzeug's own signature
        """Send a request as if from another process."""
        session: Session = db.session()
        pending = [*session.new, *session.dirty, *session.deleted]
        assert not pending, f"not yet committed, so the request cannot see it: {pending}"
        session.rollback()  # what the test reads afterwards is what the request left
        kwargs.setdefault("buffered", True)  # read to the end and closed, as a browser would
        return Context().run(super().open, *args, **kwargs)


class RealRunner(FlaskCliRunner):
    """Commands that know nothing of the test, as in a process of their own."""

    def invoke(self, *args: Any, **kwargs: Any) -> Result:  # noqa: ANN401 - click's own signature
        """Run a command; what the test reads afterwards is what it left."""
        db.session.rollback()
        return Context().run(super().invoke, *args, **kwargs)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmptyDatabase]:
    """An empty database of one kind; asked for by `app`."""
    if request.param == "sqlite":
        yield SqliteFile(tmp_path_factory.mktemp("database") / "template.db")
        return
    with ExitStack() as stack:
        try:
            server = stack.enter_context(postgresql_database())
        except NoPostgresql as reason:
            pytest.skip(f"PostgreSQL: {reason}")
        yield server


@pytest.fixture
def config(database: EmptyDatabase, tmp_path: Path) -> Config:
    """The settings of a machine with an empty database and an empty data folder."""
    return Config(
        data_dir=tmp_path,
        database_url=database.address(tmp_path),
        secret_key="nothing secret here",
        public_url=PUBLIC_URL,
        testing=True,
    )


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The application, inside its context: `db.session` works."""
    app = with_what_was_made(create_app(config))
    app.test_client_class, app.test_cli_runner_class = RealClient, RealRunner
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def body(app: Flask) -> Iterator[Body]:
    """A town; the test works for it."""
    with transaction() as session:
        now = now_utc()
        town = Body(name="Stadt Lindenau", short_name="Lindenau", created=now, modified=now, settings={})
        session.add(town)
    with working_for(town.id):
        yield town


@pytest.fixture
def session(body: Body) -> Session:
    """For reading; changes go through `with transaction() as session:`."""
    return db.session()


@pytest.fixture
def client(app: Flask, body: Body) -> FlaskClient:
    """A visitor without an account, asking the town."""
    return app.test_client()


@pytest.fixture(scope="session")
def demo_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """The whole invented town of Lindenau, for tests that read only."""
    with demo_town_in(tmp_path_factory.mktemp("town") / "data", tmp_path_factory) as town:
        yield town


@pytest.fixture(scope="session")
def folder(demo_town: DemoTown, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything public of Lindenau as a folder (docs/archive.md)."""
    root = tmp_path_factory.mktemp("archive") / "lindenau"
    assert exported(demo_town, root).problems == []
    return root


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Folder of real open data and hard PDFs, named by RIS_REAL_DATA; it is not part of this repository."""
    folder = os.environ.get("RIS_REAL_DATA")
    if not folder:
        pytest.skip("real data: RIS_REAL_DATA names no folder")
    if not Path(folder).is_dir():
        pytest.skip(f"real data: there is no folder {folder}")
    return Path(folder)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what did not run and why."""
    reports = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2] for report in reports if isinstance(report.longrepr, tuple))
    if reasons:
        terminalreporter.section("NICHT AUSGEFÜHRT", sep="!", red=True, bold=True)
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"{count:5} × {reason.removeprefix('Skipped: ')}", red=True)
