"""Looking into PNG and JPEG files without unpacking them: how large they become, and whether they tell a place.

The structures are those of the PNG specification (chunks), JPEG (ISO 10918-1, markers) and Exif 2.32 (TIFF directories).
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from ris.documents.findings import FindingCode

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_DOTS = 50_000_000
"""Dots of a picture; a large camera has 50 million, a page at 600 dpi 35 million."""
HEAD = 1 << 20
"""Bytes looked at at the door; what cameras write before the picture has 64 KB a piece."""
PNG_MARK = b"\x89PNG\r\n\x1a\n"
SIZES_OF_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
APP1, START_OF_SCAN, END = 0xE1, 0xDA, 0xD9
EXIF = b"Exif\x00\x00"
GPS_TAG = 0x8825
ENTRY = 12
MOST_CHUNKS = 4000


def inspect_picture(path: Path) -> list[dict[str, Any]]:
    """The findings of a picture."""
    size, exif = _told(path.read_bytes())
    if size is None:
        return [_found(FindingCode.UNREADABLE, problem="Das Bild ist beschädigt")]
    found = [_found(FindingCode.NO_ALT_TEXT)]
    if size[0] * size[1] > MOST_DOTS:
        found = [_found(FindingCode.TOO_MUCH, problem=f"{size[0]} mal {size[1]} Bildpunkte")]
    if exif and _tells_place(exif):
        found.append(_found(FindingCode.GPS))
    return found


def too_large(stream: BinaryIO) -> bool:
    """Whether a picture says in its head that it has more dots than any may; asked before it is kept.

    One whose head says nothing is left to :func:`inspect_picture`.
    """
    size, _ = _told(stream.read(HEAD))
    stream.seek(0)
    return size is not None and size[0] * size[1] > MOST_DOTS


def _told(content: bytes) -> tuple[tuple[int, int] | None, bytes]:
    """Width and height in dots, and the Exif data, as the head says; ``None`` for a size nobody can read."""
    try:
        return _png(content) if content.startswith(PNG_MARK) else _jpeg(content)
    except (struct.error, IndexError, ValueError):
        return None, b""


def _found(code: FindingCode, **facts: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"code": code.value, "page": None, "facts": facts}


def _png(content: bytes) -> tuple[tuple[int, int] | None, bytes]:
    size, exif = None, b""
    for kind, body in _chunks(content):
        if kind == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
            size = (width, height)
        elif kind == b"eXIf":
            exif = body
    return size, exif


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(PNG_MARK)
    for _ in range(MOST_CHUNKS):
        if place + 8 > len(content):
            return
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        yield kind, content[place + 8 : place + 8 + length]
        place += 12 + length


def _jpeg(content: bytes) -> tuple[tuple[int, int] | None, bytes]:
    size, exif, place = None, b"", 2
    for _ in range(MOST_CHUNKS):
        if place + 4 > len(content) or content[place] != 0xFF:  # noqa: PLR2004 - each marker begins so
            break
        marker = content[place + 1]
        if marker in {START_OF_SCAN, END}:
            break
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        body = content[place + 4 : place + 2 + length]
        if marker in SIZES_OF_FRAMES:
            height, width = struct.unpack(">HH", body[1:5])
            size = (width, height)
        elif marker == APP1 and body.startswith(EXIF):
            exif = body[len(EXIF) :]
        place += 2 + length
    return size, exif


def _tells_place(exif: bytes) -> bool:
    """Whether the first directory of the Exif data leads to one with coordinates."""
    order = {b"II": "<", b"MM": ">"}.get(exif[:2])
    if order is None:
        return False
    (start,) = struct.unpack(f"{order}I", exif[4:8])
    (count,) = struct.unpack(f"{order}H", exif[start : start + 2])
    entries = (exif[start + 2 + ENTRY * number :][:2] for number in range(count))
    return any(len(tag) == 2 and struct.unpack(f"{order}H", tag)[0] == GPS_TAG for tag in entries)  # noqa: PLR2004
