"""PURE. Addresses of papers, what a version of a paper says, and who may read closed papers."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

LONGEST_SLUG = 60
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def slug_of(reference: str | None) -> str:
    """The address part made of a number: „DS 3/2019“ → ``DS-3-2019``, „2026/0412“ → ``2026-0412``; may be empty."""
    text = unicodedata.normalize("NFKD", (reference or "").translate(_UMLAUTS))
    text = text.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:LONGEST_SLUG].strip("-")


def free_slug(reference: str | None, taken: Callable[[str], bool], fallback: str) -> str:
    """A slug nobody has: the number's own, else with ``-2``, ``-3`` …; ``fallback`` for papers without a number."""
    wanted = slug_of(reference) or fallback
    slug, count = wanted, 1
    while taken(slug):
        count += 1
        slug = f"{wanted}-{count}"
    return slug


def version_content(fields: Mapping[str, Any], files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What a version of a paper says: its words and its files, in order.

    ``fields`` holds name, reference, paper_type, date, summary, proposal and reasons; each file is given by
    id, name, role and the digest of its bytes (or its address while the bytes are elsewhere).
    """
    day: date | None = fields.get("date")
    words = {key: fields.get(key) for key in ("name", "reference", "paper_type", "summary", "proposal", "reasons")}
    return {**words, "date": day.isoformat() if day else None, "files": [dict(file) for file in files]}
