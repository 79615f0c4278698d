"""Jobs of following: tell who is told at a pace, and forget what is not to be kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import update

from ris.access.actor import Actor
from ris.accounts.sealing import CannotOpen
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.following.letters import Letterhead
from ris.following.models import Follower, Subscription
from ris.following.queries.concerned import due_at, followers_with_news
from ris.following.queries.followers import is_followed_at
from ris.following.queries.searches import Finds, found_among, indexed_until, moved_between
from ris.following.rules import Followed, next_look, told_up_to
from ris.following.services.forgetting import forget
from ris.following.services.schedule import look_again, tidy_up
from ris.following.services.telling import tell
from ris.notices.rules import Pace
from ris.search.engine import NoIndex
from ris.web.addresses import town_address

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ris.following.queries.concerned import Due
    from ris.jobs.worker import JobRun
    from ris.search.index import SearchIndex

log = logging.getLogger(__name__)


def tell_followers(run: JobRun) -> None:
    """Tell every follower something is new for, each in a transaction of its own; the next look is ordered first."""
    pace, public = Pace(run.payload["pace"]), Actor.public(run.body_id)
    with transaction() as session:
        if not is_followed_at(session, pace):
            return
        look_again(session, pace, due=next_look(pace, now_utc()))
    upto = told_up_to(pace, now_utc())
    due = due_at(db.session(), pace, upto)
    if due is None:
        return
    finds = _finds(public, due, upto)
    concerned = followers_with_news(db.session(), due, upto, finds)
    quiet = [row for row in due.rows if row.follower_id not in concerned]
    searches = [row.id for row in quiet if row.kind == Followed.SEARCH]
    for follower_id in sorted(concerned):
        _tell_one(public, follower_id, pace, upto, finds)
    _pass_over([row.id for row in quiet if row.kind != Followed.SEARCH], upto)
    if finds is not None:
        _pass_over(searches, finds.upto)


def forget_followers(_run: JobRun) -> None:
    """Delete what is not to be kept, and come again when there will be more of it."""
    with transaction() as session:
        due = forget(session, now=now_utc())
        if due is not None:
            tidy_up(session, due=due)


def _tell_one(public: Actor, follower_id: int, pace: Pace, upto: datetime, finds: Finds | None) -> None:
    head = _letterhead(public.body_id)
    try:
        with transaction() as session:
            follower = session.get(Follower, follower_id, with_for_update=True)
            if follower is not None:
                tell(session, public, follower, pace, upto, finds, head, now=now_utc())
    except CannotOpen:  # the others are told all the same
        log.exception("follower %s: sealed with a secret that is no longer set", follower_id)


def _pass_over(subscriptions: Sequence[int], upto: datetime) -> None:
    """Nothing was new: what has settled stays as it is, so that the next look begins where this one ended."""
    for start in range(0, len(subscriptions), 500):
        with transaction() as session:
            session.execute(
                update(Subscription)
                .where(Subscription.id.in_(subscriptions[start : start + 500]), Subscription.told_until < upto)
                .values(told_until=upto),
                execution_options={"synchronize_session": False},
            )


def _finds(public: Actor, due: Due, upto: datetime) -> Finds | None:
    """What moved of what is searched for, asked once for everybody who follows it, and before anything is locked.

    ``None`` where nobody follows a search, or the index cannot be asked.
    """
    questions = {row.about for row in due.rows if row.kind == Followed.SEARCH}
    reach = indexed_until(db.session(), public.body_id, upto) if questions else None
    if reach is None:
        return None
    moved = moved_between(db.session(), due.since, reach)
    index: SearchIndex = current_app.extensions["search"]
    try:
        return Finds(reach, {about: found_among(index, public, about, moved) for about in sorted(questions)})
    except NoIndex:
        return None


def _letterhead(body_id: int) -> Letterhead:
    body = db.session.get_one(Body, body_id)
    address = town_address(body.host, current_app.config["RIS"].public_url)
    return Letterhead(body.name, address, current_app.extensions["following"])
