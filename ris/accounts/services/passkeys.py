"""Verbs on passkeys: make one, prove with one, forget one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from ris.accounts.models import Passkey, RecoveryCode, User
from ris.accounts.services.factors import has_second_factor, proved_twice
from ris.accounts.services.logins import themselves
from ris.accounts.webauthn_door import BadPasskey, Question, Site, ask_for_new, ask_for_proof, check_new, check_proof
from ris.audit.events import AuditEvent
from ris.audit.log import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

LONGEST_NAME = 60


def passkeys_of(session: Session, user: User) -> Sequence[Passkey]:
    """The passkeys of an account, the oldest first."""
    return session.scalars(select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)).all()


def ask_to_add(session: Session, user: User, site: Site) -> Question:
    """What the browser needs to make a passkey for an account."""
    known = [passkey.credential_id for passkey in passkeys_of(session, user)]
    return ask_for_new(site, handle=f"user:{user.id}".encode(), account=user.email, name=user.name, known=known)


def add_passkey(
    session: Session,
    user: User,
    site: Site,
    answer: dict[str, Any],
    challenge: str,
    *,
    name: str,
    login_id: int | None,
    now: datetime,
) -> Passkey:
    """Keep the public half of what the browser made. Raises ``BadPasskey``."""
    made = check_new(site, answer, challenge)
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == made.credential_id)) is not None:
        message = "known already"
        raise BadPasskey(message)
    passkey = Passkey(
        user_id=user.id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        name=name.strip()[:LONGEST_NAME] or "Passkey",
        created=now,
    )
    session.add(passkey)
    proved_twice(session, login_id)
    record(session, themselves(user), AuditEvent.FACTOR_ADDED, user, {"kind": "passkey"}, now=now)
    return passkey


def ask_to_prove(session: Session, user: User | None, site: Site) -> Question:
    """What the browser needs to prove that it holds a passkey: one of the account's, or of anybody's."""
    known = [passkey.credential_id for passkey in passkeys_of(session, user)] if user is not None else []
    return ask_for_proof(site, known=known)


def user_by_passkey(session: Session, site: Site, answer: dict[str, Any], challenge: str, *, now: datetime) -> User:
    """Whose passkey signed the challenge. Raises ``BadPasskey``, with the same words whatever was wrong."""
    passkey = session.scalars(
        select(Passkey)
        .where(Passkey.credential_id == str(answer.get("id", "")))
        .options(joinedload(Passkey.user))
        .with_for_update(of=Passkey),
    ).first()
    if passkey is None or not passkey.user.active:
        message = "unknown"
        raise BadPasskey(message)
    passkey.sign_count = check_proof(
        site, answer, challenge, public_key=passkey.public_key, sign_count=passkey.sign_count
    )
    passkey.last_used = now
    return passkey.user


def remove_passkey(session: Session, user: User, passkey_id: int, *, now: datetime) -> bool:
    """Forget a passkey of the account; whether there was one. The recovery codes go with the last factor."""
    gone = session.execute(
        delete(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user.id).returning(Passkey.id)
    ).first()
    if gone is None:
        return False
    if not has_second_factor(session, user):
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    record(session, themselves(user), AuditEvent.FACTOR_REMOVED, user, {"kind": "passkey"}, now=now)
    return True
