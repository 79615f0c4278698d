"""Web Push: a message only its browser can open (RFC 8291, RFC 8188), and the proof of who sends it (VAPID, RFC 8292).

Only the order of the steps is ours; every primitive is cryptography's (docs/adr/0131).
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from datetime import datetime

CURVE: Final = ec.SECP256R1()
RECORD: Final = 4096
"""Bytes of the only record (RFC 8188, 2.1); ours are far shorter."""
SALT: Final = 16
LAST_RECORD: Final = b"\x02"
PROOF_LASTS: Final = 12 * 3600
"""Seconds; at most a day is allowed (RFC 8292, 2)."""
POINT: Final = 65
AUTH: Final = 16


class BadKeys(ValueError):
    """What a browser is said to have given are no keys."""


@dataclass(frozen=True)
class KeyPair:
    """A pair on P-256, both halves base64url: the public one as an uncompressed point, the private one as a number."""

    public: str
    private: str


def new_key_pair() -> KeyPair:
    """A new pair."""
    private = ec.generate_private_key(CURVE)
    number = private.private_numbers().private_value.to_bytes(32, "big")
    return KeyPair(_encoded(_point_of(private.public_key())), _encoded(number))


@dataclass(frozen=True)
class Receiver:
    """The keys of a browser's subscription."""

    public: bytes
    auth: bytes

    @classmethod
    def from_words(cls, p256dh: str, auth: str) -> Receiver:
        """As the browser tells them; raises :class:`BadKeys`."""
        receiver = cls(decoded(p256dh), decoded(auth))
        if len(receiver.public) != POINT or len(receiver.auth) != AUTH:
            raise BadKeys
        try:
            ec.EllipticCurvePublicKey.from_encoded_point(CURVE, receiver.public)
        except ValueError as error:
            raise BadKeys from error
        return receiver


def sealed_for(receiver: Receiver, message: bytes, *, salt: bytes | None = None, own: KeyPair | None = None) -> bytes:
    """The body of the request; ``salt`` and ``own`` are random but where the RFC's example is repeated."""
    salt, own = salt or os.urandom(SALT), own or new_key_pair()
    point = decoded(own.public)
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, receiver.public)
    shared = _private(own).exchange(ec.ECDH(), public)
    secret = _derived(receiver.auth, shared, b"WebPush: info\x00" + receiver.public + point, 32)
    key = _derived(salt, secret, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _derived(salt, secret, b"Content-Encoding: nonce\x00", 12)
    record = AESGCM(key).encrypt(nonce, message + LAST_RECORD, None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(point)]) + point + record


def proof(endpoint: str, own: KeyPair, contact: str, *, now: datetime) -> str:
    """The Authorization header: a token for this push service alone, signed with the town's key."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(now.timestamp()) + PROOF_LASTS,
        "sub": contact,
    }
    signed = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
    r, s = decode_dss_signature(_private(own).sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = _encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={own.public}"


def decoded(text: str) -> bytes:
    """Base64url without its padding; raises :class:`BadKeys`."""
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKeys from error


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _json(value: dict[str, Any]) -> str:
    return _encoded(json.dumps(value, separators=(",", ":")).encode())


def _derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def _private(pair: KeyPair) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decoded(pair.private), "big"), CURVE)


def _point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
