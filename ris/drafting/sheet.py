"""A paper as it is printed: what stands on the PDF, from the paper as it is now."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.documents.models import PaperVersion
from ris.documents.pdf.cell import CellFailure, Limits, run_in_cell
from ris.documents.queries.relations import originators_of
from ris.documents.rules import STATE_WORDS, PaperState
from ris.drafting.kinds import KIND_FORMS
from ris.web.dates import full_moment, plain_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper

LIMITS = Limits(memory=1_000_000_000, seconds=60, silence=60.0)
FAILED = "Die Vorlage konnte nicht als PDF erzeugt werden. Bitte versuchen Sie es später noch einmal."
HEADINGS = {
    "summary": "In Kürze",
    "finances": "Finanzielle Auswirkungen",
    "climate": "Auswirkungen auf das Klima",
}


class NotPrinted(Exception):
    """The PDF cannot be made; the message is a German sentence."""


def sheet_of(session: Session, actor: Actor, paper: Paper, town: str, address: str) -> dict[str, Any]:
    """What the PDF of a paper says; ``address``: where the paper is read."""
    version = session.scalars(
        select(PaperVersion).where(PaperVersion.paper_id == paper.id, PaperVersion.number == paper.version)
    ).first()
    form = KIND_FORMS[paper.written_kind]
    html = paper.html or {}
    headings = HEADINGS | {"proposal": form.proposal, "reasons": form.reasons}
    details = [(field.label, _lines((paper.details or {}).get(field.name, ""))) for field in form.fields]
    texts = [(headings[name], html.get(name, "")) for name in form.texts]
    from_whom = ", ".join(found.name for found in originators_of(session, actor, paper.id))
    state = STATE_WORDS[PaperState(paper.state or "")] if paper.reference is None else ""
    lines = [
        f"Nummer {paper.reference}" if paper.reference else f"{state}, noch ohne Nummer",
        f"Von: {from_whom}" if from_whom else "",
        f"Datum: {plain_day(paper.date)}" if paper.date else "",
        f"Eingegangen am {full_moment(paper.submitted)}" if paper.submitted else "",
    ]
    return {
        "town": town,
        "kind": paper.paper_type or "Vorlage",
        "title": paper.name or "Vorlage ohne Titel",
        "lines": [line for line in lines if line],
        "sections": [(heading, text) for heading, text in [*details, *texts] if text],
        "foot": [
            f"Fassung {paper.version} vom {full_moment(version.at)}" if version else "Nicht freigegebener Entwurf",
            address,
        ],
        "digest": version.digest if version else "",
    }


def print_sheet(sheet: dict[str, Any], target: Path) -> None:
    """Write the PDF; raises :class:`NotPrinted`."""
    try:
        result = run_in_cell("paper", {"sheet": sheet, "target": str(target)}, LIMITS, lambda _message: None)
    except CellFailure as failure:
        raise NotPrinted(FAILED) from failure
    if "unavailable" in result:
        raise NotPrinted(result["unavailable"])


def _lines(text: object) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in str(text).splitlines() if line.strip())
