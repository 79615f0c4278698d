"""PURE. What the check of an upload can find: what it is called, why it matters, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Weight(StrEnum):
    """What a finding does to a paper's way."""

    STOP = "stop"
    """The file must be replaced."""
    DECIDE = "decide"
    """The file must be replaced, or somebody says why it is used all the same."""
    HINT = "hint"


class FindingCode(StrEnum):
    """One kind of thing found in a file."""

    WRONG_TYPE = "wrong_type"
    ENCRYPTED = "encrypted"
    UNREADABLE = "unreadable"
    TOO_MUCH = "too_much"
    MACROS = "macros"
    ENTITIES = "entities"
    COVERED_TEXT = "covered_text"
    REDACTION_MARKS = "redaction_marks"
    ACTIVE_CONTENT = "active_content"
    EMBEDDED_FILES = "embedded_files"
    COMMENTS = "comments"
    TRACKED_CHANGES = "tracked_changes"
    HIDDEN_TEXT = "hidden_text"
    NO_TEXT = "no_text"
    NO_ALT_TEXT = "no_alt_text"
    FIGURES_UNTOLD = "figures_untold"
    GPS = "gps"
    IBAN = "iban"
    PHONE = "phone"
    ADDRESS = "address"
    METADATA = "metadata"
    NOT_TAGGED = "not_tagged"
    NOT_CONVERTED = "not_converted"
    EXTERNAL_LINKS = "external_links"


@dataclass(frozen=True)
class Explained:
    """A finding in German; ``title`` may name its facts as ``{count}`` and the like."""

    weight: Weight
    title: str
    why: str
    cure: str


NEW_PDF = "Speichern Sie die Datei aus dem ursprünglichen Programm noch einmal als PDF und laden Sie sie neu hoch."
BLACKEN = (
    "Löschen Sie den Text im ursprünglichen Programm und speichern Sie ein neues PDF. "
    "Oder drucken Sie die geschwärzte Seite und scannen Sie sie."
)

