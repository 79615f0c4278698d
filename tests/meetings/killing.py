"""Doing something in a process that is killed without warning."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from ris.db import db, now_utc, transaction
from ris.jobs.models import Job, JobState


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Do the work in a child that is killed (-9) after so many seconds; whether it was killed before its end."""
    if db.engine.dialect.name == "postgresql":
        pytest.skip("kill -9: on PostgreSQL dead clients fill the small test server faster than it lets them go")
    db.session.remove()
    db.engine.dispose()  # a connection must not be shared with the child
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, _ = os.waitpid(child, os.WNOHANG)
        if ended:
            return False
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def forget_leases() -> None:
    """The minute is over in which nobody else takes up a dead worker's job."""
    with transaction() as session:
        session.execute(
            update(Job).where(Job.state == JobState.RUNNING).values(lease_until=now_utc() - timedelta(seconds=1)),
            execution_options={"synchronize_session": False},
        )
