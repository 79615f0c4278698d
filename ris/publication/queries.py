"""Reading proposals: those that wait, and those that are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.publication.models import PublicationProposal
from ris.web.paging import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

PEOPLE = (joinedload(PublicationProposal.prepared_by), joinedload(PublicationProposal.settled_by))


def proposal_for(session: Session, actor: Actor, proposal_id: int) -> PublicationProposal | None:
    """One proposal of the current Body."""
    require(actor, Permission.CONTENT_PREPARE)
    return session.scalar(select(PublicationProposal).where(PublicationProposal.id == proposal_id).options(*PEOPLE))


def waiting_proposals(session: Session, actor: Actor) -> Sequence[PublicationProposal]:
    """What waits for a second person, oldest first; a town has a handful."""
    require(actor, Permission.CONTENT_PREPARE)
    waiting = select(PublicationProposal).where(PublicationProposal.settled.is_(None))
    return session.scalars(waiting.order_by(PublicationProposal.id).limit(PAGE_SIZE).options(*PEOPLE)).all()


def settled_proposals(session: Session, actor: Actor, before: int | None) -> Sequence[PublicationProposal]:
    """Settled proposals, newest first, one more than a page shows; from below an id."""
    require(actor, Permission.CONTENT_PREPARE)
    settled = select(PublicationProposal).where(PublicationProposal.settled.is_not(None))
    if before is not None:
        settled = settled.where(PublicationProposal.id < before)
    return session.scalars(
        settled.order_by(PublicationProposal.id.desc()).limit(PAGE_SIZE + 1).options(*PEOPLE),
    ).all()


def settled_count(session: Session, actor: Actor) -> int:
    """How many proposals are settled."""
    require(actor, Permission.CONTENT_PREPARE)
    return (
        session.scalar(
            select(func.count()).select_from(PublicationProposal).where(PublicationProposal.settled.is_not(None))
        )
        or 0
    )