EXPLAINED: Mapping[FindingCode, Explained] = {
    FindingCode.WRONG_TYPE: Explained(
        Weight.STOP,
        "Die Datei ist nicht das, was ihr Name sagt",
        "Programme öffnen Dateien nach ihrem Inhalt. Eine falsche Endung kann Schadcode verbergen.",
        NEW_PDF,
    ),
    FindingCode.ENCRYPTED: Explained(
        Weight.STOP,
        "Die Datei ist mit einem Kennwort geschützt",
        "Niemand außer Ihnen kann sie lesen, auch kein Vorleseprogramm.",
        "Speichern Sie die Datei ohne Kennwort und laden Sie sie neu hoch.",
    ),
    FindingCode.UNREADABLE: Explained(
        Weight.STOP,
        "{problem}",
        "Andere können die Datei wahrscheinlich nicht öffnen.",
        NEW_PDF,
    ),
    FindingCode.TOO_MUCH: Explained(
        Weight.STOP,
        "Die Datei bläht sich beim Öffnen auf: {problem}",
        "So werden Programme zum Absturz gebracht. Auf Tablets lässt sie sich nicht öffnen.",
        "Verkleinern Sie Bilder und speichern Sie die Datei neu.",
    ),
    FindingCode.MACROS: Explained(
        Weight.STOP,
        "Die Datei enthält Makros",
        "Makros sind Programme. Sie laufen auf den Geräten aller, die die Datei öffnen.",
        "Speichern Sie die Datei ohne Makros oder als PDF.",
    ),
    FindingCode.ENTITIES: Explained(
        Weight.STOP,
        "Die Datei versucht, fremde Dateien einzubinden",
        "So lesen Angreifer Dateien vom Rechner dessen, der sie öffnet.",
        "Verwenden Sie diese Datei nicht. Fragen Sie, woher sie kommt.",
    ),
    FindingCode.COVERED_TEXT: Explained(
        Weight.DECIDE,
        "Unter dunklen Flächen steht lesbarer Text ({count} Stellen)",
        "Eine Schwärzung verdeckt nur. Der Text darunter lässt sich markieren, kopieren und in der Suche finden.",
        BLACKEN,
    ),
    FindingCode.REDACTION_MARKS: Explained(
        Weight.DECIDE,
        "Schwärzungen sind vorgemerkt, aber nicht ausgeführt ({count} Stellen)",
        "Der Text steht noch vollständig in der Datei.",
        "Führen Sie im PDF-Programm „Schwärzungen anwenden“ aus und laden Sie die Datei neu hoch.",
    ),
    FindingCode.ACTIVE_CONTENT: Explained(
        Weight.DECIDE,
        "Die Datei enthält aktive Inhalte ({what})",
        "Sie tun etwas, sobald jemand die Datei öffnet. In Unterlagen ist das nicht nötig.",
        NEW_PDF,
    ),
    FindingCode.EMBEDDED_FILES: Explained(
        Weight.DECIDE,
        "In der Datei stecken weitere Dateien ({count})",
        "Sie werden mit veröffentlicht, ohne dass man sie sieht.",
        "Entfernen Sie die angehängten Dateien oder laden Sie sie einzeln hoch.",
    ),
    FindingCode.COMMENTS: Explained(
        Weight.DECIDE,
        "Die Datei enthält Kommentare ({count})",
        "Alle lesen sie mit, samt Namen und Zeit.",
        "Löschen Sie die Kommentare und speichern Sie die Datei neu.",
    ),
    FindingCode.TRACKED_CHANGES: Explained(
        Weight.DECIDE,
        "Die Datei enthält nachverfolgte Änderungen ({count})",
        "Gelöschter Text ist noch da und lässt sich wieder sichtbar machen.",
        "Nehmen Sie alle Änderungen an (Überprüfen → Annehmen) und speichern Sie die Datei neu.",
    ),
    FindingCode.HIDDEN_TEXT: Explained(
        Weight.DECIDE,
        "Die Datei enthält verborgenen Text",
        "Er ist unsichtbar, lässt sich aber einblenden und durchsuchen.",
        "Blenden Sie verborgenen Text ein, löschen Sie ihn und speichern Sie die Datei neu.",
    ),
    FindingCode.NO_TEXT: Explained(
        Weight.DECIDE,
        "Die Datei enthält keinen Text (Scan)",
        "Vorleseprogramme und die Suche finden nichts darin.",
        "Lassen Sie den Text erkennen, oder speichern Sie die Datei aus dem ursprünglichen Programm als PDF.",
    ),
    FindingCode.NO_ALT_TEXT: Explained(
        Weight.DECIDE,
        "Zu dem Bild fehlt eine Beschreibung (Alternativtext)",
        "Wer das Bild nicht sieht, erfährt sonst nicht, was es zeigt.",
        "Beschreiben Sie in einem Satz, was zu sehen ist. Ein Schriftstück laden Sie besser als PDF mit Text hoch.",
    ),
    FindingCode.FIGURES_UNTOLD: Explained(
        Weight.HINT,
        "Bilder in der Datei haben keine Beschreibung (Alternativtext, {count})",
        "Vorleseprogramme sagen an ihrer Stelle nur „Grafik“.",
        "Tragen Sie im ursprünglichen Programm zu jedem Bild einen Alternativtext ein und speichern Sie das PDF neu.",
    ),
    FindingCode.GPS: Explained(
        Weight.DECIDE,
        "Das Bild verrät, wo es aufgenommen wurde",
        "Die Koordinaten stehen unsichtbar in der Datei.",
        "Entfernen Sie die Standortdaten in den Eigenschaften des Bildes.",
    ),
    FindingCode.IBAN: Explained(
        Weight.DECIDE,
        "Die Datei enthält eine Kontonummer ({what})",
        "Bankverbindungen von Privatpersonen dürfen nicht öffentlich werden.",
        BLACKEN,
    ),
    FindingCode.ADDRESS: Explained(
        Weight.HINT,
        "Die Datei enthält eine Anschrift ({count} Stellen)",
        "Ist es die Anschrift einer Privatperson, darf sie nicht öffentlich werden.",
        BLACKEN,
    ),
    FindingCode.PHONE: Explained(
        Weight.HINT,
        "Die Datei enthält Telefonnummern ({count})",
        "Sind es private Nummern, dürfen sie nicht öffentlich werden.",
        BLACKEN,
    ),
    FindingCode.METADATA: Explained(
        Weight.HINT,
        "In den Eigenschaften steht: {what}",
        "Namen von Beschäftigten und interne Titel werden mit veröffentlicht.",
        "Leeren Sie die Eigenschaften der Datei (Datei → Eigenschaften) und speichern Sie sie neu.",
    ),
    FindingCode.NOT_TAGGED: Explained(
        Weight.HINT,
        "Die Datei ist nicht für Vorleseprogramme ausgezeichnet",
        "Ohne Tags fehlen Überschriften, Tabellen und Reihenfolge.",
        "Wählen Sie beim Speichern als PDF „Barrierefrei“ oder „Tagged PDF“.",
    ),
    FindingCode.NOT_CONVERTED: Explained(
        Weight.STOP,
        "Die Datei ließ sich nicht in PDF umwandeln",
        "Unterlagen werden als PDF gezeigt und gebündelt.",
        "Speichern Sie die Datei selbst als PDF und laden Sie das PDF hoch.",
    ),
    FindingCode.EXTERNAL_LINKS: Explained(
        Weight.DECIDE,
        "Die Datei lädt Inhalte aus dem Internet nach ({count})",
        "Wer sie öffnet, wird dort gezählt; fehlt das Internet, fehlt der Inhalt.",
        "Fügen Sie Bilder fest ein statt verknüpft.",
    ),
}


def title_of(code: FindingCode, facts: Mapping[str, object] | None) -> str:
    """The finding's title with its facts."""
    return EXPLAINED[code].title.format_map({"count": 1, "what": "", "problem": "", **(facts or {})})
