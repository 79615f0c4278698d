"""Meeting + reader → what the pack (Sitzungsmappe) holds. Which papers is decided here, how they are drawn is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import PUBLIC
from ris.documents.models import File
from ris.documents.pack import PackFile, PackKind, PackPlan, PackSection
from ris.documents.queries.files import FileLine
from ris.documents.services.drawing import Order
from ris.meetings.models import AgendaItem
from ris.meetings.queries.agenda import ItemLine, ItemPaper, agenda_for
from ris.meetings.queries.detail import MeetingView, meeting_for
from ris.scope.readers import readable_by
from ris.web.addresses import address_of
from ris.web.dates import full_moment, long_day, time_span

FOR_EVERYBODY = "Öffentliche Fassung. Sie enthält nur Unterlagen, die alle lesen dürfen."
FOR_MEMBERS = "Diese Unterlagen sind zum Teil vertraulich. Die Verschwiegenheit gilt auch für Notizen und Ausdrucke."

DASHES = " -–—:"
"""What sources write around the announcement of a part: "- öffentlicher Teil -"."""


@dataclass(frozen=True)
class StoredFile:
    """What a plan needs to know of a file's bytes."""

    digest: str | None
    pages: int | None


@dataclass(frozen=True)
class Frame:
    """What a plan says beside the agenda."""

    body: str
    public_url: str
    audience: str
    as_of: datetime


def pack_order(
    session: Session, actor: Actor, meeting_id: int, kind: PackKind, *, body: str, public_url: str
) -> Order | None:
    """What to draw of a readable meeting for this reader; ``None`` where there is no such meeting."""
    meeting = meeting_for(session, actor, meeting_id)
    if meeting is None:
        return None
    items = agenda_for(session, actor, meeting_id)
    stored = _stored(session, actor, (file.id for item in items for file in files_of(item)))
    everybody = actor.reads == {PUBLIC}
    frame = Frame(
        body=body,
        public_url=public_url,
        audience=FOR_EVERYBODY if everybody else FOR_MEMBERS,
        as_of=_as_of(session, actor, meeting),
    )
    readers = " ".join(sorted(actor.reads))
    return Order(kind, plan_pack(meeting, items, stored, frame), f"meeting:{meeting_id} {readers}")


def plan_pack(
    meeting: MeetingView, items: Sequence[ItemLine], stored: Mapping[int, StoredFile], frame: Frame
) -> PackPlan:
    """The plan of a pack from what one reader may read; pure."""
    return PackPlan(
        body=frame.body,
        title=meeting.title,
        lines=tuple(line for line in (_when(meeting), meeting.place, _cancelled(meeting)) if line),
        address=f"{frame.public_url}{address_of('meeting', meeting.id)}",
        audience=frame.audience,
        as_of=full_moment(frame.as_of),
        sections=tuple(
            PackSection(
                number=item.number,
                title=item.name.strip(DASHES) if item.heading else item.name,
                note="; ".join(_note(paper) for paper in item.papers),
                closed=not item.public,
                heading=item.heading,
                files=tuple(_file(file, stored, frame) for file in files_of(item)),
            )
            for item in items
        ),
    )


def files_of(item: ItemLine) -> list[FileLine]:
    """An item's papers in reading order, each once: those of its matters first, then its own."""
    lines = [file for paper in item.papers for file in paper.files] + list(item.files)
    return list({file.id: file for file in lines}.values())


def _file(file: FileLine, stored: Mapping[int, StoredFile], frame: Frame) -> PackFile:
    here = stored.get(file.id, StoredFile(None, None))
    address = file.address if file.elsewhere or not file.address else f"{frame.public_url}{file.address}"
    return PackFile(name=file.name, address=address, digest=here.digest, pages=here.pages)


def _note(paper: ItemPaper) -> str:
    return " ".join(part for part in (paper.paper.kind, paper.paper.reference) if part)


def _when(meeting: MeetingView) -> str:
    if meeting.start is None:
        return ""
    hours = time_span(meeting.start, meeting.end)
    return f"{long_day(meeting.start)}, {hours}" if hours else long_day(meeting.start)


def _cancelled(meeting: MeetingView) -> str:
    if not meeting.cancelled:
        return ""
    return f"Diese Sitzung findet nicht statt. {meeting.reason}".strip()


def _stored(session: Session, actor: Actor, file_ids: Iterable[int]) -> dict[int, StoredFile]:
    wanted = sorted(set(file_ids))
    rows = session.execute(
        select(File.id, File.sha512_checksum, File.page_count).where(File.id.in_(wanted), readable_by(actor, File)),
    )
    return {row.id: StoredFile(row.sha512_checksum, row.page_count) for row in rows}


def _as_of(session: Session, actor: Actor, meeting: MeetingView) -> datetime:
    newest = session.scalar(
        select(func.max(AgendaItem.modified)).where(
            AgendaItem.meeting_id == meeting.id, readable_by(actor, AgendaItem)
        ),
    )
    return max(meeting.modified, newest) if newest else meeting.modified
