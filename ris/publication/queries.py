"""Reading proposals: those that wait, and those that are settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.documents.models import Paper
from ris.meetings.models import Meeting
from ris.publication.models import PublicationProposal
from ris.scope.readers import readable_by
from ris.web.addresses import number_from
from ris.web.paging import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

"""Digits of a number that may be too high for an id."""
PEOPLE = (joinedload(PublicationProposal.prepared_by), joinedload(PublicationProposal.settled_by))


def proposal_for(session: Session, actor: Actor, proposal_id: int) -> PublicationProposal | None:
    """One proposal of the current Body."""
    require(actor, Permission.CONTENT_PREPARE)
    return session.scalar(select(PublicationProposal).where(PublicationProposal.id == proposal_id).options(*PEOPLE))


def successor_at(session: Session, actor: Actor, model: type[Meeting | Paper], said: str) -> Meeting | Paper | None:
    """The public meeting or paper somebody names: by number („2026/0412“), id, or address, whole or as a path."""
    everybody = Actor.public(actor.body_id)
    if model is Paper:
        key = said.rstrip("/").rpartition("/vorlage/")[2]
        named = or_(Paper.slug == key.replace("/", "-"), Paper.reference == key)
        papers = select(Paper).where(named, Paper.deleted.is_(False), readable_by(everybody, Paper))
        return session.scalars(papers).first()
    same = Meeting.id == number_from(said.rstrip("/").rpartition("/")[2])
    return session.scalar(select(Meeting).where(same, Meeting.deleted.is_(False), readable_by(everybody, Meeting)))


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
