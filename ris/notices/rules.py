"""PURE. Kinds of news, how and when somebody hears of them, and when a visit begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ris.web.dates import BERLIN, local_day

if TYPE_CHECKING:
    from collections.abc import Mapping

QUIET: Final = timedelta(hours=6)
"""After so long without a look the next one is another visit: morning and evening are two, an hour's reading is none."""
FIRST_LOOK: Final = timedelta(days=14)
"""What is new to somebody who was never here."""
DIGEST_AT: Final = time(6, 30)
"""When the daily e-mail is written, in the town's time."""
BUNDLED: Final = timedelta(minutes=2)
"""How long news wait for more of the same hour's work before they are told at once."""
REMINDED_BEFORE: Final = timedelta(days=4)
"""So long before a sitting somebody who has not answered is reminded, once."""


class NoticeKind(StrEnum):
    """What there can be news of."""

    CHANGED = "changed"
    """A document was replaced."""
    ADDED = "added"
    """Documents and items came onto an agenda somebody was invited to."""
    MINUTES = "minutes"
    SHARED = "shared"
    """Somebody shared a note."""
    TOUCHED = "touched"
    """Own notes are about places that have changed."""
    REMINDER = "reminder"
    """An answer to an invitation is missing."""

    @property
    def label(self) -> str:
        """Auf Deutsch, as a row of the settings."""
        return _LABELS[self]

    def counted(self, count: int) -> str:
        """So many of it, in words that reveal nothing."""
        one, many = _COUNTED[self]
        return f"1 {one}" if count == 1 else f"{count} {many}"


_LABELS = {
    NoticeKind.CHANGED: "Geänderte Unterlagen",
    NoticeKind.ADDED: "Neue Unterlagen und Punkte",
    NoticeKind.MINUTES: "Neue Niederschrift",
    NoticeKind.SHARED: "Mit mir geteilte Notizen",
    NoticeKind.TOUCHED: "Meine Notizen an geänderten Stellen",
    NoticeKind.REMINDER: "Erinnerung an die Rückmeldung",
}
_COUNTED = {
    NoticeKind.CHANGED: ("geänderte Unterlage", "geänderte Unterlagen"),
    NoticeKind.ADDED: ("neue Unterlage oder neuer Punkt", "neue Unterlagen und Punkte"),
    NoticeKind.MINUTES: ("neue Niederschrift", "neue Niederschriften"),
    NoticeKind.SHARED: ("mit Ihnen geteilte Notiz", "mit Ihnen geteilte Notizen"),
    NoticeKind.TOUCHED: ("Ihrer Notizen betrifft eine geänderte Stelle", "Ihrer Notizen betreffen geänderte Stellen"),
    NoticeKind.REMINDER: ("Sitzung wartet auf Ihre Rückmeldung", "Sitzungen warten auf Ihre Rückmeldung"),
}


@dataclass(frozen=True)
class News:
    """One thing that is new for one reader."""

    kind: NoticeKind | None
    """None: an invitation or supplement, which is delivered in a letter of its own and never only announced."""
    at: datetime
    words: str
    title: str
    """The meeting it belongs to; empty where it belongs to several."""
    address: str
    detail: str = ""
    """Why, in the words of who did it."""
    file_id: int | None = None
    """The document that was replaced."""
    replaced_version: int | None = None
    """Number of its last version before the present one."""
    count: int = 1
    """How many of its kind it tells of."""


class Channel(StrEnum):
    """By which way somebody hears."""

    MAIL = "mail"
    PUSH = "push"

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {"mail": "E-Mail", "push": "Gerät"}[self]


class Pace(StrEnum):
    """How soon."""

    NOW = "now"
    DAILY = "daily"
    NEVER = "never"

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {"now": "sofort", "daily": "täglich", "never": "nie"}[self]


@dataclass(frozen=True)
class NoticeRules:
    """What somebody chose; what they did not choose is by default."""

    chosen: Mapping[tuple[NoticeKind, Channel], Pace]

    def pace(self, kind: NoticeKind, channel: Channel) -> Pace:
        """How soon they want to hear of this kind by this way.

        By default an e-mail a day tells of everything, and the answer that is missing; a device that was
        registered for pushes gets them at once.
        """
        return self.chosen.get((kind, channel), Pace.DAILY if channel is Channel.MAIL else Pace.NOW)

    def kinds(self, channel: Channel, pace: Pace) -> frozenset[NoticeKind]:
        """Everything they want to hear of by this way so soon."""
        return frozenset(kind for kind in NoticeKind if self.pace(kind, channel) is pace)


@dataclass(frozen=True)
class Visit:
    """A visit to one's own page: what came after ``since`` is new, ``last`` was the last look."""

    since: datetime
    last: datetime


def visit_at(now: datetime, known: Visit | None) -> Visit:
    """The visit a look belongs to.

    A look within quiet hours of the last one is the same visit: going back to the page, or loading it anew, loses
    nothing of the list. Another visit begins where the last one ended: what came after its last look was never shown.
    """
    if known is None:
        return Visit(now - FIRST_LOOK, now)
    if now - known.last < QUIET:
        return Visit(known.since, max(now, known.last))
    return Visit(known.last, now)


def next_digest(now: datetime) -> datetime:
    """When the next daily e-mail is due."""
    today = datetime.combine(local_day(now), DIGEST_AT, BERLIN)
    return today if today > now else datetime.combine(local_day(now) + timedelta(days=1), DIGEST_AT, BERLIN)
