"""Bringing collected things into our tables, a whole batch per transaction.

A batch holds objects with everything that is written with them: a meeting with its agenda, its consultations
and all their files' links, versions, log entries and jobs. What was imported of an object is remembered by
its digest in the same transaction, so a killed run loses at most the batch in hand and repeats nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ris.oparl.changing import change
from ris.oparl.dangling import remember_missing
from ris.oparl.directory import Directory, insert_rows
from ris.oparl.following import Touched, follow_up
from ris.oparl.links import add_links
from ris.oparl.withdrawing import withdraw_deleted
from ris.oparl.rows import AMONG_THEMSELVES, FOREIGN_KEYS, MODELS, Slugs, columns_of, references_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.oparl.audiences import Audiences
    from ris.oparl.report import Report
    from ris.oparl.staging import Staging, Thing

Enqueue = Callable[["Session", int, Iterable[tuple[str, int]]], None]
"""Queues the indexing of rows (kind, id) of a Body."""


@dataclass
class Batch:
    """What is to be written together: address → thing and its digest."""

    new: dict[str, tuple[Thing, str]] = field(default_factory=dict)
    differing: dict[str, tuple[Thing, str]] = field(default_factory=dict)
    deleted: dict[str, tuple[Thing, str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether there is something to write."""
        return bool(self.new or self.differing or self.deleted)


class Writer:
    """Writes the things of one run for one Body."""

    def __init__(  # noqa: PLR0913 - the whole context of a run
        self,
        *,
        actor: Actor,
        directory: Directory,
        audiences: Audiences,
        staging: Staging,
        slugs: Slugs,
        report: Report,
        enqueue_indexing: Enqueue,
        now: datetime,
    ) -> None:
        self.actor = actor
        self.directory = directory
        self.audiences = audiences
        self.report = report
        self.now = now
        self._staging = staging
        self._slugs = slugs
        self.enqueue_indexing = enqueue_indexing
        self._closed = staging.closed_items()

    def sort_out(self, things: Sequence[Thing]) -> Batch:
        """What of these things is new or said differently; the rest is counted as unchanged."""
        batch = Batch()
        for thing in things:
            digest = thing.digest
            known = self.directory.get(thing.url)
            if thing.deleted:
                if known is not None and known.table == thing.kind and known.digest != digest:
                    batch.deleted[thing.url] = (thing, digest)
            elif known is None:
                batch.new[thing.url] = (thing, digest)
            elif known.table != thing.kind or known.digest == digest:
                self.report.counts[thing.kind].unchanged += 1
            else:
                batch.differing[thing.url] = (thing, digest)
        return batch

    def write(self, session: Session, batch: Batch) -> bool:
        """Write one batch; whether anything readers see is new or different."""
        touched = Touched()
        if batch.new:
            self._add(session, [thing for thing, _ in batch.new.values()], touched)
            self.directory.remember(session, {url: digest for url, (_, digest) in batch.new.items()}, new=True)
        if batch.differing:
            change(session, [thing for thing, _ in batch.differing.values()], touched, self)
            self.directory.remember(session, {url: digest for url, (_, digest) in batch.differing.items()}, new=False)
        if batch.deleted:
            withdraw_deleted(session, [thing for thing, _ in batch.deleted.values()], touched, self)
            self.directory.remember(session, {url: digest for url, (_, digest) in batch.deleted.items()}, new=False)
        if touched.rows:
            follow_up(session, touched, self)
        session.flush()  # nothing of this batch stays in memory
        session.expunge_all()
        return bool(touched.rows)

    def _add(self, session: Session, things: Sequence[Thing], touched: Touched) -> None:
        by_table: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            by_table[thing.kind].append(thing)
        for table, part in by_table.items():
            self.directory.reserve(session, table, [thing.url for thing in part])
        for table in MODELS:
            part = by_table.get(table, [])
            insert_rows(session, MODELS[table], [self._new_row(session, thing) for thing in part])
            self.report.counts[table].new += len(part)
        add_links(session, things, self.directory)
        remember_missing(session, things, self.directory, new=True)
        for thing in things:
            self.touch(thing, touched, new=True)

    def _new_row(self, session: Session, thing: Thing) -> dict[str, Any]:
        known = self.directory.get(thing.url)
        own_id = known.id if known else 0
        row = {
            **columns_of(thing),
            **references_of(thing, self.directory),
            "id": own_id,
            "created": self.now,
            "modified": self.now,
            "deleted": False,
            "audience_id": self.first_audience(session, thing),
        }
        for name, (column, _table) in FOREIGN_KEYS.get(thing.kind, {}).items():
            if (thing.kind, name) in AMONG_THEMSELVES:
                row[column] = None
        if thing.kind == "paper":
            row["slug"] = self._slugs.new(row["reference"], own_id)
        if thing.kind == "agenda_item":
            row.setdefault("position", thing.extra.get("order") if isinstance(thing.extra.get("order"), int) else 0)
        return row

    def first_audience(self, session: Session, thing: Thing) -> int:
        """Public, unless it is or may be part of something closed; that is settled when its links are there."""
        return self.audiences.closed(session) if self.may_be_closed(thing) else self.audiences.public

    def may_be_closed(self, thing: Thing) -> bool:
        """Whether the source calls it closed or hangs it on something closed."""
        if thing.kind == "agenda_item":
            return thing.url in self._closed
        if not self._closed or thing.kind not in {"file", "consultation"}:
            return False
        if thing.kind == "consultation":
            return not self._closed.isdisjoint(thing.references.get("agendaItem", ()))
        return any(parent in self._closed for _, parent in self._staging.attached([thing.url]))

    def touch(self, thing: Thing, touched: Touched, *, new: bool) -> None:
        """Note that this thing was written."""
        known = self.directory.get(thing.url)
        if known is not None:
            touched.add(thing, known.id, self.directory, new=new, closed=self.may_be_closed(thing))
