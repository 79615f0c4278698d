"""Telling one person what is new: the letter and the moment up to which they were told are one change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import may, require
from ris.accounts.queries import actor_for
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.mail.rules import is_address
from ris.mail.services import post
from ris.notices.letters import news_letter
from ris.notices.models import ToldUntil
from ris.notices.queries.choices import rules_of, subscriptions_of
from ris.notices.queries.news import news_for, only
from ris.notices.rules import Channel, Pace, next_digest
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.models import User
    from ris.notices.rules import News

SETTLED: Final = timedelta(seconds=30)
"""A change that another transaction has begun before a look may be committed after it: so old is what is told at once.

Less than what news wait for each other, so the look that a change asks for itself comes late enough for it.
"""
FIRST_TIME: Final = timedelta(days=1)
"""How far back somebody is told who was told nothing so far."""


@dataclass(frozen=True)
class TownAddress:
    """What an e-mail says of the town."""

    town: str
    public_url: str


def tell(session: Session, machine: Actor, user: User, pace: Pace, town: TownAddress, *, now: datetime) -> None:
    """Tell an account what came since it was last told at this pace; a second run finds nothing left to tell.

    Who holds no seat any more is told nothing, and who takes one later does not hear of what was before.
    """
    require(machine, Permission.USER_EDIT, user)
    until = _told_until(session, user, pace, now)
    if pace is Pace.DAILY and next_digest(until.at) > now:
        return  # today's letter is written; what came since is tomorrow's
    upto = now - SETTLED if pace is Pace.NOW else now
    since, until.at = until.at, max(upto, until.at)
    actor = actor_for(session, user)
    if not may(actor, Permission.OWN_AREA):
        return
    rules = rules_of(session, user.id)
    by_mail, by_push = rules.kinds(Channel.MAIL, pace), rules.kinds(Channel.PUSH, pace)
    if by_push and not subscriptions_of(session, user.id, now=now):
        by_push = frozenset()
    if not by_mail | by_push:
        return
    news = news_for(session, actor, since, now=until.at)
    if told := only(news, by_mail):
        _write(session, user, told, pace, since, town, now)
    if only(news, by_push):
        enqueue(session, JobKind.SEND_PUSH, user.body_id, key=f"user:{user.id}", user=user.id, asked=now.isoformat())


def _write(
    session: Session,
    user: User,
    news: Sequence[News],
    pace: Pace,
    since: datetime,
    town: TownAddress,
    now: datetime,
) -> None:
    """One letter a day at the daily pace, whatever happens to the job; at once: one for each moment it goes on from."""
    about = local_day(now).isoformat() if pace is Pace.DAILY else since.isoformat()
    if is_address(user.email):
        post(session, news_letter(user, news, pace, about, town=town.town, public_url=town.public_url), now=now)


def _told_until(session: Session, user: User, pace: Pace, now: datetime) -> ToldUntil:
    wanted = select(ToldUntil).where(ToldUntil.user_id == user.id, ToldUntil.pace == pace.value)
    row = session.scalars(wanted.with_for_update()).first()
    if row is None:
        row = ToldUntil(user_id=user.id, pace=pace.value, at=max(user.created, now - FIRST_TIME))
        session.add(row)
    return row
