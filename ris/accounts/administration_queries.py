"""Reading accounts for who keeps them: the list, one account, who may be chosen, and the policy as a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from ris.access.actor import Actor, Role
from ris.access.permissions import Permission
from ris.access.policy import could, require
from ris.access.words import ACTS, ROLES, ways_to
from ris.accounts.device_queries import reader_devices_of
from ris.accounts.models import LoginSession, Passkey, TotpKey, User
from ris.accounts.queries import devices_of
from ris.council.models import Membership, Organization, Person
from ris.council.rules import Group, group_of
from ris.scope.alphabet import alphabetical
from ris.web.paging import PAGE_SIZE, Key, Page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.accounts.device_models import ReaderDevice


@dataclass(frozen=True)
class UserLine:
    """An account as the list names it."""

    id: int
    name: str
    email: str
    roles: tuple[str, ...]
    active: bool
    waiting: bool
    """Whether no password has been set yet."""
    second_factor: bool


@dataclass(frozen=True)
class UserPage:
    """An account as its page shows it."""

    user: User
    devices: Sequence[LoginSession]
    reader_devices: Sequence[ReaderDevice]
    second_factor: bool


@dataclass(frozen=True)
class MatrixRow:
    """A permission: what it allows, by which ways, and which roles could use it."""

    act: str
    ways: Sequence[str]
    roles: tuple[bool, ...]


def users_page(session: Session, actor: Actor, wanted: str, after: Key | None) -> Page[UserLine]:
    """Accounts by name, those whose name or address holds ``wanted``, a page beginning after a key."""
    require(actor, Permission.USER_EDIT)
    sort_name = alphabetical(User.name)
    matching = or_(User.name.icontains(wanted, autoescape=True), User.email.icontains(wanted, autoescape=True))
    total = session.scalar(select(func.count()).select_from(User).where(matching)) or 0
    shown = select(User, sort_name.label("sort_name")).where(matching)
    if after is not None:
        shown = shown.where(or_(sort_name > after.value, and_(sort_name == after.value, User.id > after.id)))
    found = session.execute(shown.order_by(sort_name, User.id).limit(PAGE_SIZE + 1)).all()
    users = [row.User for row in found[:PAGE_SIZE]]
    proved_twice = _with_second_factor(session, [user.id for user in users])
    following = Key(found[PAGE_SIZE - 1].sort_name, users[-1].id) if len(found) > PAGE_SIZE else None
    return Page([_line(user, proved_twice) for user in users], total, following, first=after is None)


def _line(user: User, proved_twice: set[int]) -> UserLine:
    return UserLine(
        id=user.id,
        name=user.name,
        email=user.email,
        roles=tuple(ROLES[Role(role)] for role in user.roles),
        active=user.active,
        waiting=user.password_hash is None,
        second_factor=user.id in proved_twice,
    )


def _with_second_factor(session: Session, user_ids: Sequence[int]) -> set[int]:
    apps = select(TotpKey.user_id).where(TotpKey.user_id.in_(user_ids), TotpKey.confirmed.is_not(None))
    passkeys = select(Passkey.user_id).where(Passkey.user_id.in_(user_ids))
    return {*session.scalars(apps), *session.scalars(passkeys)}


def user_page(session: Session, actor: Actor, user_id: int, *, now: datetime) -> UserPage | None:
    """One account with its devices."""
    user = user_for(session, actor, user_id)
    if user is None:
        return None
    second_factor = user.id in _with_second_factor(session, [user.id])
    return UserPage(user, devices_of(session, user, now=now), reader_devices_of(session, user), second_factor)


def user_for(session: Session, actor: Actor, user_id: int) -> User | None:
    """One account."""
    require(actor, Permission.USER_EDIT)
    return session.scalars(select(User).where(User.id == user_id)).first()


def people_to_choose(session: Session, actor: Actor, day: date, also: int | None = None) -> list[tuple[int, str]]:
    """People an account may stand for: whoever holds a seat or office today or later, and who it stands for already."""
    require(actor, Permission.USER_EDIT)
    seated = select(Membership.person_id).where(
        Membership.deleted.is_(False), or_(Membership.end_date.is_(None), Membership.end_date >= day)
    )
    rows = session.execute(
        select(Person.id, Person.name)
        .where(Person.deleted.is_(False), or_(Person.id.in_(seated), Person.id == also))
        .order_by(alphabetical(Person.family_name, Person.name), Person.id),
    )
    return [(row.id, row.name or "ohne Namen") for row in rows]


def councils_to_choose(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Gremien one may look at with a member's eyes."""
    require(actor, Permission.ROLE_VIEW_AS)
    rows = session.execute(
        select(Organization.id, Organization.name, Organization.organization_type, Organization.classification)
        .where(Organization.deleted.is_(False))
        .order_by(alphabetical(Organization.name), Organization.id),
    )
    return [
        (row.id, row.name or "ohne Namen")
        for row in rows
        if group_of(row.organization_type, row.classification, row.name) is Group.COUNCIL
    ]


def matrix(actor: Actor) -> list[MatrixRow]:
    """Who may do what: every permission with its ways, and for each role whether it could ever use it."""
    require(actor, Permission.RIGHTS_READ)
    return [
        MatrixRow(ACTS[permission], ways_to(permission), tuple(could(_somebody(role), permission) for role in Role))
        for permission in Permission
    ]


def _somebody(role: Role) -> Actor:
    """Somebody with one role and everything that role can come with."""
    seat = frozenset({1})
    roles = frozenset({role} | ({Role.MEMBER} if role is Role.CHAIR else set()))
    return Actor(
        body_id=1,
        user_id=1,
        person_id=1 if role in {Role.MEMBER, Role.CHAIR, Role.AUTHOR} else None,
        roles=roles,
        chairs=seat if role is Role.CHAIR else frozenset(),
        factions=seat if role is Role.FACTION_STAFF else frozenset(),
    )
