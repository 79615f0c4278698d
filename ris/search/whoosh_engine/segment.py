"""Reading one segment of a Whoosh index the way ``matching`` asks."""

from __future__ import annotations

import mmap
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3LeafMatcher, W3Segment, W3TermInfo
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.reading import TermNotFound

from ris.search.bits import bits_of
from ris.search.whoosh_engine.fields import DAY, KEY, SCHEMA, unpacked

_BITS_KEPT = 4096


class MappedStorage(FileStorage):
    """Reads files through memory maps: no open file per segment, no system call per posting."""

    def open_file(self, name: str, **options: Any) -> StructFile:  # noqa: ANN401 - Whoosh's own signature
        """Open an existing file."""
        with Path(self.folder, name).open("rb") as file:
            empty = os.fstat(file.fileno()).st_size == 0
            content = BytesIO() if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return StructFile(content, name=name, **options)


class Postings(W3LeafMatcher):
    """Reads posting lists by the block instead of by the document."""

    def blocks(self) -> Iterator[tuple[list[int], Any]]:
        """All documents and their values."""
        while True:
            yield self._block()
            if self._lastblock:
                return
            self._goto(self._nextoffset)

    def values_for(self, documents: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The values of some rising documents; blocks without any of them are not read."""
        place = 0
        while place < len(documents):
            while self._maxid < documents[place]:
                if self._lastblock:
                    return
                self._goto(self._nextoffset)
            ids, values = self._block()
            while place < len(documents) and documents[place] <= ids[-1]:
                index = bisect_left(ids, documents[place])
                if ids[index] == documents[place]:
                    yield ids[index], values[index]
                place += 1

    def _block(self) -> tuple[list[int], Any]:
        self._read_data()
        deltas, _, values = self._data
        return list(accumulate(deltas)), values


class OpenSegment:
    """One segment of an index as ``matching`` wants it; all files are opened at once, so that none can vanish later."""

    def __init__(self, storage: FileStorage, segment: W3Segment) -> None:
        codec = segment.codec()
        self._size = segment.doc_count_all()
        self._terms = codec.terms_reader(storage, segment)
        self._file = segment.open_file(storage, W3Codec.POSTS_EXT)
        documents = codec.per_document_reader(storage, segment)
        self.days: Sequence[int] = array("i", documents.column_reader("day", DAY))
        self._keys = documents.column_reader("key_column", KEY)
        self.live = 0
        self.forget(segment.deleted_docs())
        self.bits = lru_cache(maxsize=_BITS_KEPT)(self._bits)

    def forget(self, deleted: Iterable[int]) -> None:
        """Take note of the documents deleted by now."""
        self.live = ((1 << self._size) - 1) & ~bits_of(deleted, self._size)

    def impacts(self, word: str) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """Blocks of documents with that stem and what it says about each."""
        """Blocks of documents with that stem and what it says about each."""
        postings = self._postings("stem", word)
        return postings.blocks() if postings else iter(())

    def places(self, word: str, documents: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """The positions of an exact word in some documents."""
        """The positions of an exact word in some documents."""
        postings = self._postings("exact", word)
        for document, value in postings.values_for(documents) if postings else ():
            yield document, unpacked(value)

    def frequency(self, field: str, word: str) -> int:
        """Number of documents with that word, deleted ones included."""
        """Number of documents with that word, deleted ones included."""
        info = self._info(field, word)
        return info.doc_frequency() if info else 0

    def words_from(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        """The words of a field that begin so, with their frequency."""
        """The words of a field that begin so, with their frequency."""
        first = start.encode()
        for (name, word), info in self._terms.items_from(field, first):
            if name != field or not word.startswith(first):
                return
            yield word.decode(), info.doc_frequency()

    def key(self, document: int) -> str:
        """The key of an entry."""
        """The key of an entry."""
        key: bytes = self._keys[document]
        return key.decode()

    def _bits(self, field: str, word: str) -> int:
        postings = self._postings(field, word)
        if postings is None:
            return 0
        return bits_of((document for ids, _ in postings.blocks() for document in ids), self._size)

    def _postings(self, field: str, word: str) -> Postings | None:
        info = self._info(field, word)
        return Postings(self._file, *info.extent(), SCHEMA[field].format) if info else None

    def _info(self, field: str, word: str) -> W3TermInfo | None:
        try:
            return self._terms.term_info(field, word.encode())
        except TermNotFound:
            return None
