"""What goes into window envelopes, as pure data: a list to check off, and one covering letter for each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Envelope:
    """One letter: its address as it stands in the window, and whom it greets."""

    lines: tuple[str, ...]
    """Name first; at most six lines fit (DIN 5008)."""
    part: str
    """As what they are invited: Mitglied, Vertretung."""


@dataclass(frozen=True)
class PostalPlan:
    """All letters of one sending."""

    body: str
    sender: str
    """One line above the address: who gets it back."""
    day: str
    subject: str
    paragraphs: tuple[str, ...]
    """Of each letter, the signature last."""
    envelopes: tuple[Envelope, ...]


def postal_data(plan: PostalPlan) -> dict[str, Any]:
    """The plan as a JSON object."""
    return asdict(plan)


def postal_plan_from(data: dict[str, Any]) -> PostalPlan:
    """The plan out of :func:`postal_data`'s object; raises ``KeyError`` or ``TypeError`` for another shape."""
    envelopes = tuple(Envelope(tuple(each["lines"]), each["part"]) for each in data["envelopes"])
    return PostalPlan(**{**data, "paragraphs": tuple(data["paragraphs"]), "envelopes": envelopes})
