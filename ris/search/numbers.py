"""Numbers of papers (Drucksachennummern): recognised in every spelling, kept as one word.

„2022/0880“, „2022-880“, „DS/1963/III“, „DS 3/2019“ and „Drs. 3/2019“ each become one token, so that a number finds its
paper and never a paper that merely has the same digits somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PART = r"(?:\d{1,6}|[ivxlc]{1,6}|[a-zäöü]{1,4})"
_NUMBER = re.compile(rf"(?<![\d.,])(?<!\d[/-])\d{{1,6}}(?:[/\-]{_PART}(?![^\W_])){{1,4}}", re.IGNORECASE)
_JOINED_LETTERS = re.compile(r"(?<![^\W_])([^\W\d_]{1,8})[/\-]?$")
_SPACED_LETTERS = re.compile(r"(?<![^\W_])(ds|vo|bv|sv|an|af|mv)[. ]{1,2}$", re.IGNORECASE)
_LONGEST_LETTERS = 9
_FEWEST_DIGITS = 3
"""„1/2“ and „5-10“ are no numbers of papers; one part has at least three digits."""


class PaperNumber(NamedTuple):
    """One number found in a text, and where."""

    start: int
    end: int
    tokens: tuple[str, ...]
    """The normalised spellings, most exact first: („ds/1963/iii“, „1963/iii“)."""


def find_numbers(text: str) -> Iterator[PaperNumber]:
    """All numbers of papers mentioned in a text."""
    for match in _NUMBER.finditer(text):
        parts = re.split(r"[/\-]", match.group().lower())
        if max(len(part) for part in parts if part.isdecimal()) < _FEWEST_DIGITS:
            continue
        before = text[max(0, match.start() - _LONGEST_LETTERS) : match.start()]
        letters = _JOINED_LETTERS.search(before) or _SPACED_LETTERS.search(before)
        bare = "/".join(_short(part) for part in parts)
        if letters is None:
            yield PaperNumber(match.start(), match.end(), (bare,))
        else:
            start = match.start() - len(before) + letters.start()
            yield PaperNumber(start, match.end(), (f"{letters.group(1).lower()}/{bare}", bare))


def reference_tokens(reference: str) -> tuple[str, ...]:
    """The tokens under which a paper's own number is found, whatever a town's numbers look like.

    A number this module does not recognise („30326“, „XVIII-17“) is taken as it is, in lower case and without blanks.
    """
    reference = reference.strip()
    for number in find_numbers(reference):
        if (number.start, number.end) == (0, len(reference)):
            return number.tokens
    plain = "/".join(_short(part) for part in re.split(r"[\s/\-]+", reference.lower()) if part)
    return (plain,) if plain else ()


def parent_tokens(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The number a supplement belongs to: „2021/1506/1“ → „2021/1506“; empty for a number of two parts."""
    bare = tokens[-1].split("/")
    return ("/".join(bare[:-1]),) if len(bare) > 2 else ()  # noqa: PLR2004 - year/number/supplement


def _short(part: str) -> str:
    return part.lstrip("0") or "0" if part.isdecimal() else part
