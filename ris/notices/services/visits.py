"""A look at one's own page: since when things are new there."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.notices.models import AreaVisit
from ris.notices.rules import Visit, visit_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

COARSE = timedelta(minutes=5)
"""How finely a look is written down."""


def known_visit(session: Session, user_id: int) -> Visit | None:
    """The visit last written down; None for who was never here."""
    row = session.get(AreaVisit, user_id)
    return None if row is None else Visit(row.since, row.last)


def is_worth_noting(known: Visit | None, visit: Visit) -> bool:
    """Whether another row is to be written for this look."""
    return known is None or known.since != visit.since or visit.last - known.last > COARSE


def note_look(session: Session, actor: Actor, user_id: int, *, now: datetime) -> Visit:
    """Write down a look at one's own page; the visit it belongs to."""
    require(actor, Permission.OWN_AREA)
    visit = visit_at(now, known_visit(session, user_id))
    session.merge(AreaVisit(user_id=user_id, since=visit.since, last=visit.last))
    return visit
