"""The worker's side of search: the only writer of the index in daily life."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select

from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.jobs.worker import JobRun, NotYet
from ris.scope.models import raise_revision
from ris.search.analysis import load_words
from ris.search.builder import BUSY, WITH_PARENT, Builder
from ris.search.engine import NoIndex, WriterBusy
from ris.search.index import SearchIndex
from ris.search.services import ask_for_rebuild, bring_up_to_date, rebuild, settle_jobs, waiting_jobs

_FEW = 50
"""So many changes are always written one by one."""
_SMALL = 400
"""An index of so many entries is built by the worker itself, in the time another process needs to start."""
_LOOK_AGAIN = timedelta(seconds=1)


def get_ready_to_index() -> None:
    """Load what the first change of a day would otherwise wait for: the German words, the compounds, the index.

    Where a town has no index of this version of the program, as after an update, one is built.
    """
    index: SearchIndex = current_app.extensions["search"]
    load_words()
    index.splitter()
    entries_in(index)
    if index.begun() is None:
        with transaction() as session:
            for body_id in session.scalars(select(Body.id).order_by(Body.id).limit(1)).all():
                ask_for_rebuild(session, body_id, [], now=now_utc())


def index_objects(run: JobRun) -> None:
    """Bring rows into the index, or take them out; a flood of them, such as an import, becomes one rebuild.

    A rebuild also learns the town's compounds, so an index is built anew whenever it grows by half.
    """
    index: SearchIndex = current_app.extensions["search"]
    waiting = waiting_jobs(db.session())
    size = entries_in(index)
    flood = len(waiting) > max(_FEW, size // 2)
    if flood and len(waiting) + len(run.payloads) + size > _SMALL:
        with transaction() as session:
            ask_for_rebuild(session, run.body_id, waiting, now=now_utc())
        return
    if not (flood and _rebuilt(index, run)):
        waiting = []
        bring_up_to_date(index, db.session(), ((payload["kind"], payload["id"]) for payload in run.payloads))
    db.session.rollback()  # the reading above is over; pages become new with the next statement
    with transaction() as session:
        settle_jobs(session, waiting)
        raise_revision(session, run.body_id)


def rebuild_index(run: JobRun) -> None:
    """See to it that the index in use was begun after this was asked for, while other jobs go on.

    The job is done when such an index is there, whoever built it; so it may be killed and run again at any time.
    """
    index: SearchIndex = current_app.extensions["search"]
    builder: Builder = current_app.extensions["search_builder"]
    if builder.running():
        raise NotYet(_LOOK_AGAIN)
    status = builder.ended()
    begun = index.begun()
    if begun is not None and begun >= datetime.fromisoformat(run.payload["since"]):
        return
    if status not in {None, 0, BUSY}:
        raise RuntimeError(f"search rebuild: exit status {status}")
    builder.start("search", "rebuild", WITH_PARENT)
    raise NotYet(_LOOK_AGAIN)


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
