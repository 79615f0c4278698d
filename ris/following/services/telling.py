"""Telling one follower what is new: the letter and how far they were told are one change, so a second run tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.following.letters import Told, news_letter
from ris.following.queries.changes import MOST_LINES, Changes, changes_of, found_lines
from ris.following.queries.subjects import Wanted, subjects_of
from ris.following.rules import LETTERS_KEPT, Followed
from ris.following.services.schedule import tidy_up
from ris.mail.services import post

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.following.letters import Letterhead
    from ris.following.models import Follower, Subscription
    from ris.following.queries.searches import Finds
    from ris.notices.rules import Pace


def tell(
    session: Session,
    public: Actor,
    follower: Follower,
    pace: Pace,
    upto: datetime,
    finds: Finds | None,
    head: Letterhead,
    *,
    now: datetime,
) -> bool:
    """Write one letter with everything new at this pace up to a moment, if there is anything; whether there was.

    The caller holds the follower's row.
    """
    due = [
        row
        for row in follower.subscriptions
        if row.confirmed is not None and row.pace == pace and row.told_until < upto
    ]
    wanted = {row.id: Wanted(Followed(row.kind), row.about) for row in due}
    news = [(wanted[row.id], _news(session, public, row, wanted[row.id], finds, upto)) for row in due]
    subjects = subjects_of(session, public, [each for each, changes in news if changes.lines])
    told = [Told(subjects[each], changes) for each, changes in news if changes.lines]
    if told:
        post(session, news_letter(follower, told, pace, head, now=now), now=now)
        tidy_up(session, due=now + LETTERS_KEPT)
    return bool(told)


def _news(
    session: Session, public: Actor, row: Subscription, wanted: Wanted, finds: Finds | None, upto: datetime
) -> Changes:
    """What is new about one thing; from now on it is told."""
    since = row.told_until
    if wanted.kind is not Followed.SEARCH:
        row.told_until = upto
        return changes_of(session, public, wanted, since, upto)
    if finds is None or wanted.about not in finds.of or finds.upto <= since:
        return Changes(())  # the index cannot be asked at the moment; nothing is lost
    row.told_until = finds.upto
    lines = found_lines(session, public, [each for each in finds.of[wanted.about] if each.modified > since], since)
    return Changes(lines[:MOST_LINES], max(0, len(lines) - MOST_LINES))
