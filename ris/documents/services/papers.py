"""Verbs on papers: take in, release to readers, write a new version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.circles import PUBLIC, redated
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
from ris.documents.services.numbers import next_reference
from ris.scope.readers import audience_for
from ris.web.addresses import address_of
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


VERSIONED = (
    "name",
    "reference",
    "paper_type",
    "date",
    "summary",
    "proposal",
    "reasons",
    "finances",
    "climate",
    "details",
    "html",
)
"""Columns that are part of a version."""


class NotForPublic(ValueError):
    """The paper is meant to stay closed; its ``closed_reason`` says why."""


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


def attach_file(session: Session, actor: Actor, paper: Paper, file: File, role: FileRole, *, position: int) -> None:
    """Put a stored document to a paper that has not been released yet."""
    require(actor, Permission.PAPER_WRITE, paper)
    session.add(PaperFile(paper_id=paper.id, file_id=file.id, role=role, position=position))


def release_paper(session: Session, actor: Actor, paper: Paper, *, readers: Iterable[str], now: datetime) -> None:
    """Give a paper and its files to readers: its version is frozen, and what becomes public stands in the public log."""
    require(actor, Permission.CONTENT_PUBLISH, paper)
    audience = audience_for(session, readers)
    if PUBLIC in audience.tokens and paper.public is False:
        raise NotForPublic
    files = _files_for(session, paper, audience.tokens)
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
    # What is new was not there for those who have left since the paper was opened to its circles.
    paper.audience = audience_for(session, redated(paper.reader_tokens, local_day(now)))
    for position, (file, role) in enumerate(new.files):
        file.audience = paper.audience
        session.add(PaperFile(paper_id=paper.id, file_id=file.id, role=role, position=position))
    paper.summary, paper.proposal, paper.reasons = new.summary, new.proposal, new.reasons
    paper.version += 1
    paper.modified = now
    version = freeze_paper(session, paper, now, by=actor)
    record(session, actor, AuditEvent.PAPER_REVISED, paper, {"version": paper.version}, now=now)
    if PUBLIC in paper.reader_tokens:
        files = [file for file, _ in new.files]
        publish_entries(session, _public_acts(PublicEvent.REPLACED, paper, version, files), now=now)


def freeze_paper(
    session: Session, paper: Paper, now: datetime, *, by: Actor | None = None, reason: str | None = None
) -> PaperVersion:
    """The version of what the paper says now, for the paper's readers; what was frozen before is given to them anew.

    ``by`` and ``reason`` say who wrote it and why, where it is a new one.
    """
    session.flush()  # the files' links are part of the version
    content = version_content({name: getattr(paper, name) for name in VERSIONED}, _files_told(session, paper))
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
        by_user_id=by.user_id if by else None,
        reason=reason,
    )
    session.add(version)
    return version


def _files_told(session: Session, paper: Paper) -> list[dict[str, Any]]:
    """The files as a version names them; whether they may become public only where somebody has said so."""
    rows = session.execute(
        select(File, PaperFile)
        .join(PaperFile, PaperFile.file_id == File.id)
        .where(PaperFile.paper_id == paper.id)
        .order_by(PaperFile.position, File.id),
    )
    told: list[dict[str, Any]] = []
    for file, link in rows:
        told.append(
            {"id": file.id, "name": file.name, "role": link.role, "digest": file.sha512_checksum or file.source_url}
        )
        if link.public is not None:
            told[-1]["public"] = link.public
    return told


def _files_for(session: Session, paper: Paper, readers: frozenset[str]) -> list[File]:
    """The files that go to these readers: to the public only those of which somebody has said so.

    Papers taken in ready (without a state) go with everything that does not say otherwise.
    """
    rows = session.execute(
        select(File, PaperFile.public)
        .join(PaperFile, PaperFile.file_id == File.id)
        .where(PaperFile.paper_id == paper.id)
        .order_by(PaperFile.position, File.id),
    )
    ready = paper.state is None
    return [file for file, public in rows if PUBLIC not in readers or public or (ready and public is None)]


def _public_acts(event: PublicEvent, paper: Paper, version: PaperVersion, files: Iterable[File]) -> list[PublicAct]:
    named = [(address_of("file", file.id), file.sha512_checksum) for file in files]
    return [
        PublicAct(event, address_of("paper", paper.slug), version.digest),
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
