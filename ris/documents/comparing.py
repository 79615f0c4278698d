"""PURE. What changed between two texts, word by word, in the order of reading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WORD = re.compile(r"\s+|[\w§€%]+|[^\w\s]")
LONGEST = 4000
"""Words of one changed passage that are compared one by one; longer ones are shown as a whole."""


class Change(StrEnum):
    """What became of a piece."""

    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """A run of words with the same fate."""

    change: Change
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """The pieces of both texts; removed words stand before the ones that took their place."""
    old, new = _paragraphs(before), _paragraphs(after)
    pieces: list[Piece] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces += _piece(Change.KEPT, old[start:end])
        else:
            pieces += _words("".join(old[start:end]), "".join(new[first:last]))
    return list(_joined(pieces))


def differs(pieces: Sequence[Piece]) -> bool:
    """Whether anything changed."""
    return any(piece.change is not Change.KEPT for piece in pieces)


def _paragraphs(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _piece(change: Change, parts: Sequence[str]) -> list[Piece]:
    text = "".join(parts)
    return [Piece(change, text)] if text else []


def _words(before: str, after: str) -> list[Piece]:
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > LONGEST:
        return _piece(Change.REMOVED, [before]) + _piece(Change.ADDED, [after])
    pieces: list[Piece] = []
    for tag, start, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces += _piece(Change.KEPT, old[start:end])
        else:
            pieces += _piece(Change.REMOVED, old[start:end]) + _piece(Change.ADDED, new[first:last])
    return pieces


def _joined(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbours of the same fate as one."""
    run: list[Piece] = []
    for piece in pieces:
        if run and run[-1].change is piece.change:
            run[-1] = Piece(piece.change, run[-1].text + piece.text)
        else:
            run.append(piece)
    yield from run
