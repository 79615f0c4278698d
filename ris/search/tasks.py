"""The worker's side of search: the only writer of the index in daily life."""

from __future__ import annotations

from flask import current_app

from ris.db import db, transaction
from ris.jobs.worker import JobRun
from ris.scope.models import raise_revision
from ris.search.engine import NoIndex, WriterBusy
from ris.search.index import SearchIndex
from ris.search.services import bring_up_to_date, rebuild, settle_jobs, waiting_jobs

_FEW = 50
"""So many changes are always written one by one."""


def index_objects(run: JobRun) -> None:
    """Bring rows into the index, or take them out; a flood of them, such as an import, becomes one rebuild.

    A rebuild also learns the town's compounds, so an index is built anew whenever it grows by half.
    """
    index: SearchIndex = current_app.extensions["search"]
    waiting = waiting_jobs(db.session())
    flood = len(waiting) > max(_FEW, entries_in(index) // 2)
    if not (flood and _rebuilt(index, run)):
        waiting = []
        bring_up_to_date(index, db.session(), ((payload["kind"], payload["id"]) for payload in run.payloads))
    db.session.rollback()  # the reading above is over; pages become new with the next statement
    with transaction() as session:
        settle_jobs(session, waiting)
        raise_revision(session, run.body_id)


def _rebuilt(index: SearchIndex, run: JobRun) -> bool:
    """Build anew, unless somebody (``search rebuild``) is just doing so."""
    try:
        rebuild(index, db.session(), run.progress)
    except WriterBusy:
        return False
    return True


def entries_in(index: SearchIndex) -> int:
    """Size of the index; 0 while there is none."""
    try:
        return index.reader().count()
    except NoIndex:
        return 0
