"""PURE. What can be followed, how long an unconfirmed wish is kept, up to when is told, and the words of links in letters."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final

from ris.accounts.rules import Limit
from ris.notices.rules import Pace, next_digest

if TYPE_CHECKING:
    from datetime import datetime

CONFIRMED_WITHIN: Final = timedelta(hours=48)
"""How long a wish waits for the click in its letter; then it is deleted, and the address with it."""
LETTERS_KEPT: Final = timedelta(days=5)
"""How long a letter that was sent is kept: so long mail servers may still send it back (RFC 5321, 4.5.4.1)."""
SETTLED: Final = timedelta(seconds=30)
"""What the ledger stamped before a look may be committed after it: only what is so old is told.

See ``ris/notices/services/telling.py``; it holds for the daily letter as well, which is why that is written a little later.
"""
LOOK_EVERY: Final = timedelta(minutes=5)
"""How often somebody looks for what is told at once, whatever brought it: a change, an import, the index."""
DIGEST_LATER: Final = 2 * SETTLED
"""So long after the moment of the day the daily letter is written."""
MOST_SUBSCRIPTIONS: Final = 50
"""Of one address; more is somebody's program."""
LONGEST_QUESTION: Final = 1000
"""Characters of a search's address."""

WISHES_FOR_ADDRESS: Final = Limit("follow", 5, timedelta(days=1))
"""Letters to one address that nobody there may have asked for."""
WISHES_FROM_NETWORK: Final = Limit("follow-from", 30, timedelta(hours=1))
WISHES_IN_TOWN: Final = Limit("follow-town", 500, timedelta(hours=1))
"""Against many networks at once: the town's mail server must not be known for letters nobody wanted."""
GUESSES: Final = Limit("follow-guess", 60, timedelta(hours=1))
"""Links that are none, asked for from one network."""
WORD: Final = re.compile(r"([0-9a-f]{16})([0-9a-f]{32})")
IPV4_NETWORK, IPV6_NETWORK = 24, 56
"""Bits that name the network of one holder, roughly: a household has at least a /56 (RFC 6177)."""


class Followed(StrEnum):
    """What can be followed; the value is the word in the address of the form."""

    PAPER = "vorlage"
    ORGANIZATION = "gremium"
    PERSON = "person"
    SEARCH = "suche"


class Purpose(StrEnum):
    """What the word of a link is good for."""

    CONFIRM = "confirm"
    """Confirming one subscription; named by the subscription."""
    MANAGE = "manage"
    """Seeing and changing all subscriptions of an address; named by the follower."""
    END = "end"
    """Ending all of them; named by the follower."""


@dataclass(frozen=True)
class FollowSeal:
    """Makes and reads the words of links, and the mark an address is found by; older secrets are still understood."""

    secrets: tuple[str, ...]
    """The machine's, the present one first."""

    def word(self, purpose: Purpose, body_id: int, name: str) -> str:
        """The word for a link; the same each time."""
        return name + _signature(self.secrets[0], purpose, body_id, name)

    def read(self, purpose: Purpose, body_id: int, word: str) -> str | None:
        """Whose name a word was made for; ``None`` for a word never given here, or for another purpose or town."""
        found = WORD.fullmatch(word)
        if found is None:
            return None
        name, signature = found.groups()
        right = (hmac.compare_digest(_signature(secret, purpose, body_id, name), signature) for secret in self.secrets)
        return name if any(list(right)) else None

    def marks(self, body_id: int, address: str) -> list[str]:
        """What an address may be entered under, the present mark first: keyed hashes, which tell nothing by themselves."""
        text = f"{body_id}:{address.strip().lower()}"
        return [hmac.new(_key(secret, "address"), text.encode(), hashlib.sha256).hexdigest() for secret in self.secrets]


def _signature(secret: str, purpose: Purpose, body_id: int, name: str) -> str:
    return hmac.new(_key(secret, purpose), f"{body_id}:{name}".encode(), hashlib.sha256).hexdigest()[:32]


def _key(secret: str, purpose: str) -> bytes:
    return hmac.new(secret.encode(), f"ris: following, {purpose}".encode(), hashlib.sha256).digest()


def network_of(address: str) -> str:
    """The network an address belongs to, for counting; the address itself where it is none."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    bits = IPV4_NETWORK if isinstance(known, IPv4Address) else IPV6_NETWORK
    return str(ip_network(f"{known}/{bits}", strict=False))


def told_up_to(pace: Pace, now: datetime) -> datetime:
    """Up to which moment a look at this pace tells: what has settled, or the last moment of the day.

    Two looks on one day tell the daily news once: the second finds them told up to the same moment.
    """
    settled = now - SETTLED
    return settled if pace is Pace.NOW else next_digest(settled) - timedelta(days=1)


def next_look(pace: Pace, now: datetime) -> datetime:
    """When the next look at this pace is due by itself."""
    return now + LOOK_EVERY if pace is Pace.NOW else next_digest(now - DIGEST_LATER) + DIGEST_LATER
