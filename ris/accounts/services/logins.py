"""Verbs on sessions: open one on a device, see it, end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from ris.access.actor import Actor, Role
from ris.access.permissions import Permission
from ris.access.policy import Forbidden, may
from ris.accounts.models import LoginSession, User
from ris.accounts.passwords import hashed, matches, outdated
from ris.accounts.queries import user_by_email
from ris.accounts.rules import SEEN_EVERY, hash_of, idle_hours, new_token
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.town import body_settings
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Device:
    """Where somebody logs in."""

    words: str
    stay: bool = False
    """Whether it is their own and they want to stay logged in."""


def verified(session: Session, email: str, password: str) -> User | None:
    """The account, when address and password are right; takes as long where there is none."""
    user = user_by_email(session, email)
    return user if matches(user.password_hash if user else None, password) else None


def open_login(session: Session, user: User, device: Device, *, second_factor: bool, now: datetime) -> str:
    """Let somebody who has proved who they are in on this device; the token its cookie keeps."""
    settings = body_settings(session, user.body_id)
    token = new_token()
    login = LoginSession(
        user_id=user.id,
        token_hash=hash_of(token),
        device=device.words,
        created=now,
        last_seen=now,
        confirmed=now,
        idle_hours=idle_hours(
            [Role(role) for role in user.roles],
            stay=device.stay,
            office_hours=settings.office_session_hours,
            member_days=settings.member_session_days,
        ),
        ends=now + timedelta(days=settings.longest_session_days),
        second_factor=second_factor,
    )
    session.add(login)
    record(session, themselves(user), AuditEvent.USER_LOGGED_IN, user, {"second_factor": second_factor}, now=now)
    return token


def login_of(session: Session, token: str, *, now: datetime) -> LoginSession | None:
    """The session a cookie's token opens, if it is still good for the current Body."""
    login = session.scalars(
        select(LoginSession).where(LoginSession.token_hash == hash_of(token)).options(joinedload(LoginSession.user)),
    ).first()
    if login is None or not login.user.active or login.over(now):
        return None
    return login


def wants_to_be_seen(login: LoginSession, now: datetime) -> bool:
    """Whether it is time to write down that the device was here."""
    return now - login.last_seen > SEEN_EVERY


def see(session: Session, login_id: int, *, now: datetime) -> None:
    """Write down that a device was here, and forget those that have not been for long."""
    login = session.get(LoginSession, login_id)
    if login is None:
        return
    login.last_seen = now
    for other in session.scalars(select(LoginSession).where(LoginSession.user_id == login.user_id)):
        if other.over(now):
            session.delete(other)


def end_login(session: Session, actor: Actor, login: LoginSession, *, now: datetime) -> None:
    """Log a device out: one's own, or anybody's for who keeps accounts."""
    if login.user_id != actor.user_id and not may(actor, Permission.USER_EDIT, login):
        raise Forbidden(Permission.USER_EDIT)
    session.delete(login)
    record(session, actor, AuditEvent.USER_LOGGED_OUT, login.user, {"devices": 1}, now=now)


def end_all_logins(session: Session, actor: Actor, user: User, *, but: int | None = None, now: datetime) -> None:
    """Log out everywhere, except on the device with this session's id."""
    if user.id != actor.user_id and not may(actor, Permission.USER_EDIT, user):
        raise Forbidden(Permission.USER_EDIT)
    ended = forget_logins(session, user, but=but)
    record(session, actor, AuditEvent.USER_LOGGED_OUT, user, {"devices": ended}, now=now)


def forget_logins(session: Session, user: User, *, but: int | None = None) -> int:
    """Delete the sessions of an account, except one; how many they were."""
    theirs = select(LoginSession.id).where(LoginSession.user_id == user.id)
    ids = [login_id for login_id in session.scalars(theirs) if login_id != but]
    session.execute(delete(LoginSession).where(LoginSession.id.in_(ids)))
    return len(ids)


def renew_hash(user: User, password: str) -> None:
    """Hash a password anew that was hashed by older rules; only its owner's login has it in clear."""
    if user.password_hash is not None and outdated(user.password_hash):
        user.password_hash = hashed(password)


def themselves(user: User) -> Actor:
    """The account as the author of what it does to itself."""
    return Actor(body_id=current_body_id(), user_id=user.id, name=user.name)
