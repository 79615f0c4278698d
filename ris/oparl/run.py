"""One run of an import: what it needs of the house, what it knows, and what a batch of it has touched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.oparl.audiences import Audiences
    from ris.oparl.directory import Directory
    from ris.oparl.report import Report
    from ris.oparl.rows import Slugs
    from ris.oparl.said import Thing
    from ris.oparl.staging import Staging

Transaction = Callable[[], AbstractContextManager["Session"]]
Enqueue = Callable[["Session", int, Iterable[tuple[str, int]]], None]
"""Queues the indexing of rows (table, id) of a Body."""


class Progress(Protocol):
    """Told how many objects a step has dealt with, of how many where that is known."""

    def __call__(self, step: str, count: int, total: int | None = None) -> None:
        """Note it."""


@dataclass(frozen=True)
class Surroundings:
    """What an import needs of the house."""

    transaction: Transaction
    enqueue_indexing: Enqueue
    scratch: Path
    """Folder for what is collected during the run."""
    progress: Progress
    now: datetime


@dataclass
class Touched:
    """What a batch has written, by id; what follows from it is done before it ends."""

    rows: set[tuple[str, int]] = field(default_factory=set)
    """``(table, id)`` of everything written."""
    new_meetings: set[int] = field(default_factory=set)
    meetings: set[int] = field(default_factory=set)
    """Meetings whose own words are new or changed."""
    agendas: set[int] = field(default_factory=set)
    """Meetings whose agenda may read otherwise now."""
    papers: set[int] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    """Agenda items whose readers may be others now."""
    files: set[int] = field(default_factory=set)
    """Known files that changed."""
    loose_files: set[int] = field(default_factory=set)
    """Files taken off something."""

    def add(self, thing: Thing, own_id: int, directory: Directory, *, new: bool, closed: bool) -> None:
        """Note that this thing was written."""
        self.rows.add((thing.kind, own_id))
        if thing.kind == "paper":
            self.papers.add(own_id)
        elif thing.kind == "meeting":
            self.meetings.add(own_id)
            self.agendas.add(own_id)
            if new:
                self.new_meetings.add(own_id)
        elif thing.kind == "agenda_item":
            self.agendas |= named_ids(thing, "meeting", "meeting", directory)
            if closed or not new:
                self.items.add(own_id)
        elif thing.kind == "consultation":
            self.agendas |= named_ids(thing, "meeting", "meeting", directory)
            if closed or not new:
                self.items |= named_ids(thing, "agendaItem", "agenda_item", directory)
        elif thing.kind == "file" and not new:
            self.files.add(own_id)


def named_ids(thing: Thing, name: str, table: str, directory: Directory) -> set[int]:
    """Ids of our rows a property names."""
    found = (directory.id_of(url, table) for url in thing.references.get(name, ()))
    return {own_id for own_id in found if own_id is not None}


@dataclass(frozen=True)
class Run:
    """Everything the writing of one run works with."""

    actor: Actor
    directory: Directory
    audiences: Audiences
    staging: Staging
    slugs: Slugs
    report: Report
    house: Surroundings
    closed: frozenset[str]
    """Addresses of all agenda items the source calls, or called, not public."""

    def first_audience(self, session: Session, thing: Thing) -> int:
        """Public, unless it is or may be part of something closed; that is settled when its links are there."""
        return self.audiences.closed(session) if self.may_be_closed(thing) else self.audiences.public

    def may_be_closed(self, thing: Thing) -> bool:
        """Whether the source calls it closed or hangs it on something closed."""
        if thing.kind == "agenda_item":
            return thing.url in self.closed
        if not self.closed or thing.kind not in {"file", "consultation"}:
            return False
        if thing.kind == "consultation":
            return not self.closed.isdisjoint(thing.references.get("agendaItem", ()))
        return any(parent in self.closed for _, parent in self.staging.attached([thing.url]))

    def touch(self, thing: Thing, touched: Touched, *, new: bool) -> None:
        """Note that this thing was written."""
        known = self.directory.get(thing.url)
        if known is not None:
            touched.add(thing, known.id, self.directory, new=new, closed=self.may_be_closed(thing))
