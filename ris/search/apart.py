"""Compounds that a title writes apart: „Konzept für Radwege“, „Sanierung Schulhof“ for „Radwegekonzept“, „Schulhofsanierung“.

Two nouns side by side in a title, with at most two little words between them, are kept as one *pair*; asking for a
compound also asks for the pairs it may be read as. Only titles are read so: in long texts any two nouns meet somewhere.
"""

from __future__ import annotations

import re

from ris.search.analysis import forms
from ris.search.compounds import Splitter

_LITTLE = "für|von|vom|zu|zum|zur|der|die|das|des|dem|den|am|an|auf|im|in|bei|beim|mit|eine|eines|einer|einem|einen"
_NOUN = "[A-ZÄÖÜ][a-zäöüß]{2,}"
_NOUNS = re.compile(rf"(?<![^\W_])({_NOUN})(?=\s+(?:(?:{_LITTLE})\s+){{0,2}}({_NOUN})(?![^\W_]))")


def pairs_in(title: str) -> frozenset[str]:
    """The pairs of a tidied title, whatever words they are of; which make a compound is known when one is asked for."""
    return frozenset(_pair(match[1].lower(), match[2].lower()) for match in _NOUNS.finditer(title))


def pairs_of(compound: str, splitter: Splitter) -> tuple[str, ...]:
    """The pairs a lower-case word may be read as; empty when it is no compound of two known words."""
    return tuple(sorted({_pair(first, tail) for first, tail in splitter.halves_of(compound)}))


def _pair(one: str, other: str) -> str:
    """Both stems in one token that is no word; their order is the writer's choice."""
    return "+".join(sorted((forms(one).stem, forms(other).stem)))
