"""Forms of supplements and notices: text in, checked values out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ris.law.provisions import Medium
from ris.meetings.invitation_models import SupplementKind
from ris.web.answers import line_from

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ris.meetings.invitation_models import Supplement

LONGEST = 2_000
KINDS = (
    (SupplementKind.SUPPLEMENT.value, "Nachtrag: geht vor der Sitzung an alle Eingeladenen"),
    (SupplementKind.TABLE.value, "Tischvorlage: wird in der Sitzung verteilt"),
)
MEDIA = tuple((medium.value, medium.label) for medium in Medium)


@dataclass(frozen=True)
class SupplementForm:
    """Which kind, and why it comes later."""

    kind: str = SupplementKind.SUPPLEMENT.value
    reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> SupplementForm:
        """Read what was sent."""
        kind, reason = values.get("kind", ""), line_from(values.get("reason"))
        errors = {}
        if kind not in {known for known, _ in KINDS}:
            errors["kind"] = "Bitte wählen Sie, wie die Ergänzung verteilt wird."
        if not reason:
            errors["reason"] = "Bitte schreiben Sie in einem Satz, warum die Ergänzung später kommt."
        elif len(reason) > LONGEST:
            errors["reason"] = f"Bitte kürzen Sie den Grund auf {LONGEST} Zeichen."
        return cls(kind, reason, errors)

    @classmethod
    def of(cls, supplement: Supplement) -> SupplementForm:
        """The form as it was saved."""
        return cls(supplement.kind, supplement.reason)


@dataclass(frozen=True)
class NoticeForm:
    """Where and when the notice was complete."""

    medium: str = Medium.GAZETTE.value
    medium_name: str = ""
    completed_on: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> NoticeForm:
        """Read what was sent."""
        medium, name = values.get("medium", ""), line_from(values.get("medium_name"))
        day = values.get("completed_on", "").strip()
        errors = {}
        if medium not in {known for known, _ in MEDIA}:
            errors["medium"] = "Bitte wählen Sie das Medium der Hauptsatzung."
        if not name:
            errors["medium_name"] = "Bitte nennen Sie Zeitung, Amtsblatt oder Internetadresse beim Namen."
        if day_of(day) is None:
            errors["completed_on"] = "Bitte geben Sie den Tag so an: 2026-12-01."
        return cls(medium, name[:500], day, errors)


def day_of(text: str) -> date | None:
    """A day as browsers send it; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
