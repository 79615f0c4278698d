"""Reading files for one reader: as a page names them, and the row itself for who sends its bytes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.documents.models import File, FileVersion, PaperFile, TextState
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers
from ris.web.typography import counted, file_size

FILE_COLUMNS = (
    File.id,
    File.name,
    File.file_name,
    File.mime_type,
    File.size,
    File.page_count,
    File.sha512_checksum,
    File.source_url,
    File.source_access_url,
    File.text_state,
    File.text_note,
    File.version,
    File.alt_text,
)
SCAN_NOTE = "Scan ohne Text: für Vorleseprogramme nicht lesbar."
KINDS = {"application/pdf": "PDF", "text/html": "HTML", "text/plain": "Text", "image/jpeg": "JPEG"}


@dataclass(frozen=True)
class FileLine:
    """A file as a page names it."""

    id: int
    name: str
    facts: str
    """Kind, pages and size, e.g. ``PDF, 28 Seiten, 2,4 MB``."""
    note: str
    """What readers must know before opening it; empty when there is nothing to say."""
    address: str
    """Where it can be had; empty when nowhere."""
    elsewhere: bool
    """Whether the address belongs to another system."""
    version: int = 1
    """Number of its bytes; above 1 it was replaced, and its older versions can be read."""


def file_line(row: Row[*tuple[Any, ...]] | File) -> FileLine:
    """A row that holds ``FILE_COLUMNS``, or the file itself, as a line."""
    kind = KINDS.get(row.mime_type or "", (row.file_name or "").rpartition(".")[2].upper()[:5])
    facts = [
        kind or "Datei",
        counted(row.page_count, "Seite", "Seiten") if row.page_count else "",
        file_size(row.size) if row.size else "",
    ]
    address, elsewhere = place_of(row)
    return FileLine(
        id=row.id,
        name=row.name or row.file_name or "Unterlage ohne Namen",
        facts=", ".join(fact for fact in facts if fact),
        note=_note(row),
        address=address,
        elsewhere=elsewhere,
        version=row.version,
    )


def _note(row: Row[*tuple[Any, ...]] | File) -> str:
    if row.alt_text:
        return f"Bildbeschreibung: {row.alt_text}"
    return SCAN_NOTE if row.text_state == TextState.SCAN else row.text_note or ""


def place_of(row: Row[*tuple[Any, ...]] | File) -> tuple[str, bool]:
    """Where a file can be had, and whether that is another system; empty when nowhere."""
    if row.sha512_checksum:
        return f"/datei/{row.id}", False
    for url in (row.source_access_url, row.source_url):
        # An import may name any address; only the web is a place to send people to.
        if url and url.startswith(("https://", "http://")):
            return url, True
    return "", False


@for_readers
def _paper_files(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(PaperFile.paper_id, *FILE_COLUMNS)
        .join(File, File.id == PaperFile.file_id)
        .where(PaperFile.paper_id.in_(bindparam("ids", expanding=True)), readable_by(actor, File))
        .order_by(PaperFile.role.desc(), PaperFile.position, File.id)
    )


def files_of_papers(session: Session, actor: Actor, paper_ids: Iterable[int]) -> dict[int, list[FileLine]]:
    """The readable files of some papers, main file first, by paper id."""
    wanted = sorted(set(paper_ids))
    if not wanted:
        return {}
    rows = session.execute(_paper_files(actor), {"ids": wanted})
    files = defaultdict(list)
    for row in rows:
        files[row.paper_id].append(file_line(row))
    return files


def file_for(session: Session, actor: Actor, file_id: int) -> File | None:
    """One readable file."""
    return session.scalar(select(File).where(File.id == file_id, readable_by(actor, File)))


def versions_of_file(session: Session, actor: Actor, file_id: int) -> Sequence[FileVersion]:
    """What a file was before it was replaced, as far as the actor may read it; newest first."""
    older = select(FileVersion).where(FileVersion.file_id == file_id, readable_by(actor, FileVersion))
    return session.scalars(older.order_by(FileVersion.number.desc())).all()
