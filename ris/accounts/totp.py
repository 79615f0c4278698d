"""Codes of authenticator apps (RFC 6238) by pyotp, and their picture by segno: the only module that knows the two."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import pyotp
import segno

if TYPE_CHECKING:
    from datetime import datetime

STEP_SECONDS = 30


def new_secret() -> str:
    """160 random bits in Base32."""
    return pyotp.random_base32()


def step_of(secret: str, code: str, *, after: int, now: datetime) -> int | None:
    """Number of the half minute whose code this is, one step early or late; None for a wrong, old or used one."""
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // STEP_SECONDS
    for step in (present - 1, present, present + 1):
        if step > after and pyotp.utils.strings_equal(code, totp.generate_otp(step)):
            return step
    return None


def address_of(secret: str, account: str, town: str) -> str:
    """What the app reads: ``otpauth://totp/…``."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=town)


def picture_of(address: str) -> str:
    """A QR code as a ``data:`` address, dark on light in every colour scheme."""
    stream = io.BytesIO()
    segno.make(address, error="m").save(stream, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(stream.getvalue()).decode("ascii")
