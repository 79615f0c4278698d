"""PURE. What a saved file is called: readable words, nothing that a file system would choke on."""

from __future__ import annotations

import re
import unicodedata
from mimetypes import guess_extension
from pathlib import PurePosixPath

UNFIT = re.compile(r"[\\/:*?\"<>|\s]+")
"""What file names do not bear on one of the usual systems."""
LONGEST = 120
LONGEST_SUFFIX = 10


def download_name(words: str, suffix: str) -> str:
    """A name of at most 120 letters with its suffix; umlauts stay. Empty words give an empty name."""
    visible = "".join(letter for letter in words if letter.isspace() or unicodedata.category(letter)[0] != "C")
    name = UNFIT.sub(" ", unicodedata.normalize("NFC", visible)).strip(" .")
    if name.lower().endswith(suffix.lower()):
        name = name[: len(name) - len(suffix)].rstrip(" .")
    return f"{name[:LONGEST].rstrip(' .')}{suffix}" if name else ""


def file_suffix(file_name: str | None, mime_type: str | None) -> str:
    """How a file's name ends, from the name it came with or else from its kind; at most 10 letters, or empty."""
    own = PurePosixPath(file_name or "").suffix
    return (
        own
        if own[1:].isalnum() and own.isascii() and len(own) <= LONGEST_SUFFIX
        else guess_extension(mime_type or "") or ""
    )
