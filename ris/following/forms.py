"""Forms of following: text in, checked values out. ``errors`` maps a field to a sentence that names the cure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ris.mail.rules import is_address
from ris.notices.rules import Pace

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST: Final = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3 with its angle brackets)."""
PACES: Final = (
    (Pace.DAILY.value, "einmal am Tag, morgens"),
    (Pace.NOW.value, "sofort"),
)
NO_ADDRESS = "Bitte geben Sie Ihre E-Mail-Adresse ein. Sie sieht so aus: name@beispiel.de."
NO_PACE = "Bitte wählen Sie, wie oft Sie eine E-Mail bekommen möchten."


@dataclass
class FollowForm:
    """An address, and how soon it wants to hear."""

    email: str = ""
    pace: str = Pace.DAILY.value
    errors: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """What a field holds, by its name."""
        return {"email": self.email, "wie-oft": self.pace}[name]

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> FollowForm:
        """Read what was sent."""
        form = cls(_with_plain_domain(values.get("email", "").strip()[: LONGEST + 1]), values.get("wie-oft", ""))
        if not is_address(form.email) or len(form.email) > LONGEST:
            form.errors["email"] = NO_ADDRESS
        if chosen_pace(form.pace) is None:
            form.errors["wie-oft"] = NO_PACE
        return form


def chosen_pace(text: str) -> Pace | None:
    """One of the paces that are offered."""
    return Pace(text) if text in dict(PACES) else None


def _with_plain_domain(address: str) -> str:
    """„müller.de“ as mail servers write it (RFC 5891); as it was typed where that cannot be."""
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}" if at and not domain.isascii() else address
    except UnicodeError:
        return address
