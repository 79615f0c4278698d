"""Two versions of a document read and compared inside a cell, and pictures of single pages drawn for people to see.

Nothing that goes wrong in one of them is an error here: the result names the version and its problem.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import pypdfium2

from ris.documents.page_changes import PageComparison, TooLarge, compare_pages
from ris.documents.page_looks import PRINT_HEIGHT, PRINT_WIDTH, PageLook, looks_of
from ris.documents.pdf.problems import Problem
from ris.documents.pdf.reading import Say, opened, page_text

MOST_PAGES = 12_000
SHADES = 16
"""One hexadecimal digit for each dot of a small picture."""
WIDE = 1000
"""Dots across a page's picture."""
TALL = 3000


def compare_versions(old: Path, new: Path, say: Say) -> dict[str, Any]:
    """What changed, as :func:`comparison_data` writes it; or which version could not be read, and why."""
    looks = []
    for which, path in (("old", old), ("new", new)):
        document, problem = opened(path)
        if document is None or len(document) > MOST_PAGES:
            return {"problem": (problem or Problem.TOO_LONG).value, "version": which}
        looks.append(_looks(document, say))
        document.close()
    try:
        compared = compare_pages(*looks)
    except TooLarge:
        return {"problem": Problem.TOO_LONG.value, "version": "new"}
    return {"problem": None, "comparison": comparison_data(compared)}


def comparison_data(compared: PageComparison) -> dict[str, Any]:
    """A comparison as JSON; :func:`ris.documents.version_changes.comparison_from` reads it."""
    return {
        "pages": [compared.old_count, compared.new_count],
        "moved_to": list(compared.moved_to),
        "changes": [
            {
                "change": each.change.value,
                "old": each.old,
                "new": each.new,
                "pieces": [[piece.change.value, piece.text] for piece in each.pieces],
            }
            for each in compared.changes
        ],
    }


def _looks(document: pypdfium2.PdfDocument, say: Say) -> list[PageLook]:
    texts, pictures = [], []
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:  # a broken page is an empty one; it does not keep the others from being compared
            texts.append("")
            pictures.append("")
            continue
        texts.append(page_text(page))
        pictures.append(_small(page))
        page.close()
        say({"page": index})
    return looks_of(texts, pictures)


def _small(page: pypdfium2.PdfPage) -> str:
    """The page as so many dots of grey, whatever its shape; drawn finer and averaged, so that a speck is no change."""
    width, height = page.get_size()
    scale = 4 * PRINT_WIDTH / max(width, 1), 4 * PRINT_HEIGHT / max(height, 1)
    bitmap = page.render(scale=min(max(scale), 4.0), grayscale=True)
    return small_picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)


def small_picture(dots: bytes, width: int, height: int, stride: int) -> str:
    """A grey picture averaged down to the small one."""
    if len(set(dots)) == 1:  # blank pages are many where there are any
        return f"{dots[0] * SHADES // 256:x}" * (PRINT_WIDTH * PRINT_HEIGHT)
    shades = []
    for row in range(PRINT_HEIGHT):
        top, bottom = (
            row * height // PRINT_HEIGHT,
            max((row + 1) * height // PRINT_HEIGHT, row * height // PRINT_HEIGHT + 1),
        )
        lines = [dots[line * stride : line * stride + width] for line in range(top, min(bottom, height))]
        for column in range(PRINT_WIDTH):
            left = column * width // PRINT_WIDTH
            right = max((column + 1) * width // PRINT_WIDTH, left + 1)
            block = b"".join(line[left:right] for line in lines)
            shades.append(f"{sum(block) * SHADES // (256 * max(len(block), 1)):x}")
    return "".join(shades)


def draw_selected(path: Path, numbers: list[int], folder: Path, say: Say) -> None:
    """Draw pages (from 1) as PNG files ``<number>.png``, saying number, width and height of each that could be drawn."""
    document, _ = opened(path)
    if document is None:
        return
    for number in numbers:
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(WIDE / max(width, 1), TALL / max(height, 1))
            bitmap = page.render(scale=scale, rev_byteorder=True)
        except (pypdfium2.PdfiumError, IndexError):
            continue
        (folder / f"{number}.png").write_bytes(_png(bitmap))
        page.close()
        say({"page": number, "width": bitmap.width, "height": bitmap.height})


def _png(bitmap: pypdfium2.PdfBitmap) -> bytes:
    """A picture in three colours (PNG, ISO/IEC 15948), each row as the difference to the one above it."""
    width, height, channels = bitmap.width, bitmap.height, bitmap.n_channels
    rows = memoryview(bitmap.buffer)
    packed = zlib.compressobj(6)
    body = []
    for row in range(height):
        line = bytes(rows[row * bitmap.stride : row * bitmap.stride + width * channels])
        if channels == 4:  # noqa: PLR2004 - red, green, blue and what nobody needs
            line = b"".join(bytes(channel) for channel in zip(line[::4], line[1::4], line[2::4], strict=True))
        body.append(packed.compress(b"\0" + line))
    body.append(packed.flush())
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", b"".join(body)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
