"""Bringing collected things into our tables, a whole batch per transaction.

A batch holds objects with everything that is written with them: a meeting with its agenda, its consultations
and all their files' links, versions, log entries and jobs. What was imported of an object is remembered by
its digest in the same transaction, so a killed run loses at most the batch in hand and repeats nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ris.oparl.changing import change
from ris.oparl.dangling import remember_missing
from ris.oparl.directory import insert_rows
from ris.oparl.following import follow_up
from ris.oparl.links import add_links
from ris.oparl.rows import AMONG_THEMSELVES, FOREIGN_KEYS, MODELS, columns_of, references_of
from ris.oparl.run import Run, Touched
from ris.oparl.withdrawing import withdraw_deleted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.oparl.said import Thing


@dataclass
class Batch:
    """What is to be written together: address → thing and its digest."""

    new: dict[str, tuple[Thing, str]] = field(default_factory=dict)
    differing: dict[str, tuple[Thing, str]] = field(default_factory=dict)
    deleted: dict[str, tuple[Thing, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is something to write."""
        return bool(self.new or self.differing or self.deleted)


def sort_out(things: Sequence[Thing], run: Run) -> Batch:
    """What of these things is new or said differently; the rest is counted as unchanged."""
    batch = Batch()
    for thing in things:
        known, digest = run.directory.get(thing.url), thing.digest
        if thing.deleted:
            if known is not None and known.table == thing.kind and known.digest != digest:
                batch.deleted[thing.url] = (thing, digest)
        elif known is None and thing.kind == "body":
            continue  # another town of the same source
        elif known is None:
            batch.new[thing.url] = (thing, digest)
        elif known.table != thing.kind or known.digest == digest:
            run.report.counts[thing.kind].unchanged += 1
        else:
            batch.differing[thing.url] = (thing, digest)
    return batch


def write(session: Session, batch: Batch, run: Run) -> bool:
    """Write one batch; whether anything readers see is new or different."""
    touched = Touched()
    if batch.new:
        _add(session, _things(batch.new), touched, run)
        run.directory.remember(session, _digests(batch.new), new=True)
    if batch.differing:
        change(session, _things(batch.differing), touched, run)
        run.directory.remember(session, _digests(batch.differing), new=False)
    if batch.deleted:
        withdraw_deleted(session, _things(batch.deleted), touched, run)
        run.directory.remember(session, _digests(batch.deleted), new=False)
    if touched.rows:
        follow_up(session, touched, run)
    session.flush()  # nothing of this batch stays in memory
    session.expunge_all()
    return bool(touched.rows)


def _things(part: dict[str, tuple[Thing, str]]) -> list[Thing]:
    return [thing for thing, _ in part.values()]


def _digests(part: dict[str, tuple[Thing, str]]) -> dict[str, str]:
    return {url: digest for url, (_, digest) in part.items()}


def _add(session: Session, things: Sequence[Thing], touched: Touched, run: Run) -> None:
    by_table: dict[str, list[Thing]] = defaultdict(list)
    for thing in things:
        by_table[thing.kind].append(thing)
    for table, part in by_table.items():
        run.directory.reserve(session, table, [thing.url for thing in part])
    for table, model in MODELS.items():
        part = by_table.get(table, [])
        insert_rows(session, model, [_new_row(session, thing, run) for thing in part])
        run.report.counts[table].new += len(part)
    add_links(session, things, run.directory)
    remember_missing(session, things, run.directory, new=True)
    for thing in things:
        run.touch(thing, touched, new=True)


def _new_row(session: Session, thing: Thing, run: Run) -> dict[str, Any]:
    known = run.directory.get(thing.url)
    own_id = known.id if known else 0
    row = {
        **columns_of(thing),
        **references_of(thing, run.directory),
        "id": own_id,
        "created": run.house.now,
        "modified": run.house.now,
        "deleted": False,
        "audience_id": run.first_audience(session, thing),
    }
    for name, (column, _table) in FOREIGN_KEYS.get(thing.kind, {}).items():
        if (thing.kind, name) in AMONG_THEMSELVES:
            row[column] = None
    if thing.kind == "paper":
        row["slug"] = run.slugs.new(row["reference"], own_id)
    if thing.kind == "agenda_item":
        order = thing.extra.get("order")
        row.setdefault("position", order if isinstance(order, int) else 0)
    return row
