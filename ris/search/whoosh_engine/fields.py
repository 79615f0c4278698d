"""What the index holds, in Whoosh's words: fields, formats and how values are packed."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence

from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Format

FLAG = b"1"
INDEX_NAME = "ris1"
"""Name of the index inside its folder; a new number makes old folders unreadable, so that they are rebuilt."""


class _Flags(Format):
    """A word is in a document; nothing more. Whoosh loses count of empty values when it merges, so there is one."""

    posting_size = 1


class _Impacts(Format):
    """One byte per document: how much the stem says about it."""

    posting_size = 1


class _Places(Format):
    """The positions of an exact word."""

    posting_size = -1


class _Prepared(FieldType):
    """Takes ``(word, value)`` pairs as they are."""

    def __init__(self, posting_format: Format) -> None:
        self.format = posting_format

    def index(self, value: Iterable[tuple[str, bytes]], **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        return ((word.encode(), 1, 1.0, data) for word, data in value)

    def clean(self) -> None:
        """Whoosh asks for it before it writes its table of contents."""


DAY = NumericColumn("i", default=0)
KEY = VarBytesColumn()
SCHEMA = Schema(
    exact=_Prepared(_Places()),
    stem=_Prepared(_Impacts()),
    day=COLUMN(DAY),
    key_column=COLUMN(KEY),
    **{
        name: _Prepared(_Flags())
        for name in ("key", "own", "mentioned", "reader", "body", "kind", "organization", "year", "result")
    },
)


def packed(numbers: Sequence[int]) -> bytes:
    """Rising positions as bytes: a type code and a plain array."""
    code = "H" if numbers[-1] < 1 << 16 else "I"
    return code.encode() + array(code, numbers).tobytes()


def unpacked(value: bytes) -> Sequence[int]:
    """The positions again."""
    return array(chr(value[0]), value[1:])
