"""A job is written with its change, done once, and survives whoever was doing it."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.handlers import HANDLERS
from ris.jobs.models import Job, JobKind, JobState
from ris.jobs.queue import LEASE, MAX_ATTEMPTS, claim, enqueue, enqueue_all
from ris.jobs.worker import JobRun, NotYet, Worker
from ris.scope.current import current_body_id

ROOT = Path(__file__).resolve().parents[2]


def put(body: Body, key: str, kind: JobKind = JobKind.BUILD_PACK) -> None:
    with transaction() as session:
        enqueue(session, kind, body.id, key=key, key_again=key)


def states(session: Session) -> dict[str, str]:
    session.rollback()
    return {job.key: job.state for job in session.scalars(select(Job).order_by(Job.id))}


def test_every_kind_has_a_handler() -> None:
    assert set(HANDLERS) == set(JobKind)


def test_a_job_runs_for_its_body_with_its_payload(app: Flask, body: Body, session: Session) -> None:
    seen: list[tuple[int, object]] = []

    def handler(run: JobRun) -> None:
        run.progress(1, 2)
        seen.append((current_body_id(), run.payload["key_again"]))

    put(body, "a")
    assert Worker(app, {JobKind.BUILD_PACK: handler}).drain() == 1
    assert seen == [(body.id, "a")]
    assert states(session) == {"a": JobState.DONE}
    job = session.scalars(select(Job)).one()
    assert (job.done, job.total) == (1, 2)


def test_a_change_taken_back_takes_its_job_with_it(body: Body, session: Session) -> None:
    def change_and_fail() -> None:
        with transaction() as writing:
            enqueue(writing, JobKind.BUILD_PACK, body.id, key="a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert states(session) == {}


def test_a_waiting_job_is_not_written_twice_but_a_running_one_is(body: Body, session: Session) -> None:
    put(body, "a")
    put(body, "a")
    assert states(session) == {"a": JobState.WAITING}
    with transaction() as writing:
        assert len(claim(writing, "worker", now=now_utc())) == 1
    put(body, "a")  # the change came after the run began, so it must be done again
    session.rollback()
    assert sorted(session.scalars(select(Job.state))) == [JobState.RUNNING, JobState.WAITING]


def test_index_jobs_come_in_batches_and_others_one_by_one(app: Flask, body: Body) -> None:
    sizes = []
    with transaction() as session:
        enqueue_all(session, JobKind.INDEX, body.id, {f"paper:{n}": {"id": n} for n in range(450)})
    worker = Worker(app, {JobKind.INDEX: lambda run: sizes.append(len(run.payloads))})
    assert worker.drain() == 450
    assert sizes == [200, 200, 50]


def test_a_failing_job_is_tried_five_times_then_shown(app: Flask, body: Body, session: Session) -> None:
    def broken(_run: JobRun) -> None:
        raise ValueError("kaputt")

    put(body, "a")
    worker = Worker(app, {JobKind.BUILD_PACK: broken})
    for _ in range(MAX_ATTEMPTS):
        assert worker.work_once() == 1
        with transaction() as writing:
            for job in writing.scalars(select(Job)):
                job.due = now_utc() - timedelta(seconds=1)
    assert worker.work_once() == 0
    job = session.scalars(select(Job)).one()
    assert (job.state, job.attempts, job.error) == (JobState.FAILED, MAX_ATTEMPTS, "ValueError: kaputt")


def test_a_failed_handler_leaves_no_half_change(app: Flask, body: Body, session: Session) -> None:
    def broken(_run: JobRun) -> None:
        with transaction() as writing:
            writing.add(Body(name="halb", created=now_utc(), modified=now_utc(), settings={}))
            raise ValueError("kaputt")

    put(body, "a")
    Worker(app, {JobKind.BUILD_PACK: broken}).work_once()
    session.rollback()
    assert session.scalars(select(Body.name)).all() == [body.name]


def test_a_job_whose_worker_is_silent_is_taken_up_again(body: Body) -> None:
    put(body, "a")
    with transaction() as session:
        assert [job.key for job in claim(session, "first", now=now_utc())] == ["a"]
    with transaction() as session:
        assert claim(session, "second", now=now_utc()) == []
    with transaction() as session:
        later = now_utc() + LEASE + timedelta(seconds=1)
        assert [job.attempts for job in claim(session, "second", now=later)] == [2]


KILLED_WORKER = """
import sys, time
from config import Config
from ris.app import create_app
from ris.jobs.models import JobKind
from ris.jobs.worker import Worker

def forever(run):
    print("running", flush=True)
    time.sleep(60)

Worker(create_app(Config.from_env()), {JobKind.BUILD_PACK: forever}).run()
"""


def test_a_killed_workers_job_is_done_by_the_next(app: Flask, config: Config, body: Body, session: Session) -> None:
    put(body, "a")
    environment = {**os.environ, "RIS_DATA": str(config.data_dir), "RIS_DATABASE_URL": config.database_url}
    with subprocess.Popen(
        [sys.executable, "-c", KILLED_WORKER], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "running\n"
        process.send_signal(signal.SIGKILL)
    assert states(session) == {"a": JobState.RUNNING}
    with transaction() as writing:
        writing.scalars(select(Job)).one().lease_until = now_utc() - timedelta(seconds=1)
    done: list[str] = []
    Worker(app, {JobKind.BUILD_PACK: lambda run: done.append(run.payload["key_again"])}).drain()
    assert done == ["a"]
    assert states(session) == {"a": JobState.DONE}


def test_two_workers_never_do_the_same_job(app: Flask, body: Body) -> None:
    for n in range(20):
        put(body, str(n))
    seen: list[str] = []
    with transaction() as first:
        seen += [job.key for job in claim(first, "one", now=now_utc())]
        if db.engine.dialect.name == "postgresql":
            with Session(db.engine) as second:
                seen += [job.key for job in claim(second, "two", now=now_utc())]
                second.commit()
    with transaction() as third:
        seen += [job.key for job in claim(third, "three", now=now_utc())]
    assert len(seen) == len(set(seen))


def test_a_job_that_goes_on_elsewhere_lets_others_go_first_and_is_no_failure(
    app: Flask,
    body: Body,
    session: Session,
) -> None:
    order: list[str] = []

    def handler(run: JobRun) -> None:
        order.append(run.payload["key_again"])
        if order.count("long") < MAX_ATTEMPTS + 2 and order[-1] == "long":
            raise NotYet(timedelta(milliseconds=10))

    put(body, "long")
    put(body, "short")
    Worker(app, {JobKind.BUILD_PACK: handler}).drain()
    assert order[:2] == ["long", "short"]
    assert order.count("long") == MAX_ATTEMPTS + 2
    assert states(session) == {"long": JobState.DONE, "short": JobState.DONE}


def test_a_worker_gets_ready_once_and_only_when_there_is_nothing_to_do(app: Flask, body: Body) -> None:
    seen: list[str] = []

    def get_ready() -> None:
        seen.append("ready")
        put(body, "second")

    def handler(run: JobRun) -> None:
        seen.append(run.payload["key_again"])
        if len(seen) > 1:
            worker.stop()

    put(body, "first")
    worker = Worker(app, {JobKind.BUILD_PACK: handler}, get_ready)
    worker.run()
    assert seen == ["first", "ready", "second"]
