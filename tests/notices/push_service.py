"""A real push service on this machine: takes pushes by https, checks who sends them, and opens them as a browser would."""

import base64
import datetime as dt
import hashlib
import hmac
import ipaddress
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ris.notices.push_sealing import KeyPair, new_key_pair

P256 = ec.SECP256R1()


def from_words(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def in_words(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def opened(body: bytes, browser: KeyPair, auth: bytes) -> bytes:
    """What a browser reads of a message: RFC 8291 and RFC 5869 by hand, with nothing of what sealed it."""
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    sender, record = body[21 : 21 + length], body[21 + length :]
    assert (length, len(record) <= size) == (65, True)
    private = ec.derive_private_key(int.from_bytes(from_words(browser.private), "big"), P256)
    shared = private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(P256, sender))
    own = from_words(browser.public)
    secret = hmac.new(
        hmac.new(auth, shared, hashlib.sha256).digest(), b"WebPush: info\0" + own + sender + b"\1", hashlib.sha256
    ).digest()
    base = hmac.new(salt, secret, hashlib.sha256).digest()
    key = hmac.new(base, b"Content-Encoding: aes128gcm\0\1", hashlib.sha256).digest()[:16]
    nonce = hmac.new(base, b"Content-Encoding: nonce\0\1", hashlib.sha256).digest()[:12]
    plain = AESGCM(key).decrypt(nonce, record, None).rstrip(b"\0")
    assert plain[-1:] == b"\2", "the last record ends with 2"
    return plain[:-1]


def claims_of(authorization: str) -> tuple[dict[str, Any], str]:
    """What the sender's token says, and the key it was signed with; fails where the signature is not right."""
    kind, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    head, said, signature = parts["t"].split(".")
    r, s = (int.from_bytes(half, "big") for half in (from_words(signature)[:32], from_words(signature)[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(P256, from_words(parts["k"]))
    public.verify(encode_dss_signature(r, s), f"{head}.{said}".encode(), ec.ECDSA(hashes.SHA256()))
    assert (kind, json.loads(from_words(head))) == ("vapid", {"typ": "JWT", "alg": "ES256"})
    claims: dict[str, Any] = json.loads(from_words(said))
    return claims, parts["k"]


@dataclass
class Browser:
    """A browser that has subscribed."""

    name: str
    keys: KeyPair = field(default_factory=new_key_pair)
    auth: bytes = b"sixteen bytes ok"

    def subscription(self, service: str) -> dict[str, Any]:
        """What its script would send."""
        keys = {"p256dh": self.keys.public, "auth": in_words(self.auth)}
        return {"endpoint": f"{service}/push/{self.name}", "expirationTime": None, "keys": keys}


@dataclass
class PushService:
    """Where pushes went; ``answers`` are given by path, else 201."""

    url: str
    certificate: Path
    taken: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def messages(self, browser: Browser) -> list[Any]:
        """What a browser could read of what came for it."""
        mine = [body for path, _, body in self.taken if path == f"/push/{browser.name}"]
        return [json.loads(opened(body, browser.keys, browser.auth)) for body in mine]


@contextmanager
def push_service(folder: Path) -> Iterator[PushService]:
    """A running one, with a certificate of its own for localhost."""
    certificate = _certificate(folder)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.taken.append((self.path, dict(self.headers), body))
            self.send_response(service.answers.get(self.path, 201))
            self.send_header("Location", "https://localhost/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    service = PushService(f"https://localhost:{server.server_port}", certificate)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _certificate(folder: Path) -> Path:
    key = ec.generate_private_key(P256)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "push.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path
