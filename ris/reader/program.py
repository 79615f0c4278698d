"""Which files the reader is made of: what a device keeps so that the reader starts without a network.

They stand below one address that names the program's version. So modules find each other by relative addresses, may be
kept for ever, and two versions never mix; and the service worker needs no list but this one.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from ris.web.assets import STATIC

FONT_CUTS: Final = ("400", "500", "600")
FOLDERS: Final = ("reader", "vendor/pdfjs", "vendor/pdfjs-images", "vendor/pdfjs-wasm", "vendor/pdfjs-fonts")
"""Kept by every device from the start: any page of any document may need them."""
SELDOM: Final = ("vendor/pdfjs-cmaps", "vendor/pdfjs-iccs", "vendor/fira-sans")
"""Fetched when a document asks for them, and kept then."""
TYPES: Final = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".css": "text/css",
    ".wasm": "application/wasm",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".gif": "image/gif",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
}
"""Media types by suffix: a browser runs no module of another type, whatever the machine's own table says."""


@lru_cache(maxsize=4)
def files_of_program(static: Path = STATIC) -> tuple[str, ...]:
    """Names below ``static`` that a device keeps from the start."""
    fonts = [f"vendor/fira-sans/fira-sans-latin-{cut}-normal.woff2" for cut in FONT_CUTS]
    files = [path for folder in FOLDERS for path in sorted((static / folder).glob("*")) if path.is_file()]
    return (*(path.relative_to(static).as_posix() for path in files if path.suffix in {*TYPES, ".pfb"}), *fonts)


def belongs_to_program(name: str) -> bool:
    """Whether the reader may ask for this file."""
    folder, _, file = name.rpartition("/")
    return folder in {*FOLDERS, *SELDOM} and bool(file)


def media_type(name: str) -> str:
    """What a browser is told a file is."""
    return TYPES.get(Path(name).suffix, "application/octet-stream")
