"""Parts of German compounds: „Radwegekonzept“ is also found under „Konzept“ and „Radweg“.

The dictionary is learnt from the town's own texts when an index is built, frozen and kept beside that index. Only
indexing (and marking) needs it: a question asks for one stem, which is either the whole word or a part in the index. So
asking means the same whatever was learnt, and a better dictionary needs no more than a rebuild.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import simplemma

from ris.search.analysis import WORD, forms, tidy

_LINKS = ("", "s", "es", "n", "en", "er", "e", "ens")
_SHORTEST_PART = 3
_SHORTEST_COMPOUND = 7
_LONGEST_COMPOUND = 40
_SHORT_NOUN = 4
"""A part of up to four letters must be a noun: „vor“, „mit“ and „der“ would split nearly everything."""
_NO_PARTS = frozenset(
    [
        "ver",
        "ent",
        "zer",
        "miss",
        "inn",
        "innen",
        "rinnen",
        "unter",
        "über",
        "ueber",
        "durch",
        "hinter",
        "wider",
        "wieder",
        "gegen",
        "zwischen",
        "außer",
        "ausser",
        "dies",
        "diese",
        "dieser",
        "ander",
        "andere",
        "anderen",
        "sein",
        "seine",
        "ihre",
        "keine",
        "eine",
        "einer",
        "einen",
    ],
)
"""Prefixes and endings that texts also show alone, at the end of a line or between brackets."""
_ENOUGH_DOCUMENTS = 3
_SMALL_COLLECTION = 5000
_MOST_WORDS = 400_000
_FREQUENT = 0.2
"""A word in a fifth of all documents („Karlsruhe“, „Gemeinderat“) is not split: its parts would find everything."""


@dataclass(frozen=True)
class Dictionary:
    """The words compounds are made of, and the ones that are never split."""

    parts: frozenset[str] = frozenset()
    wholes: frozenset[str] = frozenset()

    def save(self, path: Path) -> None:
        """Write the dictionary so that a reader sees the old one or the new one, never half of it."""
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps({"parts": sorted(self.parts), "wholes": sorted(self.wholes)}))
        os.replace(draft, path)  # noqa: PTH105 - the atomic one

    @classmethod
    def load(cls, path: Path) -> Dictionary:
        """Read a saved dictionary; without one no word is split."""
        if not path.exists():
            return cls()
        saved = json.loads(path.read_text())
        return cls(frozenset(saved["parts"]), frozenset(saved["wholes"]))


@dataclass
class _Learner:
    """Counts in how many texts each word occurs, and how often as a noun (capital letter inside a text)."""

    _texts: int = 0
    _seen: Counter[str] = field(default_factory=Counter)
    _nouns: Counter[str] = field(default_factory=Counter)

    def read(self, text: str) -> None:
        """Take one text into account."""
        self._texts += 1
        found = {word for word in WORD.findall(tidy(text)) if word.isalpha() and len(word) <= _LONGEST_COMPOUND}
        self._seen.update({word.lower() for word in found})
        self._nouns.update(word.lower() for word in found if word[0].isupper() and word[1:].islower())
        if len(self._seen) > _MOST_WORDS:
            self._forget_rare()

    def dictionary(self) -> Dictionary:
        """What was learnt, as a frozen dictionary; the order of the texts does not matter for it."""
        often = max(self._texts * _FREQUENT, 50)
        return Dictionary(
            frozenset(word for word, count in self._seen.items() if self._is_part(word, count)),
            frozenset(word for word, count in self._seen.items() if count > often and len(word) >= _SHORTEST_COMPOUND),
        )

    def _is_part(self, word: str, count: int) -> bool:
        if len(word) < _SHORTEST_PART or word in _NO_PARTS:
            return False
        noun = self._nouns[word] * 5 >= count * 3
        if len(word) <= _SHORT_NOUN and not noun:
            return False
        if count >= _ENOUGH_DOCUMENTS:
            return True
        known = self._texts < _SMALL_COLLECTION and noun and len(word) >= _SHORT_NOUN
        return known and simplemma.is_known(word.capitalize(), lang="de")

    def _forget_rare(self) -> None:
        """Keep memory bounded: words met once by now are most likely misprints."""
        for word in [word for word, count in self._seen.items() if count == 1]:
            del self._seen[word]
            self._nouns.pop(word, None)


def learn(texts: Iterable[str]) -> Dictionary:
    """The dictionary of a collection of texts."""
    learner = _Learner()
    for text in texts:
        learner.read(text)
    return learner.dictionary()


class Splitter:
    """Finds the parts of compounds with one dictionary; remembers a bounded number of answers."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._parts = dictionary.parts
        self._wholes = dictionary.wholes
        self.parts_of = lru_cache(maxsize=1 << 16)(self._parts_of)

    def halves_of(self, word: str) -> list[tuple[str, str]]:
        """Every way to put a lower-case word together from two known words."""
        return list(self._halves(word)) if self._may_be_split(word) else []

    def _parts_of(self, word: str) -> tuple[str, ...]:
        """Stems of all parts of a lower-case word, without the word itself; empty when it is no compound."""
        if not self._may_be_split(word):
            return ()
        found = {forms(part).stem for part in self._split(word, depth=3)}
        return tuple(sorted(found - {forms(word).stem}))

    def _may_be_split(self, word: str) -> bool:
        return _SHORTEST_COMPOUND <= len(word) <= _LONGEST_COMPOUND and word not in self._wholes and word.isalpha()

    def _split(self, word: str, depth: int) -> Iterator[str]:
        """Every part of every way to put the word together from two known parts, and the parts of those."""
        if depth == 0 or len(word) < 2 * _SHORTEST_PART:
            return
        for first, tail in self._halves(word):
            yield first
            yield tail
            yield from self._split(first, depth - 1)
            yield from self._split(tail, depth - 1)

    def _halves(self, word: str) -> Iterator[tuple[str, str]]:
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
            tail = word[cut:]
            if tail in self._parts:
                first = self._first_part(word[:cut])
                if first is not None:
                    yield first, tail

    def _first_part(self, piece: str) -> str | None:
        """The known word a first part stands for, without its linking letters: „verkehrs“ → „verkehr“."""
        for link in _LINKS:
            base = piece.removesuffix(link) if link else piece
            if (not link or piece.endswith(link)) and len(base) >= _SHORTEST_PART and base in self._parts:
                return base
        return next(iter(self._unknown_compound(piece)), None)

    def _unknown_compound(self, piece: str) -> Iterator[str]:
        """A first part that is itself a compound no text uses alone: „kinderspielplatz“ in „Kinderspielplatzplanung“."""
        for cut in range(len(piece) - _SHORTEST_PART, 2 * _SHORTEST_PART - 1, -1):
            for link in ("", "s", "n", "en"):
                tail = piece[cut:].removesuffix(link) if link else piece[cut:]
                if tail in self._parts and piece[:cut] in self._parts:
                    yield piece[:cut] + tail
                    return
