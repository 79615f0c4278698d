"""„Meinten Sie …?“: misspelt words of a question and what the reader may have meant.

Suggestions come only from words in entries the reader may read; otherwise a suggestion would tell of closed papers. It
knows no engine: a :class:`Vocabulary` is all it asks for.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Protocol

from ris.search.analysis import WORD, fold, forms, tidy
from ris.search.language import LONGEST_QUESTION

_SHORTEST = 4
_LONG = 6
_MOST_WORDS = 4
_MOST_VERIFIED = 12
_MOST_COMPARED = 20_000


class Vocabulary(Protocol):
    """The words of an index as one reader may know them."""

    def words_from(self, start: str) -> Iterable[str]:
        """Exact words that begin so, in whatever entries; the caller must verify them before telling anybody."""
        ...

    def readable(self, word: str) -> int:
        """In how many entries this reader finds an exact word."""
        ...

    def finds(self, stem: str) -> bool:
        """Whether this reader finds anything under a stem."""
        ...


def corrections(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Typed word → the exact form of the nearest word the reader can find; only for words that find nothing."""
    typed = WORD.findall(tidy(text[:LONGEST_QUESTION]))
    unknown = [
        word
        for word in dict.fromkeys(typed)
        if word.isalpha() and len(word) >= _SHORTEST and not vocabulary.finds(forms(word.lower()).stem)
    ]
    found = ((word, _nearest(fold(word.lower()), vocabulary)) for word in unknown[:_MOST_WORDS])
    return {word: near for word, near in found if near is not None}


def _nearest(word: str, vocabulary: Vocabulary) -> str | None:
    most = 2 if len(word) >= _LONG else 1
    near: list[tuple[int, str]] = []
    for start in dict.fromkeys((word[:2], word[1] + word[0])):
        for other in islice(vocabulary.words_from(start), _MOST_COMPARED):
            if abs(len(other) - len(word)) <= most and other.isalpha():
                steps = distance(word, other, most)
                if 0 < steps <= most:
                    near.append((steps, other))
    near.sort()
    verified = ((steps, -vocabulary.readable(other), other) for steps, other in near[:_MOST_VERIFIED])
    best = min((candidate for candidate in verified if candidate[1] < 0), default=None)
    return best[2] if best else None


def distance(one: str, other: str, most: int) -> int:
    """Letters to insert, drop, change or swap to make one word the other; ``most + 1`` when it is more than that."""
    earlier: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        current = [row]
        for column, wanted in enumerate(other, start=1):
            steps = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                steps = min(steps, earlier[column - 2] + 1)
            current.append(steps)
        if min(current) > most:
            return most + 1
        earlier, last = last, current
    return last[-1]
