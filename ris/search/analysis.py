"""One German analysis for all engines: from a text to the words that are indexed, asked and marked.

It knows words and letters; it does not know entries, queries or engines. A word has two forms: the *exact* form (lower
case, umlauts and ß spelled out) and the *stem*, which is the same for all inflections of a word. Parts of compounds are
the business of ``compounds``, numbers of papers that of ``numbers``.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import simplemma
import Stemmer

WORD = re.compile(r"[^\W_]+")
"""A word is a run of letters and digits; hyphens, dots and underscores separate."""

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LINE_END_HYPHEN = re.compile(
    r"(?<=[^\W\d_])(?:\u00ad[ \t]*|[-\u2010\u00ac])[ \t]*\r?\n\s*"
    r"(?!(?:und|oder|bzw|sowie|als|bis|noch|wie|statt)\b)(?=[a-zäöüß])",
)
_INVISIBLE = ("\u00ad", "\u200b", "\u2060", "\ufeff")
_LONGEST_WORD = 60
_WORD_CACHE = 1 << 16
_NOT_CUT = frozenset(("buerger", "mueller", "schueler", "lehrer", "mieter", "pfleger"))
"""Snowball would cut people to things: „burg“, „muell“, „schul“, „lehr“, „miet“, „pfleg“."""
_snowball = Stemmer.Stemmer("german", 0)


class Forms(NamedTuple):
    """What is indexed and asked for one word."""

    exact: str
    stem: str


def load_words() -> None:
    """Load the German word list now (a second, 100 MB) and not with the first word."""
    simplemma.is_known("Wort", lang="de")


def tidy(text: str) -> str:
    """The text with composed letters and without hyphens that only a line end has put there.

    „Stadt-⏎verordnete“ becomes „Stadtverordnete“; „Bau-⏎und Verkehrsausschuss“ and „Baden-⏎Württemberg“ stay, because a
    capital letter or a conjunction after the break means that the hyphen belongs to the word.
    """
    text = unicodedata.normalize("NFKC", text)
    if "\n" in text:
        text = _LINE_END_HYPHEN.sub("", text)
    if not text.isascii():
        for letter in _INVISIBLE:
            text = text.replace(letter, "")
    return text


def words(text: str) -> list[str]:
    """The words of a tidied text in lower case, in their order; none is longer than 60 letters."""
    return [word[:_LONGEST_WORD] for word in WORD.findall(text.lower())]


@lru_cache(maxsize=_WORD_CACHE)
def forms(word: str) -> Forms:
    """Both forms of one lower-case word."""
    return Forms(fold(word), stem(word))


def fold(word: str) -> str:
    """Spell umlauts and ß out and drop other accents: „Straße“ and „Strasse“ are one word, as are „für“ and „fuer“."""
    if word.isascii():
        return word
    spelled = word.translate(_UMLAUTS)
    if spelled.isascii():
        return spelled
    parts = unicodedata.normalize("NFD", spelled)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def stem(word: str) -> str:
    """The form all inflections of a lower-case word share; numbers stay as they are.

    First the dictionary finds the base form („Häuser“ → „Haus“), which no rule could; then Snowball cuts what the
    dictionary does not know and treats „ae“ as „ä“, so that both spellings meet.
    """
    if not word.isalpha():
        return fold(word)
    base = fold(_base_form(word).lower())
    return base if base in _NOT_CUT else fold(_snowball.stemWord(base))


def _base_form(word: str) -> str:
    """The dictionary's base form; a word is tried as a noun first, because council papers are made of nouns."""
    noun = word.capitalize()
    base = simplemma.lemmatize(noun, lang="de")
    if base != noun or simplemma.is_known(noun, lang="de"):
        return base
    return simplemma.lemmatize(word, lang="de")
