"""Coming in: each step in short transactions of its own, so that hashing a password never holds the database.

Whoever tries is counted first, asked then, and told the same whatever was wrong: unknown address, wrong password,
closed account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ris.accounts.models import User
from ris.accounts.rules import LOGIN_FROM_PLACE, LOGIN_OF_ACCOUNT, RESET_FROM_PLACE, RESET_OF_ACCOUNT, SECOND_FACTOR
from ris.accounts.services.attempts import forget_attempts, give_back, take_attempt
from ris.accounts.services.factors import WrongCode, check_second_factor
from ris.accounts.services.logins import Device, open_login, renew_hash, verified
from ris.accounts.services.passkeys import user_by_passkey
from ris.db import db, now_utc, transaction
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from ris.accounts.sealing import KeyRing
    from ris.accounts.webauthn_door import Site


class TooManyTries(Exception):
    """Wait; nobody says for which account, or whether there is one."""


class WrongProof(Exception):
    """Address, password or code is not right; nobody says which."""


@dataclass(frozen=True)
class Visitor:
    """Who tries, as far as it is known."""

    address: str
    """Network address; only a keyed hash of it is kept, for minutes."""
    key: str
    """The machine's secret."""
    keys: KeyRing
    """Open the keys of apps."""


def prove_password(visitor: Visitor, email: str, password: str) -> int:
    """Id of the account; raises TooManyTries or WrongProof."""
    account = email.strip().lower()
    with transaction() as session:
        allowed = [
            take_attempt(session, limit, whom, key=visitor.key, now=now_utc())
            for limit, whom in ((LOGIN_OF_ACCOUNT, account), (LOGIN_FROM_PLACE, visitor.address))
        ]
    if not all(allowed):
        raise TooManyTries
    user = verified(db.session(), account, password)
    if user is None:
        raise WrongProof
    user_id = user.id
    with transaction() as session:
        forget_attempts(session, LOGIN_OF_ACCOUNT, account, key=visitor.key)
        give_back(session, LOGIN_FROM_PLACE, visitor.address, key=visitor.key)
        renew_hash(session.get_one(User, user_id), password)
    return user_id


def prove_code(visitor: Visitor, user_id: int, code: str) -> None:
    """The second proof, by app or paper; raises TooManyTries or WrongProof."""
    with transaction() as session:
        allowed = take_attempt(session, SECOND_FACTOR, str(user_id), key=visitor.key, now=now_utc())
    if not allowed:
        raise TooManyTries
    try:
        with transaction() as session:
            check_second_factor(session, session.get_one(User, user_id), code, visitor.keys, now=now_utc())
            forget_attempts(session, SECOND_FACTOR, str(user_id), key=visitor.key)
    except WrongCode as error:
        raise WrongProof from error


def prove_passkey(site: Site, answer: dict[str, Any], challenge: str) -> int:
    """Id of the account whose passkey signed; raises ``BadPasskey``. Nothing can be guessed, so nothing is counted."""
    with transaction() as session:
        return user_by_passkey(session, site, answer, challenge, now=now_utc()).id


def let_in(user_id: int, device: Device, *, second_factor: bool) -> str:
    """Open the session; the token for the cookie."""
    with transaction() as session:
        return open_login(session, session.get_one(User, user_id), device, second_factor=second_factor, now=now_utc())


def ask_for_reset(visitor: Visitor, email: str, *, public_url: str, town: str) -> None:
    """Have a link sent if there is such an account. A job looks, so asking takes the same time either way."""
    account = email.strip().lower()
    with transaction() as session:
        allowed = [
            take_attempt(session, limit, whom, key=visitor.key, now=now_utc())
            for limit, whom in ((RESET_OF_ACCOUNT, account), (RESET_FROM_PLACE, visitor.address))
        ]
        if all(allowed):
            details = {"email": account, "public_url": public_url, "town": town}
            enqueue(session, JobKind.SEND_RESET, current_body_id(), key=account, **details)
