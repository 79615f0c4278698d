"""Answering a question from plain posting lists: sets of documents as bits of one large integer.

Made for engines that store postings well but match them slowly, such as Whoosh: „and“, „or“, „not“, rights, facets and
exact totals are operations on integers, and only the documents that remain are scored. It knows no engine; a
:class:`Segment` is all it asks for.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import islice
from operator import and_, or_

from ris.search.analysis import forms
from ris.search.bits import documents_of
from ris.search.engine import Cursor, Hit, Hits, Query, Sort
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
    Question,
    Word,
)
from ris.search.sets import Segment, narrowed, phrase_bits, term_bits, visible

IMPACT_UNIT = 24
"""Impacts are stored as whole numbers; this many are one unit of score."""
_EXACT_BONUS = 0.5
_OWN_NUMBER = 1000.0
_MENTIONED_NUMBER = 5.0
_NEWER = 1e-8
"""Score per day: of two equally good hits the newer one comes first."""
_MOST_SCORED = 16
"""Of the many words of a prefix only the most frequent ones decide about the order."""
_MOST_PREFIX_TERMS_READ = 20_000


class Matcher:
    """Answers questions from the segments of one generation of an index."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._documents = max(1, sum(segment.live.bit_count() for segment in segments))

    def answer(self, query: Query, question: Question) -> Hits:
        """The page of hits a query asks for, the exact total and the facets."""
        question = self._with_prefixes(question)
        ranked: list[tuple[float, int, int]] = []
        facets: dict[str, Counter[str]] = {
            "kind": Counter(),
            "organization": Counter(),
            "year": Counter(),
            "result": Counter(),
        }
        total = 0
        for number, segment in enumerate(self._segments):
            found = visible(segment, query)
            found &= reduce(and_, (self._bits(segment, node, found) for node in question.wanted), found)
            for node in question.unwanted:
                found &= ~self._bits(segment, node, found)
            hits = narrowed(segment, query, found, facets)
            total += hits.bit_count()
            values = self._values(segment, query.sort, question, hits)
            ranked.extend((value, number, document) for document, value in values.items())
        page, cursor = self._page(ranked, query)
        return Hits(
            hits=page,
            total=total,
            kinds=dict(facets["kind"]),
            organizations={int(name): count for name, count in facets["organization"].items()},
            years={int(name): count for name, count in facets["year"].items()},
            results=dict(facets["result"]),
            next=cursor,
        )

    def readable(self, query: Query) -> list[int]:
        """What the reader of a query may see at all, per segment."""
        return [visible(segment, query) for segment in self._segments]

    def frequency(self, field: str, word: str, within: Sequence[int]) -> int:
        """In how many documents of a set (per segment) a word is."""
        return sum(
            (segment.bits(field, word) & documents).bit_count()
            for segment, documents in zip(self._segments, within, strict=True)
        )

    def words_from(self, field: str, start: str) -> Counter[str]:
        """Words that begin so and in about how many documents they are; reads a bounded number of them."""
        found: Counter[str] = Counter()
        for segment in self._segments:
            for word, frequency in islice(segment.words_from(field, start), _MOST_PREFIX_TERMS_READ):
                found[word] += frequency
        return found

    def _with_prefixes(self, question: Question) -> Question:
        """Prefixes exchanged for the words they stand for, so that every segment expands them alike."""
        return Question(
            tuple(self._expanded(node) for node in question.wanted),
            tuple(self._expanded(node) for node in question.unwanted),
        )

    def _expanded(self, node: Node) -> Node:
        if not isinstance(node, Prefix):
            return node
        found = self.words_from("exact", node.start)
        return Either(tuple(Exact(word) for word, _ in found.most_common(MOST_PREFIX_WORDS)))

    def _bits(self, segment: Segment, node: Node, within: int) -> int:
        match node:
            case Either(options):
                return reduce(or_, (self._bits(segment, option, within) for option in options), 0)
            case All(needed):
                return reduce(and_, (self._bits(segment, part, within) for part in needed), within)
            case Phrase(words):
                return phrase_bits(segment, tuple(word.exact for word in words), within)
            case _:
                return term_bits(segment, node)

    def _values(self, segment: Segment, sort: Sort, question: Question, hits: int) -> dict[int, float]:
        """What the hits are ordered by, high values first."""
        documents = list(documents_of(hits))
        if sort is Sort.NEWEST:
            return {document: segment.days[document] for document in documents}
        scores = {document: segment.days[document] * _NEWER for document in documents}
        if scores:
            for node in question.wanted:
                self._score(segment, node, hits, scores)
        return scores

    def _score(self, segment: Segment, node: Node, hits: int, scores: dict[int, float]) -> None:
        match node:
            case Word(word):
                self._score_word(segment, word.stem, scores)
                bonus = _EXACT_BONUS * self._rarity("exact", word.exact)
                _add(scores, segment.bits("exact", word.exact) & hits, bonus)
            case Number() | Apart():
                for field, token, value in _fixed_scores(node):
                    _add(scores, segment.bits(field, token) & hits, value)
            case Phrase(words):
                for word in words:
                    self._score_word(segment, word.stem, scores)
            case Exact(exact):
                self._score_word(segment, forms(exact).stem, scores)
            case Either(parts) | All(parts):
                for part in parts[:_MOST_SCORED]:
                    self._score(segment, part, hits, scores)
            case Prefix():
                pass

    def _score_word(self, segment: Segment, stem: str, scores: dict[int, float]) -> None:
        weight = self._rarity("stem", stem) / IMPACT_UNIT
        for documents, impacts in segment.impacts(stem):
            for document, impact in zip(documents, impacts, strict=True):
                if document in scores:
                    scores[document] += weight * impact

    def _rarity(self, field: str, word: str) -> float:
        frequency = sum(segment.frequency(field, word) for segment in self._segments)
        return math.log(1 + self._documents / (frequency + 1))

    def _page(self, ranked: list[tuple[float, int, int]], query: Query) -> tuple[tuple[Hit, ...], Cursor | None]:
        """The hits after the cursor, equal values in the order of their keys; and the next cursor."""
        after = query.after
        if after is not None:
            ranked = [hit for hit in ranked if self._comes_after(hit, after)]
        best = heapq.nlargest(query.limit + 1, (value for value, _, _ in ranked))
        if not best:
            return (), None
        named = [
            (-value, self._segments[number].key(document)) for value, number, document in ranked if value >= best[-1]
        ]
        named.sort()
        page = tuple(Hit(key, -value) for value, key in named[: query.limit])
        if len(named) <= query.limit:
            return page, None
        return page, Cursor(page[-1].score, page[-1].key, (after.seen if after else 0) + len(page))

    def _comes_after(self, hit: tuple[float, int, int], after: Cursor) -> bool:
        value, number, document = hit
        return value < after.value or (value == after.value and self._segments[number].key(document) > after.key)


def _fixed_scores(node: Number | Apart) -> Iterator[tuple[str, str, float]]:
    """Field, token and score of what counts the same wherever it stands."""
    match node:
        case Number(tokens):
            for place, token in enumerate(reversed(tokens), start=1):
                yield "own", token, _OWN_NUMBER * place
                yield "mentioned", token, _MENTIONED_NUMBER * place
        case Apart(pairs):
            for pair in pairs:
                yield "stem", pair, APART_SCORE


def _add(scores: dict[int, float], bits: int, value: float) -> None:
    for document in documents_of(bits):
        scores[document] += value
