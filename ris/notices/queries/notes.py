"""Reading what is new about somebody's notes: shared with them, or of their own about places that have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from ris.accounts.models import User
from ris.meetings.models import Meeting
from ris.notes.anchoring import Anchor
from ris.notes.models import Note
from ris.notes.queries import notes_of
from ris.notes.services.reanchoring import touched_words
from ris.notices.rules import News, NoticeKind
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

TOUCHED = (Anchor.CHANGED, Anchor.ORPHAN)
"""What becomes of a note when the words it stands at change, or go."""


def notes_news(session: Session, actor: Actor, since: datetime) -> list[News]:
    """One piece of news for each meeting: how many notes, and of whom; what they say stays in the pack."""
    names = _Meetings(session, actor)
    return [*_touched(session, actor, since, names), *_shared(session, actor, since, names)]


class _Meetings:
    """Names of the meetings notes belong to, as far as the actor may read of them."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self._session, self._actor = session, actor

    def named(self, ids: set[int | None]) -> Mapping[int | None, str]:
        """Readable meetings by id."""
        wanted = {identity for identity in ids if identity is not None}
        if not wanted:
            return {}
        rows = self._session.execute(
            select(Meeting.id, Meeting.name).where(Meeting.id.in_(wanted), readable_by(self._actor, Meeting))
        )
        return {row[0]: row[1] or "Sitzung" for row in rows}


def _touched(session: Session, actor: Actor, since: datetime, meetings: _Meetings) -> Iterator[News]:
    """Own notes whose place was found anew at other words, or not at all, after their writer last touched them."""
    rows = session.execute(
        select(Note.meeting_id, func.count(Note.id), func.max(Note.changed))
        .where(
            Note.author_id == (actor.user_id or 0),
            Note.deleted.is_(None),
            Note.anchor.in_(TOUCHED),
            Note.revision > Note.written,
            Note.changed > since,
        )
        .group_by(Note.meeting_id)
    ).all()
    names = meetings.named({row[0] for row in rows})
    for meeting_id, count, at in rows:
        words = touched_words(count)
        yield News(NoticeKind.TOUCHED, at, words, names.get(meeting_id, ""), _pack(meeting_id, names), count=count)


def _shared(session: Session, actor: Actor, since: datetime, meetings: _Meetings) -> Iterator[News]:
    """Notes of others this account reads, new or written anew; that one was only found at another place is no news."""
    rows = session.execute(
        select(Note.meeting_id, User.name, func.count(Note.id), func.max(Note.changed))
        .join(User, User.id == Note.author_id)
        .where(
            notes_of(actor),
            Note.author_id != (actor.user_id or 0),
            or_(Note.revision == Note.written, Note.created > since),
            Note.changed > since,
        )
        .group_by(Note.meeting_id, User.id, User.name)
    ).all()
    names = meetings.named({row[0] for row in rows})
    for meeting_id, author, count, at in rows:
        words = f"{NoticeKind.SHARED.counted(count)}, von {author}"
        yield News(NoticeKind.SHARED, at, words, names.get(meeting_id, ""), _pack(meeting_id, names), count=count)


def _pack(meeting_id: int | None, names: Mapping[int | None, str]) -> str:
    return f"/mappe/{meeting_id}" if meeting_id in names else "/mappe/"
