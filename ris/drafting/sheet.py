"""A paper as it is printed: what stands on the PDF, from the paper as it is now."""

from __future__ import annotations

from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.audit.chain import digest_of
from ris.documents.models import PaperVersion
from ris.documents.pdf.cell import CellFailure, Limits, run_in_cell
from ris.documents.queries.relations import originators_of
from ris.documents.rules import STATE_WORDS, PaperState
from ris.drafting.kinds import KIND_FORMS, details_told
from ris.web.dates import full_moment, plain_day

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper

LIMITS = Limits(memory=1_000_000_000, seconds=60, silence=60.0)
FAILED = "Die Vorlage konnte nicht als PDF erzeugt werden. Bitte versuchen Sie es später noch einmal."
BUSY = "Es werden gerade mehrere PDFs erzeugt. Bitte versuchen Sie es in einigen Sekunden noch einmal."
MOST_KEPT = 500
_AT_WORK = BoundedSemaphore(2)
"""Printing takes a second of a processor; visitors without an account can ask for any paper."""
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
    details = [(label, _lines(words)) for label, words in details_told(paper.details, paper.kind)]
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


def printed(sheet: dict[str, Any], folder: Path) -> Path:
    """The PDF of a sheet, made once and kept by its words; raises :class:`NotPrinted`."""
    digest = digest_of(sheet)
    target = folder / f"paper-{digest}.pdf"
    if target.is_file():
        return target
    if not _AT_WORK.acquire(blocking=False):
        raise NotPrinted(BUSY)
    try:
        with TemporaryDirectory(dir=folder, prefix="paper-") as desk:
            made = Path(desk) / "paper.pdf"
            _print(sheet, made)
            made.replace(target)
    finally:
        _AT_WORK.release()
    _forget_old(folder)
    return target


def _print(sheet: dict[str, Any], target: Path) -> None:
    try:
        result = run_in_cell("paper", {"sheet": sheet, "target": str(target)}, LIMITS, lambda _message: None)
    except CellFailure as failure:
        raise NotPrinted(FAILED) from failure
    if "unavailable" in result:
        raise NotPrinted(result["unavailable"])


def _forget_old(folder: Path) -> None:
    """Keep the newest; the others can be made again."""
    kept = sorted(folder.glob("paper-*.pdf"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in kept[MOST_KEPT:]:
        path.unlink(missing_ok=True)


def _lines(text: object) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in str(text).splitlines() if line.strip())
