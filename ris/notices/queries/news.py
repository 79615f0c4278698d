"""Reading what is new for a member since a moment: only of meetings they attend, only what they may read today.

Their page, the e-mail of the day and the push to their device ask this one question, so none of them knows more than
the others, and none more than the member may read when it is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, union_all

from ris.documents.models import File, FileRole, FileVersion, PaperFile
from ris.meetings.invitation_models import Supplement
from ris.meetings.models import AgendaItem, AgendaItemFile, AgendaVersion, Consultation, Meeting, MeetingFile
from ris.meetings.queries.own import own_meetings
from ris.meetings.queries.roll import rolls_of
from ris.meetings.reply_rules import Answer, may_still_reply
from ris.notices.queries.notes import notes_news
from ris.notices.rules import REMINDED_BEFORE, News, NoticeKind
from ris.scope.readers import readable_by
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Subquery
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.lines import MeetingLine

LOOKED_BACK = timedelta(days=365)
"""Minutes of a sitting come late; what is older is no news."""
MOST = 400
MINUTES = (FileRole.RESULTS_PROTOCOL, FileRole.VERBATIM_PROTOCOL)
NAMELESS = "Unterlage ohne Namen"


@dataclass(frozen=True)
class _Found:
    """The member's meetings, and when the first agenda of each was frozen: the invitation, here or where it came from."""

    lines: dict[int, MeetingLine]
    invited: dict[int, datetime]

    @property
    def ids(self) -> list[int]:
        return list(self.lines)


def news_for(session: Session, actor: Actor, since: datetime, *, now: datetime) -> list[News]:
    """What came after ``since``, up to now, the newest first; some ten statements however much it is."""
    lines = own_meetings(session, actor, now - LOOKED_BACK, MOST)
    ids = [line.id for line in lines]
    sent = select(AgendaVersion.meeting_id, func.min(AgendaVersion.at)).where(AgendaVersion.meeting_id.in_(ids))
    found = _Found(
        {line.id: line for line in lines},
        {row[0]: row[1] for row in session.execute(sent.group_by(AgendaVersion.meeting_id))},
    )
    told = [
        *_invitations(found),
        *_supplements(session, found, since),
        *_items(session, actor, found, since),
        *_files(session, actor, found, since),
        *_minutes(session, actor, found, since),
        *_reminders(session, actor, found, now),
        *notes_news(session, actor, since),
    ]
    return sorted((each for each in told if since < each.at <= now), key=lambda each: each.at, reverse=True)


def _invitations(found: _Found) -> Iterator[News]:
    for meeting_id, sent in found.invited.items():
        yield News(None, sent, "Einladung", found.lines[meeting_id].title, address_of("meeting", meeting_id))


def _supplements(session: Session, found: _Found, since: datetime) -> Iterator[News]:
    rows = session.scalars(
        select(Supplement).where(Supplement.meeting_id.in_(found.ids), Supplement.sent > since)
    ).all()
    for row in rows:
        words = f"{'Tischvorlage' if row.kind == 'table' else 'Nachtrag'} {row.number}"
        address = address_of("meeting", row.meeting_id)
        if row.sent is not None:
            yield News(None, row.sent, words, found.lines[row.meeting_id].title, address, row.reason)


def _items(session: Session, actor: Actor, found: _Found, since: datetime) -> Iterator[News]:
    rows = session.scalars(
        select(AgendaItem).where(
            AgendaItem.meeting_id.in_(found.ids),
            AgendaItem.created > since,
            AgendaItem.deleted.is_(False),
            AgendaItem.removed.is_(None),
            readable_by(actor, AgendaItem),
        )
    )
    for item in rows:
        sent = found.invited.get(item.meeting_id or 0)
        if sent is not None and item.created > sent:
            words = f"Neuer Punkt: TOP {item.number} {item.name}" if item.number else f"Neuer Punkt: {item.name}"
            title = found.lines[item.meeting_id or 0].title
            yield News(NoticeKind.ADDED, item.created, words, title, address_of("agenda_item", item.id))


