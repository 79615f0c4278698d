"""What two versions of a document were found to differ in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base, JsonObject
from ris.scope.models import BelongsToBody


class FileComparison(BelongsToBody, Base):
    """Two versions of a document beside each other, compared once.

    It has no readers of its own: who may read both versions may read it (ris/documents/queries/changes.py).
    """

    __tablename__ = "file_comparison"
    __table_args__ = (UniqueConstraint("file_id", "old_number", "new_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("file.id"))
    old_number: Mapped[int]
    new_number: Mapped[int]
    """Numbers of versions as :class:`ris.documents.models.FileVersion` counts them."""
    old_sha512: Mapped[str] = mapped_column(String(128))
    new_sha512: Mapped[str] = mapped_column(String(128))
    note: Mapped[str | None]
    """A German sentence where they could not be compared."""
    pages: Mapped[JsonObject | None]
    """``{"changed": [numbers in the new version], "removed": [numbers in the old one]}``; short, for lists."""
    content: Mapped[JsonObject | None] = mapped_column(deferred=True)
    """What :mod:`ris.documents.pdf.versions` found, and the digests of the pages' pictures."""
    made: Mapped[datetime]
