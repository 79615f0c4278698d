"""The worker's side of the record: looking at what may have changed, and comparing everything now and then."""

from __future__ import annotations

from time import monotonic, sleep
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ris.db import refresh_statistics, transaction
from ris.jobs.models import Job, JobKind, JobState
from ris.jobs.queue import enqueue
from ris.jobs.worker import SomeFailed
from ris.record.in_time import compare_some, look_at_changed
from ris.record.services import ALL, order_check, order_outdated_checks

if TYPE_CHECKING:
    from ris.jobs.worker import JobRun

SLICE_SECONDS: Final = 2.0
"""For how long everything is compared before other jobs have their turn."""
BREATH_SECONDS: Final = 0.12
"""Between two transactions: on SQLite whoever waits to write looks every tenth of a second whether they may."""


def get_ready_to_record() -> None:
    """Have ledgers compared that were last compared under another program, as after an update."""
    with transaction() as session:
        order_outdated_checks(session)


def record_objects(run: JobRun) -> None:
    """Look at objects that may have changed; killed anywhere and run again, it finds what is left to write.

    Whose objects could not be put into words fail one by one; the others are done.
    """
    keys = [(payload["kind"], payload["id"]) for payload in run.payloads]
    failed = look_at_changed(keys).failed
    reasons = {job_id: failed[key] for job_id, key in zip(run.ids, keys, strict=True) if key in failed}
    if reasons:
        raise SomeFailed(reasons)


def check_record(run: JobRun) -> None:
    """Compare a part of everything, and leave the next part as a job; there is one such way at a time for a Body."""
    after = run.payload.get("after")
    if after is None and _sent_round_again(run.body_id):
        return
    last = None if after is None else (str(after[0]), int(after[1]))
    again = bool(run.payload.get("again"))
    until = monotonic() + SLICE_SECONDS
    while True:
        last, _ = compare_some(last)
        if last is None or monotonic() > until:
            break
        sleep(BREATH_SECONDS)
    with transaction() as session:
        if last is not None:
            key = "{}:{}".format(*last)
            enqueue(session, JobKind.CHECK_RECORD, run.body_id, key=key, after=list(last), again=again)
        elif again:
            order_check(session, run.body_id)
    if last is None:
        refresh_statistics()  # a ledger that was empty when they were taken is read from end to end


def _sent_round_again(body_id: int) -> bool:
    """Whether a comparison is on its way already; it begins anew when it is through."""
    with transaction() as session:
        under_way = session.scalars(
            select(Job).where(
                Job.kind == JobKind.CHECK_RECORD,
                Job.body_id == body_id,
                Job.key != ALL,
                Job.state == JobState.WAITING,
            ),
        ).first()
        if under_way is not None:
            under_way.payload = {**under_way.payload, "again": True}
        return under_way is not None
