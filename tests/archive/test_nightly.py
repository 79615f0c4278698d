"""The record is written every night, by a process of its own, and at once when something was withdrawn."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from config import BadSetting, Config
from ris.archive.folder import INCOMING, SUMS, read_sums
from ris.archive.nightly import get_ready_to_export, next_night
from ris.archive.tasks import made, town_folder
from ris.audit.models import Tombstone
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.jobs.models import Job, JobKind, JobState
from ris.jobs.queue import enqueue
from tests.demo_town import ROOT, DemoTown


@pytest.fixture
def config(config: Config, tmp_path: Path) -> Config:
    """A machine that writes the record by night."""
    return replace(config, export_dir=tmp_path / "copies")


def export_jobs() -> dict[str, Job]:
    """The waiting runs, by key."""
    db.session.rollback()
    waiting = select(Job).where(Job.kind == JobKind.EXPORT_RECORD, Job.state == JobState.WAITING)
    return {job.key: job for job in db.session.scalars(waiting)}


def withdraw_something() -> None:
    """Leave a tombstone."""
    with transaction() as session:
        session.add(
            Tombstone(subject_kind="meeting", subject_id=1, address="/sitzung/1", at=now_utc(), reason="Irrtum")
        )


@pytest.mark.parametrize(
    ("now", "night"),
    [
        ("2026-11-23T12:00:00+01:00", "2026-11-24T03:30:00+01:00"),
        ("2026-11-23T02:00:00+01:00", "2026-11-23T03:30:00+01:00"),
        ("2026-03-28T12:00:00+01:00", "2026-03-29T03:30:00+02:00"),
        ("2026-10-24T12:00:00+02:00", "2026-10-25T03:30:00+01:00"),
    ],
)
def test_the_night_is_a_german_one(now: str, night: str) -> None:
    assert next_night(datetime.fromisoformat(now)) == datetime.fromisoformat(night)


def test_every_towns_next_night_is_ordered_once(app: Flask, body: Body) -> None:
    assert app.config["RIS"].export_dir
    get_ready_to_export()
    get_ready_to_export()
    job = export_jobs()["night"]
    assert (job.body_id, job.due) == (body.id, next_night(now_utc()))


def test_a_withdrawal_orders_a_run_at_once(body: Body) -> None:
    assert body.id
    withdraw_something()
    assert export_jobs()["withdrawn"].due <= now_utc()


def test_without_the_setting_nothing_is_ordered(app: Flask, body: Body) -> None:
    assert body.id
    app.config["RIS"] = replace(app.config["RIS"], export_dir=None)
    get_ready_to_export()
    withdraw_something()
    assert export_jobs() == {}


def test_the_worker_has_the_folder_written_and_orders_the_next_night(app: Flask, body: Body, tmp_path: Path) -> None:
    asked = datetime.now(UTC).replace(microsecond=0)
    with transaction() as session:
        enqueue(session, JobKind.EXPORT_RECORD, body.id, key="withdrawn", since=asked.isoformat())
    app.extensions["worker"]().drain()
    root = town_folder(tmp_path / "copies", body.id)
    assert made(root) >= asked
    assert "Stadt Lindenau" in (root / "site/index.html").read_text()
    assert set(export_jobs()) == {"night"}


def test_a_run_that_is_killed_leaves_the_last_one_as_it_was(folder: Path, demo_town: DemoTown, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(folder, root)
    before = read_sums(root / SUMS)
    (root / "site/index.html").unlink()  # something to write
    environment = {**os.environ, "RIS_DATA": str(demo_town.folder)}
    command = [sys.executable, "-m", "ris", "export", str(root)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None and not (root / INCOMING / "site/index.html").is_file():
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    assert running.returncode == -signal.SIGKILL
    assert read_sums(root / SUMS) == before
    assert not (root / "site/index.html").is_file(), "nothing was moved before the run was decided"


def test_the_folder_is_named_as_a_whole_path(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="RIS_EXPORT_DIR"):
        Config.from_env({"RIS_DATA": str(tmp_path), "RIS_EXPORT_DIR": "copies"})
