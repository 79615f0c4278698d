"""The writing side of Whoosh."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex, LockError, exists_in
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.writing import SegmentWriter

from ris.search.compounds import Splitter
from ris.search.engine import Entry, WriterBusy, day_number
from ris.search.matching import IMPACT_UNIT
from ris.search.preparation import Prepared, prepare
from ris.search.whoosh_engine.fields import FLAG, INDEX_NAME, SCHEMA, packed
from ris.search.whoosh_engine.segment import MappedStorage, Postings

_TEXT_BEGINS = 4096
"""Position of the first word of a text: a phrase never runs from the title into the text."""
_MEMORY_MB = 48
_MANY_SEGMENTS = 8
_AVERAGE_WORDS = 600


class WhooshWriter:
    """Collects changes and writes them as one new segment per commit."""

    def __init__(self, folder: Path, splitter: Splitter) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._storage = FileStorage(str(folder))
        if not exists_in(str(folder), INDEX_NAME):
            TOC.create(self._storage, SCHEMA, INDEX_NAME)
        self._index = FileIndex(self._storage, schema=SCHEMA, indexname=INDEX_NAME)
        self._splitter = splitter
        self._writer: SegmentWriter | None = self._locked()
        self._replaced: dict[str, Entry | None] = {}

    def replace(self, entry: Entry) -> None:
        """Add an entry or exchange the one with the same key."""
        self._replaced[entry.key] = entry

    def remove(self, keys: Iterable[str]) -> None:
        """Forget entries."""
        self._replaced.update(dict.fromkeys(keys))

    def add(self, entry: Entry) -> None:
        """Add an entry whose key is new."""
        self._open().add_document(**_fields(entry, prepare(entry, self._splitter)))

    def commit(self) -> None:
        """Write the segment and the new table of contents; the next change begins another."""
        writer = self._open()
        self._delete(writer, self._replaced)
        for entry in self._replaced.values():
            if entry is not None:
                self.add(entry)
        self._replaced.clear()
        writer.commit(mergetype=_merge)
        self._writer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._writer is not None:
            self._writer.cancel()

    def _open(self) -> SegmentWriter:
        """Whoosh's writer for the segment being written; a new one after each commit."""
        if self._writer is None:
            self._writer = self._locked()
        return self._writer

    def _locked(self) -> SegmentWriter:
        codec = W3Codec(blocklimit=256, compression=1)
        codec.length_stats = False  # impacts hold them already; Whoosh would look for them once per posting
        try:
            return self._index.writer(codec=codec, limitmb=_MEMORY_MB, compound=False)
        except LockError as error:
            raise WriterBusy("Der Suchindex wird gerade von einem anderen Prozess geschrieben.") from error

    def _delete(self, writer: SegmentWriter, keys: Iterable[str]) -> None:
        for segment in writer.segments:
            terms = segment.codec().terms_reader(self._storage, segment)
            for key in keys:
                try:
                    info = terms.term_info("key", key.encode())
                except TermNotFound:
                    continue
                file = segment.open_file(self._storage, W3Codec.POSTS_EXT)
                for ids, _ in Postings(file, *info.extent(), SCHEMA["key"].format).blocks():
                    for document in ids:
                        segment.delete_document(document)
                file.close()
            terms.close()


def _fields(entry: Entry, prepared: Prepared) -> dict[str, Any]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for position, word in enumerate(prepared.title[:_TEXT_BEGINS]):
        places[word].append(position)
    for position, word in enumerate(prepared.body, start=_TEXT_BEGINS + 1):
        places[word].append(position)
    flags = {
        "key": [entry.key],
        "own": prepared.own_numbers,
        "mentioned": prepared.mentioned_numbers,
        "reader": entry.readers,
        "body": [str(entry.body_id)],
        "kind": [entry.kind],
        "organization": [str(number) for number in entry.organizations],
        "year": [str(entry.date.year)] if entry.date else [],
        "result": [entry.result] if entry.result else [],
    }
    return {
        "exact": [(word, packed(numbers)) for word, numbers in places.items()],
        "stem": _impacts(prepared),
        "day": day_number(entry.date),
        "key_column": entry.key.encode(),
        **{name: [(word, FLAG) for word in words] for name, words in flags.items()},
    }


def _impacts(prepared: Prepared) -> list[tuple[str, bytes]]:
    """How much each stem says: often in a short text, or in a short title; parts of compounds say less.

    The formula is BM25's, computed while writing with a fixed average length, so that reading is one multiplication.
    """
    damping = 1.2 * (0.25 + 0.75 * len(prepared.body) / _AVERAGE_WORDS)
    said: defaultdict[str, float] = defaultdict(float)
    for stem, count in prepared.stems.items():
        said[stem] += 2.2 * count / (count + damping)
    for stem, count in prepared.parts.items():
        said[stem] += 0.9 * count / (count + damping)
    in_title = 3.0 / (0.6 + 0.4 * len(prepared.title) / 8)
    for stem in prepared.title_stems:
        said[stem] += in_title
    return [(stem, bytes((min(255, max(1, round(value * IMPACT_UNIT))),))) for stem, value in said.items()]


def _merge(writer: SegmentWriter, segments: list[W3Segment]) -> list[W3Segment]:
    """Keep the number of segments small without ever rewriting a large one for a small change.

    Segments of about the same size are merged when there are many of them, and so is one that is mostly deleted; one
    that is deleted altogether is dropped.
    """
    living = [segment for segment in segments if segment.deleted_count() < segment.doc_count_all()]
    sizes: defaultdict[int, list[W3Segment]] = defaultdict(list)
    for segment in living:
        sizes[len(str(segment.doc_count_all()))].append(segment)
    merged = [segment for alike in sizes.values() if len(alike) >= _MANY_SEGMENTS for segment in alike]
    merged += [
        segment for segment in living if segment not in merged and segment.deleted_count() * 2 > segment.doc_count_all()
    ]
    for segment in merged:
        reader = SegmentReader(MappedStorage(writer.storage.folder), writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in living if segment not in merged]
