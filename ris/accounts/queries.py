"""Reading accounts: which Actor a user is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ris.access.actor import FOLLOWING, Actor, BodyRule, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, chair_token, organization_token, person_token
from ris.accounts.models import User
from ris.council.models import Body, Membership, Organization
from ris.council.rules import Group, group_of, rank_of
from ris.council.settings import BodySettings
from ris.db import now_utc
from ris.web.dates import BERLIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session


def user_by_email(session: Session, email: str) -> User | None:
    """The active account with this address."""
    return session.scalars(select(User).where(User.email == email.strip().lower(), User.active)).first()


@dataclass(frozen=True)
class SeatToday:
    """A seat or office of today, as far as rights follow from it."""

    organization_id: int
    group: Group
    chairs: bool


def actor_for(session: Session, user: User) -> Actor:
    """Cut a snapshot of what the user may read and do today loose from the database."""
    settings = BodySettings.from_json(session.scalars(select(Body.settings).where(Body.id == user.body_id)).one())
    seats = seats_on(session, user.person_id, now_utc().astimezone(BERLIN).date())
    roles = roles_of(user, seats)
    return Actor(
        body_id=user.body_id,
        reads=circles_of(user, roles, seats, settings.council_organization_id),
        roles=roles,
        user_id=user.id,
        person_id=user.person_id,
        organizations=frozenset(seat.organization_id for seat in seats),
        chairs=frozenset(seat.organization_id for seat in seats if seat.chairs),
        factions=frozenset(seat.organization_id for seat in seats if seat.group is Group.FACTION),
        body_rules=frozenset({BodyRule.CLERK_APPROVES} if settings.clerk_approves_agendas else ()),
        name=user.name,
    )


def roles_of(user: User, seats: Sequence[SeatToday]) -> frozenset[Role]:
    """The roles an account was given, and those that follow from the seats of the day."""
    roles = {Role(role) for role in user.roles} - FOLLOWING
    if any(seat.group is Group.COUNCIL for seat in seats):
        roles.add(Role.MEMBER)
    if any(seat.chairs for seat in seats):
        roles.add(Role.CHAIR)
    return frozenset(roles)


def circles_of(user: User, roles: Iterable[Role], seats: Sequence[SeatToday], council: int | None) -> frozenset[str]:
    """The circles a user belongs to today; ``council`` is the representative body."""
    circles = {PUBLIC, *(organization_token(seat.organization_id) for seat in seats)}
    circles |= {chair_token(seat.organization_id) for seat in seats if seat.chairs}
    if user.person_id is not None:
        circles.add(person_token(user.person_id))
    if any(seat.organization_id == council for seat in seats):
        circles.add(COUNCIL)
    if Role.CLERK in roles:
        circles |= {ADMINISTRATION, COUNCIL}
    return frozenset(circles)


def seats_on(session: Session, person_id: int | None, day: date) -> Sequence[SeatToday]:
    """The seats and offices a person holds on a day."""
    if person_id is None:
        return []
    rows = session.execute(
        select(
            Membership.organization_id,
            Membership.role,
            Organization.organization_type,
            Organization.classification,
            Organization.name,
        )
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            Membership.person_id == person_id,
            Membership.deleted.is_(False),
            or_(Membership.start_date.is_(None), Membership.start_date <= day),
            or_(Membership.end_date.is_(None), Membership.end_date >= day),
        ),
    )
    return [
        SeatToday(
            organization_id=row.organization_id,
            group=group_of(row.organization_type, row.classification, row.name),
            chairs=rank_of(row.role or "") == 0,
        )
        for row in rows
    ]
