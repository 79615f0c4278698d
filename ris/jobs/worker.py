"""The worker: claims due jobs, runs their handlers, keeps their lease alive.

A handler opens its own transactions and is idempotent; killed between its last transaction and ours, it
runs once more and changes nothing.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete
from sqlalchemy.exc import OperationalError

from ris.db import db, now_utc, refresh_statistics, separate_transaction, transaction
from ris.jobs.models import Job, JobKind, JobState
from ris.jobs.queue import Claimed, claim, finish, heartbeat, postpone, put_back
from ris.scope.current import working_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.3
HEARTBEAT_SECONDS = 15.0
KEEP_DONE = timedelta(days=1)


@dataclass(frozen=True)
class JobRun:
    """One run of a handler: one job, or several of a kind that works in batches."""

    body_id: int
    payloads: list[dict[str, Any]]
    ids: tuple[int, ...]

    @property
    def payload(self) -> dict[str, Any]:
        """The payload of a kind that works one by one."""
        return self.payloads[0]

    def progress(self, done: int, total: int) -> None:
        """Make visible how far it is; call it outside of a transaction."""
        with separate_transaction() as session:
            heartbeat(session, self.ids, now=now_utc(), done=done, total=total)


Handler = Callable[[JobRun], None]


class NotYet(Exception):
    """Raised by a handler whose work goes on elsewhere: look again after a while, and let other jobs go first."""

    def __init__(self, after: timedelta) -> None:
        super().__init__(f"again in {after.total_seconds():.1f} s")
        self.after = after


class SomeFailed(Exception):
    """Raised by a handler that works in batches: these jobs, by id, failed for these reasons; the others are done."""

    def __init__(self, reasons: dict[int, str]) -> None:
        super().__init__("; ".join(reasons.values()))
        self.reasons = reasons


class Worker:
    """Works until it is stopped."""

    def __init__(
        self,
        app: Flask,
        handlers: Mapping[JobKind, Handler],
        get_ready: Callable[[], None] | None = None,
    ) -> None:
        """``get_ready`` is called once, when there is nothing to do for the first time: what would delay a job later."""
        self._app = app
        self._handlers = handlers
        self._get_ready = get_ready
        self._name = f"{socket.gethostname()}:{os.getpid()}"
        self._current: tuple[int, ...] = ()
        self._put_back: set[int] = set()
        self._stopping = threading.Event()
        self._next_cleaning = 0.0

    def stop(self) -> None:
        """Finish the job in hand, then come back from :meth:`run`."""
        self._stopping.set()

    def run(self) -> None:
        """Work until :meth:`stop`."""
        threading.Thread(target=self._keep_alive, daemon=True).start()
        while not self._stopping.is_set():
            if self.work_once():
                continue
            if self._get_ready is not None:
                with self._app.app_context():
                    self._get_ready()
                self._get_ready = None
            else:
                self._clean_up()
                self._stopping.wait(IDLE_SECONDS)

    def drain(self) -> int:
        """Do everything that is due now, and wait for what goes on elsewhere; how many jobs it was.

        For commands and tests. A job that is looked at several times counts each time.
        """
        count = 0
        while (done := self.work_once()) or self._put_back:
            count += done
            if not done:
                self._stopping.wait(IDLE_SECONDS)
        return count

    def work_once(self) -> int:
        """Take one job, or one batch; how many it was."""
        with self._app.app_context():
            with transaction() as session:
                jobs = claim(session, self._name, now=now_utc())
            if not jobs:
                return 0
            self._current = tuple(job.id for job in jobs)
            try:
                self._work(jobs)
            finally:
                self._current = ()
            return len(jobs)

    def _work(self, jobs: list[Claimed]) -> None:
        first = jobs[0]
        run = JobRun(first.body_id, [job.payload for job in jobs], tuple(job.id for job in jobs))
        self._put_back.difference_update(run.ids)
        try:
            with working_for(first.body_id):
                self._handlers[first.kind](run)
        except NotYet as answer:
            db.session.rollback()
            with transaction() as session:
                put_back(session, run.ids, due=now_utc() + answer.after)
            self._put_back.update(run.ids)
        except SomeFailed as answer:
            db.session.rollback()
            with transaction() as session:
                finish(session, set(run.ids) - answer.reasons.keys(), now=now_utc())
                for job in jobs:
                    if job.id in answer.reasons:
                        postpone(session, job, answer.reasons[job.id], now=now_utc())
        except Exception as error:
            log.exception("job %s %s failed", first.kind.value, first.key)
            db.session.rollback()
            with transaction() as session:
                for job in jobs:
                    postpone(session, job, f"{type(error).__name__}: {error}", now=now_utc())
        else:
            with transaction() as session:
                finish(session, run.ids, now=now_utc())
        finally:
            db.session.remove()

    def _keep_alive(self) -> None:
        while not self._stopping.wait(HEARTBEAT_SECONDS):
            if not self._current:
                continue
            try:
                with self._app.app_context(), separate_transaction() as session:
                    heartbeat(session, self._current, now=now_utc())
            except OperationalError:
                # SQLite: the handler itself holds the write lock; there is no second worker to take the job.
                log.warning("heartbeat waits for the write lock")

    def _clean_up(self) -> None:
        if time.monotonic() < self._next_cleaning:
            return
        self._next_cleaning = time.monotonic() + 3600
        with self._app.app_context(), transaction() as session:
            session.execute(
                delete(Job).where(Job.state == JobState.DONE, Job.finished < now_utc() - KEEP_DONE),
                execution_options={"synchronize_session": False},
            )
        with self._app.app_context():
            refresh_statistics()
