"""Reading who is to be invited to a meeting, and how: four statements, however many people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from ris.accounts.models import Substitution
from ris.council.models import Location, Membership, Organization, Person
from ris.council.organization_settings import OrganizationSettings
from ris.council.seats import held_on
from ris.council.settings import BodySettings
from ris.db import now_utc
from ris.law.in_force import LawInForce, law_in_force
from ris.law.profiles import NoProfile
from ris.law.sitting import Chamber
from ris.law.standing_orders import OrdersRefused
from ris.mail.rules import is_address
from ris.meetings.invitation_rules import Part
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from ris.meetings.models import Meeting

GREMIUM = "Gremium"
PERSON_COLUMNS = (
    Person.id,
    Person.name,
    Person.email,
    Person.electronic_since,
    Location.street_address,
    Location.postal_code,
    Location.locality,
)


@dataclass(frozen=True)
class Invitee:
    """Somebody to be invited."""

    person_id: int
    name: str
    part: Part
    email: str
    """Empty: by post."""
    address: str
    """Lines of the envelope; empty where none is known."""

    @property
    def electronic(self) -> bool:
        """Whether an e-mail goes out."""
        return bool(self.email)

    @property
    def reachable(self) -> bool:
        """Whether there is an address for the way chosen."""
        return bool(self.email or self.address)


def law_for(settings: BodySettings, day: date | None) -> LawInForce | None:
    """The law of a sitting's day with the town's own orders; None where none is on file."""
    try:
        return None if day is None else law_in_force(settings.standing_orders, day)
    except (NoProfile, OrdersRefused):
        return None


def organizations_meeting(session: Session, meeting: Meeting) -> list[tuple[Organization, OrganizationSettings]]:
    """Who meets, the leading organization first, with their settings."""
    rows = {
        row.id: row
        for row in session.scalars(select(Organization).where(Organization.id.in_(meeting.organization_ids)))
    }
    return [(rows[key], OrganizationSettings.from_json(rows[key].settings or {})) for key in meeting.organization_ids]


def invitees_of(session: Session, meeting: Meeting, day: date, *, by_consent: bool) -> list[Invitee]:
    """Everybody to be invited, each once: members first, then who stands in, then deputies, then the executive.

    ``by_consent``: only who agreed is invited electronically (the town's Geschäftsordnung).
    """
    members = _people(session, meeting.organization_ids, day)
    executive = executives(session)
    attending = _people(session, executive - set(meeting.organization_ids), day)
    found: dict[int, Invitee] = {}
    for part, rows in (
        (Part.MEMBER, [row for row in members if row.deputy_for_id is None]),
        (Part.SUBSTITUTE, _standing_in(session, meeting)),
        (Part.DEPUTY, [row for row in members if row.deputy_for_id is not None]),
        (Part.EXECUTIVE, attending),
    ):
        for row in rows:
            found.setdefault(row.id, _invitee(row, part, day, by_consent=by_consent))
    return list(found.values())


def invitee_standing_in(session: Session, meeting: Meeting, person_id: int, *, by_consent: bool) -> Invitee | None:
    """Who takes a member's seat, as somebody to be invited; None where nobody knows them."""
    day = local_day(meeting.start or now_utc())
    row = next((row for row in _standing_in(session, meeting) if row.id == person_id), None)
    return None if row is None else _invitee(row, Part.SUBSTITUTE, day, by_consent=by_consent)


def executives(session: Session) -> set[int]:
    """Ids of the organizations that are the town's executive."""
    rows = session.execute(
        select(Organization.id, Organization.settings).where(
            Organization.organization_type == GREMIUM, Organization.deleted.is_(False)
        )
    )
    return {row.id for row in rows if (row.settings or {}).get("chamber") == Chamber.EXECUTIVE}


def _standing_in(session: Session, meeting: Meeting) -> Sequence[Row[*tuple[Any, ...]]]:
    return session.execute(
        select(*PERSON_COLUMNS)
        .join(Substitution, Substitution.substitute_id == Person.id)
        .outerjoin(Location, Location.id == Person.location_id)
        .where(Substitution.meeting_id == meeting.id, Substitution.ended.is_(None), Person.deleted.is_(False))
        .order_by(Person.family_name, Person.name, Person.id)
    ).all()


def _people(session: Session, organizations: Sequence[int] | set[int], day: date) -> Sequence[Row[*tuple[Any, ...]]]:
    return session.execute(
        select(*PERSON_COLUMNS, Membership.deputy_for_id)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Location, Location.id == Person.location_id)
        .where(
            Membership.organization_id.in_(sorted(organizations)),
            Membership.deleted.is_(False),
            Person.deleted.is_(False),
            held_on(day),
        )
        .order_by(Person.family_name, Person.name, Person.id)
    ).all()


def _invitee(row: Row[*tuple[Any, ...]], part: Part, day: date, *, by_consent: bool) -> Invitee:
    agreed = not by_consent or (row.electronic_since is not None and row.electronic_since <= day)
    email = next((address for address in row.email or () if is_address(address)), "") if agreed else ""
    town = " ".join(piece for piece in (row.postal_code, row.locality) if piece)
    address = "\n".join(line for line in (row.street_address, town) if line)
    return Invitee(row.id, row.name or "ohne Namen", part, email, address)
