"""Tables of the ledger: when what stands in the public record appeared, last said something else, or went.

What is said is never kept here; it is read from the town's own rows each time, through the one rule of visibility.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import ForeignKey, Index, String, event, false, insert
from sqlalchemy.orm import Mapped, mapped_column

from ris.council.models import Body
from ris.db import Base
from ris.record.shape import shape
from ris.scope.models import BelongsToBody

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper


class PublishedObject(BelongsToBody, Base):
    """An object that is or once was public; what never was has no row (docs/adr/0160)."""

    __tablename__ = "published_object"
    __table_args__ = (
        Index(None, "body_id", "kind", "subject_id"),
        Index(None, "body_id", "kind", "modified", "subject_id"),
    )
    revises: ClassVar[bool] = False

    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    """Name of the table it is a row of."""
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Its id there."""
    created: Mapped[datetime]
    """When it first became public; whole seconds."""
    modified: Mapped[datetime]
    """When its output last changed, it went, or came back; whole seconds, never earlier than the commit that says so."""
    gone: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It is public no more. Why, and what stands in its place, says its tombstone (:mod:`ris.audit.models`)."""
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of its canonical JSON without its own times, in hex.

    ``None``: nobody has looked yet; the first look notes what it finds and leaves the times as they are.
    """

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))


class Ledger(BelongsToBody, Base):
    """How far the ledger of a Body is; also the row that two who bring it up to date wait for."""

    __tablename__ = "ledger"
    revises: ClassVar[bool] = False

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    since: Mapped[datetime]
    """Since when it is kept."""
    checked_with: Mapped[str | None] = mapped_column(String(64))
    """Mark of the program (:func:`ris.record.shape.shape`) the whole record was last compared under.

    ``None``: there were rows before the ledger began, and they are still to be entered.
    """


@event.listens_for(Body, "after_insert")
def _begin_its_ledger(_mapper: Mapper[Body], connection: Connection, body: Body) -> None:
    # Like its revision (ris/council/models.py): by no service's grace. A new town has nothing to catch up with.
    now = datetime.now(UTC)
    connection.execute(insert(Ledger).values(body_id=body.id, since=now, checked_with=shape()))
    since = body.created.replace(microsecond=0)
    line = {
        "kind": "body",
        "subject_id": body.id,
        "body_id": body.id,
        "created": since,
        "modified": since,
        "gone": False,
    }
    connection.execute(insert(PublishedObject).values(line))
