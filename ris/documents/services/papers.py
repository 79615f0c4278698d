"""Verbs on papers: take in, release to readers, write a new version."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.documents.models import (
    File,
    FileRole,
    Paper,
    PaperFile,
    PaperLocation,
    PaperOrganization,
    PaperPerson,
    PaperRelation,
    PaperVersion,
)
from ris.documents.rules import free_slug, version_content
from ris.scope.current import current_body_id
from ris.scope.models import raise_revision
from ris.scope.readers import audience_for
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

NUMBER = re.compile(r"(?P<year>\d{4})/(?P<count>\d{4,})")


@dataclass(frozen=True)
class NewPaper:
    """A matter to be taken in; the number is drawn by the service."""

    name: str
    paper_type: str
    date: date
    summary: str | None = None
    proposal: str | None = None
    reasons: str | None = None
    originators: tuple[int, ...] = ()
    """Organizations that bring it in."""
    persons: tuple[int, ...] = ()
    in_charge: tuple[int, ...] = ()
    """Offices under whose direction it is."""
    locations: tuple[int, ...] = ()
    related: tuple[int, ...] = ()
    """Papers it belongs to."""
    keyword: list[str] | None = field(default=None)


@dataclass(frozen=True)
class NewWording:
    """What a new version of a paper says; its files replace the ones before."""

    summary: str | None
    proposal: str | None
    reasons: str | None
    files: Sequence[tuple[File, FileRole]]


def add_paper(session: Session, actor: Actor, new: NewPaper, *, readers: Iterable[str], now: datetime) -> Paper:
    """Take a matter in under the next number of its year; public only when the readers say so."""
    require(actor, Permission.PAPER_WRITE)
    reference = next_reference(session, new.date.year)
    paper = Paper(
        name=new.name,
        reference=reference,
        slug=free_slug(reference, lambda slug: _slug_taken(session, slug), reference),
        paper_type=new.paper_type,
        date=new.date,
        summary=new.summary,
        proposal=new.proposal,
        reasons=new.reasons,
        keyword=new.keyword,
        audience=audience_for(session, readers),
        created=now,
        modified=now,
    )
    session.add(paper)
    session.flush()  # what joins it to others needs its id
    _join(session, paper, new)
    record(session, actor, AuditEvent.PAPER_ADDED, paper, {"reference": reference}, now=now)
    return paper


def next_reference(session: Session, year: int) -> str:
    """The next number of a year, „2026/0412“: gap-free per Body, never drawn twice, withdrawn ones included."""
    raise_revision(session, current_body_id())  # locks the Body's counter, so that no two draw at once
    last = session.scalar(select(func.max(Paper.reference)).where(Paper.reference.like(f"{year}/____")))
    found = NUMBER.fullmatch(last or "")
    return f"{year}/{int(found['count']) + 1 if found else 1:04}"


def attach_file(session: Session, actor: Actor, paper: Paper, file: File, role: FileRole, *, position: int) -> None:
    """Put a stored document to a paper that has not been released yet."""
    require(actor, Permission.PAPER_WRITE, paper)
    session.add(PaperFile(paper_id=paper.id, file_id=file.id, role=role, position=position))


def release_paper(session: Session, actor: Actor, paper: Paper, *, readers: Iterable[str], now: datetime) -> None:
    """Give a paper and its files to readers: its version is frozen, and what becomes public stands in the public log."""
    require(actor, Permission.CONTENT_PUBLISH, paper)
    audience = audience_for(session, readers)
    files = [row for row, _ in _files_of(session, paper)]
    rows: list[Paper | File] = [paper, *files]
    for row in rows:
        row.audience = audience
        row.modified = now
    version = freeze_paper(session, paper, now)
    record(session, actor, AuditEvent.CONTENT_PUBLISHED, paper, {"readers": sorted(audience.tokens)}, now=now)
    if PUBLIC in audience.tokens:
        publish_entries(session, _public_acts(PublicEvent.PUBLISHED, paper, version, files), now=now)


def revise_paper(session: Session, actor: Actor, paper: Paper, new: NewWording, *, now: datetime) -> None:
    """Write the next version of a paper; the one before stays readable as it was."""
    require(actor, Permission.PAPER_WRITE, paper)
    for link in session.scalars(select(PaperFile).where(PaperFile.paper_id == paper.id)).all():
        session.delete(link)
    session.flush()  # the same file may be linked again
    for position, (file, role) in enumerate(new.files):
        file.audience = paper.audience
        session.add(PaperFile(paper_id=paper.id, file_id=file.id, role=role, position=position))
    paper.summary, paper.proposal, paper.reasons = new.summary, new.proposal, new.reasons
    paper.version += 1
    paper.modified = now
    version = freeze_paper(session, paper, now)
    record(session, actor, AuditEvent.PAPER_REVISED, paper, {"version": paper.version}, now=now)
    if PUBLIC in paper.reader_tokens:
        files = [file for file, _ in new.files]
        publish_entries(session, _public_acts(PublicEvent.REPLACED, paper, version, files), now=now)


def freeze_paper(session: Session, paper: Paper, now: datetime) -> PaperVersion:
    """The version of what the paper says now, for the paper's readers; what was frozen before is given to them anew."""
    session.flush()  # the files' links are part of the version
    files = [
        {"id": file.id, "name": file.name, "role": role, "digest": file.sha512_checksum or file.source_url}
        for file, role in _files_of(session, paper)
    ]
    words = {
        name: getattr(paper, name)
        for name in ("name", "reference", "paper_type", "date", "summary", "proposal", "reasons")
    }
    content = version_content(words, files)
    digest = digest_of(content)
    this = select(PaperVersion).where(PaperVersion.paper_id == paper.id, PaperVersion.number == paper.version)
    known = session.scalars(this).first()
    if known is not None and known.digest == digest:
        known.audience = paper.audience
        return known
    if known is not None:
        paper.version += 1
    version = PaperVersion(
        paper_id=paper.id,
        number=paper.version,
        at=now,
        content=content,
        digest=digest,
        audience=paper.audience,
    )
    session.add(version)
    return version


