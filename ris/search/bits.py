"""Sets of documents as bits of one large integer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def bits_of(documents: Iterable[int], size: int) -> int:
    """A set of documents as bits."""
    field = bytearray(size // 8 + 1)
    for document in documents:
        field[document >> 3] |= 1 << (document & 7)
    return int.from_bytes(field, "little")


def documents_of(bits: int) -> Iterator[int]:
    """The documents of a set, rising."""
    for place, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
        if byte:
            yield from (place * 8 + bit for bit in _BITS[byte])


_BITS = [tuple(bit for bit in range(8) if byte >> bit & 1) for byte in range(256)]
