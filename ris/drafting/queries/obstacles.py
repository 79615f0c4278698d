"""What stands in a paper's way: files not looked through, findings nobody has settled, visibility nobody has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.documents.findings import EXPLAINED, FindingCode, Weight, title_of
from ris.documents.models import File, PaperFile
from ris.drafting.models import FileCheck, FileFinding
from ris.drafting.rules import CheckState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def obstacles_of(session: Session, paper_id: int) -> list[str]:
    """What must be settled before a paper is released or handed in, one German sentence each."""
    rows = session.execute(
        select(File, PaperFile, FileCheck.state)
        .join(PaperFile, PaperFile.file_id == File.id)
        .outerjoin(FileCheck, FileCheck.file_id == File.id)
        .where(PaperFile.paper_id == paper_id)
        .order_by(PaperFile.position, File.id)
    ).all()
    sentences = []
    for file, link, state in rows:
        name = file.name or "Unterlage"
        if link.public is None:
            sentences.append(f"Bitte wählen Sie für „{name}“, ob die Datei öffentlich werden darf.")
        if link.public is False and not (link.closed_reason or "").strip():
            sentences.append(f"Bitte begründen Sie, warum „{name}“ nichtöffentlich bleibt.")
        if state == CheckState.WAITING:
            sentences.append(f"„{name}“ wird noch geprüft. Bitte versuchen Sie es gleich noch einmal.")
    return sentences + _open_findings(session, {file.id: file.name or "Unterlage" for file, _, _ in rows})


def _open_findings(session: Session, names: dict[int, str]) -> list[str]:
    found = session.scalars(
        select(FileFinding)
        .where(FileFinding.file_id.in_(names), FileFinding.accepted.is_(None))
        .order_by(FileFinding.file_id, FileFinding.id)
    )
    return [
        f"„{names[row.file_id]}“: {title_of(FindingCode(row.code), row.facts)}."
        for row in found
        if EXPLAINED[FindingCode(row.code)].weight is not Weight.HINT
    ]
