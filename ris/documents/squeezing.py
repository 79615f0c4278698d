"""PURE. Text as notes are anchored in it, and pages compared: what extractors disagree about is left out.

Squeezed text is in compatibility form (NFKC), lower case, without white space, soft hyphens, zero-width signs and without
hyphens between letters (a line may end there in one layout and not in another). `ris/static/reader/squeezing.js` does the
same; `tests/notes/test_anchoring.py` runs on both.

Offsets count signs of the squeezed text. Signs beyond the basic plane become one U+FFFD each, so that Python's code points
and JavaScript's UTF-16 units count alike.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

HYPHENS = frozenset("-\u2010\u2011")
LEFT_OUT = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Co", "Cs"})
"""Unicode categories of spaces, control and format signs (soft hyphen, zero width), private use and half letters."""
BASIC_PLANE = 0xFFFF
LAST_PLAIN_MARKLESS = 0x0300
"""No combining mark stands before this code point."""


@dataclass(frozen=True)
class Squeezed:
    """A squeezed text that remembers where each of its signs came from."""

    text: str
    origins: tuple[int, ...]
    """For each squeezed sign the offset of its sign in the given text, and at the end that text's length."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """A squeezed range as a range of the given text, without white space around it."""
        if start >= end:
            return self.origins[start], self.origins[start]
        last = self.origins[end - 1]
        after = next((origin for origin in self.origins[end:] if origin > last), self.origins[-1])
        return self.origins[start], after

    def squeezed(self, start: int, end: int) -> tuple[int, int]:
        """A range of the given text as a squeezed range."""
        return bisect_left(self.origins, start, 0, len(self.text)), bisect_left(self.origins, end, 0, len(self.text))


def squeezed(text: str) -> str:
    """The squeezed text."""
    return squeeze(text).text if _has_marks(text) else _without_hyphens(text).translate(_PLAIN)


def squeeze(text: str) -> Squeezed:
    """The squeezed text with the way back."""
    signs: list[str] = []
    origins: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and _is_mark(text[end]):
            end += 1
        piece = "" if _divides(text, start) else _piece(text[start:end])
        signs.append(piece)
        origins.extend([start] * len(piece))
        start = end
    return Squeezed("".join(signs), (*origins, len(text)))


def _piece(chunk: str) -> str:
    """A sign with its marks, squeezed. Lower case sign by sign: a sigma does not look at its neighbours."""
    folded = "".join(sign.lower() for sign in unicodedata.normalize("NFKC", chunk))
    kept = (sign for sign in unicodedata.normalize("NFKC", folded) if not _left_out(sign))
    return "".join(sign if ord(sign) <= BASIC_PLANE else "\ufffd" for sign in kept)


def _left_out(sign: str) -> bool:
    return unicodedata.category(sign) in LEFT_OUT or sign == "\ufffe"  # pdfium's word for a hyphen at a line's end


def _is_mark(sign: str) -> bool:
    return ord(sign) >= LAST_PLAIN_MARKLESS and unicodedata.category(sign).startswith("M")


def _has_marks(text: str) -> bool:
    return not text.isascii() and any(_is_mark(sign) for sign in set(text))


def _divides(text: str, at: int) -> bool:
    """Whether a hyphen stands here between two letters, spaces and line ends not counted."""
    if text[at] not in HYPHENS:
        return False
    before, after = at - 1, at + 1
    while before >= 0 and (_left_out(text[before]) or _is_mark(text[before])):
        before -= 1
    while after < len(text) and _left_out(text[after]):
        after += 1
    return before >= 0 and after < len(text) and text[before].isalpha() and text[after].isalpha()


def _without_hyphens(text: str) -> str:
    """The text without the hyphens that divide; as long as marks are absent, what is left is squeezed sign by sign."""
    if not any(hyphen in text for hyphen in HYPHENS):
        return text
    return "".join("" if sign in HYPHENS and _divides(text, at) else sign for at, sign in enumerate(text))


class _Table(dict[int, str]):
    """Code point → what is left of it; filled as signs are met."""

    def __missing__(self, code: int) -> str:
        piece = self[code] = _piece(chr(code))
        return piece


_PLAIN = _Table()
