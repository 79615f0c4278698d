"""PURE. Pages as they are compared: their words without running heads and feet, and a small picture of each."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ris.documents.squeezing import HYPHENS, squeezed

if TYPE_CHECKING:
    from collections.abc import Sequence

DIVIDED = re.compile(r"(\w)[-‐\u00ad]\n(?=[a-zäöüß])")
"""A word divided at a line's end; a part that goes on in lower case belongs to it."""
NUMBER = re.compile(r"\d+")
LONGEST_HEAD = 30
"""Words of a running head or foot at most; it takes no more than half of its page."""
FEW_PAGES = 5
"""Below so many pages all must begin alike, from then on nearly half: left and right pages may have their own."""
PRINT_WIDTH, PRINT_HEIGHT = 24, 34
"""Dots of a page's small picture, one hexadecimal digit of grey each."""
ALIKE, CLEARLY, BEYOND_DOUBT = 0.62, 0.08, 0.85
"""From which correlation two small pictures may show the same page scanned twice, by how much it must be more alike than
the others nearby, and from where it needs no comparison. Scans of the same paper: 0.61 to 0.98; of other papers: 0.19 to 0.79."""
REDRAWN = 0.97
"""Below which correlation a page with the same words shows something else."""


@dataclass(frozen=True)
class PageLook:
    """A page."""

    words: tuple[str, ...]
    """As they are printed."""
    keys: tuple[str, ...]
    """As they are compared."""
    small: str
    """Its small picture in hexadecimal digits, row by row; empty where it could not be drawn."""

    @property
    def key(self) -> str:
        """Equal for pages that say the same; a page without words is what it looks like."""
        return " ".join(self.keys) if self.keys else f"\0{self.small}"


def looks_of(texts: Sequence[str], pictures: Sequence[str]) -> list[PageLook]:
    """The pages of a document."""
    words = [[word for word in DIVIDED.sub(r"\1", text).split() if squeezed(word)] for text in texts]
    heads = _margins(words)
    feet = _margins([page[::-1] for page in words])
    bodies = [page[head : len(page) - foot] for page, head, foot in zip(words, heads, feet, strict=True)]
    for page, following in pairwise(bodies):
        if page and following and page[-1][-1] in HYPHENS and following[0][0].islower():
            page[-1] = page[-1][:-1] + following.pop(0)
    return [
        PageLook(tuple(page), tuple(squeezed(word) for word in page), small)
        for page, small in zip(bodies, pictures, strict=True)
    ]


def _margins(pages: Sequence[Sequence[str]]) -> list[int]:
    """How many words at each page's beginning are a running head: many pages begin with them, numbers apart."""
    heads = [tuple(NUMBER.sub("0", word) for word in page[:LONGEST_HEAD]) for page in pages]
    counts = Counter(head[:size] for head in heads for size in range(1, len(head) + 1))
    many = len(pages) if len(pages) < FEW_PAGES else max(FEW_PAGES - 2, len(pages) * 9 // 20)
    if len(pages) == 1:
        return [0]
    cut = [sum(counts[head[:size]] >= many for size in range(1, len(head) + 1)) for head in heads]
    return [size if size * 2 <= len(page) else 0 for size, page in zip(cut, pages, strict=True)]


def correlation(one: str, other: str) -> float:
    """How alike two small pictures are: 1 the same, 0 nothing in common; two plain areas are alike."""
    if one == other:
        return 1.0
    if len(one) != len(other) or not one:
        return 0.0
    first, second = ([int(digit, 16) for digit in picture] for picture in (one, other))
    middle, centre = sum(first) / len(first), sum(second) / len(second)
    spread = sum((a - middle) ** 2 for a in first) * sum((b - centre) ** 2 for b in second)
    if not spread:
        return 0.0
    shared = sum((a - middle) * (b - centre) for a, b in zip(first, second, strict=True))
    return shared / math.sqrt(spread)
