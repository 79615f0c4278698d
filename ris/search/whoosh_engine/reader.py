"""The reading side of Whoosh."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from whoosh.index import TOC, FileIndex, exists_in

from ris.search.compounds import Splitter
from ris.search.engine import Hits, NoIndex, Query
from ris.search.language import parse
from ris.search.matching import Matcher
from ris.search.spelling import corrections
from ris.search.whoosh_engine.fields import INDEX_NAME, SCHEMA
from ris.search.whoosh_engine.segment import MappedStorage, OpenSegment

_RETRIES = 5


class WhooshReader:
    """Keeps the opened segments and looks for a newer generation before every question."""

    def __init__(self, folder: Path, splitter: Splitter) -> None:
        if not exists_in(str(folder), INDEX_NAME):
            raise NoIndex(str(folder))
        self._splitter = splitter
        self._storage = MappedStorage(str(folder))
        self._index = FileIndex(self._storage, schema=SCHEMA, indexname=INDEX_NAME)
        self._generation = -1
        self._segments: dict[str, OpenSegment] = {}
        self._matcher = Matcher([])
        self._lock = Lock()  # Whoosh's files have one reading position
        self._follow()

    def search(self, query: Query) -> Hits:
        """Answer one question."""
        with self._lock:
            self._follow()
            return self._matcher.answer(query, parse(query.text, self._splitter))

    def suggest(self, query: Query) -> dict[str, str]:
        """Near words for those that find nothing."""
        with self._lock:
            self._follow()
            return corrections(query.text, _Vocabulary(self._matcher, query))

    def count(self) -> int:
        """Number of entries."""
        with self._lock:
            self._follow()
            return sum(segment.live.bit_count() for segment in self._segments.values())

    def generation(self) -> str:
        """The number of the last commit."""
        return str(self._index.latest_generation())

    def _follow(self) -> None:
        """Open what a writer has committed since; a file it deleted in between means a newer generation is there."""
        for attempt in range(_RETRIES):
            generation = self._index.latest_generation()
            if generation == self._generation:
                return
            try:
                self._open(TOC.read(self._storage, INDEX_NAME, schema=SCHEMA))
            except FileNotFoundError:
                if attempt == _RETRIES - 1:
                    raise

    def _open(self, contents: TOC) -> None:
        opened: dict[str, OpenSegment] = {}
        for segment in contents.segments:
            name = segment.segment_id()
            opened[name] = self._segments.get(name) or OpenSegment(self._storage, segment)
            opened[name].forget(segment.deleted_docs())
        self._segments = opened
        self._matcher = Matcher(list(opened.values()))
        self._generation = contents.generation


class _Vocabulary:
    """The words one reader may know."""

    def __init__(self, matcher: Matcher, query: Query) -> None:
        self._matcher = matcher
        self._query = query
        self._readable = matcher.readable(query)

    def words_from(self, start: str) -> Iterable[str]:
        return self._matcher.words_from("exact", start)

    def readable(self, word: str) -> int:
        return self._matcher.frequency("exact", word, self._readable)

    def finds(self, stem: str) -> bool:
        return self._matcher.frequency("stem", stem, self._readable) > 0