def _files_of(session: Session, paper: Paper) -> Sequence[tuple[File, str]]:
    rows = session.execute(
        select(File, PaperFile.role)
        .join(PaperFile, PaperFile.file_id == File.id)
        .where(PaperFile.paper_id == paper.id)
        .order_by(PaperFile.position, File.id),
    )
    return [(file, role) for file, role in rows]


def _public_acts(event: PublicEvent, paper: Paper, version: PaperVersion, files: Iterable[File]) -> list[PublicAct]:
    address = address_of("paper", paper.slug)
    named = [(str(address_of("file", file.id)), file.sha512_checksum) for file in files]
    return [
        PublicAct(event, str(address), version.digest),
        *(PublicAct(event, place, digest) for place, digest in named if digest),
    ]


def _slug_taken(session: Session, slug: str) -> bool:
    return session.scalar(select(Paper.id).where(Paper.slug == slug)) is not None


def _join(session: Session, paper: Paper, new: NewPaper) -> None:
    for part, organizations in (("originator", new.originators), ("under_direction_of", new.in_charge)):
        for position, identity in enumerate(organizations):
            session.add(
                PaperOrganization(paper_id=paper.id, organization_id=identity, part=part, position=position),
            )
    for position, identity in enumerate(new.persons):
        session.add(PaperPerson(paper_id=paper.id, person_id=identity, position=position))
    for position, identity in enumerate(new.locations):
        session.add(PaperLocation(paper_id=paper.id, location_id=identity, position=position))
    for position, identity in enumerate(new.related):
        session.add(PaperRelation(paper_id=paper.id, related_id=identity, kind="related", position=position))
        session.add(PaperRelation(paper_id=identity, related_id=paper.id, kind="related", position=0))
