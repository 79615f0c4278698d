"""PURE. When a letter is tried again, when it is given up, and which addresses are addresses."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
GIVE_UP: Final = timedelta(days=5)
"""How long a letter waits for its server: RFC 5321, 4.5.4.1 asks for four to five days."""
SILENCE: Final = timedelta(minutes=5)
"""After this time without outcome nobody is sending a letter any more: whoever was, is gone."""
ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@(?=.{1,253}$)(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")


class MailState(StrEnum):
    """Where a letter stands."""

    QUEUED = "queued"
    """Waits for the worker, or for a server that did not answer."""
    SENDING = "sending"
    """The worker is talking to the server about it."""
    SENT = "sent"
    """The server has taken it."""
    BOUNCED = "bounced"
    """The server refused it for good; ``answer`` says why."""
    FAILED = "failed"
    """Five days long no server took it."""
    UNCERTAIN = "uncertain"
    """It may have gone out: the connection or the worker ended before the server's answer. Somebody decides."""
    DROPPED = "dropped"
    """Not delivered, and somebody saw to it in another way."""
    KEPT = "kept"
    """Put into the data folder instead of being sent: no mail server is set, or the town keeps its letters (demo)."""


STATE_LABELS: Final = {
    MailState.QUEUED: "wartet",
    MailState.SENDING: "wird gesendet",
    MailState.SENT: "gesendet",
    MailState.BOUNCED: "abgewiesen",
    MailState.FAILED: "gescheitert",
    MailState.UNCERTAIN: "ungeklärt",
    MailState.DROPPED: "nicht zugestellt, erledigt",
    MailState.KEPT: "abgelegt, nicht gesendet",
}

OPEN_STATES: Final = (MailState.BOUNCED, MailState.FAILED, MailState.UNCERTAIN)
"""States in which somebody has to decide."""


def is_address(text: str) -> bool:
    """Whether letters can be sent there: ASCII, one at-sign, a domain with a dot, no room for a second header."""
    local = text.partition("@")[0]
    return bool(ADDRESS.fullmatch(text)) and ".." not in text and not local.startswith(".") and not local.endswith(".")


def next_try(attempts: int, now: datetime) -> datetime:
    """When to try again after so many attempts: a minute, two, four … at most an hour."""
    doublings = max(0, min(attempts - 1, 10))
    return now + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def given_up(created: datetime, now: datetime) -> bool:
    """Whether it is time to stop trying."""
    return now - created > GIVE_UP
