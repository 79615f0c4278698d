"""Which program made the record what it is."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path


@cache
def shape() -> str:
    """A mark of what this program makes of rows: where it differs from that of the last comparison, all may read otherwise."""
    hasher = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        hasher.update(path.read_bytes())
    return hasher.hexdigest()
