"""The files of an agenda as a pack's plan names them, and what is known of their bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.documents.models import File
from ris.documents.pack import PackFile
from ris.documents.queries.files import FileLine
from ris.meetings.queries.agenda import ItemLine
from ris.scope.readers import readable_by
from ris.web.downloads import file_suffix


@dataclass(frozen=True)
class StoredFile:
    """What a plan needs to know of a file's bytes."""

    digest: str | None
    pages: int | None
    restricted: bool = False
    """Not everybody may read it."""
    suffix: str = ""


def files_of(item: ItemLine) -> list[FileLine]:
    """An item's papers in reading order, each once: those of its matters first, then its own."""
    lines = [file for paper in item.papers for file in paper.files] + list(item.files)
    return list({file.id: file for file in lines}.values())


def pack_file(file: FileLine, stored: Mapping[int, StoredFile], public_url: str) -> PackFile:
    """A file as a plan names it."""
    here = stored.get(file.id, StoredFile(None, None))
    address = file.address if file.elsewhere or not file.address else f"{public_url}{file.address}"
    return PackFile(file.name, address, here.digest, pages=here.pages, restricted=here.restricted, suffix=here.suffix)


def stored_files(session: Session, actor: Actor, file_ids: Iterable[int]) -> dict[int, StoredFile]:
    """What is known of the bytes of readable files, by id."""
    wanted = sorted(set(file_ids))
    if not wanted:
        return {}
    for_everybody = readable_by(Actor.public(actor.body_id), File)
    rows = session.execute(
        select(
            File.id,
            File.sha512_checksum,
            File.page_count,
            File.file_name,
            File.mime_type,
            for_everybody.label("open"),
        ).where(File.id.in_(wanted), readable_by(actor, File)),
    )
    return {
        row.id: StoredFile(row.sha512_checksum, row.page_count, not row.open, file_suffix(row.file_name, row.mime_type))
        for row in rows
    }
