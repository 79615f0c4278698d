"""When the next look for news is taken."""

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
    """Look for news to be told at this pace, at the latest when it is due."""
    body_id = current_body_id()
    enqueue(session, JobKind.TELL_NEWS, body_id, key=pace.value, pace=pace.value)
    enqueue_at(session, JobKind.TELL_NEWS, body_id, key=pace.value, due=due)
