"""Forms of accounts: text in, checked values out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class LoginForm:
    """Address and password as typed; ``errors`` maps a field to a sentence that names the cure."""

    email: str = ""
    password: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> LoginForm:
        """Read what was sent."""
        email, password = values.get("email", "").strip(), values.get("password", "")
        errors = {}
        if "@" not in email:
            errors["email"] = "Bitte geben Sie Ihre E-Mail-Adresse ein."
        if not password:
            errors["password"] = "Bitte geben Sie Ihr Passwort ein."  # noqa: S105 - a sentence
        return cls(email, password, errors)
