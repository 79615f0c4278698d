"""Forms of publishing: text in, checked values out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING

from ris.documents.uploads import LARGEST_UPLOAD, ContentKind, kind_of
from ris.web.answers import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.datastructures import FileStorage, MultiDict

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
    """Why something is taken back, in words everybody may read, and what stands in its place."""

    reason: str = ""
    instead: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> ReasonForm:
        """Read what was sent."""
        reason = visible(values.get("reason", "")).strip()
        errors = {}
        if not reason:
            errors["reason"] = "Bitte nennen Sie den Grund. Er steht öffentlich an der alten Adresse."
        elif len(reason) > LONGEST_REASON:
            errors["reason"] = f"Bitte kürzen Sie den Grund auf {LONGEST_REASON} Zeichen; es sind {len(reason)}."
        return cls(reason, values.get("instead", "").strip(), errors)

    def refused(self, name: str, sentence: str) -> ReasonForm:
        """The same form with what the house says to one field."""
        return replace(self, errors={name: sentence})


@dataclass(frozen=True)
class CloseForm:
    """Why an item is dealt with without the public, for members, and why it is not to be read any more, for everybody."""

    reason: str = ""
    closed_reason: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, values: Mapping[str, str], *, public: bool) -> CloseForm:
        """Read what was sent; ``public``: whether there is somebody to tell why it is gone."""
        errors = dict(ReasonForm.parse(values).errors) if public else {}
        closed = visible(values.get("closed_reason", "")).strip()
        if not closed:
            errors["closed_reason"] = (
                "Bitte nennen Sie den Grund für den nichtöffentlichen Teil, z. B. Grundstückspreis."
            )
        elif len(closed) > LONGEST_REASON:
            errors["closed_reason"] = f"Bitte kürzen Sie den Grund auf {LONGEST_REASON} Zeichen; es sind {len(closed)}."
        return cls(visible(values.get("reason", "")).strip(), closed, errors)


@dataclass(frozen=True)
class ReplaceForm:
    """The new version of a document, and why it takes the old one's place."""

    reason: str = ""
    content: bytes = b""
    mime_type: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    document: str = ""
    """Never filled: a browser does not keep a chosen file."""

    @classmethod
    def parse(cls, values: Mapping[str, str], files: Mapping[str, FileStorage], wanted: str) -> ReplaceForm:
        """Read what was sent; ``wanted`` is the media type of the document that is replaced."""
        errors = dict(ReasonForm.parse(values).errors)
        sent = files.get("document")
        content = sent.stream.read(LARGEST_UPLOAD + 1) if sent is not None else b""
        said = (sent.mimetype if sent is not None else "") or ""
        # By what it is, not by what it is called; only what we do not know ourselves is taken at the browser's word.
        kind = kind_of(BytesIO(content)) or ("" if said in set(ContentKind) else said)
        if not content:
            errors["document"] = "Bitte wählen Sie die neue Datei aus."
        elif len(content) > LARGEST_UPLOAD:
            errors["document"] = "Die Datei ist größer als 50 MB. Bitte verkleinern Sie die Bilder darin."
        elif kind != wanted:
            errors["document"] = "Die neue Datei ist von anderer Art. Bitte wählen Sie eine derselben Art."
        return cls(visible(values.get("reason", "")).strip(), content, kind, errors)

    def refused(self, sentence: str) -> ReplaceForm:
        """The same form with what the house says to it."""
        return replace(self, errors={"document": sentence})
