"""Passages of a text with the words asked for marked, as safe HTML.

The text comes from the database, never from the index. A word is marked when the index would have found it: exact, in
another inflection, or as a part of a compound. Only words near a promising beginning are looked at, so that a text of
two thousand pages costs little more than one of two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from markupsafe import Markup, escape

from ris.search.analysis import WORD, fold, forms, tidy
from ris.search.compounds import Splitter
from ris.search.language import All, Either, Exact, Node, Number, Phrase, Prefix, Question, Word
from ris.search.numbers import find_numbers

PASSAGE = 240
"""Letters of a passage."""
_BEFORE = 60
_LONGEST_TEXT = 100_000
_MOST_PLACES = 60
_ANCHOR = 4
_SPELLINGS = {
    "a": "(?:ae|a|ä|á|à|â)",
    "o": "(?:oe|o|ö|ó|ô)",
    "u": "(?:ue|u|ü|ú)",
    "ss": "(?:ss|ß)",
    "e": "[eéèê]",
}
_LETTERS = re.compile("ss|.")


class Place(NamedTuple):
    """Where something asked for stands in a text."""

    start: int
    end: int
    term: int
    """Which of the things asked for it is."""


class Passage(NamedTuple):
    """A passage as safe HTML, and the page of the text it is on."""

    html: Markup
    page: int
    """Counted by form feeds, from 1."""
    terms: int = 0
    """How many of the things asked for stand in it; none when it is only the beginning of the text."""


class Marker:
    """Marks one question's words; made once per page of hits."""

    def __init__(self, question: Question, splitter: Splitter) -> None:
        self._terms = list(_terms(question.wanted))
        self._patterns = [_pattern(term) for term in self._terms]
        self._splitter = splitter

    def whole(self, text: str) -> Markup:
        """All of a short text, such as a title."""
        text = tidy(text)
        return _marked(text, 0, len(text), self._places(text))

    def passage(self, text: str) -> Passage:
        """The passage with most of what was asked for; the beginning of the text when there is none.

        The text is searched as it is and only the surroundings of the best place are tidied; words torn apart at line
        ends make it necessary to tidy all of it only when nothing else is found.
        """
        text = text[:_LONGEST_TEXT]
        terms, place = self._best_place(text)
        if not terms:
            text = tidy(text)
            terms, place = self._best_place(text)
        start = _word_start(text, place.start - _BEFORE)
        around = tidy(text[start : start + 2 * PASSAGE])
        end = _word_end(around, PASSAGE)
        marked = _marked(around, 0, end, self._places(around))
        open_end = end < len(around) or start + 2 * PASSAGE < len(text)
        html = Markup("{}{}{}").format("… " if start else "", marked, " …" if open_end else "")
        return Passage(html, text.count("\f", 0, place.start) + 1, terms)

    def _best_place(self, text: str) -> tuple[int, Place]:
        """How many different things stand near the best place, and the place; 0 and the beginning when none does."""
        places = self._places(text)
        if not places:
            return 0, Place(0, 0, 0)
        best = max(places, key=lambda place: _terms_near(places, place))
        return _terms_near(places, best)[0], best

    def _places(self, text: str) -> list[Place]:
        """Everything to mark, in order and without overlaps."""
        found = [
            Place(start, end, number)
            for number, (term, pattern) in enumerate(zip(self._terms, self._patterns, strict=True))
            for start, end in islice(self._found(text, term, pattern), _MOST_PLACES)
        ]
        apart: list[Place] = []
        for place in sorted(found):
            if not apart or place.start >= apart[-1].end:
                apart.append(place)
        return apart

    def _found(self, text: str, term: Node, pattern: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
        if isinstance(term, Number):
            for number in find_numbers(text):
                if not set(number.tokens).isdisjoint(term.tokens):
                    yield number.start, number.end
        if pattern is None:
            return
        for match in islice(pattern.finditer(text), 10 * _MOST_PLACES):
            if isinstance(term, Phrase):
                yield match.span()
            else:
                start, end = _word_around(text, match.start())
                if self._is_meant(text[start:end].lower(), term):
                    yield start, end

    def _is_meant(self, word: str, term: Node) -> bool:
        match term:
            case Word(asked):
                return forms(word).stem == asked.stem or asked.stem in self._splitter.parts_of(word)
            case Exact(exact):
                return fold(word) == exact
            case Prefix(start):
                return fold(word).startswith(start)
            case _:
                return False


def _terms(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        match node:
            case Either(parts) | All(parts):
                yield from _terms(parts)
            case _:
                yield node


def _pattern(term: Node) -> re.Pattern[str] | None:
    """Where to look: the first letters of a word in any spelling, or a whole phrase."""
    match term:
        case Word(word):
            anchors = {_spelled(word.exact, _ANCHOR), _spelled(word.stem, _ANCHOR)}
            return re.compile("|".join(sorted(anchors)), re.IGNORECASE)
        case Exact(start) | Prefix(start):
            return re.compile(rf"(?<![^\W_]){_spelled(start, _ANCHOR)}", re.IGNORECASE)
        case Phrase(words):
            joined = r"[\W_]+".join(_spelled(word.exact, len(word.exact)) for word in words)
            return re.compile(rf"(?<![^\W_]){joined}(?![^\W_])", re.IGNORECASE)
        case _:
            return None


def _spelled(word: str, letters: int) -> str:
    """A pattern for the first letters of a folded word, however umlauts and ß are written in the text."""
    plain = re.sub("([aou])e", r"\1", word)
    return "".join(_SPELLINGS.get(letter, re.escape(letter)) for letter in _LETTERS.findall(plain)[:letters])


def _terms_near(places: list[Place], first: Place) -> tuple[int, int]:
    """How many different things stand in a passage that begins here; the earlier of two equals wins."""
    reach = first.start + PASSAGE - _BEFORE
    near = {place.term for place in places if first.start <= place.start and place.end <= reach}
    return len(near), -first.start


def _word_around(text: str, inside: int) -> tuple[int, int]:
    start = inside
    while start and WORD.match(text[start - 1]):
        start -= 1
    match = WORD.match(text, start)
    return (start, match.end()) if match else (inside, inside)


def _word_start(text: str, near: int) -> int:
    if near <= 0:
        return 0
    blank = re.compile(r"\s").search(text, near, near + 30)
    return blank.end() if blank else near


def _word_end(text: str, near: int) -> int:
    if near >= len(text):
        return len(text)
    blank = text.rfind(" ", near - 30, near)
    return blank if blank > 0 else near


def _marked(text: str, start: int, end: int, places: list[Place]) -> Markup:
    pieces: list[Markup] = []
    position = start
    for place in places:
        if place.start < position or place.end > end:
            continue
        pieces += [_html(text[position : place.start]), Markup("<mark>"), _html(text[place.start : place.end])]
        pieces.append(Markup("</mark>"))
        position = place.end
    pieces.append(_html(text[position:end]))
    return Markup("").join(pieces)


def _html(text: str) -> Markup:
    return escape(re.sub(r"\s+", " ", text))
