"""Passwords: Argon2id by argon2-cffi, the only module that knows it."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_hasher = PasswordHasher()


@cache
def _decoy() -> str:
    """Something to compare with where there is no account."""
    return _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """What is kept of a password."""
    return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is right; takes as long when there is no account to compare with."""
    right = _verify(kept or _decoy(), password)
    return right and kept is not None


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (Argon2Error, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether it was hashed by older parameters than today's."""
    return _hasher.check_needs_rehash(kept)
