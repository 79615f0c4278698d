"""PURE. Which page of a new version is the page of an old one, for notes that hold on to no words: ink, rectangles.

A page's mark is its length and a sketch: the smallest hashes of its runs of eight signs (a bottom-k sketch, Broder 1997).
Two marks share about as much of their sketches as the pages share of their text. `ris/static/reader/likeness.js` does the
same. Pages without text
are compared by small pictures, which only the server has (ris/documents/pages.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = 8
KEPT = 24
WORD = 0xFFFFFFFF
BASE = 0x01000193
"""Of the rolling hash (the prime of FNV-1a); the rest mixes the bits (murmur3's finaliser)."""
LOST = pow(BASE, RUN, 1 << 32)
LIKE, CLEARLY, WHOLE = 50, 15, 100
"""Percent: from where pages are alike, and by how much one must be more alike than the others."""


def page_mark(page: str) -> str:
    """The mark of a squeezed page, ``length:sketch``; empty for a page without text."""
    if not page:
        return ""
    rolling = 0
    hashes = set()
    for at, sign in enumerate(page):
        rolling = (rolling * BASE + ord(sign)) & WORD
        if at >= RUN:
            rolling = (rolling - ord(page[at - RUN]) * LOST) & WORD
        if at >= RUN - 1 or at == len(page) - 1:
            hashes.add(_mixed(rolling))
    return f"{len(page)}:{''.join(f'{each:08x}' for each in sorted(hashes)[:KEPT])}"


def likeness(one: str, other: str) -> int:
    """How much two marks share, in percent; 0 where one of them is of a page without text."""
    if not one or not other:
        return 0
    if one == other:
        return WHOLE
    first, second = _sketch(one), _sketch(other)
    union = sorted(first | second)[:KEPT]
    return WHOLE * sum(each in first and each in second for each in union) // len(union)


def page_like(mark: str, marks: Sequence[str]) -> int | None:
    """The index of the page that is clearly most like the marked one; None where nobody can tell."""
    shares = [likeness(mark, each) for each in marks]
    best = max(shares, default=0)
    close = [at for at, share in enumerate(shares) if share > best - CLEARLY]
    same = [at for at in close if shares[at] == WHOLE]
    if best < LIKE:
        return None
    if len(close) == 1:
        return close[0]
    return same[0] if len(same) == 1 else None


def _sketch(mark: str) -> frozenset[str]:
    digits = mark.partition(":")[2]
    return frozenset(digits[at : at + 8] for at in range(0, len(digits), 8))


def _mixed(word: int) -> int:
    word = ((word ^ word >> 16) * 0x85EBCA6B) & WORD
    word = ((word ^ word >> 13) * 0xC2B2AE35) & WORD
    return word ^ word >> 16
