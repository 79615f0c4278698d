"""Reading what a paper said at one time: its versions for one reader, and the files each had."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.db import JsonObject
from ris.documents.models import File, PaperVersion
from ris.documents.queries.files import FILE_COLUMNS, FileLine, file_line
from ris.scope.readers import readable_by
from ris.scope.statements import for_readers

ID = bindparam("id", type_=Integer)


@dataclass(frozen=True)
class PaperVersionLine:
    """A version of a paper: when it came to be."""

    number: int
    at: datetime


@dataclass(frozen=True)
class FrozenPaper:
    """What a version of a paper says."""

    number: int
    at: datetime
    name: str
    reference: str
    kind: str
    date: date | None
    summary: str
    proposal: str
    reasons: str
    finances: str
    climate: str
    html: Mapping[str, str]
    """The texts as sanitised HTML, by name; empty where they are plain."""
    files: tuple[FileLine, ...]
    """Those the reader may read today, and whose bytes are still the ones of then."""
    changed_files: int
    """How many readable files have other bytes now, so that those of then are not here any more."""


@for_readers
def _versions(actor: Actor) -> Select[int, datetime]:
    return (
        select(PaperVersion.number, PaperVersion.at)
        .where(PaperVersion.paper_id == ID, readable_by(actor, PaperVersion))
        .order_by(PaperVersion.number.desc())
    )


def versions_of(session: Session, actor: Actor, paper_id: int) -> list[PaperVersionLine]:
    """The readable versions of a paper, newest first."""
    return [PaperVersionLine(row.number, row.at) for row in session.execute(_versions(actor), {"id": paper_id})]


def version_for(session: Session, actor: Actor, paper_id: int, number: int) -> FrozenPaper | None:
    """One readable version of a paper the caller may read."""
    version = session.scalars(
        select(PaperVersion).where(
            PaperVersion.paper_id == paper_id,
            PaperVersion.number == number,
            readable_by(actor, PaperVersion),
        )
    ).first()
    if version is None:
        return None
    said = version.content
    files, changed = _files_of(session, actor, said)
    day = said.get("date")
    return FrozenPaper(
        number=version.number,
        at=version.at,
        name=said.get("name") or "",
        reference=said.get("reference") or "",
        kind=said.get("paper_type") or "",
        date=date.fromisoformat(day) if day else None,
        summary=said.get("summary") or "",
        proposal=said.get("proposal") or "",
        reasons=said.get("reasons") or "",
        finances=said.get("finances") or "",
        climate=said.get("climate") or "",
        html=said.get("html") or {},
        files=tuple(files),
        changed_files=changed,
    )


def _files_of(session: Session, actor: Actor, content: JsonObject) -> tuple[list[FileLine], int]:
    """The files of a version that are read as they were, and how many readable ones have changed."""
    digests: dict[int, Any] = {file["id"]: file.get("digest") for file in content.get("files", ())}
    rows = session.execute(select(*FILE_COLUMNS).where(File.id.in_(digests), readable_by(actor, File)))
    found = {row.id: row for row in rows}
    kept = [own for own, row in found.items() if digests[own] in {row.sha512_checksum, row.source_url}]
    return [file_line(found[own]) for own in digests if own in kept], len(found) - len(kept)
