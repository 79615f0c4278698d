"""What a search engine must be able to do: the protocol, and the plain values that go in and come out.

Views, jobs and commands know this module and none of the engines. An engine stores *entries* and answers *queries*; it
knows no database and no German (``analysis`` and ``language`` do). Whatever a reader may not see must be absent from
hits, totals, facets and suggestions alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from ris.search.compounds import Splitter


class WriterBusy(Exception):
    """Another process is writing this index; try again in a moment."""


class NoIndex(Exception):
    """There is no index yet, or one of another version: ``python -m ris search rebuild`` makes one."""


class Sort(StrEnum):
    """The order of hits; the value is the word in the address of the page."""

    BEST = "beste"
    NEWEST = "neueste"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One findable thing: what is read of it, who may read it, and what it can be narrowed by."""

    key: str
    """Kind of row and id, „paper:12“; unique in the index."""
    body_id: int
    readers: frozenset[str]
    """Reader tokens; an entry without any is found by nobody."""
    kind: str
    """What people call it: „Vorlage“, „Niederschrift“ …; the first facet."""
    title: str
    text: str = ""
    date: date | None = None
    organizations: frozenset[int] = frozenset()
    """Ids of the bodies of people (Gremien) it belongs to; the second facet."""
    result: str = ""
    """What came of it, in the words of the minutes; a facet."""
    references: tuple[str, ...] = ()
    """The numbers that are its own, as they are printed; mentions in the text are found by the analysis."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins: after the hit with this rank value and key."""

    value: float
    """Score (best first) or day number (newest first) of the last hit shown."""
    key: str
    seen: int
    """Hits shown so far; only a hint for engines that cannot start at a key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question of one reader."""

    text: str
    reads: frozenset[str]
    """The circles the reader belongs to (``Actor.reads``)."""
    body_id: int
    kinds: frozenset[str] = frozenset()
    organizations: frozenset[int] = frozenset()
    years: frozenset[int] = frozenset()
    results: frozenset[str] = frozenset()
    keys: frozenset[str] | None = None
    """Only of these entries; ``None``: of all."""
    sort: Sort = Sort.BEST
    limit: int = 20
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One found entry; the page loads the row behind ``key`` again through the reader's rights."""

    key: str
    score: float


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits and what can be said about all of them."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    """Exact number of entries found."""
    kinds: Mapping[str, int] = field(default_factory=dict)
    """Hits per kind, as if no kind had been chosen: ticking another box adds that many."""
    organizations: Mapping[int, int] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    results: Mapping[str, int] = field(default_factory=dict)
    next: Cursor | None = None


class IndexReader(Protocol):
    """The reading side; cheap to keep, sees every commit of the writer at the next call."""

    def search(self, query: Query) -> Hits:
        """Answer one question; no text of a question is an error."""
        ...

    def suggest(self, query: Query) -> Mapping[str, str]:
        """Words of the question that find nothing → the exact form of a near word this reader can find."""
        ...

    def count(self) -> int:
        """Number of entries in the index, whoever may read them."""
        ...

    def generation(self) -> str:
        """Changes whenever the answer to some question may have changed."""
        ...


class IndexWriter(Protocol):
    """The writing side; one at a time, used by the worker and by ``search rebuild`` only."""

    def replace(self, entry: Entry) -> None:
        """Add an entry or exchange the one with the same key."""
        ...

    def add(self, entry: Entry) -> None:
        """Add an entry whose key is known to be new, as in a rebuild; faster than ``replace``."""
        ...

    def remove(self, keys: Iterable[str]) -> None:
        """Forget entries; unknown keys are ignored."""
        ...

    def commit(self) -> None:
        """Make everything since the last commit visible to all readers at once; without it nothing happened."""
        ...


class Engine(Protocol):
    """One way to keep an index in a folder; the only thing the rest of the house knows of it."""

    name: str
    """The value of the setting ``RIS_SEARCH_ENGINE``."""

    def reader(self, folder: Path, splitter: Splitter) -> IndexReader:
        """Open an index for reading; raises :class:`NoIndex`."""
        ...

    def writer(self, folder: Path, splitter: Splitter) -> AbstractContextManager[IndexWriter]:
        """Open or begin an index for writing; raises :class:`WriterBusy`."""
        ...


def day_number(day: date | None) -> int:
    """A day as a number that sorts; entries without a date come last."""
    return day.toordinal() if day else 0
