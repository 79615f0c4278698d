"""PURE. How long sessions last, how often one may try, what a password must be, and browsers in words."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ris.access.actor import OFFICE

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ris.access.actor import Role

SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 1000
"""Hashing takes longer for longer ones; nobody types a thousand letters."""
FRESH: Final = timedelta(minutes=15)
"""How long a password given counts for dangerous acts."""
SEEN_EVERY: Final = timedelta(minutes=30)
"""How finely it is written down when a device was last here."""
RESET_LASTS: Final = timedelta(minutes=30)
WELCOME_LASTS: Final = timedelta(days=7)
PENDING_LASTS: Final = timedelta(minutes=10)
"""How long one may look for the second factor after the password."""
LINK_LASTS: Final = timedelta(minutes=10)
"""How long a code that links accounts of two towns may take from the one page to the other."""
RECOVERY_CODES: Final = 10


@dataclass(frozen=True)
class Limit:
    """At most so many tries in a span of time."""

    name: str
    most: int
    span: timedelta


LOGIN_OF_ACCOUNT: Final = Limit("login", 5, timedelta(minutes=5))
LOGIN_FROM_PLACE: Final = Limit("login-from", 50, timedelta(minutes=15))
"""A town hall is one address."""
RESET_OF_ACCOUNT: Final = Limit("reset", 3, timedelta(hours=1))
RESET_FROM_PLACE: Final = Limit("reset-from", 20, timedelta(hours=1))
LINK_CODE: Final = Limit("link", 10, timedelta(hours=1))
SECOND_FACTOR: Final = Limit("second", 5, timedelta(minutes=5))


def counted_as(limit: Limit, whom: str, key: str) -> str:
    """The name a count is kept under: a keyed hash, so that the table holds neither addresses nor accounts."""
    digest = hmac.new(key.encode(), f"{limit.name}:{whom}".encode(), hashlib.sha256).hexdigest()
    return f"{limit.name}:{digest[:48]}"


def new_token() -> str:
    """256 random bits for a cookie or a link."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a token; enough for random ones."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_recovery_code() -> str:
    """Ten letters and figures nobody confuses, 50 bits: ``k7wm3-x9trc``."""
    signs = "23456789abcdefghjkmnpqrstuvwxyz"
    code = "".join(secrets.choice(signs) for _ in range(10))
    return f"{code[:5]}-{code[5:]}"


def plain_code(typed: str) -> str:
    """A code as it is compared: without blanks, dashes and capital letters."""
    return re.sub(r"[\s-]", "", typed).lower()


def idle_hours(roles: Iterable[Role], *, stay: bool, office_hours: int, member_days: int) -> int:
    """How long a device may be quiet: a working day in the administration and on shared devices, else days."""
    return office_hours if not stay or OFFICE & set(roles) else member_days * 24


def is_over(last_seen: datetime, hours: int, now: datetime) -> bool:
    """Whether a device was quiet for too long."""
    return now - last_seen > timedelta(hours=hours)


def needs_second_factor(roles: Iterable[Role], *, asked_for: bool) -> bool:
    """Whether the Body asks a second factor of an account with these roles."""
    return asked_for and bool(OFFICE & set(roles))


BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPad", "auf einem iPad"),
    ("iPhone", "auf einem iPhone"),
    ("Android", "unter Android"),
    ("Windows", "unter Windows"),
    ("Macintosh", "auf einem Mac"),
    ("CrOS", "auf einem Chromebook"),
    ("Linux", "unter Linux"),
)


def device_words(user_agent: str) -> str:
    """A browser as its owner would name it: "Firefox unter Windows"."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Ein Browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} {system}".strip()
