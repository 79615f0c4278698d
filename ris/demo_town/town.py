"""The town while it is being built: its rows by key, and who was where on a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from ris.access.circles import PUBLIC, closed_readers

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.models import Organization, Person
    from ris.demo_town.rounds import Calendar
    from ris.demo_town.seats import Seat
    from ris.documents.models import Paper
    from ris.storage import Storage

EVERYBODY = frozenset({PUBLIC})


@dataclass
class Town:
    """Everything the builders share."""

    session: Session
    actor: Actor
    storage: Storage
    body_id: int
    calendar: Calendar
    seats: tuple[Seat, ...]
    texts: dict[str, Any]
    organizations: dict[str, Organization] = field(default_factory=dict)
    locations: dict[str, int] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    papers: dict[str, Paper] = field(default_factory=dict)

    def circle(self, organization: str, day: date, *, closed: bool) -> frozenset[str]:
        """Who reads from a day on what an organization deals with; the Magistrat keeps its papers (§ 67 HGO)."""
        if not closed and organization != "magistrat":
            return EVERYBODY
        return closed_readers([self.organizations[organization].id], day=day, council=organization != "magistrat")

    def holders(self, organization: str, day: date) -> list[Seat]:
        """The seats of an organization on a day."""
        return [seat for seat in self.seats if seat.organization == organization and seat.held_on(day)]

    def present(self, organization: str, day: date) -> list[Seat]:
        """Who came; always the same for the same day."""
        chance = Random(f"{organization} {day}")  # noqa: S311 - a fixed dice, no secret
        seats = self.holders(organization, day)
        return [seat for seat in seats if seat is seats[0] or "vors" in seat.role.lower() or chance.random() > 0.07]  # noqa: PLR2004

    def chair(self, organization: str, day: date) -> Seat:
        """Who presides."""
        seats = self.holders(organization, day)
        words = ("vorsteher", "vorsitzende", "bürgermeister")
        chairs = [seat for seat in seats if any(word in seat.role.lower() for word in words)]
        chairs.sort(key=lambda seat: "stellv" in seat.role.lower())
        return chairs[0] if chairs else seats[0]

    def name(self, person: str) -> str:
        """A person's name."""
        return self.persons[person].name or ""
