"""Verbs on accounts: open, change and close them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from ris.access.actor import FOLLOWING, Actor, Role
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.models import LoginSession, OneTimeLink, Passkey, RecoveryCode, TotpKey, User
from ris.accounts.passwords import hashed
from ris.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.mail.rules import is_address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


class WeakPassword(ValueError):
    """A password of fewer than ten characters, or of more than anybody types."""


class NoAddress(ValueError):
    """An account needs an e-mail address."""


class AddressTaken(ValueError):
    """There is an account with this address already."""


class OwnAccount(ValueError):
    """Nobody closes or weakens the account they are working with."""


def check_password(password: str) -> None:
    """Raise :class:`WeakPassword` for one that is too short or absurdly long."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword


def add_user(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None = None,
    roles: Iterable[Role] = (),
    person_id: int | None = None,
    now: datetime,
) -> User:
    """Open an account; without password it waits for the link of the invitation.

    Raises :class:`WeakPassword`, :class:`NoAddress`, :class:`AddressTaken`.
    """
    require(actor, Permission.USER_ADD)
    if password is not None:
        check_password(password)
    address = email.strip().lower()
    if not is_address(address):
        raise NoAddress(address)
    if session.scalar(select(User.id).where(User.email == address)) is not None:
        raise AddressTaken(address)
    user = User(
        email=address,
        name=name.strip(),
        password_hash=hashed(password) if password is not None else None,
        roles=given(roles),
        person_id=person_id,
        created=now,
    )
    session.add(user)
    record(session, actor, AuditEvent.USER_ADDED, user, {"roles": user.roles}, now=now)
    return user


def change_user(
    session: Session,
    actor: Actor,
    user: User,
    *,
    name: str,
    roles: Iterable[Role],
    person_id: int | None,
    now: datetime,
) -> None:
    """Another name, other roles, another person behind it. Raises :class:`OwnAccount` when one would lock oneself out."""
    require(actor, Permission.USER_EDIT, user)
    new_roles = given(roles)
    if user.id == actor.user_id and Role.ADMINISTRATOR not in new_roles:
        raise OwnAccount
    was = {"roles": user.roles, "person": user.person_id}
    user.name, user.roles, user.person_id = name.strip(), new_roles, person_id
    record(
        session,
        actor,
        AuditEvent.USER_CHANGED,
        user,
        {"was": was, "roles": user.roles, "person": user.person_id},
        now=now,
    )


def close_user(session: Session, actor: Actor, user: User, *, now: datetime) -> None:
    """Nobody gets in with it any more; what it did stays in the log. Raises :class:`OwnAccount`."""
    require(actor, Permission.USER_EDIT, user)
    if user.id == actor.user_id:
        raise OwnAccount
    user.active = False
    for model in (LoginSession, OneTimeLink):
        session.execute(delete(model).where(model.user_id == user.id))
    record(session, actor, AuditEvent.USER_CLOSED, user, {}, now=now)


def reopen_user(session: Session, actor: Actor, user: User, *, now: datetime) -> None:
    """Let a closed account be used again, with the password it had."""
    require(actor, Permission.USER_EDIT, user)
    user.active = True
    record(session, actor, AuditEvent.USER_CHANGED, user, {"reopened": True}, now=now)


def take_back_factors(session: Session, actor: Actor, user: User, *, now: datetime) -> None:
    """Somebody lost telephone and paper: the password alone is enough until they set up a new second factor."""
    require(actor, Permission.USER_EDIT, user)
    for model in (TotpKey, RecoveryCode, Passkey, LoginSession):
        session.execute(delete(model).where(model.user_id == user.id))
    record(session, actor, AuditEvent.FACTOR_REMOVED, user, {"by": "office"}, now=now)


def given(roles: Iterable[Role]) -> list[str]:
    """The roles as an account keeps them; those that follow from seats are not given."""
    return sorted(role.value for role in set(roles) - FOLLOWING)
