"""Accounts to look around with, offered on the login page of an invented town and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ris.council.settings import BodySettings


class TownWithSettings(Protocol):
    """The town of a request."""

    @property
    def settings(self) -> BodySettings:
        """What it decides for itself."""


@dataclass(frozen=True)
class DemoLogin:
    """What to type, and whom one then is."""

    what: str
    email: str
    password: str


def demo_logins(town: TownWithSettings) -> list[DemoLogin]:
    """The logins the town's settings offer; real towns have none."""
    return [
        DemoLogin(entry.get("what", ""), entry.get("email", ""), entry.get("password", ""))
        for entry in town.settings.demo_logins
    ]
