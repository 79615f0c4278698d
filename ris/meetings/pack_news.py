"""What a pack says is new since the invitation: supplements, documents that came or were replaced, items taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.documents.pack import PackNews
from ris.meetings.agenda_rules import ChangeKind
from ris.meetings.pack_files import files_of
from ris.meetings.queries.agenda import agenda_for
from ris.meetings.queries.changes import updates_for
from ris.meetings.queries.detail import agenda_versions_for, meeting_for
from ris.meetings.queries.late import sendings_of
from ris.web.dates import plain_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.queries.files import FileLine
    from ris.meetings.queries.agenda import ItemLine
    from ris.meetings.queries.changes import AgendaUpdate
    from ris.meetings.queries.detail import MeetingView
    from ris.meetings.queries.late import History, Sendings

NEW = "Neu seit der Einladung."


def news_for(
    session: Session, actor: Actor, meeting: MeetingView, items: Sequence[ItemLine], sendings: Sendings
) -> tuple[PackNews, ...]:
    """What is new for this reader, the latest first; empty where nothing was sent out or nothing changed since."""
    if not sendings.at:
        return ()
    updates = updates_for(session, actor, meeting.id, agenda_versions_for(session, actor, meeting.id))
    return tuple(news_from(items, updates, sendings))


def news_of(session: Session, reader: Actor, meeting_id: int) -> tuple[PackNews, ...] | None:
    """What a pack for this reader says is new; ``None`` where they read of no such meeting."""
    meeting = meeting_for(session, reader, meeting_id)
    if meeting is None:
        return None
    items = agenda_for(session, reader, meeting_id)
    files = (file.id for item in items for file in files_of(item))
    return news_for(session, reader, meeting, items, sendings_of(session, reader, meeting, items, files))


def news_from(items: Sequence[ItemLine], updates: Sequence[AgendaUpdate], sendings: Sendings) -> Iterable[PackNews]:
    """The same out of what was read; pure."""
    removed = [f"{_called(item)}: abgesetzt. {item.removed_reason}".strip() for item in items if item.removed]
    if removed:
        yield PackNews("Abgesetzt", tuple(removed))
    added = {change.item_id for update in updates for change in update.changes if change.kind is ChangeKind.ADDED}
    lines = [
        line
        for item in items
        if item.id not in added
        for file in files_of(item)
        if (line := _line(item, file, sendings.of(file.id)))
    ]
    if lines:
        yield PackNews("Ersetzte und nachgereichte Unterlagen", tuple(lines))
    for update in updates:
        changes = [change for change in update.changes if change.kind is not ChangeKind.REMOVED or not removed]
        told = tuple(f"{_number(change.number)}{change.name}: {change.words}" for change in changes)
        if told:
            dated = update.title.endswith(")")
            yield PackNews(update.title if dated else f"{update.title} vom {plain_day(update.at)}", told, update.reason)


def change_of(history: History, brought: Mapping[object, str]) -> str:
    """What happened to a document since the invitation, as its divider says it; ``brought``: supplements by their moment."""
    if history.late:
        return f"Neu mit dem {brought[history.came]}." if history.came in brought else NEW
    if not history.replaced:
        return ""
    last = history.replaced[-1]
    reasons = "; ".join(dict.fromkeys(each.reason.strip() for each in history.replaced))
    return f"Ersetzt am {plain_day(last.at)}: {reasons}"


def _line(item: ItemLine, file: FileLine, history: History) -> str:
    if history.late:
        return f"{_called(item)}: „{file.name}“ ist dazugekommen."
    if not history.replaced:
        return ""
    return f"{_called(item)}: „{file.name}“, Fassung {file.version}. {change_of(history, {})}"


def _called(item: ItemLine) -> str:
    return f"{_number(item.number)}{item.name}"


def _number(number: str) -> str:
    return f"TOP {number} " if number else ""
