"""Reading who would take an absent member's seat, in the order of the organization's own rule (§ 62 Abs. 2 HGO)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.council.models import Membership, Person
from ris.council.organization_settings import DeputyRule
from ris.council.seats import held_on
from ris.council.town import body_settings
from ris.db import now_utc
from ris.law.sitting import Chamber
from ris.meetings.reply_rules import Answer
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from ris.council.organization_settings import OrganizationSettings
    from ris.meetings.queries.roll import Roll


@dataclass(frozen=True)
class Deputy:
    """Somebody who may take a seat."""

    person_id: int
    name: str


def deputies_of(session: Session, roll: Roll, absent_id: int) -> list[Deputy]:
    """Who is free to take a member's seat, the first to be asked first; nobody where the organization has no rule.

    Free is who does not sit there already, stands in for nobody else, and has not said that they do not come.
    """
    found: list[int] = []
    for organization, settings in roll.organizations:
        seat = roll.seat(absent_id, organization.id)
        if seat is not None:
            found += _by_rule(session, roll, seat, settings)
    free = [person_id for person_id in dict.fromkeys(found) if person_id not in _taken(roll, absent_id)]
    names = {row.id: row.name for row in session.execute(select(Person.id, Person.name).where(Person.id.in_(free)))}
    return [Deputy(person_id, names[person_id] or "ohne Namen") for person_id in free if person_id in names]


def next_deputy(session: Session, roll: Roll, absent_id: int) -> Deputy | None:
    """Who would be asked first."""
    return next(iter(deputies_of(session, roll, absent_id)), None)


def _by_rule(session: Session, roll: Roll, seat: Membership, settings: OrganizationSettings) -> list[int]:
    deputies = [
        row
        for row in roll.memberships
        if row.deputy_for_id is not None and row.organization_id == seat.organization_id and row.person_id is not None
    ]
    deputies.sort(key=lambda row: row.id)  # who was named first is asked first
    if settings.deputies is DeputyRule.PERSONAL:
        return _ids(row for row in deputies if row.deputy_for_id == seat.id)
    if settings.deputies is DeputyRule.POOL:
        named = _ids(row for row in deputies if row.on_behalf_of_id == seat.on_behalf_of_id)
        return named + (_faction(session, roll, seat) if settings.chamber is Chamber.COMMITTEE else [])
    return []


def _faction(session: Session, roll: Roll, seat: Membership) -> list[int]:
    """The other members of the Fraktion in the Vertretung, any of whom may stand in for a committee member."""
    council, day = body_settings(session).council_organization_id, local_day(roll.meeting.start or now_utc())
    if council is None or seat.on_behalf_of_id is None:
        return []
    return list(
        session.scalars(
            select(Person.id)
            .join(Membership, Membership.person_id == Person.id)
            .where(
                Membership.organization_id == council,
                Membership.on_behalf_of_id == seat.on_behalf_of_id,
                Membership.deputy_for_id.is_(None),
                Membership.deleted.is_(False),
                held_on(day),
            )
            .order_by(Person.family_name, Person.name, Person.id),
        )
    )


def _taken(roll: Roll, absent_id: int) -> set[int]:
    sitting = {row.person_id for row in roll.memberships if row.deputy_for_id is None and row.person_id is not None}
    refused = {person_id for person_id, answer in roll.answers.items() if answer is Answer.NO}
    return sitting | refused | set(roll.replaced_by.values()) | {absent_id}


def _ids(rows: Iterable[Membership]) -> list[int]:
    return [row.person_id for row in rows if row.person_id is not None]
