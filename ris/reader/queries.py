"""Reading packs as data for one member: which there are, and what is in them; the same statements for any number."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import may
from ris.documents.models import File, FileVersion, Paper
from ris.documents.pack import PackPlan, PackSection, labels_of_pages, section_labels
from ris.meetings.invitation_models import Supplement
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.pack_files import files_of
from ris.meetings.pack_rules import audience_of
from ris.meetings.packs import DASHES, plan_for_audience
from ris.meetings.queries.agenda import agendas_for
from ris.meetings.queries.own import own_meetings
from ris.reader.rules import kept_since
from ris.scope.readers import Audience, readable_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from ris.meetings.queries.agenda import ItemLine
    from ris.meetings.queries.lines import MeetingLine

MOST = 60
"""Packs on a device: who belongs to everything has about twenty sittings in two months."""


@dataclass(frozen=True)
class Document:
    """A document of a pack whose bytes are here."""

    file: int
    name: str
    version: int
    hash: str
    size: int
    pages: int
    mime: str
    closed: bool
    """Not everybody may read it: the reader's name stands over its pages."""


@dataclass(frozen=True)
class PackItem:
    """An agenda item with its documents."""

    line: ItemLine
    label: str
    """``TOP 4``; no two items of a meeting have the same."""
    documents: Sequence[Document]

    @property
    def title(self) -> str:
        """As the pack's PDF names it."""
        return self.line.name.strip(DASHES) if self.line.heading else self.line.name

    @property
    def note(self) -> str:
        """Kinds and numbers of its papers, and whether it was taken off."""
        papers = (f"{each.paper.kind} {each.paper.reference or ''}".strip() for each in self.line.papers)
        removed = f"Abgesetzt. {self.line.removed_reason}".strip() if self.line.removed else ""
        return "; ".join(words for words in (*papers, removed) if words)


@dataclass(frozen=True)
class ReaderPack:
    """What one member reads of a meeting."""

    meeting: MeetingLine
    start: datetime
    items: Sequence[PackItem]
    supplements: Sequence[Supplement]

    @property
    def documents(self) -> list[Document]:
        """Each document once, in order."""
        return list({each.file: each for item in self.items for each in item.documents}.values())

    @property
    def closed(self) -> bool:
        """Whether anything in it is not for everybody."""
        return any(not item.line.public for item in self.items) or any(each.closed for each in self.documents)


def packs_for(session: Session, actor: Actor, *, now: datetime) -> list[ReaderPack]:
    """The packs a member's devices keep: of invited meetings to come, and of those of the last fourteen days."""
    if not may(actor, Permission.OWN_AREA):
        return []
    return _packs(session, actor, now, MOST)


def pack_for(session: Session, actor: Actor, meeting_id: int, *, now: datetime) -> ReaderPack | None:
    """One of them."""
    if not may(actor, Permission.OWN_AREA):
        return None
    return next(iter(_packs(session, actor, now, 1, only=meeting_id)), None)


def _packs(session: Session, actor: Actor, now: datetime, most: int, *, only: int | None = None) -> list[ReaderPack]:
    invited = (Meeting.agenda_version > 0, Meeting.cancelled.is_(False))
    wanted = invited if only is None else (*invited, Meeting.id == only)
    lines = [line for line in own_meetings(session, actor, kept_since(now), most, *wanted) if line.start]
    if not lines:
        return []
    circles = {line.id: audience_of(actor.reads, line.id, [each.id for each in line.organizations]) for line in lines}
    reader = replace(actor, reads=frozenset().union(*(each.circles for each in circles.values())))
    agendas = agendas_for(session, reader, [line.id for line in lines])
    agendas = _narrowed(session, agendas, {identity: each.circles for identity, each in circles.items()})
    documents = documents_of(session, reader, (f.id for items in agendas.values() for i in items for f in files_of(i)))
    supplements = _supplements(session, [line.id for line in lines])
    return [
        ReaderPack(line, line.start, _items(agendas[line.id], documents), supplements[line.id])
        for line in lines
        if line.start is not None
    ]


def _items(lines: Sequence[ItemLine], documents: Mapping[int, Document]) -> list[PackItem]:
    sections = tuple(PackSection(line.number, line.name.strip(DASHES), heading=line.heading) for line in lines)
    labels = section_labels(PackPlan(body="", title="", lines=(), address="", audience="", as_of="", sections=sections))
    return [
        PackItem(line, label, [documents[file.id] for file in files_of(line) if file.id in documents])
        for line, label in zip(lines, labels, strict=True)
    ]


