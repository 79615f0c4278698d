"""Keeping the index true to the rows: some rows after a change, or everything anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ris.council.models import Body
from ris.jobs.models import Job, JobKind, JobState
from ris.jobs.queue import enqueue
from ris.scope.current import working_for
from ris.search.engine import Entry, IndexWriter
from ris.search.index import SearchIndex
from ris.search.sources import all_keys, dependents_of, entries_for

Progress = Callable[[int, int], None]
_AT_ONCE = 400


def bring_up_to_date(index: SearchIndex, session: Session, rows: Iterable[tuple[str, int]]) -> None:
    """Index some changed rows of the current Body and whatever shows their words; what is gone is taken out."""
    keys = sorted(dependents_of(session, rows))
    with index.writer() as writer:
        found = _replace(writer, session, keys)
        writer.remove(set(keys) - found)
        writer.commit()


def rebuild(index: SearchIndex, session: Session, progress: Progress) -> int:
    """Index everything of every Body anew, beside the index in use; answers the number of entries.

    Reading begins after the index notes what is written meanwhile, so a change is either read or noted.
    """
    keys: dict[int, list[str]] = {}

    def texts() -> Iterator[str]:
        session.rollback()  # what was written until now must be seen
        keys.update({body_id: _keys_of(session, body_id) for body_id in session.scalars(select(Body.id)).all()})
        for entry in _entries(session, keys, _untold):
            yield f"{entry.title}\n{entry.text}"

    def refresh(writer: IndexWriter, touched: list[str]) -> None:
        session.rollback()  # what was written meanwhile must be seen
        found: set[str] = set()
        for body_id in keys:
            with working_for(body_id):
                found |= _replace(writer, session, touched)
        writer.remove(set(touched) - found)

    return index.rebuild(texts(), _entries(session, keys, progress), refresh)


def _replace(writer: IndexWriter, session: Session, keys: list[str]) -> set[str]:
    """Write the entries of some rows; answers the keys of those that have one."""
    found = set()
    for entry in entries_for(session, keys):
        writer.replace(entry)
        found.add(entry.key)
    return found


def _keys_of(session: Session, body_id: int) -> list[str]:
    with working_for(body_id):
        return list(all_keys(session))


def _entries(session: Session, keys: dict[int, list[str]], progress: Progress) -> Iterator[Entry]:
    """All entries of all Bodies; ``progress`` hears of rows done and rows in all."""
    total = sum(len(found) for found in keys.values())
    done = 0
    for body_id, found in keys.items():
        for start in range(0, len(found), _AT_ONCE):
            with working_for(body_id):
                entries = list(entries_for(session, found[start : start + _AT_ONCE]))
            session.rollback()  # no transaction for minutes; what changes meanwhile is noted
            yield from entries
            done += len(found[start : start + _AT_ONCE])
            progress(done, total)


def _untold(_done: int, _total: int) -> None:
    """Learning is the shorter part and is not told."""


def waiting_jobs(session: Session) -> list[int]:
    """Ids of the index jobs waiting now: a rebuild that begins after this covers them."""
    waiting = select(Job.id).where(Job.kind == JobKind.INDEX, Job.state == JobState.WAITING)
    return list(session.scalars(waiting))


def settle_jobs(session: Session, job_ids: list[int]) -> None:
    """Mark index jobs as done that a rebuild has covered."""
    for start in range(0, len(job_ids), _AT_ONCE):
        covered = update(Job).where(Job.id.in_(job_ids[start : start + _AT_ONCE]), Job.state == JobState.WAITING)
        session.execute(
            covered.values(state=JobState.DONE.value),
            execution_options={"synchronize_session": False},
        )


def ask_for_rebuild(session: Session, body_id: int, covered: list[int], *, now: datetime) -> None:
    """One rebuild instead of many index jobs; the one that waits already must then begin after ``now``."""
    settle_jobs(session, covered)
    since = now.isoformat()
    waiting = select(Job).where(Job.kind == JobKind.REBUILD_INDEX, Job.state == JobState.WAITING)
    for job in session.scalars(waiting):
        job.payload = {"since": since}
        return
    enqueue(session, JobKind.REBUILD_INDEX, body_id, key="index", since=since)
