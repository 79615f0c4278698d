"""Forms of the agenda desk: text in, checked values out; ``errors`` maps a field to a sentence that names the cure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from ris.law.sitting import Convening, Subject
from ris.meetings.services.agenda_demands import Demand
from ris.meetings.services.agenda_items import ItemWords
from ris.meetings.services.agenda_terms import Terms
from ris.web.answers import line_from, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ris.meetings.invitation_models import AgendaDraft
    from ris.meetings.models import AgendaItem

LONGEST_NAME = 500
LONGEST_TEXT = 5_000
CONVENINGS = (
    (Convening.REGULAR.value, "Mit der gewöhnlichen Ladungsfrist"),
    (Convening.SHORT.value, "Abgekürzt, weil es eilt"),
    (Convening.SECOND.value, "Zum zweiten Mal, nach Beschlussunfähigkeit"),
)
SUBJECTS = tuple((subject.value, subject.label[0].upper() + subject.label[1:]) for subject in Subject)


@dataclass(frozen=True)
class ItemForm:
    """An item's words."""

    name: str = ""
    public: str = "ja"
    closed_reason: str = ""
    subject: str = Subject.ORDINARY.value
    block: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> ItemForm:
        """Read what was sent."""
        name = line_from(values.get("name"))
        public = values.get("public", "")
        reason = line_from(values.get("closed_reason"))
        subject = values.get("subject", Subject.ORDINARY.value)
        errors = {}
        if not name:
            errors["name"] = "Bitte schreiben Sie, worum es geht."
        elif len(name) > LONGEST_NAME:
            errors["name"] = f"Bitte kürzen Sie die Bezeichnung auf {LONGEST_NAME} Zeichen."
        if public not in {"ja", "nein"}:
            errors["public"] = "Bitte wählen Sie, ob der Punkt öffentlich beraten wird."
        if public == "nein" and not reason:
            errors["closed_reason"] = "Bitte schreiben Sie den Grund, zum Beispiel „Grundstückspreis“ (§ 52 HGO)."
        elif len(reason) > LONGEST_NAME:
            errors["closed_reason"] = f"Bitte kürzen Sie den Grund auf {LONGEST_NAME} Zeichen."
        if subject not in {known.value for known in Subject}:
            errors["subject"] = "Bitte wählen Sie einen Gegenstand aus der Liste."
        return cls(name, public, reason, subject, values.get("block") == "1", errors)

    @classmethod
    def of(cls, item: AgendaItem) -> ItemForm:
        """The form as the item stands."""
        public = "ja" if item.public else "nein"
        return cls(item.name or "", public, item.closed_reason or "", item.subject, item.block)

    @property
    def words(self) -> ItemWords:
        """What the service takes; only of a form without errors."""
        return ItemWords(self.name, self.public == "ja", self.closed_reason, Subject(self.subject), self.block)


@dataclass(frozen=True)
class TermsForm:
    """How the meeting is convened."""

    convening: str = Convening.REGULAR.value
    urgency: str = ""
    first_of_term: bool = False
    agreed_on: str = ""
    agreed_with: str = ""
    letter: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> TermsForm:
        """Read what was sent."""
        convening, agreed_on = values.get("convening", ""), values.get("agreed_on", "").strip()
        urgency = visible(values.get("urgency", "")).strip()
        letter = visible(values.get("letter", "")).replace("\r\n", "\n").strip()
        errors = {}
        if convening not in {known for known, _ in CONVENINGS}:
            errors["convening"] = "Bitte wählen Sie, wie eingeladen wird."
        if convening == Convening.SHORT and not urgency:
            errors["urgency"] = "Bitte schreiben Sie, warum es eilt (§ 58 Abs. 1 Satz 3 HGO)."
        if agreed_on and _day(agreed_on) is None:
            errors["agreed_on"] = "Bitte geben Sie den Tag so an: 2026-12-01."
        for name, text in (("urgency", urgency), ("letter", letter)):
            if len(text) > LONGEST_TEXT:
                errors[name] = f"Bitte kürzen Sie den Text auf {LONGEST_TEXT} Zeichen."
        agreed_with = line_from(values.get("agreed_with"))[:LONGEST_NAME]
        return cls(convening, urgency, values.get("first_of_term") == "1", agreed_on, agreed_with, letter, errors)

    @classmethod
    def of(cls, draft: AgendaDraft) -> TermsForm:
        """The form as it was saved."""
        agreed_on = draft.agreed_on.isoformat() if draft.agreed_on else ""
        return cls(draft.convening, draft.urgency, draft.first_of_term, agreed_on, draft.agreed_with, draft.letter)

    @property
    def terms(self) -> Terms:
        """What the service takes; only of a form without errors."""
        return Terms(
            Convening(self.convening),
            self.urgency,
            _day(self.agreed_on),
            self.agreed_with,
            self.letter,
            first_of_term=self.first_of_term,
        )


@dataclass(frozen=True)
class DemandForm:
    """Something that was demanded, with who and when."""

    demanded: str = ""
    demanded_by: str = ""
    demanded_on: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str], today: date) -> DemandForm:
        """Read what was sent."""
        name, by = (line_from(values.get(key)) for key in ("demanded", "demanded_by"))
        on = values.get("demanded_on", "").strip()
        day = _day(on)
        errors = {}
        if not name:
            errors["demanded"] = "Bitte schreiben Sie, was auf die Tagesordnung soll."
        if not by:
            errors["demanded_by"] = "Bitte schreiben Sie, wer es verlangt, zum Beispiel: ein Viertel der Mitglieder."
        for key, text in (("demanded", name), ("demanded_by", by)):
            if len(text) > LONGEST_NAME:
                errors[key] = f"Bitte kürzen Sie auf {LONGEST_NAME} Zeichen."
        if day is None:
            errors["demanded_on"] = "Bitte geben Sie den Tag so an: 2026-12-01."
        elif day > today:
            errors["demanded_on"] = "Der Tag liegt in der Zukunft. Tragen Sie ein, wann das Verlangen eingegangen ist."
        return cls(name, by, on, errors)

    def demand(self) -> Demand:
        """What the service takes; only of a form without errors."""
        return Demand(self.demanded, self.demanded_by, date.fromisoformat(self.demanded_on))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
