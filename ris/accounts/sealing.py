"""Secrets that must be read again are kept sealed: the only module that knows cryptography.

AES-256-GCM (NIST SP 800-38D) under a key made of the installation's secret by HKDF-SHA256 (RFC 5869). What is sealed
names the key it was sealed with, so that the secret can be changed while older ones still open.
"""

from __future__ import annotations

import base64
import hashlib
import os
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Iterable

KIND: Final = "s1"
"""What a sealed text begins with; another way of sealing gets another word."""
PURPOSE: Final = b"ris: keys of authenticator apps, 1"
NONCE: Final = 12
"""Bytes, random for each sealing."""
NAME: Final = 12
"""Hex digits that name a key; they tell nothing of it."""


class CannotOpen(Exception):
    """Sealed with a secret this installation no longer has, for somebody else, or changed since."""


class KeyRing:
    """The keys of this installation for one purpose: the first seals, all of them open."""

    def __init__(self, secrets: Iterable[str], purpose: bytes = PURPOSE) -> None:
        keys = [_derived(secret, purpose) for secret in secrets]
        self._present = _name_of(keys[0])
        self._keys = {_name_of(key): AESGCM(key) for key in keys}

    def seal(self, text: str, *, about: str) -> str:
        """The text as it is kept; ``about`` binds it to its owner, so that no row opens with another's."""
        nonce = os.urandom(NONCE)
        closed = self._keys[self._present].encrypt(nonce, text.encode(), about.encode())
        return f"{KIND}.{self._present}.{base64.urlsafe_b64encode(nonce + closed).decode()}"

    def open(self, sealed: str, *, about: str) -> str:
        """The text again; raises :class:`CannotOpen`."""
        kind, _, rest = sealed.partition(".")
        name, _, content = rest.partition(".")
        key = self._keys.get(name)
        if kind != KIND or key is None:
            raise CannotOpen
        try:
            closed = base64.urlsafe_b64decode(content)
            return key.decrypt(closed[:NONCE], closed[NONCE:], about.encode()).decode()
        except (InvalidTag, ValueError) as changed:
            raise CannotOpen from changed

    def is_present(self, sealed: str) -> bool:
        """Whether it is sealed with the secret of today."""
        return sealed.startswith(f"{KIND}.{self._present}.")


def is_sealed(text: str) -> bool:
    """Whether a text was sealed at all; Base32 has no full stop."""
    return text.startswith(f"{KIND}.")


def owner(user_id: int) -> str:
    """What the key of an app is bound to."""
    return f"totp:{user_id}"


def _derived(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _name_of(key: bytes) -> str:
    return hashlib.sha256(b"name:" + key).hexdigest()[:NAME]
