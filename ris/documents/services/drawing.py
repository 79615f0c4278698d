"""Ordering a drawn document and keeping it; there is one per plan, however often it is asked for.

Nobody needs a permission: a plan holds only what its reader may read, and ordering twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.documents.building import Built
from ris.documents.models import DrawnDocument, DrawnState
from ris.documents.pack import PackKind, PackPlan, plan_data, plan_digest
from ris.documents.queries.drawn import drawing_of, drawings_waiting, drawn_document
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.scope.current import current_body_id
from ris.storage import Digest

MOST_WAITING = 30
"""Documents that may wait at once: visitors without an account can ask for any number."""
TRY_AGAIN = timedelta(hours=1)
"""After a refusal; a missing library may have been installed, a broken file replaced in place."""


class TooManyWaiting(Exception):
    """So many documents wait to be drawn that no further one is taken in just now."""


@dataclass(frozen=True)
class Order:
    """What is to be drawn."""

    kind: PackKind
    plan: PackPlan
    subject: str
    """What it is about and for whom: see :class:`ris.documents.models.DrawnDocument`."""

    @property
    def digest(self) -> str:
        """The plan's digest, which names the document."""
        return plan_digest(self.plan, self.kind)


def needs_order(session: Session, order: Order, *, now: datetime) -> bool:
    """Whether nobody has drawn, is drawing or has lately failed to draw this document."""
    row = drawn_document(session, order.digest)
    if row is None:
        return True
    if row.state == DrawnState.READY:
        return False
    if row.state == DrawnState.REFUSED and row.finished is not None:
        return now - row.finished > TRY_AGAIN
    return drawing_of(session, order.digest) is None


def order_document(session: Session, order: Order, *, now: datetime) -> None:
    """Have a document drawn unless that is under way; raises :class:`TooManyWaiting`."""
    if not needs_order(session, order, now=now):
        return
    if drawings_waiting(session) >= MOST_WAITING:
        raise TooManyWaiting
    row = drawn_document(session, order.digest)
    if row is None:
        row = DrawnDocument(digest=order.digest, kind=order.kind.value, subject=order.subject)
        session.add(row)
    row.plan = plan_data(order.plan)
    row.state = DrawnState.ORDERED
    row.note = None
    row.ordered = now
    enqueue(session, JobKind.BUILD_PACK, current_body_id(), key=order.digest, digest=order.digest)


def order_again(session: Session, row: DrawnDocument) -> None:
    """Forget a document whose bytes are gone, so that it is ordered anew."""
    session.delete(row)


def keep_document(session: Session, digest: str, built: Built, stored: Digest, *, now: datetime) -> list[str]:
    """Note a drawn document; returns the names of bytes that are outdated by it, or its own where nobody waits any more."""
    row = session.scalars(select(DrawnDocument).where(DrawnDocument.digest == digest)).first()
    if row is None:
        return [stored.sha512]
    row.state = DrawnState.READY
    row.plan = None
    row.sha512 = stored.sha512
    row.size = stored.size
    row.pages = built.pages
    row.mark_at = built.mark_at
    row.finished = now
    outdated = session.scalars(
        select(DrawnDocument).where(
            DrawnDocument.subject == row.subject,
            DrawnDocument.kind == row.kind,
            DrawnDocument.ordered < row.ordered,
            DrawnDocument.state == DrawnState.READY,
        ),
    ).all()
    return forget_documents(session, outdated)


def forget_documents(session: Session, rows: Sequence[DrawnDocument]) -> list[str]:
    """Delete rows of drawn documents; the names of bytes that none of the others cites."""
    for row in rows:
        session.delete(row)
    session.flush()  # what is asked next must not find them
    names = {row.sha512 for row in rows if row.sha512}
    used = set(session.scalars(select(DrawnDocument.sha512).where(DrawnDocument.sha512.in_(names))))
    return sorted(names - used)


def refuse_document(session: Session, digest: str, note: str, *, now: datetime) -> None:
    """Note that a document cannot be drawn, with a German sentence why."""
    row = session.scalars(select(DrawnDocument).where(DrawnDocument.digest == digest)).one()
    row.state = DrawnState.REFUSED
    row.plan = None
    row.note = note
    row.finished = now
