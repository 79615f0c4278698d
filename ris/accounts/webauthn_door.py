"""Passkeys (WebAuthn) by Duo's ``webauthn``: the only module that knows it. JSON in, JSON out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


class BadPasskey(ValueError):
    """What the browser sent proves nothing."""


@dataclass(frozen=True)
class Site:
    """The place a passkey is good for: it works nowhere else, whatever a forged page says."""

    host: str
    """Relying party id: the host name without port."""
    origin: str
    """Scheme, host and port, as the browser's address line has them."""
    name: str = ""


@dataclass(frozen=True)
class Question:
    """What the browser is asked: options for it, and the challenge to be kept until it answers."""

    options: dict[str, Any]
    challenge: str


@dataclass(frozen=True)
class NewKey:
    """The public half of a new passkey, base64url."""

    credential_id: str
    public_key: str
    sign_count: int


def ask_for_new(site: Site, *, handle: bytes, account: str, name: str, known: Iterable[str]) -> Question:
    """Ask the browser to make a passkey; ``known`` are those the account has, to be left out."""
    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_id=handle,
        user_name=account,
        user_display_name=name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_described(known),
    )
    return Question(json.loads(webauthn.options_to_json(options)), bytes_to_base64url(options.challenge))


def check_new(site: Site, answer: dict[str, Any], challenge: str) -> NewKey:
    """The passkey the browser made; raises :class:`BadPasskey`."""
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise BadPasskey(str(error)) from error
    return NewKey(
        bytes_to_base64url(made.credential_id), bytes_to_base64url(made.credential_public_key), made.sign_count
    )


def ask_for_proof(site: Site, *, known: Iterable[str] = ()) -> Question:
    """Ask the browser to prove it holds a passkey; any of this site's where none is named."""
    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(json.loads(webauthn.options_to_json(options)), bytes_to_base64url(options.challenge))


def check_proof(site: Site, answer: dict[str, Any], challenge: str, *, public_key: str, sign_count: int) -> int:
    """The new count of signatures; raises :class:`BadPasskey`."""
    try:
        proved = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise BadPasskey(str(error)) from error
    return proved.new_sign_count


def _described(known: Iterable[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(credential_id)) for credential_id in known]
