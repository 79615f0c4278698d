"""Reading drawn documents by their plan's digest, and how far a waiting one is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.documents.models import DrawnDocument
from ris.jobs.models import Job, JobKind, JobState
from ris.scope.current import current_body_id

ALIVE = (JobState.WAITING, JobState.RUNNING)


@dataclass(frozen=True)
class Drawing:
    """How far the drawing of a document is."""

    done: int = 0
    total: int = 0
    """Papers; 0 while nobody began."""


def drawn_document(session: Session, digest: str) -> DrawnDocument | None:
    """The document of a plan, ready or not. The digest is the right to have it: see the model."""
    return session.scalars(select(DrawnDocument).where(DrawnDocument.digest == digest)).first()


def drawing_of(session: Session, digest: str) -> Drawing | None:
    """The living job that draws a plan; ``None`` when there is none."""
    row = session.execute(
        select(Job.done, Job.total)
        .where(
            Job.kind == JobKind.BUILD_PACK,
            Job.body_id == current_body_id(),
            Job.key == digest,
            Job.state.in_(ALIVE),
        )
        .order_by(Job.state, Job.id)  # the running one before one that waits
        .limit(1),
    ).first()
    return Drawing(row.done, row.total) if row else None


def drawings_waiting(session: Session) -> int:
    """How many documents of the current Body wait to be drawn."""
    waiting = select(func.count()).where(
        Job.kind == JobKind.BUILD_PACK, Job.body_id == current_body_id(), Job.state == JobState.WAITING
    )
    return session.scalar(waiting) or 0
