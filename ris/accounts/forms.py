"""Forms of accounts: text in, checked values out. ``errors`` maps a field to a sentence that names the cure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ris.accounts.rules import LONGEST_PASSWORD, SHORTEST_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 254
WRONG = "E-Mail-Adresse oder Passwort ist falsch."
WRONG_CODE = "Dieser Code ist falsch oder wurde schon benutzt. Bitte geben Sie den nächsten Code ein."
TOO_MANY = "Das waren zu viele Versuche. Bitte warten Sie fünf Minuten und versuchen Sie es dann noch einmal."


@dataclass(frozen=True)
class LoginForm:
    """Address and password as typed."""

    email: str = ""
    password: str = ""
    stay: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> LoginForm:
        """Read what was sent."""
        email, password = values.get("email", "").strip()[:LONGEST], values.get("password", "")[:LONGEST_PASSWORD]
        errors = {}
        if "@" not in email:
            errors["email"] = "Bitte geben Sie Ihre E-Mail-Adresse ein."
        if not password:
            errors["password"] = "Bitte geben Sie Ihr Passwort ein."  # noqa: S105 - a sentence
        return cls(email, password, "stay" in values, errors)


@dataclass(frozen=True)
class CodeForm:
    """A code of an app, or from paper."""

    code: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> CodeForm:
        """Read what was sent."""
        code = values.get("code", "").strip()[:40]
        return cls(code, {} if code else {"code": "Bitte geben Sie den Code ein."})


@dataclass(frozen=True)
class AddressForm:
    """Whose password is forgotten."""

    email: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> AddressForm:
        """Read what was sent."""
        email = values.get("email", "").strip()[:LONGEST]
        return cls(email, {} if "@" in email else {"email": "Bitte geben Sie Ihre E-Mail-Adresse ein."})


@dataclass(frozen=True)
class NewPasswordForm:
    """A new password, once: who mistypes it asks for another link. ``old`` where one is logged in."""

    password: str = ""
    old: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str], *, asks_old: bool = False) -> NewPasswordForm:
        """Read what was sent."""
        password, old = values.get("password", ""), values.get("old", "")[:LONGEST_PASSWORD]
        errors = {}
        if asks_old and not old:
            errors["old"] = "Bitte geben Sie Ihr bisheriges Passwort ein."
        if len(password) < SHORTEST_PASSWORD:
            errors["password"] = f"Bitte wählen Sie ein Passwort mit mindestens {SHORTEST_PASSWORD} Zeichen."
        elif len(password) > LONGEST_PASSWORD:
            errors["password"] = f"Bitte wählen Sie ein Passwort mit höchstens {LONGEST_PASSWORD} Zeichen."
        return cls(password, old, errors)
