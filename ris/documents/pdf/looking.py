"""What is to be said of an upload, by its kind; runs inside a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ris.documents.office import inspect_office
from ris.documents.pdf.inspection import inspect_pdf
from ris.documents.pdf.reading import Say
from ris.documents.pictures import inspect_picture
from ris.documents.uploads import OFFICE, ContentKind


def look_through(path: Path, kind: str, ignored: list[str], say: Say) -> list[dict[str, Any]]:
    """The findings of a file; see ris/documents/findings.py for what they mean."""
    content = ContentKind(kind)
    if content in OFFICE:
        return inspect_office(path, content, ignored)
    if content is ContentKind.PDF:
        return inspect_pdf(path, ignored, say)
    return inspect_picture(path)
