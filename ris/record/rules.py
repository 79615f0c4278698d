"""PURE. What the ledger says of an object after somebody has looked at it, and which moment it is stamped with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

SECOND: Final = timedelta(seconds=1)


class Outcome(StrEnum):
    """What a look at an object found."""

    SAME = "same"
    """Nothing to write, or it was never public."""
    NOTED = "noted"
    """What it says was not known so far; its times stay."""
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    BACK = "back"
    """Public again."""


STAMPED: Final = frozenset({Outcome.NEW, Outcome.CHANGED, Outcome.GONE, Outcome.BACK})
"""Its ``modified`` was raised, or it was entered."""
TURNED: Final = frozenset({Outcome.NEW, Outcome.GONE, Outcome.BACK})
"""Whether it is there at all is different now."""


@dataclass(frozen=True)
class Entry:
    """A line of the ledger."""

    created: datetime
    modified: datetime
    gone: bool
    fingerprint: str | None


@dataclass(frozen=True)
class Seen:
    """What an object says now, as a fingerprint; a gone one's is that of what its tombstone says."""

    public: bool
    fingerprint: str
    was_public: bool = False
    """A tombstone tells everybody that it was public once, also where it went before anybody looked."""


def outcome_of(known: Entry | None, seen: Seen, *, trusting: bool) -> Outcome:
    """What a look at an object found.

    ``trusting``: nothing is known to have changed, so an entry without a fingerprint is taken to be true.
    """
    if known is None:
        if not seen.public:
            return Outcome.GONE if seen.was_public else Outcome.SAME
        return Outcome.NEW
    if known.gone == seen.public:
        return Outcome.BACK if seen.public else Outcome.GONE
    if known.fingerprint == seen.fingerprint:
        return Outcome.SAME
    return Outcome.NOTED if known.fingerprint is None and trusting else Outcome.CHANGED


def entry_after(known: Entry | None, seen: Seen, outcome: Outcome, stamp: datetime) -> Entry:
    """The line that follows; ``modified`` grows with every change, however quickly one follows another."""
    if known is None:
        return Entry(stamp, stamp, gone=not seen.public, fingerprint=seen.fingerprint)
    modified = max(stamp, known.modified + SECOND) if outcome in STAMPED else known.modified
    return replace(known, modified=modified, gone=not seen.public, fingerprint=seen.fingerprint)


def stamp_for(now: datetime, slack: timedelta) -> datetime:
    """The first whole second that lies ``slack`` or more ahead.

    A stamp must not be earlier than the moment its transaction ends: whoever began to read before that, and asks next
    time for what changed since they began, must be told of it. So it is taken ahead, and looked at again afterwards.
    """
    ahead = now + slack
    whole = ahead.replace(microsecond=0)
    return whole if whole == ahead else whole + SECOND
