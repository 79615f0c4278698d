"""The writing side of tantivy."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy

from ris.search.compounds import Splitter
from ris.search.engine import Entry, WriterBusy, day_number
from ris.search.preparation import prepare
from ris.search.tantivy_engine.fields import BOUNDARY, open_index

_MEMORY = 15_000_000
"""Bytes of words held before a segment is written; tantivy refuses less."""
_LOCKED = "LockBusy"


class TantivyWriter:
    """Writes through tantivy's own single writer."""

    def __init__(self, folder: Path, splitter: Splitter) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._splitter = splitter
        self._index = open_index(folder)
        try:
            self._writer = self._index.writer(_MEMORY, 1)
        except ValueError as error:
            if _LOCKED not in str(error):
                raise
            raise WriterBusy("Der Suchindex wird gerade von einem anderen Prozess geschrieben.") from error

    def replace(self, entry: Entry) -> None:
        """Add an entry or exchange the one with the same key."""
        self.remove([entry.key])
        self.add(entry)

    def remove(self, keys: Iterable[str]) -> None:
        """Forget entries."""
        for key in keys:
            self._writer.delete_documents_by_term("key", key)

    def add(self, entry: Entry) -> None:
        """Add an entry whose key is new."""
        self._writer.add_document(_document(entry, self._splitter))

    def commit(self) -> None:
        """Make the changes visible."""
        self._writer.commit()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self._writer.rollback()
        self._writer.wait_merging_threads()


def _document(entry: Entry, splitter: Splitter) -> tantivy.Document:
    words = prepare(entry, splitter)
    document = tantivy.Document()
    document.add_text("key", entry.key)
    document.add_text("exact", " ".join((*words.title, BOUNDARY, *words.body)))
    document.add_text("title", " ".join(words.title_stems.elements()))
    document.add_text("stem", " ".join(words.stems.elements()))
    document.add_text("part", " ".join(words.parts.elements()))
    flags = {"own": words.own_numbers, "mentioned": words.mentioned_numbers, "reader": entry.readers}
    for name, values in flags.items():
        for value in values:
            document.add_text(name, value)
    document.add_text("kind", entry.kind)
    document.add_integer("body", entry.body_id)
    for number in entry.organizations:
        document.add_integer("organization", number)
    document.add_integer("day", day_number(entry.date))
    if entry.date:
        document.add_integer("year", entry.date.year)
    if entry.result:
        document.add_text("result", entry.result)
    return document
