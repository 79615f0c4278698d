"""What documents a condition holds for: sets as bits of one large integer, made from plain posting lists.

It knows one word, one phrase, a reader's rights and the facets; a whole question is the business of ``matching``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import and_, or_
from typing import Protocol

from ris.search.bits import bits_of, documents_of
from ris.search.engine import Query
from ris.search.language import Apart, Exact, Node, Number, Word


class Segment(Protocol):
    """A part of an index: documents numbered from 0 and, per field and word, the documents that have it."""

    live: int
    """Bit n is set when document n is not deleted."""
    days: Sequence[int]

    def bits(self, field: str, word: str) -> int:
        """The documents with that word in that field."""
        ...

    def impacts(self, word: str) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
        """Blocks of documents with that stem, and how much it says about each (:data:`IMPACT_UNIT`)."""
        ...

    def places(self, word: str, documents: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
        """The positions of an exact word in those of the (rising) documents that have it."""
        ...

    def frequency(self, field: str, word: str) -> int:
        """Number of documents with that word, deleted ones included."""
        ...

    def words_from(self, field: str, start: str) -> Iterator[tuple[str, int]]:
        """The words of a field that begin so, with their frequency."""
        ...

    def key(self, document: int) -> str:
        """The entry's key."""
        ...


def visible(segment: Segment, query: Query) -> int:
    """The rule of visibility: the reader's circles meet the entry's, in the one body the reader is in.

    Of some entries only, where the question is about those.
    """
    readable = reduce(or_, (segment.bits("reader", token) for token in sorted(query.reads)), 0)
    found = readable & segment.bits("body", str(query.body_id)) & segment.live
    if query.keys is None:
        return found
    return found & reduce(or_, (segment.bits("key", key) for key in sorted(query.keys)), 0)


def term_bits(segment: Segment, node: Node) -> int:
    """The documents with one word or number; a prefix has been exchanged for its words before."""
    match node:
        case Word(word):
            return segment.bits("stem", word.stem)
        case Exact(exact):
            return segment.bits("exact", exact)
        case Apart(pairs):
            return reduce(or_, (segment.bits("stem", pair) for pair in pairs))
        case Number(tokens):
            fields = ("own", "mentioned")
            return reduce(or_, (segment.bits(field, token) for token in tokens for field in fields))
        case _:
            return 0


def narrowed(segment: Segment, query: Query, found: int, facets: dict[str, Counter[str]]) -> int:
    """Apply the facets chosen; count each facet under the choices made in the others."""
    chosen: dict[str, Iterable[object]] = {
        "kind": query.kinds,
        "organization": query.organizations,
        "year": query.years,
        "result": query.results,
    }
    masks = {
        field: reduce(or_, (segment.bits(field, str(value)) for value in values), 0) if values else -1
        for field, values in chosen.items()
    }
    for field, counter in facets.items():
        others = reduce(and_, (mask for name, mask in masks.items() if name != field), found)
        if others:
            for value, _ in segment.words_from(field, ""):
                count = (segment.bits(field, value) & others).bit_count()
                if count:
                    counter[value] += count
    return reduce(and_, masks.values(), found)


def phrase_bits(segment: Segment, words: tuple[str, ...], within: int) -> int:
    """Documents in which the words stand side by side; looks at places only where all words are at all."""
    candidates = reduce(and_, (segment.bits("exact", word) for word in set(words)), within)
    if not candidates:
        return 0
    starts: dict[int, set[int]] = {}
    rarest_first = sorted(range(len(words)), key=lambda index: segment.frequency("exact", words[index]))
    for step, index in enumerate(rarest_first):
        documents = sorted(starts) if step else list(documents_of(candidates))
        found: dict[int, set[int]] = {}
        for document, places in segment.places(words[index], documents):
            possible = {place - index for place in places}
            remaining = possible & starts[document] if step else possible
            if remaining:
                found[document] = remaining
        starts = found
        if not starts:
            return 0
    return bits_of(starts, max(starts) + 1)
