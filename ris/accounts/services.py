"""Verbs on accounts."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ris.access.actor import Actor, Role
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.models import User
from ris.accounts.passwords import hashed, matches
from ris.accounts.queries import user_by_email
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

FREE_ATTEMPTS = 5
BLOCK = timedelta(minutes=5)
SHORTEST_PASSWORD = 10


class WeakPassword(ValueError):
    """A password of fewer than ten characters."""


def add_user(
    session: Session,
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str,
    roles: Iterable[Role] = (),
    person_id: int | None = None,
    now: datetime,
) -> User:
    """Open an account; raises :class:`WeakPassword`."""
    require(actor, Permission.USER_ADD)
    if len(password) < SHORTEST_PASSWORD:
        raise WeakPassword
    user = User(
        email=email.strip().lower(),
        name=name,
        password_hash=hashed(password),
        roles=sorted(role.value for role in roles),
        person_id=person_id,
        created=now,
        session_key=secrets.token_hex(16),
    )
    session.add(user)
    record(session, actor, AuditEvent.USER_ADDED, user, {"roles": user.roles}, now=now)
    return user


def log_in(session: Session, email: str, password: str, *, now: datetime) -> User | None:
    """The account, when address and password are right and it is not blocked after too many wrong tries."""
    user = user_by_email(session, email)
    right = matches(user.password_hash if user else None, password)
    if user is None or (user.blocked_until is not None and user.blocked_until > now):
        return None
    if not right:
        user.failed_logins += 1
        if user.failed_logins >= FREE_ATTEMPTS:
            user.blocked_until = now + BLOCK
            user.failed_logins = 0
        return None
    user.failed_logins, user.blocked_until = 0, None
    actor = Actor(body_id=current_body_id(), user_id=user.id)
    record(session, actor, AuditEvent.USER_LOGGED_IN, user, {}, now=now)
    return user
