"""PURE. How entries of a log hold on to each other."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

BEGINNING = "0" * 64
"""What the first entry of a chain names as its predecessor."""


def canonical(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """The one spelling of a JSON value: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_of(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """SHA-256 of a JSON value's canonical spelling, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def chained_hash(previous: str, entry: Mapping[str, Any]) -> str:
    """Hash of an entry that follows the entry with the hash ``previous``."""
    return digest_of({**entry, "previous": previous})
