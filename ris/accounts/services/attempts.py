"""Counting tries in the database, so that a limit survives a restart and holds for all workers together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from ris.accounts.models import AttemptCount
from ris.accounts.rules import counted_as

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.accounts.rules import Limit

UNSEEN = {"synchronize_session": False}
"""None of these rows is in the session's hands."""


def take_attempt(session: Session, limit: Limit, whom: str, *, key: str, now: datetime) -> bool:
    """Count one try of somebody; whether it is within the limit. ``key`` is the machine's secret.

    Counted before the try is made: many tries at once are many.
    """
    name = counted_as(limit, whom, key)
    count = _locked(session, name)
    if count is None:
        # Nothing is kept longer than it counts.
        session.execute(delete(AttemptCount).where(AttemptCount.until <= now), execution_options=UNSEEN)
        try:
            with session.begin_nested():
                session.add(AttemptCount(key=name, count=1, until=now + limit.span))
        except IntegrityError:  # the first two came at once
            count = _locked(session, name)
    if count is None:
        return True
    if count.until <= now:
        count.count, count.until = 0, now + limit.span
    count.count += 1
    return count.count <= limit.most


def give_back(session: Session, limit: Limit, whom: str, *, key: str) -> None:
    """A try that was right counts for nothing."""
    session.execute(
        update(AttemptCount)
        .where(AttemptCount.key == counted_as(limit, whom, key), AttemptCount.count > 0)
        .values(count=AttemptCount.count - 1),
        execution_options=UNSEEN,
    )


def forget_attempts(session: Session, limit: Limit, whom: str, *, key: str) -> None:
    """Somebody has proved who they are: begin anew."""
    session.execute(
        delete(AttemptCount).where(AttemptCount.key == counted_as(limit, whom, key)),
        execution_options=UNSEEN,
    )


def _locked(session: Session, name: str) -> AttemptCount | None:
    return session.scalars(select(AttemptCount).where(AttemptCount.key == name).with_for_update()).first()