def _files(session: Session, actor: Actor, found: _Found, since: datetime) -> Iterator[News]:
    """Documents replaced, and documents that came after the invitation; each once, for the next of its meetings."""
    held = _files_on_agendas(actor, found.ids)
    replaced = (
        select(FileVersion.file_id, func.max(FileVersion.replaced).label("at"), func.max(FileVersion.number).label("n"))
        .where(FileVersion.replaced > since)
        .group_by(FileVersion.file_id)
        .subquery()
    )
    reason = (
        select(FileVersion.reason)
        .where(
            FileVersion.file_id == replaced.c.file_id,
            FileVersion.number == replaced.c.n,
            readable_by(actor, FileVersion),  # the reason may say what was in it
        )
        .scalar_subquery()
    )
    rows = session.execute(
        select(File.id, File.name, File.created, held.c.meeting_id, replaced.c.at, replaced.c.n, reason.label("reason"))
        .join(held, held.c.file_id == File.id)
        .outerjoin(replaced, replaced.c.file_id == File.id)
        .where(
            readable_by(actor, File),
            File.deleted.is_(False),
            (File.created > since) | replaced.c.at.is_not(None),
        )
    )
    told: set[int] = set()
    for row in sorted(rows, key=lambda each: _nearness(found, each.meeting_id)):
        sent = found.invited.get(row.meeting_id)
        if sent is None or row.id in told:
            continue
        told.add(row.id)
        title, address = found.lines[row.meeting_id].title, address_of("file", row.id)
        if row.at is not None and row.at > sent:
            words = f"Geändert: {row.name or NAMELESS}"
            yield News(NoticeKind.CHANGED, row.at, words, title, address, row.reason or "", row.id, row.n)
        elif row.created > sent:
            yield News(NoticeKind.ADDED, row.created, f"Neue Unterlage: {row.name or NAMELESS}", title, address)


def _nearness(found: _Found, meeting_id: int) -> float:
    start = found.lines[meeting_id].start
    return -start.timestamp() if start is not None else 0.0


def _files_on_agendas(actor: Actor, ids: Sequence[int]) -> Subquery:
    of_papers = (
        select(PaperFile.file_id, AgendaItem.meeting_id)
        .join(Consultation, Consultation.paper_id == PaperFile.paper_id)
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .where(AgendaItem.meeting_id.in_(ids), readable_by(actor, AgendaItem))
    )
    of_items = (
        select(AgendaItemFile.file_id, AgendaItem.meeting_id)
        .join(AgendaItem, AgendaItem.id == AgendaItemFile.agenda_item_id)
        .where(AgendaItem.meeting_id.in_(ids), readable_by(actor, AgendaItem))
    )
    return union_all(of_papers, of_items).subquery()


def _minutes(session: Session, actor: Actor, found: _Found, since: datetime) -> Iterator[News]:
    rows = session.execute(
        select(MeetingFile.meeting_id, File.id, File.created)
        .join(File, File.id == MeetingFile.file_id)
        .where(
            MeetingFile.meeting_id.in_(found.ids),
            MeetingFile.role.in_(MINUTES),
            File.created > since,
            File.deleted.is_(False),
            readable_by(actor, File),
        )
    )
    for row in rows:
        title = found.lines[row.meeting_id].title
        yield News(NoticeKind.MINUTES, row.created, "Niederschrift", title, address_of("file", row.id))


def _reminders(session: Session, actor: Actor, found: _Found, now: datetime) -> Iterator[News]:
    """Sittings within days that still wait for a yes or no; told once, when the days begin or a day after the invitation."""
    near = [
        line.id
        for line in found.lines.values()
        if line.id in found.invited and line.start is not None and now < line.start <= now + REMINDED_BEFORE
    ]
    meetings = session.scalars(select(Meeting).where(Meeting.id.in_(near))).all() if near else []
    for roll in rolls_of(session, meetings).values():
        meeting, own = roll.meeting, roll.line(actor.person_id)
        open_yet = own is not None and own.person_id in roll.asked_ids and own.answer not in {Answer.YES, Answer.NO}
        if open_yet and meeting.start is not None and may_still_reply(meeting.standing, meeting.start, now):
            at = max(meeting.start - REMINDED_BEFORE, found.invited[meeting.id] + timedelta(days=1))
            address = f"{address_of('meeting', meeting.id)}/rueckmeldung"
            yield News(NoticeKind.REMINDER, at, "Kommen Sie?", found.lines[meeting.id].title, address)


def only(news: Iterable[News], kinds: frozenset[NoticeKind]) -> list[News]:
    """The news of these kinds; deliveries are of none."""
    return [each for each in news if each.kind in kinds]
