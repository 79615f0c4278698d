"""Choosing how to hear of news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.notices.models import NoticeRule, ToldUntil
from ris.notices.queries.choices import rules_of
from ris.notices.rules import Pace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.models import User
    from ris.notices.rules import Channel, NoticeKind


def choose(
    session: Session,
    actor: Actor,
    user: User,
    wanted: Mapping[tuple[NoticeKind, Channel], Pace],
    *,
    now: datetime,
) -> None:
    """Hear of each kind by each way as wanted from now on; what came before is not told again."""
    require(actor, Permission.OWN_AREA)
    known = rules_of(session, user.id)
    changed = {key: pace for key, pace in wanted.items() if known.pace(*key) is not pace}
    for (kind, channel), pace in changed.items():
        session.merge(NoticeRule(user_id=user.id, kind=kind.value, channel=channel.value, pace=pace.value))
    begin_telling(session, user, now=now)
    if changed:
        said = {f"{kind.value}/{channel.value}": pace.value for (kind, channel), pace in changed.items()}
        record(session, actor, AuditEvent.NOTICES_CHOSEN, user, said, now=now)


def begin_telling(session: Session, user: User, *, now: datetime) -> None:
    """What is told at once is told from now on; the e-mail of the day begins by itself."""
    if session.get(ToldUntil, (user.id, Pace.NOW.value)) is None:
        session.add(ToldUntil(user_id=user.id, pace=Pace.NOW.value, at=now))
