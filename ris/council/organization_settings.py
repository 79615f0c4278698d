"""How an organization works: one typed object in one JSON column; what the law asks of it stands in ris/law."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ris.law.sitting import Chamber

if TYPE_CHECKING:
    from ris.db import JsonObject

USUAL_MINUTES = 120


class DeputyRule(StrEnum):
    """Who takes a member's seat when they are away."""

    NONE = "none"
    PERSONAL = "personal"
    """Each member has a deputy of their own."""
    POOL = "pool"
    """Any deputy of the same Fraktion."""

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {"none": "keine Vertretung", "personal": "persönliche Vertretung", "pool": "Vertretung je Fraktion"}[
            self
        ]


class NumberingPeriod(StrEnum):
    """Over which time an organization counts its sittings."""

    TERM = "term"
    YEAR = "year"

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {"term": "in der Wahlperiode", "year": "im Kalenderjahr"}[self]


@dataclass(frozen=True)
class StandingItem:
    """An item every agenda of the organization has."""

    name: str
    public: bool = True
    at_end: bool = False
    """Whether it stands behind the papers (Verschiedenes)."""


@dataclass(frozen=True)
class OrganizationSettings:
    """Settings of an organization; unknown keys in the database are ignored, missing ones have these defaults."""

    chamber: Chamber | None = None
    """Which kind of organ the law sees in it; None: none it knows rules for (Fraktion, Amt)."""
    statutory_size: int | None = None
    """Gesetzliche Zahl der Mitglieder."""
    public_by_default: bool = True
    """Whether its items are dealt with in public unless something else is chosen."""
    location_id: int | None = None
    """Where it usually meets."""
    usual_time: str = "18:00"
    """When it usually meets, German time."""
    usual_minutes: int = USUAL_MINUTES
    """How long its meetings usually take; for collisions only."""
    standing_items: tuple[StandingItem, ...] = ()
    deputies: DeputyRule = DeputyRule.NONE
    numbering: str = "{gremium}, {nummer}. Sitzung"
    """How a meeting is called: {nummer}, {jahr}, {gremium} and {kurz} are replaced."""
    numbering_period: NumberingPeriod = NumberingPeriod.TERM
    notice_place: str = ""
    """Where its meetings are announced, if elsewhere than the Hauptsatzung says for the town."""

    @classmethod
    def from_json(cls, values: JsonObject) -> OrganizationSettings:
        """Read the JSON column."""
        default = cls()
        chamber = values.get("chamber")
        return cls(
            chamber=None if chamber is None else Chamber(chamber),
            statutory_size=values.get("statutory_size"),
            public_by_default=values.get("public_by_default", default.public_by_default),
            location_id=values.get("location_id"),
            usual_time=values.get("usual_time", default.usual_time),
            usual_minutes=values.get("usual_minutes", default.usual_minutes),
            standing_items=tuple(StandingItem(**item) for item in values.get("standing_items", ())),
            deputies=DeputyRule(values.get("deputies", default.deputies)),
            numbering=values.get("numbering", default.numbering),
            numbering_period=NumberingPeriod(values.get("numbering_period", default.numbering_period)),
            notice_place=values.get("notice_place", default.notice_place),
        )

    def to_json(self) -> dict[str, Any]:
        """The JSON column's value."""
        return {
            "chamber": None if self.chamber is None else self.chamber.value,
            "statutory_size": self.statutory_size,
            "public_by_default": self.public_by_default,
            "location_id": self.location_id,
            "usual_time": self.usual_time,
            "usual_minutes": self.usual_minutes,
            "standing_items": [
                {"name": item.name, "public": item.public, "at_end": item.at_end} for item in self.standing_items
            ],
            "deputies": self.deputies.value,
            "numbering": self.numbering,
            "numbering_period": self.numbering_period.value,
            "notice_place": self.notice_place,
        }
