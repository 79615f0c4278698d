"""PURE. The pages of a document as one running text, without what stands on top and at the foot of every page.

Words that run over a page's end stand together in it, and what stands before and after a quote is what the document says
there, not "Seite 3 von 12". `ris/static/reader/running_text.js` does the same.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST, MOST = 4, 200
"""Signs of a running head or foot; with a number in it fewer will do."""
SENTENCE_ENDS = frozenset(".,;:!?")
NEARBY = 4
"""Pages on either side."""
SHARE = 4
"""It takes at most this part of its page."""
DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class RunningText:
    """Some or all of each page's text, joined."""

    text: str
    starts: tuple[int, ...]
    """Where each page begins in ``text``, and its end."""
    heads: tuple[int, ...]
    """How many signs of each page were left out before that."""

    @classmethod
    def of(cls, pages: Sequence[str], cut: Sequence[tuple[int, int]] | None = None) -> RunningText:
        """The pages without the given numbers of signs at their beginnings and ends."""
        margins = cut or [(0, 0)] * len(pages)
        bodies = [page[head : len(page) - foot] for page, (head, foot) in zip(pages, margins, strict=True)]
        starts = tuple(accumulate((len(body) for body in bodies), initial=0))
        return cls("".join(bodies), starts, tuple(head for head, _ in margins))

    def position(self, page: int, offset: int) -> int | None:
        """Where an offset of a page stands here; None where it was left out. Pages count from 0."""
        at = self.starts[page] + offset - self.heads[page]
        return at if self.starts[page] <= at <= self.starts[page + 1] else None

    def on_page(self, start: int, end: int) -> tuple[int, int, int]:
        """A stretch as page index and offsets there; over a page's end: its greater part."""
        first = bisect_right(self.starts, start, hi=len(self.heads)) - 1
        best = (0, 0, 0, 0)
        for page in range(first, len(self.heads)):
            begin, stop = self.starts[page], self.starts[page + 1]
            size = min(end, stop) - max(start, begin)
            if size > best[0]:
                shift = self.heads[page] - begin
                best = (size, page, max(start, begin) + shift, min(end, stop) + shift)
            if stop >= end:
                break
        return best[1:]


def margins(pages: Sequence[str]) -> list[tuple[int, int]]:
    """For each squeezed page, how many signs of head and foot it shares with its neighbours, numbers apart."""
    backwards = [page[::-1] for page in pages]
    return [(_margin(pages, at), _margin(backwards, at)) for at in range(len(pages))]


def _margin(pages: Sequence[str], at: int) -> int:
    """What at least half of the pages nearby share with it: left and right pages may have their own."""
    nearby = [other for other in range(at - NEARBY, at + NEARBY + 1) if other != at and 0 <= other < len(pages)]
    if not nearby:
        return 0
    lengths = sorted((_shared(pages[at], pages[other]) for other in nearby), reverse=True)
    shared = lengths[max(len(nearby) // 2, min(2, len(nearby))) - 1]
    while shared and pages[at][shared - 1] in SENTENCE_ENDS:
        shared -= 1  # a full stop that ends all three pages belongs to their sentences
    enough = shared >= LEAST or not DIGITS.isdisjoint(pages[at][:shared])
    return shared if enough and shared <= len(pages[at]) // SHARE else 0


def _shared(one: str, other: str) -> int:
    """Signs at the beginning of one that the other begins with too; any number is like any other."""
    here = there = 0
    while here < min(len(one), MOST) and there < len(other):
        if one[here] in DIGITS and other[there] in DIGITS:
            here, there = _behind_number(one, here), _behind_number(other, there)
        elif one[here] == other[there]:
            here, there = here + 1, there + 1
        else:
            break
    return here


def _behind_number(text: str, at: int) -> int:
    while at < len(text) and text[at] in DIGITS:
        at += 1
    return at
