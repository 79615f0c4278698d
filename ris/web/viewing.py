"""Which request looks with other eyes: kept in the cookie of who looks, put into ``g`` by ris/request.py."""

from __future__ import annotations

from typing import Final

from flask import g, session

KEY: Final = "view_as"


def begin_viewing(role: str, organization_id: int | None, words: str) -> None:
    """From the next page on."""
    session[KEY] = {"role": role, "organization": organization_id, "words": words}


def end_viewing() -> None:
    """With one's own eyes again."""
    session.pop(KEY, None)


def viewing_words() -> str:
    """With whose eyes this page is seen, in German; empty for one's own."""
    words = g.get("viewing", "")
    return words if isinstance(words, str) else ""
