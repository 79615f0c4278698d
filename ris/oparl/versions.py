"""Freezing what papers and agendas say, whenever an import makes them say something else."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from ris.audit.chain import digest_of
from ris.audit.events import PublicEvent
from ris.audit.log import PublicAct
from ris.documents.models import File, Paper, PaperFile, PaperVersion
from ris.documents.rules import version_content
from ris.meetings.models import AgendaItem, AgendaVersion, Consultation, Meeting
from ris.oparl.directory import insert_rows
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.oparl.audiences import Audiences

PART = 500


def freeze_papers(session: Session, paper_ids: Iterable[int], audiences: Audiences, now: datetime) -> list[PublicAct]:
    """A version of each of these papers that says something new; what of it is to stand in the public log."""
    acts: list[PublicAct] = []
    for part in parts(paper_ids):
        session.flush()  # read below past the session's objects
        files = _files_of(session, part)
        newest = _newest_papers(session, part)
        rows, raised = [], []
        columns = (
            Paper.id,
            Paper.slug,
            Paper.name,
            Paper.reference,
            Paper.paper_type,
            Paper.date,
            Paper.summary,
            Paper.proposal,
            Paper.reasons,
            Paper.version,
            Paper.audience_id,
        )
        for paper in session.execute(
            select(*columns).where(Paper.id.in_(part), Paper.deleted.is_(False)).order_by(Paper.id)
        ):
            content = version_content(paper._asdict(), files.get(paper.id, ()))
            digest = digest_of(content)
            number, last = newest.get(paper.id, (0, None))
            if digest == last:
                continue
            rows.append(
                {
                    "paper_id": paper.id,
                    "number": number + 1,
                    "at": now,
                    "content": content,
                    "digest": digest,
                    "audience_id": paper.audience_id,
                },
            )
            if paper.version != number + 1:
                raised.append((paper.id, number + 1))
            address = address_of("paper", paper.slug)
            if paper.audience_id == audiences.public:
                event = PublicEvent.REPLACED if number else PublicEvent.PUBLISHED
                acts.append(PublicAct(event, address, digest))
        insert_rows(session, PaperVersion, rows)
        for paper_id, number in raised:
            paper_row = session.get_one(Paper, paper_id)
            paper_row.version = number
    return acts


def _files_of(session: Session, paper_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    question = (
        select(PaperFile.paper_id, PaperFile.role, File.id, File.name, File.sha512_checksum, File.source_url)
        .join(File, File.id == PaperFile.file_id)
        .where(PaperFile.paper_id.in_(paper_ids), File.deleted.is_(False))
        .order_by(PaperFile.paper_id, PaperFile.role.desc(), PaperFile.position, File.id)
    )
    for row in session.execute(question):
        found[row.paper_id].append(
            {"id": row.id, "name": row.name, "role": row.role, "digest": row.sha512_checksum or row.source_url},
        )
    return found


def _newest_papers(session: Session, paper_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    newest = (
        select(PaperVersion.paper_id, func.max(PaperVersion.number).label("number"))
        .where(PaperVersion.paper_id.in_(paper_ids))
        .group_by(PaperVersion.paper_id)
        .subquery()
    )
    question = select(PaperVersion.paper_id, PaperVersion.number, PaperVersion.digest).join(
        newest,
        and_(newest.c.paper_id == PaperVersion.paper_id, newest.c.number == PaperVersion.number),
    )
    return {row.paper_id: (row.number, row.digest) for row in session.execute(question)}


@dataclass(frozen=True)
class Frozen:
    """How an agenda stands after freezing."""

    renewed: bool
    """Whether it says something new."""
    digest: str | None
    """Digest of what everybody may read of it; ``None`` without an agenda."""


def freeze_agendas(
    session: Session, meeting_ids: Iterable[int], audiences: Audiences, now: datetime
) -> dict[int, Frozen]:
    """A version of each of these agendas that is new or changed, one for each circle of readers."""
    frozen: dict[int, Frozen] = {}
    for part in parts(meeting_ids):
        session.flush()  # read below past the session's objects
        items, papers = _items_of(session, part), _papers_of(session, part)
        newest = _newest_agendas(session, part)
        rows = []
        for meeting in session.scalars(select(Meeting).where(Meeting.id.in_(part)).order_by(Meeting.id)).all():
            readings = _readings(items.get(meeting.id, []), papers, audiences.public)
            digests = {audience: digest_of(content) for audience, content in readings.items()}
            last = newest.get(meeting.id, {})
            renewed = digests != last and (bool(last) or bool(items.get(meeting.id)))
            frozen[meeting.id] = Frozen(renewed, digests[audiences.public] if last or renewed else None)
            if renewed:
                meeting.agenda_version += 1
                rows += [
                    {
                        "meeting_id": meeting.id,
                        "number": meeting.agenda_version,
                        "at": now,
                        "occasion": "imported",
                        "content": content,
                        "digest": digests[audience],
                        "audience_id": audience,
                    }
                    for audience, content in readings.items()
                ]
        session.flush()  # the number on the meeting and its versions are written together
        insert_rows(session, AgendaVersion, rows)
    return frozen


def retract_agendas(session: Session, meeting_ids: Iterable[int], audiences: Audiences) -> None:
    """Take back public versions of agendas that name an item the public may no longer read."""
    for part in parts(meeting_ids):
        hidden = select(AgendaItem.id).where(
            AgendaItem.meeting_id.in_(part), AgendaItem.audience_id != audiences.public
        )
        unreadable = set(session.scalars(hidden))
        if not unreadable:
            continue
        versions = select(AgendaVersion).where(
            AgendaVersion.meeting_id.in_(part),
            AgendaVersion.audience_id == audiences.public,
        )
        for version in session.scalars(versions):
            if any(item["id"] in unreadable for item in version.content["items"]):
                version.audience_id = audiences.nobody
        session.flush()  # the next version is compared with what is left


def _readings(items: Sequence[Any], papers: dict[int, list[dict[str, Any]]], public: int) -> dict[int, dict[str, Any]]:
    """Audience → the agenda as it reads it; who reads closed items reads the open ones, too."""
    return {
        audience: {
            "items": [
                {
                    "id": item.id,
                    "number": item.number,
                    "name": item.name,
                    "public": item.public,
                    "papers": papers.get(item.id, []),
                }
                for item in items
                if item.audience_id in {public, audience}
            ],
        }
        for audience in sorted({public, *(item.audience_id for item in items)})
    }


def _items_of(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    question = (
        select(
            AgendaItem.id,
            AgendaItem.meeting_id,
            AgendaItem.number,
            AgendaItem.name,
            AgendaItem.public,
            AgendaItem.audience_id,
        )
        .where(AgendaItem.meeting_id.in_(meeting_ids), AgendaItem.deleted.is_(False))
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id)
    )
    for row in session.execute(question):
        found[row.meeting_id].append(row)
    return found


def _papers_of(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for joined in (Consultation.agenda_item_id == AgendaItem.id, Consultation.id == AgendaItem.consultation_id):
        question = (
            select(AgendaItem.id, Paper.slug, Paper.version)
            .join(Consultation, joined)
            .join(Paper, Paper.id == Consultation.paper_id)
            .where(AgendaItem.meeting_id.in_(meeting_ids), Consultation.deleted.is_(False), Paper.deleted.is_(False))
            .order_by(AgendaItem.id, Consultation.id)
        )
        for item_id, slug, version in session.execute(question):
            paper = {"slug": slug, "version": version}
            if paper not in found[item_id]:
                found[item_id].append(paper)
    return found


def _newest_agendas(session: Session, meeting_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    question = (
        select(AgendaVersion.meeting_id, AgendaVersion.audience_id, AgendaVersion.digest)
        .join(Meeting, (Meeting.id == AgendaVersion.meeting_id) & (Meeting.agenda_version == AgendaVersion.number))
        .where(AgendaVersion.meeting_id.in_(meeting_ids))
    )
    for meeting_id, audience_id, digest in session.execute(question):
        found[meeting_id][audience_id] = digest
    return found


def parts(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in order, so many at a time as a statement bears."""
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), PART):
        yield wanted[start : start + PART]
