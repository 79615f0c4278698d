"""PURE. How a vote came out: from who was there and which groups voted otherwise; the sum is always who was there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.demo_town.reading import BadText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.demo_town.reading import Station
    from ris.demo_town.seats import Seat

VOTED = frozenset({"angenommen", "geändert", "abgelehnt", "empfohlen", "nicht-empfohlen", "verwiesen", "vertagt"})
COUNTED = VOTED - {"vertagt"}
MOST_INDEPENDENT = 3


@dataclass(frozen=True)
class Vote:
    """Counted votes."""

    yes: int
    no: int
    abstaining: int

    @property
    def unanimous(self) -> bool:
        """Whether everybody agreed."""
        return not self.no and not self.abstaining


def vote_on(station: Station, present: Sequence[Seat]) -> Vote | None:
    """The vote at a station, ``None`` where nobody votes; raises ``BadText`` when it contradicts the outcome (§ 54 HGO)."""
    if station.outcome not in COUNTED:
        return None
    groups = [seat.group for seat in present]
    no = sum(group in station.against for group in groups)
    abstaining = sum(group in station.abstaining for group in groups)
    vote = Vote(len(groups) - no - abstaining, no, abstaining)
    if station.tie:
        half, odd = divmod(vote.yes + vote.no, 2)
        vote = Vote(half, half, vote.abstaining + odd)
    return _as_told(station, vote)


def _as_told(station: Station, vote: Vote) -> Vote:
    """In close votes somebody may have been away: then up to three members did not vote with their group."""
    rejected = station.outcome in {"abgelehnt", "nicht-empfohlen"}
    for _ in range(MOST_INDEPENDENT + 1):
        if (vote.yes > vote.no) is not rejected:
            return vote
        step = -1 if rejected else 1
        vote = Vote(vote.yes + step, vote.no - step, vote.abstaining)
    raise BadText(f"{station} contradicts {vote}")


def result_words(station: Station, vote: Vote | None, target: str) -> str:
    """The result as the minutes say it."""
    unanimous = "Einstimmig " if vote is not None and vote.unanimous else ""
    words = {
        "abgesetzt": "von der Tagesordnung abgesetzt",
        "angenommen": "angenommen",
        "geändert": "mit Änderungen angenommen",
        "abgelehnt": "abgelehnt",
        "vertagt": "vertagt",
        "verwiesen": f"verwiesen an: {target}",
        "zurückgezogen": "zurückgezogen",
        "kenntnis": "zur Kenntnis genommen",
        "beantwortet": "beantwortet",
        "empfohlen": "Beschlussempfehlung: Annahme",
        "nicht-empfohlen": "Beschlussempfehlung: Ablehnung",
        "offen": "",
    }[station.outcome]
    if station.outcome == "abgelehnt" and vote is not None and vote.yes == vote.no:
        words = "abgelehnt bei Stimmengleichheit"
    if station.outcome.endswith("empfohlen") and unanimous:
        return f"{words} (einstimmig)"
    told = unanimous + words
    return told[:1].upper() + told[1:]
