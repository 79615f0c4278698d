"""Forms of publishing: text in, checked values out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import MultiDict

    from ris.publication.plans import Plan

MOST_KEYS = 5000
LONGEST_REASON = 2000


@dataclass(frozen=True)
class ChoiceForm:
    """What is ticked to become public; ``errors`` maps a field to a sentence that names the cure."""

    chosen: frozenset[str] = frozenset()
    looked: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def preset(cls, plan: Plan) -> ChoiceForm:
        """As the page is first shown: what somebody said is meant for the public."""
        return cls(frozenset(row.facts.key for row in plan.offered if row.preset))

    @classmethod
    def parse(cls, values: MultiDict[str, str]) -> ChoiceForm:
        """Read what was sent."""
        return cls(frozenset(values.getlist("zeile")[:MOST_KEYS]), looked=values.get("geprueft") == "1")


@dataclass(frozen=True)
class ReasonForm:
    """Why something is taken back, in words everybody may read."""

    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> ReasonForm:
        """Read what was sent."""
        reason = values.get("reason", "").strip()
        errors = {}
        if not reason:
            errors["reason"] = "Bitte nennen Sie den Grund. Er steht öffentlich an der alten Adresse."
        elif len(reason) > LONGEST_REASON:
            errors["reason"] = f"Bitte kürzen Sie den Grund auf {LONGEST_REASON} Zeichen; es sind {len(reason)}."
        return cls(reason, errors)
