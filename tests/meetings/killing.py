"""Doing something in a process that is killed without warning."""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import text, update
from sqlalchemy.orm import close_all_sessions

from ris.db import db, now_utc, transaction
from ris.jobs.models import Job, JobState

KILLS = {"sqlite": 100, "postgresql": 12}
"""A PostgreSQL client costs a process of the server; a dozen deaths show that its transactions are no different."""
DOOMED = "doomed"
"""The name under which the server knows clients that will be killed."""
BURIAL_SECONDS = 10.0


def kills_wanted() -> int:
    """How many deaths the present database is put through."""
    return KILLS[db.engine.dialect.name]


def killed_after(seconds: float, work: Callable[[], object]) -> bool:
    """Do the work in a child that is killed (-9) after so many seconds; whether it was killed before its end."""
    # A connection must not be shared with the child, nor one be left open: the test goes on with the same session.
    close_all_sessions()
    db.engine.dispose()
    child = os.fork()
    if child == 0:
        os.environ["PGAPPNAME"] = DOOMED
        try:
            work()
        finally:
            os._exit(0)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, _ = os.waitpid(child, os.WNOHANG)
        if ended:
            bury_connections()
            return False
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    bury_connections()
    return os.WIFSIGNALED(status)


def bury_connections() -> None:
    """Wait until the server has let go of the dead client: it notices late, keeps its locks until then, and has few places.

    What it was doing is finished or rolled back, as it would be a moment later without us.
    """
    if db.engine.dialect.name != "postgresql":
        return
    end = text("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE application_name = :name")
    deadline = time.monotonic() + BURIAL_SECONDS
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while connection.execute(end, {"name": DOOMED}).all():
            assert time.monotonic() < deadline, "the server does not let a dead client go"


def forget_leases() -> None:
    """The minute is over in which nobody else takes up a dead worker's job."""
    with transaction() as session:
        session.execute(
            update(Job).where(Job.state == JobState.RUNNING).values(lease_until=now_utc() - timedelta(seconds=1)),
            execution_options={"synchronize_session": False},
        )
