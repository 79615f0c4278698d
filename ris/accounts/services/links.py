"""Verbs on passwords: by a link in a letter, or with the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts import letters
from ris.accounts.models import LinkPurpose, OneTimeLink, User
from ris.accounts.passwords import hashed, matches
from ris.accounts.queries import user_by_email
from ris.accounts.rules import RESET_LASTS, WELCOME_LASTS, hash_of, new_token
from ris.accounts.services.logins import forget_logins, themselves
from ris.accounts.services.users import check_password
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.mail.services import post

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

LASTS = {LinkPurpose.WELCOME: WELCOME_LASTS, LinkPurpose.RESET: RESET_LASTS}


class DeadLink(LookupError):
    """The link is unknown, used or too old."""


class WrongPassword(ValueError):
    """The old password is not the right one."""


def welcome(session: Session, actor: Actor, user: User, *, public_url: str, town: str, now: datetime) -> str:
    """Send somebody the link to set a first password; gives back the link, for a command that prints it."""
    require(actor, Permission.USER_ADD, user)
    link = f"{public_url}/konto/passwort/{_new_link(session, user, LinkPurpose.WELCOME, now)}"
    post(session, letters.welcome(user, link, town, now), now=now)
    record(session, actor, AuditEvent.USER_WELCOMED, user, {}, now=now)
    return link


def send_reset(session: Session, email: str, *, public_url: str, town: str, now: datetime) -> None:
    """Send a link to set another password, where there is such an account; who asked does not learn whether."""
    user = user_by_email(session, email)
    if user is None:
        return
    purpose = LinkPurpose.RESET if user.password_hash is not None else LinkPurpose.WELCOME
    link = f"{public_url}/konto/passwort/{_new_link(session, user, purpose, now)}"
    letter = letters.reset if purpose is LinkPurpose.RESET else letters.welcome
    post(session, letter(user, link, town, now), now=now)


def link_for(session: Session, token: str, *, now: datetime) -> OneTimeLink:
    """The link behind a token; raises :class:`DeadLink`."""
    link = session.scalars(
        select(OneTimeLink).where(OneTimeLink.token_hash == hash_of(token)).with_for_update()
    ).first()
    if link is None or link.used is not None or link.expires <= now or not link.user.active:
        raise DeadLink
    return link


def set_password_by_link(session: Session, token: str, password: str, *, now: datetime) -> User:
    """A new password for the account the link was sent to; ends all its sessions and all its other links.

    Raises :class:`DeadLink` or ``WeakPassword``.
    """
    check_password(password)
    link = link_for(session, token, now=now)
    link.used = now
    user = link.user
    user.password_hash = hashed(password)
    forget_logins(session, user)
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.id != link.id))
    record(session, themselves(user), AuditEvent.PASSWORD_CHANGED, user, {"by": link.purpose}, now=now)
    return user


def change_password(session: Session, user: User, *, old: str, new: str, but: int | None = None, now: datetime) -> None:
    """Another password, given the old one; ends all sessions except the one with the id ``but``.

    Raises :class:`WrongPassword` or ``WeakPassword``.
    """
    check_password(new)
    if not matches(user.password_hash, old):
        raise WrongPassword
    user.password_hash = hashed(new)
    forget_logins(session, user, but=but)
    session.execute(delete(OneTimeLink).where(OneTimeLink.user_id == user.id))
    record(session, themselves(user), AuditEvent.PASSWORD_CHANGED, user, {"by": "old"}, now=now)
    post(session, letters.changed(user, now), now=now)


def _new_link(session: Session, user: User, purpose: LinkPurpose, now: datetime) -> str:
    token = new_token()
    session.add(
        OneTimeLink(
            user_id=user.id,
            purpose=purpose,
            token_hash=hash_of(token),
            created=now,
            expires=now + LASTS[purpose],
        ),
    )
    return token
