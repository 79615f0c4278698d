"""PURE. What a device sends: JSON, looked at as if an enemy had written it."""

from __future__ import annotations

import json
from typing import Any, Final

from ris.accounts.services.reader_devices import Holdings
from ris.notes.services.exchange import Page

LARGEST: Final = 1_000_000
"""Bytes of a page."""
MOST_CHANGES: Final = 200
HIGHEST: Final = 2**53
"""What JavaScript can count."""

UNREADABLE = "Das ist kein lesbares JSON."
TOO_MANY = "Bitte schicken Sie höchstens 200 Änderungen auf einmal."
TOO_LARGE = "Das ist zu viel auf einmal. Bitte schicken Sie höchstens 1 MB."
NO_CURSOR = "Der Stand dieses Geräts ist keine Zahl."


class PageRefused(Exception):
    """What was sent is nothing we know; the words say so in German."""


def page_from(data: bytes) -> tuple[Page, Holdings | None]:
    """A page of an exchange, and what the device holds where it says so; raises :class:`PageRefused`."""
    content = _object(data)
    changes, read = content.get("changes", []), content.get("read", [])
    if not isinstance(changes, list) or not isinstance(read, list):
        raise PageRefused(UNREADABLE)
    if len(changes) > MOST_CHANGES:
        raise PageRefused(TOO_MANY)
    since = _count(content.get("since", 0))
    if since is None:
        raise PageRefused(NO_CURSOR)
    return Page(since, changes, read), _holdings(content.get("holds"))


def _holdings(value: object) -> Holdings | None:
    if not isinstance(value, dict):
        return None
    packs, size, unsent = (_count(value.get(key, 0)) or 0 for key in ("packs", "bytes", "unsent"))
    return Holdings(min(packs, MOST_SHOWN), size, min(unsent, MOST_SHOWN))


MOST_SHOWN: Final = 1_000_000


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST else None


def _object(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise PageRefused(UNREADABLE) from None
    if not isinstance(content, dict):
        raise PageRefused(UNREADABLE)
    return content


def _no_number(_word: str) -> float:
    raise PageRefused(UNREADABLE)
