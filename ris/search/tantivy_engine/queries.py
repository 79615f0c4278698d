"""Parsed questions as tantivy's queries."""

from __future__ import annotations

import tantivy
from tantivy import Occur

from ris.search.engine import Query
from ris.search.language import (
    APART_SCORE,
    MOST_PREFIX_WORDS,
    All,
    Apart,
    Either,
    Exact,
    Node,
    Number,
    Phrase,
    Prefix,
    Word,
)
from ris.search.tantivy_engine.fields import SCHEMA

MOST_PREFIX_TERMS_READ = 20_000


def asked(searcher: tantivy.Searcher, node: Node) -> tantivy.Query:
    """One part of a question as a query."""
    match node:
        case Either(options):
            return _any_of([asked(searcher, option) for option in options])
        case All(needed):
            return all_of([asked(searcher, part) for part in needed], [])
        case Phrase(words):
            return tantivy.Query.phrase_query(SCHEMA, "exact", [word.exact for word in words])
        case Prefix(start):
            found = searcher.terms_with_prefix("exact", start, None, MOST_PREFIX_TERMS_READ)
            most = sorted(found, key=lambda item: (-item[1], item[0]))[:MOST_PREFIX_WORDS]
            return tantivy.Query.term_set_query(SCHEMA, "exact", [word for word, _ in most])
        case _:
            return _asked_word(node)


def _asked_word(node: Node) -> tantivy.Query:
    match node:
        case Word(word):
            return _any_of(
                [
                    term("stem", word.stem),
                    _boosted(term("title", word.stem), 2.0),
                    _boosted(term("part", word.stem), 0.4),
                    _boosted(term("exact", word.exact), 0.5),
                ],
            )
        case Exact(exact):
            return term("exact", exact)
        case Apart(pairs):
            return _any_of([tantivy.Query.const_score_query(term("part", pair), APART_SCORE) for pair in pairs])
        case Number(tokens):
            return _any_of(
                [
                    tantivy.Query.const_score_query(term(field, token), score * place)
                    for place, token in enumerate(reversed(tokens), start=1)
                    for field, score in (("own", 1000.0), ("mentioned", 5.0))
                ],
            )
        case _:
            return tantivy.Query.empty_query()


def visible(query: Query) -> tantivy.Query:
    """The rule of visibility: the reader's circles meet the entry's, in the one body the reader is in.

    Of some entries only, where the question is about those.
    """
    needed = [
        tantivy.Query.term_set_query(SCHEMA, "reader", sorted(query.reads)),
        term("body", query.body_id),
    ]
    if query.keys is not None:
        needed.append(tantivy.Query.term_set_query(SCHEMA, "key", sorted(query.keys)))
    return _silent(all_of(needed, []))


def chosen_facets(query: Query) -> dict[str, tantivy.Query]:
    """The conditions of the facets chosen, by field."""
    chosen: dict[str, list[str] | list[int]] = {
        "kind": sorted(query.kinds),
        "organization": sorted(query.organizations),
        "year": sorted(query.years),
        "result": sorted(query.results),
    }
    return {
        name: _silent(_any_of([term(name, value) for value in values])) for name, values in chosen.items() if values
    }


def term(field: str, value: str | int) -> tantivy.Query:
    """One word in one field."""
    return tantivy.Query.term_query(SCHEMA, field, value)


def _boosted(query: tantivy.Query, factor: float) -> tantivy.Query:
    return tantivy.Query.boost_query(query, factor)


def _silent(query: tantivy.Query) -> tantivy.Query:
    """A condition that does not count towards the score."""
    return tantivy.Query.const_score_query(query, 0.0)


def _any_of(queries: list[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def all_of(queries: list[tantivy.Query], refused: list[tantivy.Query]) -> tantivy.Query:
    """Everything wanted and nothing refused."""
    return tantivy.Query.boolean_query(
        [*((Occur.Must, query) for query in queries), *((Occur.MustNot, query) for query in refused)],
    )
