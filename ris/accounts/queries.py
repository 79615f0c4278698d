"""Reading accounts: which Actor a user is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from ris.access.actor import FOLLOWING, Actor, BodyRule, Role
from ris.access.circles import (
    ADMINISTRATION,
    COUNCIL,
    PUBLIC,
    chair_token,
    during,
    meeting_token,
    organization_token,
    person_token,
)
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.accounts.models import LoginSession, Passkey, RecoveryCode, Substitution, TotpKey, User
from ris.accounts.sealing import owner
from ris.council.models import Membership, Organization
from ris.council.rules import Group, group_of, rank_of
from ris.council.town import body_settings
from ris.db import now_utc
from ris.web.dates import BERLIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.accounts.device_models import ReaderDevice
    from ris.accounts.sealing import KeyRing

BEGINNING = date(1990, 1, 1)
"""Nothing readable here is older; seats without a first day begin here."""


def user_by_email(session: Session, email: str) -> User | None:
    """The active account with this address."""
    return session.scalars(select(User).where(User.email == email.strip().lower(), User.active)).first()


@dataclass(frozen=True)
class Seat:
    """A seat or office of a person, as far as rights follow from it."""

    organization_id: int
    group: Group
    chairs: bool
    first: date | None
    last: date | None

    def held_on(self, day: date) -> bool:
        """Whether the person holds it on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def actor_for(session: Session, user: User) -> Actor:
    """Cut a snapshot of what the user may read and do today loose from the database."""
    now = now_utc()
    day = now.astimezone(BERLIN).date()
    settings = body_settings(session, user.body_id)
    known = seats_of(session, user.person_id)
    seats = [seat for seat in known if seat.held_on(day)]
    roles = roles_of(user, seats)
    return Actor(
        body_id=user.body_id,
        reads=frozenset(
            {
                *circles_of(user, roles, seats, settings.council_organization_id),
                *circles_left(known, day, settings.council_organization_id),
                *(meeting_token(identity) for identity in meetings_taken_over(session, user.person_id, now)),
            },
        ),
        roles=roles,
        user_id=user.id,
        person_id=user.person_id,
        organizations=frozenset(seat.organization_id for seat in seats),
        chairs=frozenset(seat.organization_id for seat in seats if seat.chairs),
        factions=frozenset(seat.organization_id for seat in seats if seat.group is Group.FACTION),
        body_rules=frozenset({BodyRule.CLERK_APPROVES} if settings.clerk_approves_agendas else ()),
        name=user.name,
    )


def roles_of(user: User, seats: Iterable[Seat]) -> frozenset[Role]:
    """The roles an account was given, and those that follow from the seats of the day."""
    roles = {Role(role) for role in user.roles} - FOLLOWING
    for seat in seats:
        if seat.group is Group.COUNCIL:
            roles.add(Role.MEMBER)
        if seat.chairs:
            roles.add(Role.CHAIR)
    return frozenset(roles)


def circles_of(user: User, roles: Iterable[Role], seats: Sequence[Seat], council: int | None) -> frozenset[str]:
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


def circles_left(seats: Sequence[Seat], day: date, council: int | None) -> frozenset[str]:
    """What became readable for circles while the person belonged to them, and is still theirs (docs/adr/0070)."""
    held = {seat.organization_id for seat in seats if seat.held_on(day)}
    words: set[str] = set()
    for seat in seats:
        if seat.organization_id in held or seat.last is None or seat.last >= day:
            continue
        first = max(seat.first or BEGINNING, BEGINNING)
        words |= during(organization_token(seat.organization_id), first, seat.last)
        if seat.organization_id == council:
            words |= during(COUNCIL, first, seat.last)
    return frozenset(words)


def meetings_taken_over(session: Session, person_id: int | None, now: datetime) -> Sequence[int]:
    """The meetings in which a person takes somebody's place."""
    if person_id is None:
        return []
    return session.scalars(
        select(Substitution.meeting_id).where(
            Substitution.substitute_id == person_id,
            Substitution.since <= now,
            or_(Substitution.ended.is_(None), Substitution.ended > now),
        ),
    ).all()


def seats_of(session: Session, person_id: int | None) -> Sequence[Seat]:
    """All seats and offices of a person, past ones and those to come.

    A deputy's is none: they read a meeting from the moment they stand in, and nothing by being one.
    """
    if person_id is None:
        return []
    rows = session.execute(
        select(
            Membership.organization_id,
            Membership.role,
            Membership.start_date,
            Membership.end_date,
            Organization.organization_type,
            Organization.classification,
            Organization.name,
        )
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            Membership.person_id == person_id,
            Membership.deputy_for_id.is_(None),
            Membership.deleted.is_(False),
        ),
    )
    return [
        Seat(
            organization_id=row.organization_id,
            group=group_of(row.organization_type, row.classification, row.name),
            chairs=rank_of(row.role or "") == 0,
            first=row.start_date,
            last=row.end_date,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class AccountPage:
    """One's own account, as its page shows it."""

    name: str
    email: str
    devices: Sequence[LoginSession]
    here: int
    """Id of the session that asks."""
    app: bool
    """Whether an authenticator app is set up."""
    passkeys: Sequence[Passkey]
    codes_left: int
    readers: Sequence[ReaderDevice]
    """Devices that keep packs."""

    @property
    def device(self) -> str:
        """The device that asks, in words."""
        return next((login.device for login in self.devices if login.id == self.here), "")

    @property
    def second_factor(self) -> bool:
        """Whether the password alone does not open the account."""
        return self.app or bool(self.passkeys)


def totp_secret(session: Session, user: User, keys: KeyRing) -> str | None:
    """The key of an app that has begun and not finished, for its owner to read; None where there is none.

    Raises :class:`ris.accounts.sealing.CannotOpen`.
    """
    key = session.get(TotpKey, user.id)
    return keys.open(key.secret, about=owner(user.id)) if key is not None and key.confirmed is None else None


def account_page(
    session: Session, user: User, readers: Sequence[ReaderDevice], *, here: int, now: datetime
) -> AccountPage:
    """What the owner of an account sees of it."""
    key = session.get(TotpKey, user.id)
    return AccountPage(
        name=user.name,
        email=user.email,
        devices=devices_of(session, user, now=now),
        here=here,
        app=key is not None and key.confirmed is not None,
        passkeys=session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)).all(),
        codes_left=recovery_codes_left(session, user),
        readers=readers,
    )


def devices_of(session: Session, user: User, *, now: datetime) -> list[LoginSession]:
    """Where an account is logged in, the latest first."""
    rows = session.scalars(
        select(LoginSession).where(LoginSession.user_id == user.id).order_by(LoginSession.last_seen.desc()),
    )
    return [row for row in rows if not row.over(now)]


def login_for(session: Session, actor: Actor, login_id: int) -> LoginSession | None:
    """A session one may end: one's own, or anybody's for who keeps accounts."""
    login = session.scalars(select(LoginSession).where(LoginSession.id == login_id)).first()
    if login is None or (login.user_id != actor.user_id and not may(actor, Permission.USER_EDIT, login)):
        return None
    return login


def recovery_codes_left(session: Session, user: User) -> int:
    """How many codes on paper still work."""
    unused = select(func.count()).select_from(RecoveryCode)
    return session.scalar(unused.where(RecoveryCode.user_id == user.id, RecoveryCode.used.is_(None))) or 0
