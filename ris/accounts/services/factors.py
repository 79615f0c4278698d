"""Verbs on the second factor: authenticator app and recovery codes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update

from ris.accounts.models import LoginSession, Passkey, RecoveryCode, TotpKey, User
from ris.accounts.rules import RECOVERY_CODES, hash_of, new_recovery_code, plain_code
from ris.accounts.sealing import CannotOpen, owner
from ris.accounts.services.logins import themselves
from ris.accounts.totp import new_secret, step_of
from ris.audit.events import AuditEvent
from ris.audit.log import record

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.accounts.sealing import KeyRing

log = logging.getLogger(__name__)


class WrongCode(ValueError):
    """The code is not the one the app shows now, or was used already."""


def has_second_factor(session: Session, user: User) -> bool:
    """Whether the password alone does not open this account."""
    app = session.scalar(
        select(TotpKey.user_id).where(TotpKey.user_id == user.id, TotpKey.confirmed.is_not(None)),
    )
    return app is not None or has_passkeys(session, user)


def has_passkeys(session: Session, user: User) -> bool:
    """Whether the account has a passkey."""
    return bool(session.scalar(select(func.count()).select_from(Passkey).where(Passkey.user_id == user.id)))


def begin_totp(session: Session, user: User, keys: KeyRing) -> TotpKey:
    """A key for the app; the same until a right code confirms it."""
    key = session.get(TotpKey, user.id)
    if key is None:
        key = TotpKey(user_id=user.id, secret=keys.seal(new_secret(), about=owner(user.id)))
        session.add(key)
    return key


def confirm_totp(
    session: Session, user: User, code: str, keys: KeyRing, *, login_id: int | None, now: datetime
) -> None:
    """The app is set up when it shows the right code; the session it was set up in counts as proved twice.

    Raises :class:`WrongCode`.
    """
    key = session.get(TotpKey, user.id, with_for_update=True)
    step = _step(key, plain_code(code), keys, now) if key is not None else None
    if key is None or step is None:
        raise WrongCode
    key.confirmed, key.last_step = now, step
    proved_twice(session, login_id)
    record(session, themselves(user), AuditEvent.FACTOR_ADDED, user, {"kind": "app"}, now=now)


def remove_totp(session: Session, user: User, *, now: datetime) -> None:
    """Forget the app, and the recovery codes with the last factor."""
    session.execute(delete(TotpKey).where(TotpKey.user_id == user.id))
    if not has_passkeys(session, user):
        session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    record(session, themselves(user), AuditEvent.FACTOR_REMOVED, user, {"kind": "app"}, now=now)


def check_second_factor(session: Session, user: User, typed: str, keys: KeyRing, *, now: datetime) -> None:
    """A code of the app or a recovery code; both work once. Raises :class:`WrongCode`."""
    code = plain_code(typed)
    key = session.get(TotpKey, user.id, with_for_update=True)
    if key is not None and key.confirmed is not None:
        step = _step(key, code, keys, now)
        if step is not None:
            key.last_step = step
            reseal(key, keys)
            return
    used = session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.user_id == user.id, RecoveryCode.code_hash == hash_of(code), RecoveryCode.used.is_(None))
        .values(used=now)
        .returning(RecoveryCode.id),
        execution_options={"synchronize_session": False},
    ).first()
    if used is None:
        raise WrongCode


def _step(key: TotpKey, code: str, keys: KeyRing, now: datetime) -> int | None:
    """The half minute a code belongs to. A key nobody can open shows none: then there is the code on paper."""
    try:
        secret = keys.open(key.secret, about=owner(key.user_id))
    except CannotOpen:
        log.warning("the app's key of account %s was sealed with a secret this installation does not have", key.user_id)
        return None
    return step_of(secret, code, after=key.last_step, now=now)


def reseal(key: TotpKey, keys: KeyRing) -> bool:
    """Seal a key anew that was sealed with an older secret; whether it was. Raises :class:`CannotOpen`."""
    if keys.is_present(key.secret):
        return False
    about = owner(key.user_id)
    key.secret = keys.seal(keys.open(key.secret, about=about), about=about)
    return True


def renew_recovery_codes(session: Session, user: User, *, now: datetime) -> list[str]:
    """Ten new codes, shown once; the old ones are worth nothing."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=hash_of(plain_code(code))) for code in codes)
    record(session, themselves(user), AuditEvent.FACTOR_ADDED, user, {"kind": "codes"}, now=now)
    return codes


def proved_twice(session: Session, login_id: int | None) -> None:
    """The session in hand has a second proof from now on."""
    login = session.get(LoginSession, login_id) if login_id is not None else None
    if login is not None:
        login.second_factor = True
