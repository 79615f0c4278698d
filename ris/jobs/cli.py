"""Commands of the queue: ``python -m ris jobs …``."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from ris.db import db
from ris.jobs.models import Job, JobState

if TYPE_CHECKING:
    from collections.abc import Callable

    from ris.jobs.worker import Worker

jobs_cli = AppGroup("jobs", help="Aufgaben im Hintergrund.")


@jobs_cli.command("work")
def work() -> None:
    """Aufgaben erledigen, bis das Programm beendet wird."""
    worker = current_worker()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: worker.stop())
    worker.run()


@jobs_cli.command("drain")
def drain() -> None:
    """Alle fälligen Aufgaben jetzt erledigen."""
    click.echo(f"{current_worker().drain()} Aufgaben erledigt.")


@jobs_cli.command("list")
def list_jobs() -> None:
    """Wie viele Aufgaben in welchem Zustand sind, und welche gescheitert sind."""
    counts = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state).order_by(Job.kind, Job.state)
    for kind, state, count in db.session.execute(counts):
        click.echo(f"{kind:14} {state:8} {count}")
    for job in db.session.scalars(select(Job).where(Job.state == JobState.FAILED).order_by(Job.id).limit(50)):
        click.echo(f"gescheitert: {job.kind} {job.key} – {job.error}")


def current_worker() -> Worker:
    """A worker of this application, with all its handlers."""
    build: Callable[[], Worker] = current_app.extensions["worker"]
    return build()
