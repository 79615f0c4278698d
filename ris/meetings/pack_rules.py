"""PURE. For whom a pack is: the circles of readers that count in one meeting, whoever of them asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, chair_token, meeting_token, organization_token

IN_CONFIDENCE = "Diese Unterlagen sind zum Teil vertraulich. Die Verschwiegenheit gilt auch für Notizen und Ausdrucke."


class PackReaders(Enum):
    """Who a pack is made for; the value is what its cover says."""

    PUBLIC = "Öffentliche Fassung. Sie enthält nur Unterlagen, die alle lesen dürfen."
    PRESS = "Fassung für die Presse. Alles darin ist öffentlich und darf ohne Sperrfrist verwendet werden."
    OFFICE = f"Fassung für den Sitzungsdienst. {IN_CONFIDENCE}"
    CHAIR = f"Fassung für den Vorsitz. {IN_CONFIDENCE}"
    MEMBERS = f"Fassung für die Mitglieder. {IN_CONFIDENCE}"
    COUNCIL = f"Fassung für die Mitglieder der Vertretung. {IN_CONFIDENCE}"
    FORMER = f"Fassung für ausgeschiedene Mitglieder, mit dem, was ihnen zugegangen ist. {IN_CONFIDENCE}"


@dataclass(frozen=True)
class PackAudience:
    """Readers who get the same pack."""

    readers: PackReaders
    circles: frozenset[str]
    """By which the pack is put together; never one its reader does not belong to."""

    @property
    def words(self) -> str:
        """A name for the audience, the same for everybody in it."""
        named = ["press"] if self.readers is PackReaders.PRESS else []
        return " ".join([*named, *sorted(self.circles)])

    @property
    def reads_more(self) -> bool:
        """Whether it reads anything that is not for everybody."""
        return self.circles != frozenset({PUBLIC})


EVERYBODY = PackAudience(PackReaders.PUBLIC, frozenset({PUBLIC}))
PRESS = PackAudience(PackReaders.PRESS, frozenset({PUBLIC}))
"""Reads what everybody reads (docs/adr/0107); whoever asks."""


def audience_of(reads: Iterable[str], meeting_id: int, organization_ids: Iterable[int]) -> PackAudience:
    """The audience a reader belongs to in a meeting of these organizations.

    Circles that have nothing to do with the meeting do not count, nor does what is readable for one person alone
    (drafts that wait for a signature). So a pack is kept once for all members, whatever else they belong to.
    """
    organizations = set(organization_ids)
    gremien = {organization_token(identity) for identity in organizations} | {meeting_token(meeting_id)}
    chairs = {chair_token(identity) for identity in organizations}
    counting = {PUBLIC, COUNCIL, ADMINISTRATION} | gremien | chairs
    own = set(reads)
    today = own & counting
    left = {word for word in own - today if (circle := word.partition("@")[0]) in counting - today and circle != word}
    circles = frozenset(today | left)
    steps = (
        (PackReaders.OFFICE, {ADMINISTRATION}),
        (PackReaders.CHAIR, chairs),
        (PackReaders.MEMBERS, gremien),
        (PackReaders.COUNCIL, {COUNCIL}),
        (PackReaders.FORMER, left),
    )
    readers = next((readers for readers, wanted in steps if circles & wanted), PackReaders.PUBLIC)
    return PackAudience(readers, circles)
