"""When the record is written anew: every night (and at once when something was withdrawn, see ``listeners.py``)."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select

from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue, enqueue_at
from ris.web.dates import BERLIN, local_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HOUR = time(3, 30, tzinfo=BERLIN)
"""When towns sleep; no clock is ever set forward or back over it."""


def next_night(now: datetime) -> datetime:
    """The next 3:30 on a German clock."""
    tonight = datetime.combine(local_day(now), HOUR)
    night = tonight if tonight > now else datetime.combine(local_day(now) + timedelta(days=1), HOUR)
    return night.astimezone(UTC)


def plan_night(session: Session, body_id: int, now: datetime) -> None:
    """Order the next night's run, unless it is ordered already."""
    due = next_night(now)
    enqueue(session, JobKind.EXPORT_RECORD, body_id, key="night", since=due.isoformat())
    enqueue_at(session, JobKind.EXPORT_RECORD, body_id, key="night", due=due)


def get_ready_to_export() -> None:
    """Where the machine is to write the record by night, see to it that every town's run is ordered."""
    if current_app.config["RIS"].export_dir is None:
        return
    with transaction() as session:
        for body_id in session.scalars(select(Body.id).where(Body.deleted.is_(False))).all():
            plan_night(session, body_id, now_utc())
