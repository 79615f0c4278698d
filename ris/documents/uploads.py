"""PURE. What an upload is, by its content and never by its name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ris.web.downloads import download_name

if TYPE_CHECKING:
    from typing import BinaryIO

LARGEST_UPLOAD: Final = 50 * 1024 * 1024
"""Bytes; the largest of 11,280 papers of a large city has 41 MB."""
HEAD: Final = 4096
TAIL: Final = 1 << 20
"""Bytes looked at from the end: the list of contents of a ZIP file stands there."""


class ContentKind(StrEnum):
    """What may be uploaded, by media type."""

    PDF = "application/pdf"
    PNG = "image/png"
    JPEG = "image/jpeg"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ODT = "application/vnd.oasis.opendocument.text"


OFFICE: Final = frozenset({ContentKind.DOCX, ContentKind.ODT})
PICTURES: Final = frozenset({ContentKind.PNG, ContentKind.JPEG})
"""What needs words for whoever does not see it."""
SUFFIXES: Final = {
    ContentKind.PDF: ".pdf",
    ContentKind.PNG: ".png",
    ContentKind.JPEG: ".jpg",
    ContentKind.DOCX: ".docx",
    ContentKind.ODT: ".odt",
}


def kind_of(stream: BinaryIO) -> ContentKind | None:
    """What the bytes are; ``None``: nothing that may be uploaded. The stream is at its beginning afterwards."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - TAIL))
    tail = stream.read(TAIL)
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    if b"%PDF-" in head[:1029]:
        return ContentKind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return ContentKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return ContentKind.JPEG
    if head.startswith(b"PK\x03\x04"):
        return _office_kind(head, tail)
    return None


def _office_kind(head: bytes, tail: bytes) -> ContentKind | None:
    # OpenDocument puts its type, uncompressed, into the first entry; Word's list of contents names its main part.
    if head[30:38] == b"mimetype" and head[38:].startswith(ContentKind.ODT.value.encode()):
        return ContentKind.ODT
    return ContentKind.DOCX if b"word/document" in tail else None


def safe_name(given: str, kind: ContentKind) -> str:
    """A file name without path and unfit signs, ending as its content asks."""
    last = given.replace("\\", "/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    return download_name(stem, SUFFIXES[kind]) or f"Unterlage{SUFFIXES[kind]}"
