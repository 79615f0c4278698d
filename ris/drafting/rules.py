"""PURE. What counts in co-signing, and whether a way through the organizations makes sense."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from ris.documents.rules import PaperState

if TYPE_CHECKING:
    from collections.abc import Sequence


class SignVerdict(StrEnum):
    """What a station says to a paper."""

    AGREED = "agreed"
    CHANGED = "changed"
    """Agrees, with a change of its own."""
    RETURNED = "returned"


VERDICT_WORDS = {
    SignVerdict.AGREED: "hat zugestimmt",
    SignVerdict.CHANGED: "hat mit Änderung zugestimmt",
    SignVerdict.RETURNED: "hat zurückgegeben",
}
AGREEING = frozenset({SignVerdict.AGREED, SignVerdict.CHANGED})


ASKED = frozenset({PaperState.NUMBERED, PaperState.ON_AGENDA})
"""States in which a question was handed in and is to be answered."""


class CheckState(StrEnum):
    """How far the check of an upload is."""

    WAITING = "waiting"
    DONE = "done"


class StopRole(StrEnum):
    """What an organization does with a paper, in OParl's free words as German towns use them."""

    HEARING = "Anhörung"
    PREPARATION = "Vorberatung"
    DECISION = "Entscheidung"
    NOTED = "Kenntnisnahme"


BEFORE_DECISION = frozenset({StopRole.HEARING, StopRole.PREPARATION})


@dataclass(frozen=True)
class PlannedStop:
    """A stop on a paper's way as far as order matters."""

    organization: str
    role: StopRole
    day: date | None = None


def order_warnings(stops: Sequence[PlannedStop], *, decides: bool) -> list[str]:
    """What is wrong with the order of a way, one German sentence each; ``decides``: the paper asks for a decision."""
    warnings = []
    decisions = [place for place, stop in enumerate(stops) if stop.role is StopRole.DECISION]
    if stops and decides and not decisions:
        warnings.append("Keine Station entscheidet. Bitte geben Sie einer Station die Aufgabe „Entscheidung“.")
    if decisions:
        late = [stop for stop in stops[decisions[0] + 1 :] if stop.role in BEFORE_DECISION]
        warnings += [f"{stop.role.value} in „{stop.organization}“ steht nach der Entscheidung." for stop in late]
    dated = [stop for stop in stops if stop.day is not None]
    for before, after in pairwise(dated):
        if before.day is not None and after.day is not None and after.day < before.day:
            warnings.append(
                f"„{after.organization}“ tagt am {after.day:%d.%m.%Y}, also vor „{before.organization}“ "
                f"({before.day:%d.%m.%Y}). Bitte ändern Sie die Reihenfolge oder den Termin."
            )
        elif before.day == after.day and before.role in BEFORE_DECISION:
            warnings.append(
                f"„{before.organization}“ und „{after.organization}“ tagen am selben Tag: "
                f"Das Ergebnis der {before.role.value} liegt dann noch nicht schriftlich vor."
            )
    return warnings
