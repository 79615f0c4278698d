"""When the next look is taken, and when somebody tidies up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue, enqueue_at
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.notices.rules import Pace


def look_again(session: Session, pace: Pace, *, due: datetime) -> None:
    """Look for what is told at this pace, at the latest when it is due."""
    body_id = current_body_id()
    enqueue(session, JobKind.TELL_FOLLOWERS, body_id, key=pace.value, pace=pace.value)
    enqueue_at(session, JobKind.TELL_FOLLOWERS, body_id, key=pace.value, due=due)


def tidy_up(session: Session, *, due: datetime) -> None:
    """Forget what is not to be kept, at the latest when it is due."""
    enqueue_at(session, JobKind.FORGET_FOLLOWERS, current_body_id(), key="tidy", due=due)
