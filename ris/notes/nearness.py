"""PURE. Where a text stands in another with some edits: exact by definition, so that two languages agree on it.

Distances are Levenshtein's. Python keeps a column of the matrix in the bits of one integer (Myers 1999, as Hyyrö 2003
writes it); JavaScript fills the matrix. A filter of shared trigrams (Ukkonen 1992) leaves out stretches that cannot hold an
answer and never one that can. `ris/static/reader/nearness.js` does the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAM = 3
MOST_FOUND, MOST_TRIED = 40, 2000
"""Answers, and ends of possible answers that are looked at: a text made to be repetitive costs no more."""


@dataclass(frozen=True)
class Near:
    """A stretch of a text that nearly says what was asked for."""

    start: int
    end: int
    edits: int


def distance(one: str, other: str) -> int:
    """Fewest signs to insert, remove or replace until one is the other."""
    if one == other:
        return 0
    return _columns(one, other, anywhere=False)[-1] if one else len(other)


def nearest(pattern: str, text: str, most: int) -> list[Near]:
    """Stretches of the text within ``most`` edits of the pattern that do not overlap, nearest first.

    Of equally near ones the first counts, of its beginnings the earliest.
    """
    ends: list[tuple[int, int]] = []
    for start, stop in _promising(pattern, text, most):
        for at, edits in enumerate(_columns(pattern, text[start:stop], anywhere=True)[1:], start + 1):
            if edits <= most:
                ends.append((edits, at))
    found: list[Near] = []
    ends.sort()
    for edits, end in ends[:MOST_TRIED]:
        if len(found) == MOST_FOUND:
            break
        if any(other.start < end <= other.end for other in found):
            continue
        start = _beginning(pattern, text, end, edits)
        if all(end <= other.start or start >= other.end for other in found):
            found.append(Near(start, end, edits))
    return found


def occurrences(pattern: str, text: str) -> Iterator[int]:
    """Where the pattern stands in the text, word for word."""
    at = text.find(pattern)
    while at >= 0:
        yield at
        at = text.find(pattern, at + 1)


def _promising(pattern: str, text: str, most: int) -> Iterator[tuple[int, int]]:
    """Stretches that share as many trigrams with the pattern as an answer must, neighbours joined."""
    grams = {pattern[at : at + GRAM] for at in range(len(pattern) - GRAM + 1)}
    needed = len(pattern) - GRAM + 1 - GRAM * most
    width = len(pattern) + most
    if needed < 1 or len(text) < len(pattern) - most:
        yield 0, len(text)
        return
    shared = [0, *accumulate(text[at : at + GRAM] in grams for at in range(max(len(text) - GRAM + 1, 0)))]
    counted = len(shared) - 1
    span = width - GRAM + 1
    start = stop = -1
    for at in range(max(counted - span, 0) + 1):
        if shared[min(at + span, counted)] - shared[at] >= needed:
            if at > stop:
                if stop >= 0:
                    yield start, stop
                start = at
            stop = min(at + width, len(text))
    if stop >= 0:
        yield start, stop


def _beginning(pattern: str, text: str, end: int, edits: int) -> int:
    """The earliest beginning of an answer that ends there."""
    backwards = text[max(end - len(pattern) - edits, 0) : end][::-1]
    lengths = _columns(pattern[::-1], backwards, anywhere=False)
    return end - max(length for length, needed in enumerate(lengths) if needed == edits)


def _columns(pattern: str, text: str, *, anywhere: bool) -> list[int]:
    """Edits between the pattern and the text up to each of its signs; ``anywhere``: it may begin at any sign."""
    size = len(pattern)
    places: dict[str, int] = {}
    for at, sign in enumerate(pattern):
        places[sign] = places.get(sign, 0) | 1 << at
    full, last = (1 << size) - 1, 1 << size - 1
    more, less, edits = full, 0, size
    first = 0 if anywhere else 1
    column = [edits]
    for sign in text:
        equal = places.get(sign, 0)
        down = equal | less
        across = (((equal & more) + more) ^ more) | equal
        grows, shrinks = less | (full & ~(across | more)), more & across
        edits += bool(grows & last) - bool(shrinks & last)
        grows, shrinks = grows << 1 | first, shrinks << 1
        more, less = (shrinks | ~(down | grows)) & full, grows & down
        column.append(edits)
    return column
