"""The language of questions: what people type, understood once for all engines.

Several words mean all of them; „"so geschrieben"“ is a phrase of exact words; ``-wort`` excludes; ``wort*`` is a prefix;
a number of a paper finds the paper. Nothing typed is an error: what cannot be understood is taken as words, and what is
too long is cut.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from ris.search.analysis import Forms, fold, forms, tidy, words
from ris.search.apart import pairs_of
from ris.search.compounds import Dictionary, Splitter
from ris.search.numbers import find_numbers

LONGEST_QUESTION = 400
"""Letters that are read of a question."""
MOST_TERMS = 32
"""Words, phrases and numbers that are read of a question."""
SHORTEST_PREFIX = 3
"""``st*`` would be half the dictionary; a shorter prefix is taken as a word."""
MOST_PREFIX_WORDS = 1000
"""A prefix stands for at most this many words, the most frequent ones."""
APART_SCORE = 0.02
"""Score of a compound written apart: less than any word itself has."""
_FEWEST_DIGITS = 3

_NO_COMPOUNDS = Splitter(Dictionary())

_TERM = re.compile(
    r"""(?P<minus>(?<!\S)[-\u2212])?(?:["„“”»«](?P<phrase>[^"„“”»«]*)["„“”»«]?|(?P<plain>[^\s"„“”»«]+))""",
)
_CONJUNCTION_BEFORE = re.compile(r"(?:^|\s)(?:und|oder|bzw\.|sowie)\s+$", re.IGNORECASE)
_FUNCTION_WORDS = frozenset(
    [
        "der",
        "die",
        "das",
        "den",
        "dem",
        "des",
        "ein",
        "eine",
        "einer",
        "eines",
        "einem",
        "einen",
        "und",
        "oder",
        "in",
        "im",
        "an",
        "am",
        "auf",
        "für",
        "von",
        "vom",
        "zu",
        "zum",
        "zur",
        "mit",
        "bei",
        "aus",
        "nach",
        "über",
        "um",
        "ist",
    ],
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in all its inflections; the exact spelling counts more."""

    forms: Forms


@dataclass(frozen=True, slots=True)
class Phrase:
    """Exact words side by side; always two or more."""

    words: tuple[Forms, ...]


@dataclass(frozen=True, slots=True)
class Exact:
    """One exact word: a phrase of one."""

    word: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """All words that begin so, up to :data:`MOST_PREFIX_WORDS`."""

    start: str


@dataclass(frozen=True, slots=True)
class Number:
    """The number of a paper; any of the spellings, the first is the most exact."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """A compound written apart in a title; any of the pairs (``apart``). It counts less than anything else."""

    pairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of them."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class All:
    """Every one of them."""

    needed: tuple[Node, ...]


Node: TypeAlias = "Word | Phrase | Exact | Prefix | Number | Apart | Either | All"


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question; without any wanted node it asks for everything (that is not unwanted)."""

    wanted: tuple[Node, ...] = ()
    unwanted: tuple[Node, ...] = ()


def parse(text: str, splitter: Splitter = _NO_COMPOUNDS) -> Question:
    """Understand a question; compounds are read with the dictionary of the index that is asked."""
    text = tidy(text.replace("\0", " ")[:LONGEST_QUESTION])
    wanted: list[Node] = []
    unwanted: list[Node] = []
    rest = text
    for number in find_numbers(text):
        before = text[number.start - 1 : number.start]
        target = unwanted if before == "-" else wanted
        target.append(Number(number.tokens))
        start, end = number.start - (before == "-"), number.end + (text[number.end : number.end + 1] == "-")
        rest = rest[:start] + " " * (end - start) + rest[end:]
    for match in _TERM.finditer(rest):
        node = _phrase(match["phrase"]) if match["phrase"] is not None else _plain(match["plain"])
        if node is not None and _excludes(match):
            unwanted.append(node)
        elif node is not None:
            wanted.append(_also_apart(node, match["plain"], splitter) if isinstance(node, Word) else node)
    return Question(_without_function_words(wanted[:MOST_TERMS]), tuple(unwanted[:MOST_TERMS]))


def _also_apart(node: Word, typed: str, splitter: Splitter) -> Node:
    """A compound, or its two words side by side in a title."""
    pairs = pairs_of(words(typed)[0], splitter)
    return Either((node, Apart(pairs))) if pairs else node


def _excludes(match: re.Match[str]) -> bool:
    """Whether a minus sign means „not“; in „Lenkung und -beruhigung“ and „Nr. 56 -57“ it does not."""
    completes = _CONJUNCTION_BEFORE.search(match.string, 0, match.start())
    return bool(match["minus"]) and not completes and not (match["plain"] or "")[:1].isdecimal()


def _phrase(text: str) -> Node | None:
    exact = tuple(forms(word) for word in words(text))
    if len(exact) > 1:
        return Phrase(exact[:MOST_TERMS])
    return Exact(exact[0].exact) if exact else None


def _plain(text: str) -> Node | None:
    pieces = words(text)
    if not pieces:
        return None
    if len(pieces) == 1:
        return _one_word(pieces[0], prefix=text.endswith("*"))
    joined = "".join(pieces)
    apart = All(tuple(_one_word(piece, prefix=False) for piece in pieces[:MOST_TERMS]))
    if text.count("-") == len(pieces) - 1 and joined.isalpha():
        return Either((apart, Word(forms(joined))))
    return apart


def _one_word(word: str, *, prefix: bool) -> Node:
    if prefix and len(fold(word)) >= SHORTEST_PREFIX:
        return Prefix(fold(word))
    if word.isdecimal() and len(word) >= _FEWEST_DIGITS:
        return Either((Number((word.lstrip("0") or "0",)), Word(forms(word))))
    return Word(forms(word))


def _without_function_words(nodes: list[Node]) -> tuple[Node, ...]:
    """„Radweg in der Nordstadt“ asks for two words: little words need not stand in a title."""
    numbered = any(isinstance(node, Number) for node in nodes)
    little = _FOLDED | _NUMBER_WORDS if numbered else _FOLDED
    telling = tuple(node for node in nodes if not (isinstance(node, Word) and node.forms.exact in little))
    return telling or tuple(nodes)


_NUMBER_WORDS = frozenset(("vorlage", "drucksache", "drs", "ds", "nr", "nummer", "antrag", "anfrage", "vo"))
"""What stands before a number says nothing more."""
_FOLDED = frozenset(fold(word) for word in _FUNCTION_WORDS)
