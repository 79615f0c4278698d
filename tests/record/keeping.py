"""Doing the worker's part for the ledger, and asking it what it says."""

from collections import Counter
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from ris.db import db
from ris.jobs.models import JobKind
from ris.jobs.worker import JobRun, Worker
from ris.record.in_time import compare_some
from ris.record.models import PublishedObject
from ris.record.reach import Key
from ris.record.rules import Entry, Outcome
from ris.record.tasks import check_record, record_objects


def nothing(_run: JobRun) -> None:
    """Stands for what other subjects do with a change."""


HANDLERS = dict.fromkeys(JobKind, nothing) | {JobKind.RECORD: record_objects, JobKind.CHECK_RECORD: check_record}


def keep(app: Flask) -> int:
    """Do what waits for the ledger; how many jobs it was."""
    return Worker(app, HANDLERS).drain()


def ledger() -> dict[Key, Entry]:
    """All lines of the current Body's ledger."""
    db.session.rollback()
    lines = db.session.scalars(select(PublishedObject)).all()
    found = {
        (line.kind, line.subject_id): Entry(line.created, line.modified, line.gone, line.fingerprint) for line in lines
    }
    db.session.rollback()
    return found


def raised(app: Flask, act: Callable[[], object]) -> set[Key]:
    """What the ledger stamps because of an act; afterwards nothing may be left that a look at everything would find."""
    before = ledger()
    act()
    keep(app)
    after = ledger()
    assert missed() == {}
    assert all(after[key].modified > line.modified for key, line in before.items() if after[key] != line)
    return {key for key, line in after.items() if before.get(key) != line}


def missed() -> dict[Outcome, int]:
    """What a look at everything finds that nobody had noticed."""
    found: Counter[Outcome] = Counter()
    last = None
    while True:
        last, done = compare_some(last)
        found += done.found
        if last is None:
            return {outcome: count for outcome, count in found.items() if outcome is not Outcome.NOTED}
