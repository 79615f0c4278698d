"""What a run has collected, in a file of its own: each object once, however often and wherever it was said.

Nothing of it is left when the run ends. Memory holds no more than a batch.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from ris.oparl.said import BACK_REFERENCES, Said, Thing, merged, packed, unpacked

ATTACHING = frozenset(
    {
        ("paper", "mainFile"),
        ("paper", "auxiliaryFile"),
        ("meeting", "invitation"),
        ("meeting", "resultsProtocol"),
        ("meeting", "verbatimProtocol"),
        ("meeting", "auxiliaryFile"),
        ("agenda_item", "resolutionFile"),
        ("agenda_item", "auxiliaryFile"),
    },
)
OWNERS = {"agenda_item": "meeting", "consultation": "meeting", "membership": "person"}
"""Which reference says with whom an object is written."""
ONCE_MORE = ("agendaItem", "meeting")
"""A consultation that comes again with another of these is another station (a postponed one is repeated so)."""

TABLES = """
CREATE TABLE thing (
  seq INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, owner TEXT,
  said BLOB NOT NULL, whole INTEGER NOT NULL, deleted INTEGER NOT NULL, closed INTEGER NOT NULL);
CREATE TABLE attachment (file TEXT NOT NULL, parent TEXT NOT NULL, property TEXT NOT NULL, back INTEGER NOT NULL);
"""
INDEXES = """
CREATE INDEX thing_kind ON thing (kind, seq);
CREATE INDEX thing_owner ON thing (owner, kind);
CREATE INDEX attachment_parent ON attachment (parent) WHERE back;
CREATE INDEX attachment_file ON attachment (file);
"""


class Staging:
    """The collected objects of one run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix="import-", suffix=".db")
        os.close(handle)
        self._db = sqlite3.connect(name, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-20000;")
        self._db.executescript(TABLES)
        Path(name).unlink()  # it lives as long as we do, so a killed run leaves nothing behind
        self._db.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._db.close()

    def add(self, said: Said) -> str | None:
        """Keep what was said; a German sentence when the same object was said differently before."""
        if said.table == "consultation":
            self._tell_stations_apart(said)
        said_now = packed(said)
        written = self._insert(said, said_now)
        if written:
            self._attach(said)
            return None
        return self._merge(said, said_now)

    def _insert(self, said: Said, collected: bytes) -> bool:
        owner = said.references.get(OWNERS.get(said.table, ""), [None])[0]
        closed = said.values.get("public") is False
        row = (said.url, said.table, owner, collected, said.whole, said.deleted, closed)
        cursor = self._db.execute(
            "INSERT INTO thing (url, kind, owner, said, whole, deleted, closed) VALUES (?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            row,
        )
        return cursor.rowcount == 1

    def _merge(self, said: Said, collected: bytes) -> str | None:
        kind, old, whole = self._db.execute("SELECT kind, said, whole FROM thing WHERE url = ?", (said.url,)).fetchone()
        if kind != said.table:
            return f"{said.url} kam schon als anderer Typ vor"
        if old == collected and whole == said.whole:
            return None
        before = unpacked(said.table, said.url, old, whole=bool(whole))
        both = merged(before, said)
        self._attach(said)
        self._db.execute(
            "UPDATE thing SET said = ?, whole = ?, deleted = ?, closed = max(closed, ?), owner = coalesce(owner, ?) WHERE url = ?",
            (
                packed(both),
                whole or said.whole,
                said.deleted,
                said.values.get("public") is False,
                both.references.get(OWNERS.get(said.table, ""), [None])[0],
                said.url,
            ),
        )
        if whole and said.whole and (before.values, before.extra) != (said.values, said.extra):
            return f"{said.url} kommt doppelt vor, mit verschiedenem Inhalt; es gilt der spätere Stand"
        return None

    def _tell_stations_apart(self, said: Said) -> None:
        known = self._db.execute("SELECT said FROM thing WHERE url = ?", (said.url,)).fetchone()
        if known is None:
            return
        before = json.loads(known[0])["references"]
        for name in ONCE_MORE:
            first, now = before.get(name), said.references.get(name)
            if first and now and first != now:
                said.url = f"{said.url}#{now[0]}"
                return

    def _attach(self, said: Said) -> None:
        rows = []
        for name, urls in said.references.items():
            if (said.table, name) in ATTACHING:
                rows += [(url, said.url, name, 0) for url in urls]
            elif (said.table, name) in BACK_REFERENCES:
                rows += [(said.url, url, name, 1) for url in urls]
        if rows:
            self._db.executemany("INSERT INTO attachment VALUES (?, ?, ?, ?)", rows)

    def finish_collecting(self) -> None:
        """Make it quick to ask."""
        self._db.executescript(INDEXES)

    def counts(self) -> dict[str, int]:
        """How many objects of each kind there are."""
        return dict(self._db.execute("SELECT kind, count(*) FROM thing GROUP BY kind"))

    def batches(self, kind: str, size: int, *, without_owner: bool = False) -> Iterator[list[Thing]]:
        """All objects of a kind in the order they came, a batch at a time."""
        condition = (
            "AND NOT EXISTS (SELECT 1 FROM thing o WHERE o.url = thing.owner AND o.kind = ?)" if without_owner else ""
        )
        arguments = (OWNERS[kind],) if without_owner else ()
        last = 0
        while True:
            rows = self._db.execute(
                f"SELECT seq, kind, url, said, whole, deleted FROM thing WHERE kind = ? AND seq > ? {condition} "  # noqa: S608 - no text of others
                "ORDER BY seq LIMIT ?",
                (kind, last, *arguments, size),
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield self._things(rows)

    def owned_by(self, owners: Iterable[str], kind: str) -> list[Thing]:
        """Objects of a kind that are written with one of these."""
        rows = self._asked(
            "SELECT seq, kind, url, said, whole, deleted FROM thing WHERE kind = ? AND owner IN", list(owners), kind
        )
        return self._things(sorted(rows))

    def attached(self, files: Iterable[str]) -> list[tuple[str, str]]:
        """``(file, parent)`` for these files, as far as this run said it."""
        return [
            (file, parent)
            for file, parent in self._asked("SELECT file, parent FROM attachment WHERE file IN", list(files))
        ]

    def closed_items(self) -> set[str]:
        """Agenda items the source calls not public."""
        return {url for (url,) in self._db.execute("SELECT url FROM thing WHERE kind = 'agenda_item' AND closed")}

    def named_parents(self) -> Iterator[tuple[str, str, str]]:
        """``(file, property, parent)`` where a file names a parent this run says nothing about."""
        yield from self._db.execute(
            "SELECT DISTINCT file, property, parent FROM attachment "
            "WHERE back AND NOT EXISTS (SELECT 1 FROM thing WHERE url = parent) ORDER BY file, parent",
        )

    def holds(self, url: str) -> bool:
        """Whether this run said that it is there."""
        return self._db.execute("SELECT 1 FROM thing WHERE url = ? AND NOT deleted", (url,)).fetchone() is not None

    def _things(self, rows: Sequence[tuple[Any, ...]]) -> list[Thing]:
        things = []
        for _seq, kind, url, collected, whole, deleted in rows:
            said = unpacked(kind, url, collected, whole=bool(whole))
            things.append(
                Thing(kind, url, said.values, said.references, said.extra, said.silent, bool(whole), bool(deleted)),
            )
        self._add_back_references(things)
        return things

    def _add_back_references(self, things: list[Thing]) -> None:
        by_url = {thing.url: thing for thing in things if thing.kind in {"paper", "meeting", "agenda_item"}}
        if not by_url:
            return
        rows = self._asked("SELECT parent, file FROM attachment WHERE back AND parent IN", list(by_url))
        for parent, file in sorted(set(rows)):
            thing = by_url[parent]
            named = (urls for name, urls in thing.references.items() if (thing.kind, name) in ATTACHING)
            if not any(file in urls for urls in named):
                thing.back.append(file)

    def _asked(self, question: str, values: list[str], *before: str) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for start in range(0, len(values), 500):
            part = values[start : start + 500]
            rows += self._db.execute(f"{question} ({', '.join('?' * len(part))})", (*before, *part)).fetchall()
        return rows
