"""Jobs of following: tell who is told at a pace, and forget what is not to be kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from flask import current_app

from ris.access.actor import Actor
from ris.accounts.sealing import CannotOpen
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.following.letters import Letterhead
from ris.following.locks import Locks
from ris.following.models import Follower
from ris.following.queries.followers import followers_at, questions_at
from ris.following.queries.searches import answer_to
from ris.following.rules import next_look
from ris.following.services.forgetting import forget
from ris.following.services.schedule import look_again, tidy_up
from ris.following.services.telling import tell
from ris.notices.rules import Pace
from ris.search.engine import NoIndex
from ris.web.addresses import town_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.jobs.worker import JobRun
    from ris.search.index import SearchIndex

log = logging.getLogger(__name__)


def tell_followers(run: JobRun) -> None:
    """Tell every follower, each in a transaction of its own; the next look is due by itself while there are any."""
    pace, public = Pace(run.payload["pace"]), Actor.public(run.body_id)
    locks: Locks = current_app.extensions["following"]
    head = _letterhead(run.body_id)
    found = _found(public, pace)
    followers = followers_at(db.session(), pace)
    for follower_id in followers:
        try:
            with transaction() as session:
                follower = session.get(Follower, follower_id, with_for_update=True)
                if follower is not None:
                    tell(session, public, follower, pace, found, locks, head, now=now_utc())
        except CannotOpen:
            log.exception("follower %s: sealed with a secret that is no longer set", follower_id)
    with transaction() as session:
        if followers:
            look_again(session, pace, due=next_look(pace, now_utc()))


def forget_followers(_run: JobRun) -> None:
    """Delete what is not to be kept, and come again when there will be more of it."""
    with transaction() as session:
        due = forget(session, now=now_utc())
        if due is not None:
            tidy_up(session, due=due)


def _found(public: Actor, pace: Pace) -> dict[str, Sequence[str]]:
    """Question → keys of what it finds; asked once for everybody who follows it, before anything is locked."""
    index: SearchIndex = current_app.extensions["search"]
    try:
        return {about: answer_to(index, public, about).keys for about in questions_at(db.session(), pace)}
    except NoIndex:
        return {}


def _letterhead(body_id: int) -> Letterhead:
    body = db.session.get_one(Body, body_id)
    return Letterhead(body.name, town_address(body.host, current_app.config["RIS"].public_url))
