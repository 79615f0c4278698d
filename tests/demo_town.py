"""The demo town, built once for a whole test run and copied for whoever wants it."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from ris.app import create_app
from ris.council.models import Body
from ris.db import db
from ris.scope.current import working_for

ROOT = Path(__file__).resolve().parents[1]
# As `make run` does it at first start, and all the work in the background with it.
COMMANDS = (["prepare"], ["demo"], ["jobs", "drain"])


@dataclass(frozen=True)
class DemoTown:
    """Lindenau on a database of its own."""

    app: Flask
    body_id: int
    folder: Path

    @contextmanager
    def at_work(self) -> Iterator[Session]:
        """Inside of the application, working for the town; for reading its rows."""
        with self.app.app_context(), working_for(self.body_id):
            yield db.session()


@contextmanager
def demo_town_in(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoTown]:
    """A copy of the demo town whose data lie in `folder` (which must not exist yet)."""
    shutil.copytree(_built_once(tmp_path_factory), folder)
    app = create_app(Config.from_env({"RIS_DATA": str(folder)}))
    app.testing = True
    with app.app_context():
        body_id = db.session.scalars(select(Body.id)).one()
    try:
        yield DemoTown(app, body_id, folder)
    finally:
        with app.app_context():
            db.engine.dispose()


def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder all copies are made of; parallel test processes wait for the one that builds it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, done = shared / "lindenau", shared / "lindenau.done"
    with (shared / "lindenau.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            for command in COMMANDS:
                _ris(folder, *command)
            done.touch()
    return folder


def _ris(folder: Path, *command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ris", *command],
        cwd=ROOT,
        env={**os.environ, "RIS_DATA": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    assert done.returncode == 0, f"ris {' '.join(command)}: {done.stdout}"
