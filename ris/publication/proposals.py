"""What all proposals have in common: one waits at a time, and each is settled once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.publication.models import PublicationProposal

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.publication.rules import Outcome, Subject


class PublicationRefused(ValueError):
    """It cannot be published like this; the message is a German sentence that names the cure."""


def open_proposal(session: Session, subject: Subject, subject_id: int) -> PublicationProposal | None:
    """The proposal for a thing that waits for the second person."""
    return session.scalar(
        select(PublicationProposal).where(
            PublicationProposal.kind == subject,
            PublicationProposal.subject_id == subject_id,
            PublicationProposal.settled.is_(None),
        ),
    )


def settle(proposal: PublicationProposal, actor: Actor, outcome: Outcome, now: datetime) -> None:
    """Close a proposal; raises :class:`PublicationRefused` when it is closed already."""
    if proposal.settled is not None:
        raise PublicationRefused("Diese Veröffentlichung ist schon erledigt.")
    proposal.settled, proposal.settled_by_id, proposal.outcome = now, actor.user_id, outcome
