"""Which program this is."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def program_version() -> str:
    """A mark that changes with every change of the program's files; pages cached by readers end with it."""
    hasher = hashlib.sha256()
    for folder, pattern in (
        ("ris", "**/*.py"),
        ("ris/static", "*"),
        ("ris/static/reader", "*"),
        ("templates", "**/*.html"),
    ):
        for path in sorted((ROOT / folder).glob(pattern)):
            if path.is_file():
                facts = path.stat()
                hasher.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns};".encode())
    return hasher.hexdigest()[:16]
