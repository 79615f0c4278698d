"""Keeping what was read out of a stored document."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.documents.extraction import Extraction
from ris.documents.models import File


def keep_text(session: Session, file_id: int, digest: str, found: Extraction, *, now: datetime) -> None:
    """Note a file's text, pages and state. Other bytes since then, or the same text: nothing changes."""
    file = session.scalars(select(File).where(File.id == file_id)).first()
    if file is None or file.sha512_checksum != digest:
        return
    told: dict[str, object] = {"page_count": found.page_count or file.page_count, "tagged": found.tagged}
    if found.text or not file.text:
        # A text that came with an import stays when the file itself gives none, as scans do.
        told |= {"text": found.text or None, "text_state": found.state.value, "text_note": found.note}
    changed = {name: value for name, value in told.items() if getattr(file, name) != value}
    for name, value in changed.items():
        setattr(file, name, value)
    if changed:
        file.modified = now
