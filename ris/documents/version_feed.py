"""The versions of a document for machines: what it was, from when to when, and why it was replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.documents.queries.files import file_line, versions_of_file
from ris.feeds.listing import Column, Entry, Listing, Part
from ris.web.addresses import address_of
from ris.web.dates import full_moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import File, FileVersion

COLUMNS = (
    Column("fassung", "Fassung"),
    Column("seit", "Seit"),
    Column("bis", "Bis"),
    Column("grund", "Warum sie kam"),
    Column("bytes", "Bytes"),
    Column("pruefsumme", "Prüfsumme (SHA-512)"),
)


def version_listing(reader: Actor, file: File) -> Listing:
    """What a reader may read of the versions of a document, the newest first; there are never many."""

    def read(session: Session, after: str, size: int) -> Part:
        del after, size
        entries = _entries(file, versions_of_file(session, reader, file.id))
        return Part(entries, len(entries))

    title = f"Fassungen: {file_line(file).name}"
    return Listing(title, f"{address_of('file', file.id)}/fassungen", COLUMNS, read, read)


def _entries(file: File, older: Sequence[FileVersion]) -> list[Entry]:
    here = address_of("file", file.id)
    earlier = {version.number: version for version in older}
    newest = _entry(here, file.version, file, None, earlier.get(file.version - 1), file.created)
    addresses = {number: f"{here}/fassung/{number}" for number in earlier}
    return [newest] + [
        _entry(addresses[number], number, version, version.replaced, earlier.get(number - 1), file.created)
        for number, version in earlier.items()
    ]


def _entry(
    address: str,
    number: int,
    shown: File | FileVersion,
    until: datetime | None,
    before: FileVersion | None,
    begun: datetime,
) -> Entry:
    """A version came when the one before was replaced, and why; where nobody may read that one, nothing is said of it."""
    since, why = (before.replaced, before.reason) if before else (begun if number == 1 else None, "")
    return Entry(
        address=address,
        mark=f"fassung-{number}",
        title=f"Fassung {number}" if until else f"Fassung {number} (aktuell)",
        updated=since or begun,
        summary=" · ".join(filter(None, (full_moment(since) if since else "", why))),
        values=(number, since, until, why, shown.size, shown.sha512_checksum),
    )
