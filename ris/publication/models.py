"""What somebody prepared for the public and somebody else is asked to confirm."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ris.accounts.models import User
from ris.db import Base, JsonObject
from ris.scope.models import BelongsToBody


class PublicationProposal(BelongsToBody, Base):
    """A choice of rows that is to become public (Vier-Augen-Prinzip). It is settled once and kept for good."""

    __tablename__ = "publication_proposal"
    __table_args__ = (
        # One proposal for a thing waits at a time, whoever prepares it and however many processes do.
        Index(
            "uq_publication_proposal_open",
            "body_id",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text("settled IS NULL"),
            postgresql_where=text("settled IS NULL"),
        ),
        Index(None, "body_id", "settled", "id"),
    )
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    """What it is about: :class:`ris.publication.rules.Subject`."""
    subject_id: Mapped[int]
    label: Mapped[str]
    """What it is called on pages of the office."""
    chosen: Mapped[JsonObject]
    """Key of each row („file:12“) → digest of what the preparer saw of it."""
    replacement: Mapped[JsonObject | None]
    """For a file: the bytes that are to replace it, and why (``ris.documents.services.replacing.NewBytes``)."""
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    """``None``: a machine prepared it."""
    prepared: Mapped[datetime]
    settled: Mapped[datetime | None]
    """When it was confirmed or discarded; ``None`` while it waits."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    outcome: Mapped[str | None] = mapped_column(String(16))
    """:class:`ris.publication.rules.Outcome`."""

    prepared_by: Mapped[User | None] = relationship(foreign_keys=[prepared_by_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])