def _narrowed(
    session: Session, agendas: Mapping[int, Sequence[ItemLine]], circles: Mapping[int, frozenset[str]]
) -> dict[int, list[ItemLine]]:
    """Each agenda as its own audience reads it: what one belongs to elsewhere does not count, as in the pack's PDF."""
    lines = [line for items in agendas.values() for line in items]
    of_items = _readers(session, AgendaItem, (line.id for line in lines))
    of_papers = _readers(session, Paper, (each.paper.id for line in lines for each in line.papers))
    of_files = _readers(session, File, (file.id for line in lines for file in files_of(line)))
    return {
        meeting_id: [
            replace(
                line,
                files=[file for file in line.files if circles[meeting_id] & of_files[file.id]],
                papers=[
                    replace(each, files=[file for file in each.files if circles[meeting_id] & of_files[file.id]])
                    for each in line.papers
                    if circles[meeting_id] & of_papers[each.paper.id]
                ],
            )
            for line in items
            if circles[meeting_id] & of_items[line.id]
        ]
        for meeting_id, items in agendas.items()
    }


def _readers(session: Session, model: Any, ids: Iterable[int]) -> Mapping[int, frozenset[str]]:  # noqa: ANN401 - a table
    rows = session.execute(
        select(model.id, Audience.key).join(Audience, Audience.id == model.audience_id).where(model.id.in_(set(ids)))
    )
    return {row.id: frozenset(row.key.split()) for row in rows}


def documents_of(session: Session, actor: Actor, file_ids: Iterable[int]) -> dict[int, Document]:
    """Readable files whose bytes are here, by id."""
    for_everybody = readable_by(Actor.public(actor.body_id), File)
    rows = session.execute(
        select(
            File.id,
            File.name,
            File.file_name,
            File.version,
            File.sha512_checksum,
            File.size,
            File.page_count,
            File.mime_type,
            for_everybody.label("open"),
        ).where(File.id.in_(set(file_ids)), File.sha512_checksum.is_not(None), readable_by(actor, File))
    )
    return {
        row.id: Document(
            file=row.id,
            name=row.name or row.file_name or "Unterlage ohne Namen",
            version=row.version,
            hash=row.sha512_checksum,
            size=row.size or 0,
            pages=row.page_count or 0,
            mime=row.mime_type or "application/octet-stream",
            closed=not row.open,
        )
        for row in rows
    }


def _supplements(session: Session, meeting_ids: Sequence[int]) -> Mapping[int, list[Supplement]]:
    found: dict[int, list[Supplement]] = defaultdict(list)
    rows = select(Supplement).where(Supplement.meeting_id.in_(meeting_ids), Supplement.sent.is_not(None))
    for row in session.scalars(rows.order_by(Supplement.number)):
        found[row.meeting_id].append(row)
    return found


def withdrawn_bytes(session: Session, file_ids: Iterable[int]) -> list[str]:
    """Hashes of older versions of these files that were taken back: a device that still has them is to delete them."""
    rows = session.scalars(
        select(FileVersion.sha512_checksum)
        .join(Audience, Audience.id == FileVersion.audience_id)
        .where(FileVersion.file_id.in_(set(file_ids)), Audience.key == "")
        .order_by(FileVersion.id)
    )
    return list(rows)


def labels_for(
    session: Session, actor: Actor, pack: ReaderPack, *, body: str, public_url: str
) -> list[dict[int, list[str]]]:
    """What the pages of each item's documents are called, by file id: the names they have in the pack's PDF."""
    audience = audience_of(actor.reads, pack.meeting.id, [each.id for each in pack.meeting.organizations])
    plan = plan_for_audience(session, actor, pack.meeting.id, audience, body, public_url)
    if plan is None:
        return []
    return [
        {
            line.id: labels
            for line, labels in zip(
                files_of(item.line),
                labels_of_pages(name, section.files, [file.pages or 0 for file in section.files]),
                strict=False,
            )
        }
        for item, section, name in zip(pack.items, plan.sections, plan.labels, strict=False)
    ]


def kind_of_document(session: Session, actor: Actor, file_id: int, digest: str) -> str | None:
    """The kind of a document's bytes, present or replaced, that the actor may read; None where there is no such thing."""
    present = select(File.mime_type).where(File.id == file_id, File.sha512_checksum == digest, readable_by(actor, File))
    older = (
        select(FileVersion.mime_type)
        .join(File, File.id == FileVersion.file_id)
        .where(
            FileVersion.file_id == file_id,
            FileVersion.sha512_checksum == digest,
            readable_by(actor, FileVersion),
            readable_by(actor, File),
        )
    )
    row = session.execute(present).first() or session.execute(older).first()
    return None if row is None else row.mime_type or "application/octet-stream"
