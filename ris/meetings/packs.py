"""Meeting + reader → what the pack (Sitzungsmappe) holds. Which papers is decided here, how they are drawn is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.town import body_settings
from ris.documents.pack import PackFile, PackKind, PackNews, PackPlan, PackSection, only_changes
from ris.documents.queries.files import FileLine
from ris.documents.services.drawing import Order
from ris.meetings.models import AgendaItem
from ris.meetings.pack_files import StoredFile, files_of, pack_file, stored_files
from ris.meetings.pack_news import change_of, news_for, news_of
from ris.meetings.pack_rules import EVERYBODY, PRESS, PackAudience, audience_of
from ris.meetings.queries.agenda import ItemLine, ItemPaper, agenda_for
from ris.meetings.queries.compared import Compared, compared_for
from ris.meetings.queries.detail import MeetingView, meeting_for
from ris.meetings.queries.late import Sendings, sendings_of
from ris.meetings.queries.notices import supplements_of
from ris.scope.readers import readable_by
from ris.web.addresses import address_of
from ris.web.dates import full_moment, long_day, time_span

DASHES = " -–—:"
"""What sources write around the announcement of a part: "- öffentlicher Teil -"."""


@dataclass(frozen=True)
class Frame:
    """What a plan says beside the agenda."""

    body: str
    public_url: str
    audience: PackAudience
    as_of: datetime
    open_items: frozenset[int] | None
    """Ids of the items everybody may read of; ``None``: everybody may not even know of the meeting."""
    sendings: Sendings = field(default_factory=Sendings)
    brought: Mapping[object, str] = field(default_factory=dict)
    """What each supplement is called, by the moment it was sent."""
    compared: Mapping[int, Compared] = field(default_factory=dict)
    """What is known of replaced files, by id."""
    news: tuple[PackNews, ...] = ()
    told_to_few: bool = False
    crest: str = ""


def press_order(session: Session, actor: Actor, meeting_id: int, *, body: str, public_url: str) -> Order | None:
    """What to draw of a public meeting for the press: what everybody reads, with whom to ask on the cover."""
    everybody = Actor.public(actor.body_id)
    plan = plan_for_audience(session, everybody, meeting_id, PRESS, body, public_url)
    if plan is None:
        return None
    settings = body_settings(session)
    ask = [part for part in (settings.office_name, settings.office_phone, settings.office_email) if part]
    plan = replace(plan, name="Pressemappe", audience=f"{plan.audience} Rückfragen: {', '.join(ask)}.")
    return Order(PackKind.PACK, plan, f"meeting:{meeting_id} {PRESS.words}")


def pack_order(
    session: Session, actor: Actor, meeting_id: int, kind: PackKind, *, body: str, public_url: str
) -> Order | None:
    """What to draw of a readable meeting for the audience this reader belongs to; ``None`` where there is nothing to draw.

    Where an audience reads nothing that is not for everybody, its pack is everybody's.
    """
    meeting = meeting_for(session, actor, meeting_id)
    if meeting is None:
        return None
    audience = audience_of(actor.reads, meeting_id, meeting.organization_ids)
    plan = plan_for_audience(session, actor, meeting_id, audience, body, public_url)
    if plan is not None and audience.reads_more and not plan.restricted:
        audience, plan = EVERYBODY, plan_for_audience(session, actor, meeting_id, EVERYBODY, body, public_url)
    if plan is None or (kind is PackKind.CHANGES and not plan.news):
        return None
    drawn = only_changes(plan) if kind is PackKind.CHANGES else plan
    return Order(kind, drawn, f"meeting:{meeting_id} {audience.words}")


def plan_for_audience(
    session: Session, actor: Actor, meeting_id: int, audience: PackAudience, body: str, public_url: str
) -> PackPlan | None:
    """The plan with the audience's circles, which are the actor's; ``None`` where these read of no such meeting."""
    reader = replace(actor, reads=audience.circles)
    meeting = meeting_for(session, reader, meeting_id)
    if meeting is None:
        return None
    items = agenda_for(session, reader, meeting_id)
    stored = stored_files(session, reader, (file.id for item in items for file in files_of(item)))
    sendings = sendings_of(session, reader, meeting, items, stored)
    news = news_for(session, reader, meeting, items, sendings)
    frame = Frame(
        body=body,
        public_url=public_url,
        audience=audience,
        as_of=max([_as_of(session, reader, meeting), *sendings.replaced_at]),
        open_items=_open_items(session, items, actor, meeting_id, audience),
        sendings=sendings,
        brought={row.sent: f"{row.number}. Nachtrag" for row in supplements_of(session, meeting_id)} if news else {},
        compared=compared_for(session, reader, sendings, _versions(items)),
        news=news,
        told_to_few=audience.reads_more
        and bool(news)
        and news != news_of(session, Actor.public(actor.body_id), meeting_id),
        crest=body_settings(session).crest,
    )
    return plan_pack(meeting, items, stored, frame)


def _versions(items: Sequence[ItemLine]) -> dict[int, int]:
    return {file.id: file.version for item in items for file in files_of(item)}


def plan_pack(
    meeting: MeetingView, items: Sequence[ItemLine], stored: Mapping[int, StoredFile], frame: Frame
) -> PackPlan:
    """The plan of a pack from what one audience may read; pure."""
    return PackPlan(
        body=frame.body,
        title=meeting.title,
        lines=tuple(line for line in (_when(meeting), meeting.place, _cancelled(meeting)) if line),
        address=f"{frame.public_url}{address_of('meeting', meeting.id)}",
        audience=frame.audience.readers.value,
        as_of=full_moment(frame.as_of),
        sections=tuple(
            PackSection(
                number=item.number,
                title=item.name.strip(DASHES) if item.heading else item.name,
                note="; ".join([*(_note(paper) for paper in item.papers), *_taken_off(item)]),
                closed=not item.public,
                heading=item.heading,
                files=tuple(_file_since(file, stored, frame) for file in files_of(item)),
                restricted=frame.open_items is None or item.id not in frame.open_items,
            )
            for item in items
        ),
        published=frame.open_items is not None,
        news=frame.news,
        told_to_few=frame.told_to_few,
        crest=frame.crest,
    )


def _file_since(file: FileLine, stored: Mapping[int, StoredFile], frame: Frame) -> PackFile:
    """A file as a plan names it, with what became of it since the invitation."""
    history, compared = frame.sendings.of(file.id), frame.compared.get(file.id, Compared())
    return replace(
        pack_file(file, stored, frame.public_url),
        stages=frame.sendings.stages(file.id, compared.steps),
        change=f"{change_of(history, frame.brought)} {'' if history.late else compared.words}".strip(),
        changed=None if history.late else compared.changed,
    )


def _taken_off(item: ItemLine) -> list[str]:
    return [f"Abgesetzt. {item.removed_reason}".strip()] if item.removed else []


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


def _open_items(
    session: Session, items: Sequence[ItemLine], actor: Actor, meeting_id: int, audience: PackAudience
) -> frozenset[int] | None:
    """The items everybody may read of; ``None`` where the meeting itself is not published."""
    if not audience.reads_more:
        return frozenset(item.id for item in items)
    everybody = Actor.public(actor.body_id)
    if meeting_for(session, everybody, meeting_id) is None:
        return None
    found = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id, readable_by(everybody, AgendaItem))
    return frozenset(session.scalars(found))


def _as_of(session: Session, actor: Actor, meeting: MeetingView) -> datetime:
    # An item that was called in the sitting is another row, and the same in the pack.
    newest = session.scalar(
        select(func.max(AgendaItem.modified)).where(
            AgendaItem.meeting_id == meeting.id, AgendaItem.start.is_(None), readable_by(actor, AgendaItem)
        ),
    )
    return max(meeting.modified, newest) if newest else meeting.modified
