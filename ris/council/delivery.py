"""How members are invited: electronically, where they agreed, else on paper. Who said what when is kept for good."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import may, require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import DeliveryChoice, Person
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class DeliveryWay(StrEnum):
    """How invitations and supplements reach somebody."""

    ELECTRONIC = "electronic"
    PAPER = "paper"

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {"electronic": "elektronisch", "paper": "auf Papier"}[self]


@dataclass(frozen=True)
class Delivery:
    """How somebody is invited today, and how they came to it."""

    person_id: int | None
    since: date | None
    """First day of electronic delivery; None: on paper."""
    email: str
    """Where to; empty where the session office knows no address."""
    history: Sequence[DeliveryChoice]
    """Every choice, the newest first."""

    @property
    def electronic(self) -> bool:
        """Whether they agreed to be invited electronically."""
        return self.since is not None


def delivery_of(session: Session, actor: Actor) -> Delivery:
    """One's own delivery."""
    return _delivery(session, actor.person_id)


def delivery_history(session: Session, actor: Actor, person_id: int) -> Delivery:
    """Anybody's, for the session office."""
    require(actor, Permission.COUNCIL_EDIT)
    return _delivery(session, person_id)


def _delivery(session: Session, person_id: int | None) -> Delivery:
    person = session.scalars(select(Person).where(Person.id == (person_id or 0))).first()
    if person is None:
        return Delivery(None, None, "", [])
    newest = select(DeliveryChoice).where(DeliveryChoice.person_id == person.id).order_by(DeliveryChoice.id.desc())
    email = next(iter(person.email or ()), "")
    return Delivery(person.id, person.electronic_since, email, session.scalars(newest).all())


def choose_delivery(session: Session, actor: Actor, person: Person, way: DeliveryWay, *, now: datetime) -> bool:
    """Say for oneself how invitations shall come from today on; whether anything changed.

    What was sent before keeps its proof; the next invitation follows the choice.
    """
    require(actor, Permission.DELIVERY_CHOOSE, person)
    since = local_day(now) if way is DeliveryWay.ELECTRONIC else None
    if (person.electronic_since is None) is (since is None):
        return False
    person.electronic_since, person.modified = since, now
    note_delivery(session, actor, person, now=now)
    return True


def note_delivery(session: Session, actor: Actor, person: Person, *, now: datetime) -> None:
    """Keep what a person's delivery is from now on, and who said so: they themselves, or the office for them."""
    if not may(actor, Permission.DELIVERY_CHOOSE, person):
        require(actor, Permission.COUNCIL_EDIT, person)
    way = DeliveryWay.PAPER if person.electronic_since is None else DeliveryWay.ELECTRONIC
    choice = DeliveryChoice(
        person_id=person.id,
        way=way.value,
        at=now,
        since=person.electronic_since,
        by_user_id=actor.user_id,
        own=actor.person_id is not None and actor.person_id == person.id,
    )
    session.add(choice)
    said = {"way": way.value, "own": choice.own}
    record(session, actor, AuditEvent.DELIVERY_CHOSEN, person, said, now=now)
