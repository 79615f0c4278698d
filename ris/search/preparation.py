"""From an entry to the words an index holds of it; the same for every engine.

An engine gets words in four roles: *exact* words in their order (for phrases and prefixes), *stems* with their weight,
*numbers* that are the entry's own or are mentioned, and the tokens it can be narrowed by.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ris.search.analysis import forms, tidy, words
from ris.search.apart import pairs_in
from ris.search.compounds import Splitter
from ris.search.engine import Entry
from ris.search.numbers import find_numbers, parent_tokens, reference_tokens

LONGEST_TEXT = 4_000_000
"""Letters of a text that are indexed: two thousand pages."""
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]{2,}(?:-[^\W\d_]{2,}){1,3}(?![^\W\d_])")


@dataclass(frozen=True, slots=True)
class Prepared:
    """The words of one entry."""

    title: list[str]
    """Exact words of the title, in order."""
    body: list[str]
    """Exact words of the text, in order."""
    title_stems: Counter[str]
    stems: Counter[str]
    parts: Counter[str]
    """Stems of the parts of compounds in title and text, of hyphenated words written together, and pairs of the title."""
    own_numbers: frozenset[str]
    mentioned_numbers: frozenset[str]


def prepare(entry: Entry, splitter: Splitter) -> Prepared:
    """Everything of an entry that can be asked for."""
    title, body = tidy(entry.title), tidy(entry.text[:LONGEST_TEXT])
    title_words, body_words = words(title), words(body)
    title_stems: Counter[str] = Counter()
    stems: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    exact: dict[str, str] = {}
    for found, into in ((title_words, title_stems), (body_words, stems)):
        for word, count in Counter(found).items():
            exact[word], stem = forms(word)
            into[stem] += count
            for part in splitter.parts_of(word):
                parts[part] += count
    for text in (title, body):
        if "-" in text:
            parts.update(forms(word.replace("-", "").lower()).stem for word in _HYPHENATED.findall(text))
    parts.update(pairs_in(title))
    own = frozenset(token for reference in entry.references for token in reference_tokens(reference))
    return Prepared(
        title=[exact[word] for word in title_words],
        body=[exact[word] for word in body_words],
        title_stems=title_stems,
        stems=stems,
        parts=parts,
        own_numbers=own,
        mentioned_numbers=_mentioned(f"{title}\n{body}", entry.references) - own,
    )


def _mentioned(text: str, references: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for number in find_numbers(text):
        found.update(number.tokens)
        found.update(parent_tokens(number.tokens))
    for reference in references:
        found.update(parent_tokens(reference_tokens(reference)))
    return frozenset(found)
