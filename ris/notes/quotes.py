"""PURE. Finding a quote again, word for word or with some edits; told apart by what stands around it.

`ris/static/reader/quotes.js` does the same. Why these bounds: docs/adr/0111.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from ris.notes.nearness import distance, nearest, occurrences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.documents.running_text import RunningText

CONTEXT = 80
"""Signs kept of what stands before and after."""
SPEAKS_FOR_ITSELF = 40
"""Signs from which a quote that stood and stands only once needs nothing around it."""
TOO_SHORT = 16
"""Signs below which one side alone says nothing."""
ALMOST_NOTHING = 24
"""Signs below which a quote with edits could be anything."""
PAGES_AROUND = 32
MOST_OCCURRENCES = 500
FIFTH, TENTH, TWELFTH = 5, 10, 12


@dataclass(frozen=True)
class Quote:
    """Words of a document with what stands around them, all squeezed."""

    exact: str
    prefix: str
    suffix: str
    nth: int = 0
    """Which one of ``of`` equal ones in the whole document, from 1; 0: nobody counted."""
    of: int = 0

    @classmethod
    def at(cls, text: str, start: int, end: int) -> Quote:
        """The quote that stands there."""
        exact = text[start:end]
        places = _places(exact, text)
        nth = places.index(start) + 1 if start in places else 0
        before = text[max(start - CONTEXT, 0) : start]
        return cls(exact, before, text[end : end + CONTEXT], nth, len(places) if nth else 0)

    @property
    def around(self) -> int:
        """Signs known around it."""
        return len(self.prefix) + len(self.suffix)

    def selector(self) -> dict[str, Any]:
        """As a W3C TextQuoteSelector, with two words of our own."""
        said = {"type": "TextQuoteSelector", "exact": self.exact, "prefix": self.prefix, "suffix": self.suffix}
        return {**said, "ris:nth": self.nth, "ris:of": self.of}


@dataclass(frozen=True)
class Again:
    """A stretch of the text that may be the quote."""

    start: int
    end: int
    edits: int
    """Between the quote and the stretch."""
    before: int
    behind: int
    """Between what stood around it and what stands around it now."""

    @property
    def around(self) -> int:
        """Edits around it."""
        return self.before + self.behind


def word_for_word(quote: Quote, running: RunningText) -> Again | None:
    """Where the same words stand, if they are the quote beyond doubt."""
    exact = _all(quote, running.text)
    if len(exact) == 1 == quote.of and len(quote.exact) >= SPEAKS_FOR_ITSELF:
        return exact[0]
    return _chosen(quote, exact) if exact else None


def nearly(quote: Quote, running: RunningText, home: int) -> Again | None:
    """The one stretch nearby that differs by a fifth at most and stands where the quote stood.

    ``home``: index of the page it stood on. Where as many equal words stand as ever, a resembling stretch is none of them.
    """
    size, starts = len(quote.exact), running.starts
    exact = _all(quote, running.text)
    if size < ALMOST_NOTHING or len(exact) >= max(quote.of, 1):
        return None
    first = starts[min(max(home - PAGES_AROUND, 0), len(starts) - 1)]
    last = starts[min(home + PAGES_AROUND + 1, len(starts) - 1)]
    near = nearest(quote.exact, running.text[first:last], size // FIFTH)
    seen = [_seen(quote, running.text, each.start + first, each.end + first, each.edits) for each in near]
    share = TENTH if quote.of == 1 else TWELFTH
    fitting = sorted(
        (each for each in {*seen, *exact} if each.around * share <= quote.around),
        key=lambda each: (each.around + each.edits, each.start),
    )
    if not fitting:
        return None
    best, *others = (each.around + each.edits for each in fitting)
    clearly = max((size + quote.around) // 16, 4)
    return None if others and others[0] < best + clearly else fitting[0]


def _all(quote: Quote, text: str) -> list[Again]:
    return [_seen(quote, text, at, at + len(quote.exact), 0) for at in _places(quote.exact, text)]


def _places(exact: str, text: str) -> list[int]:
    return list(islice(occurrences(exact, text), MOST_OCCURRENCES))


def _seen(quote: Quote, text: str, start: int, end: int, edits: int) -> Again:
    before = text[max(start - len(quote.prefix), 0) : start]
    behind = text[end : end + len(quote.suffix)]
    return Again(start, end, edits, distance(quote.prefix, before), distance(quote.suffix, behind))


def _chosen(quote: Quote, candidates: Sequence[Again]) -> Again | None:
    """Which of equal stretches it is: by what stands around; where that says nothing, by their order."""
    best = min(candidates, key=lambda each: each.around)
    if best.around and (len(candidates) < quote.of or not _familiar(quote, best)):
        return None  # some are gone, and what is left only resembles it
    clearly = max(quote.around // 8, 6) if best.around else 0
    close = [each for each in candidates if each.around <= best.around + clearly]
    if len(close) == 1:
        return best
    ordered = candidates[quote.nth - 1] if len(candidates) == quote.of else None
    return ordered if ordered in close else None


def _familiar(quote: Quote, seen: Again) -> bool:
    """Whether what stands around equal words says that this is the place; of one among several it must say so clearly."""
    if quote.of != 1:
        return seen.around * FIFTH <= quote.around
    sides = ((len(quote.prefix), seen.before), (len(quote.suffix), seen.behind))
    one_side = any(size >= TOO_SHORT and edits * FIFTH <= size for size, edits in sides)
    return one_side or seen.around * FIFTH <= quote.around * 2
