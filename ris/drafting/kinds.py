"""PURE. The fields each kind of paper has beside title and texts, and what must be said before it goes on its way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ris.documents.rules import CONCERNED, PaperKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class FieldShape(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"


@dataclass(frozen=True)
class KindField:
    """A field of one kind of paper."""

    name: str
    label: str
    hint: str = ""
    shape: FieldShape = FieldShape.LINE
    choices: tuple[str, ...] = ()
    required: str = ""
    """The sentence that asks for it; empty where it may stay empty."""

    @property
    def options(self) -> list[tuple[str, str]]:
        """The choices as a form offers them."""
        return [(choice, choice) for choice in self.choices]


@dataclass(frozen=True)
class KindForm:
    """What a kind of paper asks for."""

    what: str
    """What it is for, one plain sentence."""
    texts: tuple[str, ...]
    """Columns with its texts, in order."""
    required: tuple[str, ...]
    fields: tuple[KindField, ...] = ()
    decides: bool = True
    """Whether it asks for a decision, so that its way must lead to one."""
    proposal: str = "Beschlussvorschlag"
    reasons: str = "Begründung"

    def label(self, column: str) -> str:
        """What a column with text is called in this kind of paper."""
        own = {"proposal": self.proposal, "reasons": self.reasons}
        return own.get(column) or TEXT_LABELS[column]


TEXT_LABELS: Final = {
    "finances": "Finanzielle Auswirkungen",
    "climate": "Auswirkungen auf das Klima",
    "summary": "In Kürze",
}
HEARD = (
    KindField(
        "district",
        "Ist die Sache für einen Ortsbezirk wichtig?",
        "Dann wird der Ortsbeirat vor der Entscheidung gehört (§ 82 Abs. 3 HGO). Nehmen Sie ihn in den Weg auf.",
        FieldShape.CHOICE,
        ("nein", CONCERNED),
    ),
    KindField(
        "foreigners",
        "Ist sie für ausländische Einwohnerinnen und Einwohner wichtig?",
        "Dann wird der Ausländerbeirat vor der Entscheidung gehört (§ 88 Abs. 2 HGO). Nehmen Sie ihn in den Weg auf.",
        FieldShape.CHOICE,
        ("nein", CONCERNED),
    ),
)
"""Whom a decision concerns beside the town; the check of the agenda asks it (ris/meetings/legal_checks.py)."""
TEXT_ASKED: Final = {
    "proposal": "Bitte schreiben Sie, was beschlossen werden soll.",
    "reasons": "Bitte begründen Sie die Vorlage.",
    "finances": "Bitte nennen Sie die finanziellen Auswirkungen. Gibt es keine, schreiben Sie: Keine.",
    "climate": "Bitte nennen Sie die Auswirkungen auf das Klima. Gibt es keine, schreiben Sie: Keine.",
}
KIND_FORMS: Mapping[PaperKind, KindForm] = {
    PaperKind.PROPOSAL: KindForm(
        what="Der Magistrat bittet um einen Beschluss.",
        texts=("proposal", "reasons", "finances", "climate", "summary"),
        required=("proposal", "reasons", "finances", "climate"),
        fields=(
            KindField("legal_basis", "Rechtsgrundlage", "Zum Beispiel: § 51 Nr. 7 HGO, § 8 der Hauptsatzung."),
            KindField("alternatives", "Alternativen", "Was wurde außerdem geprüft?", FieldShape.TEXT),
            *HEARD,
        ),
    ),
    PaperKind.MOTION: KindForm(
        what="Eine Fraktion oder ein Mitglied beantragt einen Beschluss.",
        texts=("proposal", "reasons", "summary"),
        required=("proposal",),
        fields=(
            KindField(
                "urgency",
                "Warum eilt es?",
                "Nur für Dringlichkeitsanträge. Über die Dringlichkeit entscheidet das Gremium.",
                FieldShape.TEXT,
            ),
            *HEARD,
        ),
        proposal="Antrag (Wortlaut des Beschlusses)",
    ),
    PaperKind.QUESTION: KindForm(
        what="Eine Fraktion oder ein Mitglied fragt den Magistrat.",
        texts=("reasons", "summary"),
        required=(),
        fields=(
            KindField(
                "questions",
                "Fragen",
                "Eine Frage je Zeile.",
                FieldShape.TEXT,
                required="Bitte schreiben Sie mindestens eine Frage.",
            ),
            KindField(
                "answer",
                "Antwort",
                "",
                FieldShape.CHOICE,
                ("mündlich in der Sitzung", "schriftlich"),
                "Bitte wählen Sie, wie geantwortet werden soll.",
            ),
        ),
        decides=False,
        reasons="Hintergrund der Fragen",
    ),
    PaperKind.REPORT: KindForm(
        what="Die Verwaltung berichtet über den Stand einer Sache.",
        texts=("reasons", "proposal", "summary"),
        required=("reasons",),
        fields=(KindField("occasion", "Anlass", "Beschluss oder Auftrag, über den berichtet wird, mit Nummer."),),
        decides=False,
        proposal="Beschlussvorschlag (zur Kenntnisnahme)",
        reasons="Bericht",
    ),
    PaperKind.NOTICE: KindForm(
        what="Der Magistrat teilt etwas mit. Darüber wird nicht abgestimmt.",
        texts=("reasons", "summary"),
        required=("reasons",),
        decides=False,
        reasons="Mitteilung",
    ),
    PaperKind.ELECTION: KindForm(
        what="Eine Stelle oder ein Ehrenamt wird durch Wahl besetzt (§ 55 HGO).",
        texts=("proposal", "reasons", "summary"),
        required=(),
        fields=(
            KindField(
                "office",
                "Zu besetzende Stelle",
                "Zum Beispiel: Schiedsperson für den Bezirk Nord.",
                required="Bitte nennen Sie die Stelle, die besetzt wird.",
            ),
            KindField(
                "seats",
                "Zahl der Stellen",
                "",
                FieldShape.NUMBER,
                required="Bitte geben Sie an, wie viele Stellen zu besetzen sind.",
            ),
            KindField(
                "candidates",
                "Wahlvorschläge",
                "Ein Vorschlag je Zeile. Namen erscheinen in der Vorlage.",
                FieldShape.TEXT,
            ),
            KindField(
                "ballot",
                "Art der Wahl",
                "Geheim, wenn nichts anderes bestimmt ist; durch Zuruf oder Handaufheben, wenn niemand widerspricht.",
                FieldShape.CHOICE,
                ("geheim mit Stimmzetteln", "durch Zuruf oder Handaufheben, wenn niemand widerspricht"),
                "Bitte wählen Sie die Art der Wahl.",
            ),
        ),
        proposal="Wahlvorschlag",
    ),
}


def missing(kind: PaperKind, texts: Mapping[str, str | None], details: Mapping[str, object]) -> dict[str, str]:
    """What must still be said before the paper goes on its way: field → sentence that asks for it."""
    form = KIND_FORMS[kind]
    asked = {name: TEXT_ASKED[name] for name in form.required if not (texts.get(name) or "").strip()}
    return asked | {
        field.name: field.required
        for field in form.fields
        if field.required and not str(details.get(field.name) or "").strip()
    }


def details_told(details: Mapping[str, object] | None, kind: str | None) -> list[tuple[str, str]]:
    """The fields of a kind as readers are told them, label and words; also a template filter."""
    if kind is None or not details:
        return []
    fields = KIND_FORMS[PaperKind(kind)].fields
    return [(field.label, str(details[field.name])) for field in fields if details.get(field.name)]
