"""PURE. What a saved file is called: readable words, nothing that a file system would choke on."""

from __future__ import annotations

import re
import unicodedata

UNFIT = re.compile(r"[\\/:*?\"<>|\s]+")
"""What file names do not bear on one of the usual systems."""
LONGEST = 120


def download_name(words: str, suffix: str) -> str:
    """A name of at most 120 letters with its suffix; umlauts stay. Empty words give an empty name."""
    visible = "".join(letter for letter in words if letter.isspace() or unicodedata.category(letter)[0] != "C")
    name = UNFIT.sub(" ", unicodedata.normalize("NFC", visible)).strip(" .")
    if name.lower().endswith(suffix.lower()):
        name = name[: len(name) - len(suffix)].rstrip(" .")
    return f"{name[:LONGEST].rstrip(' .')}{suffix}" if name else ""
