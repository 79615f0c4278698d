"""tantivy as a search engine: the only module that knows it.

Words come prepared (``preparation``) and are joined by blanks, questions come parsed (``language``) and become queries
one by one; tantivy's own analysers and query parser are not used. Its Rust code panics on a phrase of one word, so none
is ever made.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import tantivy
from tantivy import Occur

from ris.search.compounds import Splitter
from ris.search.engine import Cursor, Entry, Hit, Hits, NoIndex, Query, Sort, WriterBusy, day_number
from ris.search.language import (
    MOST_PREFIX_WORDS,
    All,
    Either,
    Exact,
    Node,
    Number,
    Phrase,
    Prefix,
    Word,
    parse,
)
from ris.search.preparation import prepare
from ris.search.spelling import corrections

_BOUNDARY = "¶"
"""Stands between title and text; no word is it, so no phrase runs across."""
_MEMORY = 64_000_000
_MOST_PREFIX_TERMS_READ = 20_000
_MOST_VALUES = 1000
_SLACK = 50
_FACETS = {"kind": "kind", "organization": "organization", "year": "year"}


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("exact", tokenizer_name="whitespace", index_option="position")
    for name in ("stem", "title", "part"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("own", "mentioned", "reader"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("body", "organization", "year", "day"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


_SCHEMA = _schema()


def _open(folder: Path) -> tantivy.Index:
    index = tantivy.Index(_SCHEMA, str(folder))
    index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    return index


class TantivyEngine:
    """The engine for a city."""

    name = "tantivy"

    def reader(self, folder: Path) -> TantivyReader:
        """Open an index for reading."""
        return TantivyReader(folder)

    def writer(self, folder: Path, splitter: Splitter) -> TantivyWriter:
        """Open or begin an index for writing."""
        return TantivyWriter(folder, splitter)


class TantivyReader:
    """Keeps the index open and takes over a commit before the next question."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir() or not tantivy.Index.exists(str(folder)):
            raise NoIndex(str(folder))
        self._meta = folder / "meta.json"
        self._index = _open(folder)
        self._index.config_reader("manual")
        self._generation = ""
        self._searcher = self._index.searcher()

    def search(self, query: Query) -> Hits:
        """Answer one question."""
        searcher = self._current()
        question = parse(query.text)
        base = [_visible(query), *(_asked(searcher, node) for node in question.wanted)]
        refused = [_asked(searcher, node) for node in question.unwanted]
        chosen = _chosen(query)
        whole = _all_of([*base, *chosen.values()], refused)
        hits, cursor, total = _page(searcher, whole, query)
        counts = {name: _counted(searcher, base, refused, chosen, name) for name in _FACETS}
        return Hits(
            hits=hits,
            total=total,
            kinds={str(value): count for value, count in counts["kind"].items()},
            organizations={int(value): count for value, count in counts["organization"].items()},
            years={int(value): count for value, count in counts["year"].items()},
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
        self._visible = _visible(query)

    def words_from(self, start: str) -> Iterable[str]:
        found = self._searcher.terms_with_prefix("exact", start, self._visible, _MOST_PREFIX_TERMS_READ)
        return (word for word, _ in found)

    def readable(self, word: str) -> int:
        return self._count("exact", word)

    def finds(self, stem: str) -> bool:
        return any(self._count(field, stem) for field in ("stem", "title", "part"))

    def _count(self, field: str, word: str) -> int:
        query = _all_of([self._visible, _term(field, word)], [])
        return _total(self._searcher, query)


class TantivyWriter:
    """Writes through tantivy's own single writer."""

    def __init__(self, folder: Path, splitter: Splitter) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._splitter = splitter
        self._index = _open(folder)
        try:
            self._writer = self._index.writer(_MEMORY, 1)
        except ValueError as error:
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
    document.add_text("exact", " ".join((*words.title, _BOUNDARY, *words.body)))
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
    return document


def _asked(searcher: tantivy.Searcher, node: Node) -> tantivy.Query:
    """One part of a question as a query."""
    match node:
        case Either(options):
            return _any_of([_asked(searcher, option) for option in options])
        case All(needed):
            return _all_of([_asked(searcher, part) for part in needed], [])
        case Phrase(words):
            return tantivy.Query.phrase_query(_SCHEMA, "exact", [word.exact for word in words])
        case Prefix(start):
            found = searcher.terms_with_prefix("exact", start, None, _MOST_PREFIX_TERMS_READ)
            most = sorted(found, key=lambda item: (-item[1], item[0]))[:MOST_PREFIX_WORDS]
            return tantivy.Query.term_set_query(_SCHEMA, "exact", [word for word, _ in most])
        case _:
            return _asked_word(node)


def _asked_word(node: Node) -> tantivy.Query:
    match node:
        case Word(word):
            return _any_of(
                [
                    _term("stem", word.stem),
                    _boosted(_term("title", word.stem), 2.0),
                    _boosted(_term("part", word.stem), 0.4),
                    _boosted(_term("exact", word.exact), 0.5),
                ],
            )
        case Exact(exact):
            return _term("exact", exact)
        case Number(tokens):
            return _any_of(
                [
                    tantivy.Query.const_score_query(_term(field, token), score * place)
                    for place, token in enumerate(reversed(tokens), start=1)
                    for field, score in (("own", 1000.0), ("mentioned", 5.0))
                ],
            )
        case _:
            return tantivy.Query.empty_query()


def _visible(query: Query) -> tantivy.Query:
    """The rule of visibility: the reader's circles meet the entry's, in the one body the reader is in."""
    return _silent(
        _all_of(
            [
                tantivy.Query.term_set_query(_SCHEMA, "reader", sorted(query.reads)),
                _term("body", query.body_id),
            ],
            [],
        ),
    )


def _chosen(query: Query) -> dict[str, tantivy.Query]:
    chosen: dict[str, list[str] | list[int]] = {
        "kind": sorted(query.kinds),
        "organization": sorted(query.organizations),
        "year": sorted(query.years),
    }
    return {
        name: _silent(_any_of([_term(name, value) for value in values])) for name, values in chosen.items() if values
    }


def _counted(
    searcher: tantivy.Searcher,
    base: list[tantivy.Query],
    refused: list[tantivy.Query],
    chosen: Mapping[str, tantivy.Query],
    name: str,
) -> Counter[str | int]:
    """Hits per value of a facet, under the choices made in the other facets."""
    query = _all_of([*base, *(choice for other, choice in chosen.items() if other != name)], refused)
    answer = searcher.aggregate(query, {name: {"terms": {"field": name, "size": _MOST_VALUES}}})
    return Counter({bucket["key"]: bucket["doc_count"] for bucket in answer[name]["buckets"]})


def _page(searcher: tantivy.Searcher, query: tantivy.Query, asked: Query) -> tuple[tuple[Hit, ...], Cursor | None, int]:
    """The hits after the cursor; equal values stay in the order tantivy gives them."""
    after = asked.after
    wanted = asked.limit + 1 + (after.seen + _SLACK if after else 0)
    order = "day" if asked.sort is Sort.NEWEST else None
    result = searcher.search(query, wanted, count=True, order_by_field=order)
    named = [(float(value or 0), address) for value, address in result.hits]
    hits = [Hit(_key(searcher, address), value) for value, address in named[_first(searcher, named, after) :]]
    page = tuple(hits[: asked.limit])
    total: int = getattr(result, "count")  # noqa: B009 - missing in the library's own type file
    if len(hits) <= asked.limit:
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


def _term(field: str, value: str | int) -> tantivy.Query:
    return tantivy.Query.term_query(_SCHEMA, field, value)


def _boosted(query: tantivy.Query, factor: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, factor)


def _silent(query: tantivy.Query) -> tantivy.Query:
    """A condition that does not count towards the score."""
    return tantivy.Query.const_score_query(query, 0.0)


def _any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _all_of(queries: list[tantivy.Query], refused: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [*((Occur.Must, query) for query in queries), *((Occur.MustNot, query) for query in refused)],
    )
