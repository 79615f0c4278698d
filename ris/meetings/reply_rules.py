"""PURE. Who comes: answers, how they are counted, until when one may answer, and the word of the link in a letter."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ris.meetings.rules import MeetingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

LONGEST_REMARK = 300
WORD = re.compile(r"([0-9]{1,9})-([0-9]{1,9})-([0-9a-f]{40})")


class Answer(StrEnum):
    """What somebody says about coming; who has said nothing has no row."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """They do not know yet."""

    @property
    def label(self) -> str:
        """Auf Deutsch, in a list of others."""
        return {"yes": "Kommt", "no": "Kommt nicht", "unknown": "Weiß es noch nicht"}[self]

    @property
    def own_words(self) -> str:
        """Auf Deutsch, as the person says it."""
        return {"yes": "Ich komme", "no": "Ich komme nicht", "unknown": "Ich weiß es noch nicht"}[self]


class Way(StrEnum):
    """How an answer came."""

    PAGE = "page"
    LINK = "link"
    OFFICE = "office"
    """The session office entered it for somebody, who had called."""

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {
            "page": "auf der Seite",
            "link": "über den Link der E-Mail",
            "office": "vom Sitzungsdienst eingetragen",
        }[self]


def may_still_reply(state: MeetingState | None, start: datetime | None, now: datetime) -> bool:
    """Whether answers are taken: from the invitation until the sitting begins."""
    return state is MeetingState.INVITED and (start is None or now < start)


@dataclass(frozen=True)
class Tally:
    """How many seats of an organization will be taken."""

    seats: int
    coming: int
    """Their holder comes, or else who stands in."""
    absent: int
    """Their holder does not come, and nobody is asked to stand in."""

    @property
    def open(self) -> int:
        """Nobody knows yet."""
        return self.seats - self.coming - self.absent

    @property
    def possible(self) -> int:
        """How many it will be at most."""
        return self.seats - self.absent


def tally(seats: Iterable[int], answers: Mapping[int, Answer], replaced_by: Mapping[int, int]) -> Tally:
    """Count seats by their holders (ids of persons).

    ``replaced_by`` names for who does not come who is asked to take the seat; who refused that is not in it.
    """
    holders = list(seats)
    coming = absent = 0
    for holder in holders:
        answer = answers.get(holder)
        if answer is Answer.NO:
            substitute = replaced_by.get(holder)
            if substitute is None:
                absent += 1
                continue
            answer = answers.get(substitute)
        coming += answer is Answer.YES
    return Tally(len(holders), coming, absent)


@dataclass(frozen=True)
class ReplySeal:
    """Makes and reads the word of the link with which one person answers about one meeting, and does nothing else."""

    secret: str
    """The machine's; the key for this purpose is derived from it."""

    def word(self, body_id: int, meeting_id: int, person_id: int) -> str:
        """The word for a link; the same each time."""
        return f"{meeting_id}-{person_id}-{self._signature(body_id, meeting_id, person_id)}"

    def read(self, body_id: int, word: str) -> tuple[int, int] | None:
        """Ids of the meeting and the person a word is for; None for a word never given here."""
        found = WORD.fullmatch(word)
        if found is None:
            return None
        meeting_id, person_id = int(found[1]), int(found[2])
        right = self._signature(body_id, meeting_id, person_id)
        return (meeting_id, person_id) if hmac.compare_digest(right, found[3]) else None

    def _signature(self, body_id: int, meeting_id: int, person_id: int) -> str:
        key = hmac.new(self.secret.encode(), b"ris: reply to an invitation", hashlib.sha256).digest()
        about = f"{body_id}:{meeting_id}:{person_id}"
        return hmac.new(key, about.encode(), hashlib.sha256).hexdigest()[:40]
