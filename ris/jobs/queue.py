"""Putting jobs into the table and taking them out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from ris.db import now_utc
from ris.jobs.models import Job, JobKind, JobState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

LEASE = timedelta(seconds=60)
"""How long a worker vouches for a job without a heartbeat."""
MAX_ATTEMPTS = 5
IN_BATCHES = frozenset({JobKind.INDEX, JobKind.RECORD})
"""Kinds whose handlers take many jobs at a time."""


@dataclass(frozen=True)
class Claimed:
    """A job a worker has taken."""

    id: int
    body_id: int
    kind: JobKind
    key: str
    payload: dict[str, Any]
    attempts: int


def enqueue(session: Session, kind: JobKind, body_id: int, *, key: str, **payload: Any) -> None:  # noqa: ANN401 - JSON
    """Write a job beside the change that causes it; a waiting one with the same key already covers it."""
    enqueue_all(session, kind, body_id, {key: payload})


def enqueue_all(session: Session, kind: JobKind, body_id: int, payloads: dict[str, dict[str, Any]]) -> None:
    """Write many jobs, key → payload, with two statements for each thousand."""
    keys = list(payloads)
    now = now_utc()
    for start in range(0, len(keys), 1000):
        part = keys[start : start + 1000]
        waiting = set(
            session.scalars(
                select(Job.key).where(
                    Job.kind == kind,
                    Job.body_id == body_id,
                    Job.state == JobState.WAITING,
                    Job.key.in_(part),
                ),
            ),
        )
        rows = [
            {
                "body_id": body_id,
                "kind": kind.value,
                "key": key,
                "payload": payloads[key],
                "created": now,
                "due": now,
                "state": JobState.WAITING.value,
                "attempts": 0,
                "done": 0,
                "total": 0,
            }
            for key in part
            if key not in waiting
        ]
        session.bulk_insert_mappings(Job.__mapper__, rows)


def enqueue_at(session: Session, kind: JobKind, body_id: int, *, key: str, due: datetime) -> None:
    """Write a job without payload for later; a waiting one with the same key is done no later than ``due``."""
    enqueue(session, kind, body_id, key=key)
    session.execute(
        update(Job)
        .where(Job.kind == kind, Job.body_id == body_id, Job.key == key, Job.state == JobState.WAITING)
        .where(or_(Job.due > due, Job.created == Job.due))
        .values(due=due),
        execution_options={"synchronize_session": False},
    )


def claim(session: Session, worker: str, *, now: datetime, batch: int = 200) -> list[Claimed]:
    """Take the next due job, with up to ``batch`` more of its kind and Body when the kind works in batches."""
    due = or_(
        (Job.state == JobState.WAITING) & (Job.due <= now),
        (Job.state == JobState.RUNNING) & (Job.lease_until < now),
    )
    first = session.scalars(
        select(Job).where(due).order_by(Job.due, Job.id).limit(1).with_for_update(skip_locked=True),
    ).first()
    if first is None:
        return []
    jobs = [first]
    if first.kind in IN_BATCHES and batch > 1:
        jobs += session.scalars(
            select(Job)
            .where(due, Job.kind == first.kind, Job.body_id == first.body_id, Job.id != first.id)
            .order_by(Job.due, Job.id)
            .limit(batch - 1)
            .with_for_update(skip_locked=True),
        )
    for job in jobs:
        job.state = JobState.RUNNING
        job.attempts += 1
        job.worker = worker
        job.lease_until = now + LEASE
    return [Claimed(j.id, j.body_id, JobKind(j.kind), j.key, j.payload, j.attempts) for j in jobs]


def finish(session: Session, job_ids: Iterable[int], *, now: datetime) -> None:
    """Mark jobs as done."""
    _mark(session, job_ids, state=JobState.DONE, finished=now, lease_until=None, error=None)


def postpone(session: Session, job: Claimed, error: str, *, now: datetime) -> None:
    """After a failure: once more later, or given up visibly after five attempts."""
    if job.attempts >= MAX_ATTEMPTS:
        _mark(session, [job.id], state=JobState.FAILED, finished=now, lease_until=None, error=error)
    else:
        due = now + timedelta(seconds=2**job.attempts)
        _mark(session, [job.id], state=JobState.WAITING, due=due, lease_until=None, error=error)


def put_back(session: Session, job_ids: Iterable[int], *, due: datetime) -> None:
    """Look after a job again later; it was no failure, so the attempt does not count."""
    _mark(session, job_ids, state=JobState.WAITING, due=due, lease_until=None, attempts=Job.attempts - 1)


def heartbeat(session: Session, job_ids: Iterable[int], *, now: datetime, done: int = 0, total: int = 0) -> None:
    """Say that a job is still being worked on, and how far it is."""
    _mark(session, job_ids, lease_until=now + LEASE, **({"done": done, "total": total} if total else {}))


def _mark(session: Session, job_ids: Iterable[int], **values: Any) -> None:  # noqa: ANN401 - columns of Job
    session.execute(
        update(Job).where(Job.id.in_(list(job_ids))).values(**values),
        execution_options={"synchronize_session": False},
    )
