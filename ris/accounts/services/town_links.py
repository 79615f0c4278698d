"""Linking the accounts one person has in two towns: a code made in the one, given back in the other, proves both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts import letters
from ris.accounts.models import AccountLink, LinkCode, User
from ris.accounts.rules import LINK_LASTS, hash_of, new_recovery_code, plain_code
from ris.accounts.services.logins import themselves
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Body
from ris.mail.services import post
from ris.scope.current import current_body_id, working_for
from ris.web.addresses import number_from

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

MOST: Final = 20
"""Links of one account."""


class DeadCode(LookupError):
    """The code is unknown, used, too old, from this very town, or of somebody with another address."""


def new_link_code(session: Session, actor: Actor, user: User, *, now: datetime) -> str:
    """A code for another town, good for ten minutes and once; an earlier one is worth nothing any more."""
    require(actor, Permission.OWN_AREA)
    session.execute(delete(LinkCode).where((LinkCode.user_id == user.id) | (LinkCode.expires <= now)))
    code = new_recovery_code()
    session.add(LinkCode(user_id=user.id, code_hash=_kept(current_body_id(), code), expires=now + LINK_LASTS))
    return f"{current_body_id()}-{code}"


def redeem(session: Session, actor: Actor, user: User, code: str, *, now: datetime) -> str:
    """Link the account with the one the code was made for; the other town's name. Raises :class:`DeadCode`.

    Each town gets its half of the link, an entry in its trail, and its account a letter.
    """
    require(actor, Permission.OWN_AREA)
    here = current_body_id()
    there, _, rest = code.strip().partition("-")
    other_id = number_from(there)
    body = session.scalars(select(Body).where(Body.id == other_id, Body.deleted.is_(False))).first()
    if body is None or body.id == here:
        raise DeadCode
    with working_for(body.id):
        other = _holder(session, body.id, rest, now)
    if other.email != user.email:  # who has the code of somebody else is somebody else
        raise DeadCode
    if len(session.scalars(select(AccountLink.id).where(AccountLink.user_id == user.id)).all()) >= MOST:
        raise DeadCode
    home = session.scalars(select(Body).where(Body.id == here)).one()
    halves = [(here, user, body, other), (body.id, other, home, user)]
    for body_id, own, far_town, far in sorted(halves, key=lambda half: half[0]):  # two at once take the same turn
        with working_for(body_id):
            _keep_half(session, own, far_town, far, now)
    return body.name


def unlink(session: Session, actor: Actor, user: User, link_id: int, *, now: datetime) -> bool:
    """Undo a link from this side; both halves go. Whether it was one of the account's. Also for who has left."""
    link = session.scalars(select(AccountLink).where(AccountLink.id == link_id, AccountLink.user_id == user.id)).first()
    if link is None:
        return False
    far_body, far_user, here = link.other_body_id, link.other_user_id, current_body_id()
    session.delete(link)
    record(session, actor, AuditEvent.ACCOUNTS_UNLINKED, user, {"town": far_body}, now=now)
    session.flush()  # each town's rows are written while working for it
    with working_for(far_body):
        twin = select(AccountLink).where(
            AccountLink.user_id == far_user, AccountLink.other_user_id == user.id, AccountLink.other_body_id == here
        )
        for row in session.scalars(twin).all():
            owner = session.scalars(select(User).where(User.id == far_user)).one()
            session.delete(row)
            record(session, themselves(owner), AuditEvent.ACCOUNTS_UNLINKED, owner, {"town": here}, now=now)
        session.flush()  # as above
    return True


def _holder(session: Session, body_id: int, code: str, now: datetime) -> User:
    """Whose code it is; it is used up by being looked at in this transaction."""
    wanted = select(LinkCode).where(LinkCode.code_hash == _kept(body_id, code), LinkCode.expires > now)
    row = session.scalars(wanted.with_for_update()).first()
    user = None
    if row is not None:
        user = session.scalars(select(User).where(User.id == row.user_id, User.active)).first()
        session.delete(row)
        session.flush()  # while working for its town
    if user is None:
        raise DeadCode
    return user


def _keep_half(session: Session, user: User, far_town: Body, far: User, now: datetime) -> None:
    known = session.scalars(
        select(AccountLink).where(AccountLink.user_id == user.id, AccountLink.other_user_id == far.id)
    ).first()
    if known is None:
        row = AccountLink(user_id=user.id, other_body_id=far_town.id, other_user_id=far.id, created=now)
        session.add(row)
    record(session, themselves(user), AuditEvent.ACCOUNTS_LINKED, user, {"town": far_town.id}, now=now)
    post(session, letters.linked(user, far_town.name, now), now=now)
    session.flush()  # each town's rows are written while working for it


def _kept(body_id: int, code: str) -> str:
    return hash_of(f"link:{body_id}:{plain_code(code)}")
