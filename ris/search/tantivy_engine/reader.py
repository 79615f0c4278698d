"""The reading side of tantivy."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import tantivy

from ris.search.compounds import Splitter
from ris.search.engine import Cursor, Hit, Hits, NoIndex, Query, Sort
from ris.search.language import parse
from ris.search.spelling import corrections
from ris.search.tantivy_engine.fields import open_index
from ris.search.tantivy_engine.queries import MOST_PREFIX_TERMS_READ, all_of, asked, chosen_facets, term, visible

_MOST_VALUES = 1000
_SLACK = 50
_FACETS = ("kind", "organization", "year", "result")


class TantivyReader:
    """Keeps the index open and takes over a commit before the next question."""

    def __init__(self, folder: Path, splitter: Splitter) -> None:
        if not folder.is_dir() or not tantivy.Index.exists(str(folder)):
            raise NoIndex(str(folder))
        self._splitter = splitter
        self._meta = folder / "meta.json"
        self._index = open_index(folder)
        self._index.config_reader("manual")
        self._generation = ""
        self._searcher = self._index.searcher()

    def search(self, query: Query) -> Hits:
        """Answer one question."""
        searcher = self._current()
        question = parse(query.text, self._splitter)
        base = [visible(query), *(asked(searcher, node) for node in question.wanted)]
        refused = [asked(searcher, node) for node in question.unwanted]
        chosen = chosen_facets(query)
        whole = all_of([*base, *chosen.values()], refused)
        hits, cursor, total = _page(searcher, whole, query)
        counts = _counted(searcher, base, refused, chosen)
        return Hits(
            hits=hits,
            total=total,
            kinds={str(value): count for value, count in counts["kind"].items()},
            organizations={int(value): count for value, count in counts["organization"].items()},
            years={int(value): count for value, count in counts["year"].items()},
            results={str(value): count for value, count in counts["result"].items()},
            next=cursor,
        )

    def suggest(self, query: Query) -> Mapping[str, str]:
        """Near words for those that find nothing."""
        return corrections(query.text, _Vocabulary(self._current(), query))

    def count(self) -> int:
        """Number of entries."""
        return self._current().num_docs

    def generation(self) -> str:
        """Changes with every commit: tantivy exchanges its table of contents."""
        state = os.stat(self._meta)  # noqa: PTH116 - one system call, made before every question
        return f"{state.st_ino}-{state.st_mtime_ns}"

    def _current(self) -> tantivy.Searcher:
        generation = self.generation()
        if generation != self._generation:
            self._index.reload()
            self._searcher = self._index.searcher()
            self._generation = generation
        return self._searcher


class _Vocabulary:
    """The words one reader may know."""

    def __init__(self, searcher: tantivy.Searcher, query: Query) -> None:
        self._searcher = searcher
        self._visible = visible(query)

    def words_from(self, start: str) -> Iterable[str]:
        found = self._searcher.terms_with_prefix("exact", start, self._visible, MOST_PREFIX_TERMS_READ)
        return (word for word, _ in found)

    def readable(self, word: str) -> int:
        return self._count("exact", word)

    def finds(self, stem: str) -> bool:
        return any(self._count(field, stem) for field in ("stem", "title", "part"))

    def _count(self, field: str, word: str) -> int:
        query = all_of([self._visible, term(field, word)], [])
        return _total(self._searcher, query)


def _counted(
    searcher: tantivy.Searcher,
    base: list[tantivy.Query],
    refused: list[tantivy.Query],
    chosen: Mapping[str, tantivy.Query],
) -> dict[str, Counter[str | int]]:
    """Hits per value of each facet, under the choices made in the other facets; those without a choice in one go."""
    unchosen = [name for name in _FACETS if name not in chosen]
    counts: dict[str, Counter[str | int]] = {}
    for names in (unchosen, *([name] for name in chosen)):
        if names:
            others = (choice for other, choice in chosen.items() if other not in names)
            wanted = {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in names}
            answer = searcher.aggregate(all_of([*base, *others], refused), wanted)
            for name in names:
                buckets = answer[name]["buckets"]
                counts[name] = Counter({bucket["key"]: bucket["doc_count"] for bucket in buckets})
    return counts


def _page(
    searcher: tantivy.Searcher, query: tantivy.Query, request: Query
) -> tuple[tuple[Hit, ...], Cursor | None, int]:
    """The hits after the cursor; equal values stay in the order tantivy gives them."""
    after = request.after
    wanted = request.limit + 1 + (after.seen + _SLACK if after else 0)
    order = "day" if request.sort is Sort.NEWEST else None
    result = searcher.search(query, wanted, count=True, order_by_field=order)
    named = [(float(value or 0), address) for value, address in result.hits]
    hits = [Hit(_key(searcher, address), value) for value, address in named[_first(searcher, named, after) :]]
    page = tuple(hits[: request.limit])
    total: int = getattr(result, "count")  # noqa: B009 - missing in the library's own type file
    if len(hits) <= request.limit:
        return page, None, total
    return page, Cursor(page[-1].score, page[-1].key, (after.seen if after else 0) + len(page)), total


def _first(searcher: tantivy.Searcher, named: list[tuple[float, tantivy.DocAddress]], after: Cursor | None) -> int:
    """Index of the first hit after the cursor; where the cursor's hit is gone, the first with a lower value."""
    if after is None:
        return 0
    for index, (value, address) in enumerate(named):
        if value == after.value and _key(searcher, address) == after.key:
            return index + 1
    return next((index for index, (value, _) in enumerate(named) if value < after.value), len(named))


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("key"))


def _total(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    return int(getattr(searcher.search(query, 1, count=True), "count"))  # noqa: B009 - see _page
