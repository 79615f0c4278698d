"""The bytes of all public documents: once under their SHA-512, and under a readable name beside the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.documents.models import File, FileVersion
from ris.record.visible import public_rows
from ris.scope.readers import readable_by
from ris.web.downloads import download_name, file_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

LIVING = frozenset({".htm", ".html", ".xhtml", ".shtml", ".svg", ".xml", ".js", ".mjs", ".php", ".cgi", ".css"})
"""A web server would run or render these as pages of the copy; they get a name that is saved."""
SHORT_NAME = 60


@dataclass(frozen=True)
class Document:
    """A document as the copy holds it."""

    file_id: int
    number: int
    """0 for the present bytes, else of an older version."""
    sha512: str
    name: str
    mime_type: str
    modified: str

    @property
    def stored_at(self) -> str:
        """Its place by its content."""
        return f"files/{self.sha512[:2]}/{self.sha512}"

    @property
    def shown_at(self) -> str:
        """Its place below ``site``, in the folder of its permanent address."""
        return f"datei/{self.address}/{self.name}"

    @property
    def address(self) -> str:
        """What stands behind ``/datei/`` in its permanent address."""
        return f"{self.file_id}/fassung/{self.number}" if self.number else str(self.file_id)


def public_documents(session: Session, actor: Actor) -> Iterator[Document]:
    """All documents whose bytes are here and that the reader may have, older versions included."""
    files = select(
        File.id, File.sha512_checksum, File.name, File.file_name, File.mime_type, File.modified.label("at")
    ).where(public_rows("file"), File.sha512_checksum.is_not(None))
    for row in session.execute(files.order_by(File.id)).yield_per(500):
        yield _document(row, row.id, 0, row.name)
    versions = (
        select(
            FileVersion.file_id,
            FileVersion.number,
            FileVersion.sha512_checksum,
            FileVersion.file_name,
            FileVersion.mime_type,
            FileVersion.replaced.label("at"),
        )
        .join(File, File.id == FileVersion.file_id)
        .where(readable_by(actor, FileVersion), public_rows("file"))
        .order_by(FileVersion.id)
    )
    for version in session.execute(versions).yield_per(500):
        yield _document(version, version.file_id, version.number, None)


def _document(row: Row[*tuple[Any, ...]], file_id: int, number: int, title: str | None) -> Document:
    suffix = file_suffix(row.file_name, row.mime_type)
    safe = ".bin" if suffix.lower() in LIVING else suffix
    words = (row.file_name or title or "").removesuffix(suffix)[:SHORT_NAME]
    return Document(
        file_id=file_id,
        number=number,
        sha512=row.sha512_checksum,
        name=download_name(words, safe) or f"Unterlage {file_id}{safe}",
        mime_type=row.mime_type or "application/octet-stream",
        modified=row.at.isoformat(),
    )
