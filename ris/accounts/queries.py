"""Reading accounts: which Actor a user is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, organization_token
from ris.accounts.models import User
from ris.council.models import Body, Membership
from ris.council.settings import BodySettings
from ris.db import now_utc
from ris.web.dates import BERLIN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

CHAIR_WORDS = ("vorsitz", "vorsteher", "bürgermeister")


def user_by_email(session: Session, email: str) -> User | None:
    """The active account with this address."""
    return session.scalars(select(User).where(User.email == email.strip().lower(), User.active)).first()


def actor_for(session: Session, user: User) -> Actor:
    """Cut a snapshot of what the user may read and do today loose from the database."""
    memberships = memberships_on(session, user.person_id, now_utc().astimezone(BERLIN).date())
    settings = BodySettings.from_json(session.scalars(select(Body.settings).where(Body.id == user.body_id)).one())
    organizations = {m.organization_id for m in memberships if m.organization_id is not None}
    reads = {PUBLIC, *(organization_token(identity) for identity in organizations)}
    roles = frozenset(Role(role) for role in user.roles)
    if settings.council_organization_id in organizations:
        reads.add(COUNCIL)
    if Role.CLERK in roles:
        reads |= {ADMINISTRATION, COUNCIL}
    return Actor(
        body_id=user.body_id,
        reads=frozenset(reads),
        roles=roles,
        user_id=user.id,
        person_id=user.person_id,
        chairs=frozenset(
            m.organization_id
            for m in memberships
            if m.organization_id is not None and any(word in (m.role or "").lower() for word in CHAIR_WORDS)
        ),
        name=user.name,
    )


def memberships_on(session: Session, person_id: int | None, day: date) -> Sequence[Membership]:
    """The seats and offices a person holds on a day."""
    if person_id is None:
        return []
    return session.scalars(
        select(Membership).where(
            Membership.person_id == person_id,
            Membership.deleted.is_(False),
            or_(Membership.start_date.is_(None), Membership.start_date <= day),
            or_(Membership.end_date.is_(None), Membership.end_date >= day),
        ),
    ).all()
