"""What was withdrawn does not stay in the copy until the night: its run is ordered with the withdrawal."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from ris.audit.models import Tombstone
from ris.db import now_utc
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue

WITHDRAWN = "ris_withdrawn_for_export"


@event.listens_for(Session, "after_flush")
def _note_withdrawals(session: Session, _context: UOWTransaction) -> None:
    towns = {row.body_id for row in session.new if isinstance(row, Tombstone)}
    if towns and current_app.config["RIS"].export_dir is not None:
        session.info.setdefault(WITHDRAWN, set()).update(towns)


@event.listens_for(Session, "before_commit")
def _order_runs(session: Session) -> None:
    for body_id in sorted(session.info.pop(WITHDRAWN, ())):
        enqueue(session, JobKind.EXPORT_RECORD, body_id, key="withdrawn", since=now_utc().isoformat())


@event.listens_for(Session, "after_rollback")
def _forget_withdrawals(session: Session) -> None:
    session.info.pop(WITHDRAWN, None)
