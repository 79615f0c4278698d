"""Documents: where their bytes are, what they hang on, and what they were before they were replaced."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ris.documents.models import File, FileVersion, PaperFile
from ris.meetings.models import AgendaItemFile, MeetingFile
from ris.record.serial.pen import IDS, references
from ris.record.serial.words import columns, kept
from ris.record.visible import EVERYBODY, public_rows
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select

    from ris.db import JsonObject
    from ris.record.serial.pen import Pen

CARRIERS = (
    ("meeting", MeetingFile, MeetingFile.meeting_id),
    ("agendaItem", AgendaItemFile, AgendaItemFile.agenda_item_id),
    ("paper", PaperFile, PaperFile.paper_id),
)
"""OParl's names for what a file hangs on."""
SHA512: Final = re.compile(r"[0-9a-fA-F]{128}")
TABLES = {"meeting": "meeting", "agendaItem": "agenda_item", "paper": "paper"}


def files(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Files, as they are embedded: without their text, which may be as long as a book (docs/adr/0161)."""
    rows = pen.rows("file", ids)
    masters = pen.rows("file", {row.master_file_id for row in rows.values() if row.master_file_id is not None})
    copies = pen.links(_copies(), rows)
    older = _versions(pen, rows)
    found = {}
    for own, row in rows.items():
        master = row.master_file_id
        place = pen.urls.page("file", own)
        said = kept(
            {
                **columns(row, "name", "file_name", "mime_type", "date", "size"),
                "sha512Checksum": row.sha512_checksum or _told_digest(row.extra),
                "accessUrl": place,
                "downloadUrl": f"{place}/download" if row.sha512_checksum else None,
                **columns(row, "external_service_url", "file_license"),
                "masterFile": pen.address("file", master if master in masters else None),
                "derivativeFile": pen.addresses("file", copies[own]),
                "web": f"{place}/fassungen",
            },
        )
        found[own] = pen.written("file", row, said, versions=older.get(own))
    return found


def _told_digest(extra: Any) -> str | None:  # noqa: ANN401 - JSON
    """What the source says its bytes come to, as long as they are not here."""
    told = extra.get("sha512Checksum") if isinstance(extra, dict) else None
    return told.lower() if isinstance(told, str) and SHA512.fullmatch(told) else None


def whole_files(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Files with their text and everything that carries them."""
    found = files(pen, ids)
    for name, model, own_id in CARRIERS:
        kind = TABLES[name]
        for own, carriers in pen.links(_carriers(kind, model, own_id), found).items():
            found[own][name] = pen.addresses(kind, carriers)
    for own, texts in pen.links(_texts(), found).items():
        found[own] |= kept({"text": texts[0]})
    return found


def _versions(pen: Pen, rows: dict[int, Any]) -> dict[int, list[JsonObject]]:
    """What each file was before, as far as everybody may read it."""
    replaced = [own for own, row in rows.items() if row.version > 1]
    found: defaultdict[int, list[JsonObject]] = defaultdict(list)
    if not replaced:
        return found
    for row in pen.session.execute(_older(), {"ids": replaced}):
        said = {
            "number": row.number,
            "replaced": row.replaced,
            "reason": row.reason,
            "fileName": row.file_name,
            "mimeType": row.mime_type,
            "size": row.size,
            "sha512Checksum": row.sha512_checksum,
            "web": f"{pen.urls.page('file', row.file_id)}/fassung/{row.number}",
        }
        found[row.file_id].append(kept(said))
    return found


@cache
def _older() -> Select[*tuple[Any, ...]]:
    return (
        select(
            FileVersion.file_id,
            FileVersion.number,
            FileVersion.replaced,
            FileVersion.reason,
            FileVersion.file_name,
            FileVersion.mime_type,
            FileVersion.size,
            FileVersion.sha512_checksum,
        )
        .where(FileVersion.file_id.in_(IDS), readable_by(EVERYBODY, FileVersion))
        .order_by(FileVersion.file_id, FileVersion.number)
    )


@cache
def _copies() -> Select[*tuple[Any, ...]]:
    return (
        select(File.master_file_id, File.id)
        .where(File.master_file_id.in_(IDS), public_rows("file"))
        .order_by(File.master_file_id, File.id)
    )


@cache
def _carriers(kind: str, model: Any, own_id: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - a model and its column
    return references(model, model.file_id, own_id, kind)


@cache
def _texts() -> Select[*tuple[Any, ...]]:
    return select(File.id, File.text).where(File.id.in_(IDS), File.text.is_not(None))
