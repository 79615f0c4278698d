"""What we remember of other systems: their identifiers, and what they named but never showed."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base
from ris.scope.models import BelongsToBody


class ImportSource(BelongsToBody, Base):
    """Somewhere objects come from: the address of an OParl system or body, or a folder."""

    __tablename__ = "import_source"
    __table_args__ = (UniqueConstraint("body_id", "address"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str]
    last_started: Mapped[datetime | None]
    """Start of the last run that came through; the next asks for what was modified since."""
    unfinished: Mapped[bool] = mapped_column(default=False)
    """A run changed something and did not come to its end; the next one records what both did."""


class ForeignId(BelongsToBody, Base):
    """An object's address in the system it came from; it answers under ours."""

    __tablename__ = "foreign_id"
    __table_args__ = (
        UniqueConstraint("body_id", "url"),
        Index(None, "body_id", "path"),
        Index(None, "body_id", "kind", "subject_id"),
    )
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    path: Mapped[str]
    """Path and query of ``url``: a town that keeps its domain keeps its addresses."""
    kind: Mapped[str] = mapped_column(String(32))
    """Table name of the object."""
    subject_id: Mapped[int]
    source_id: Mapped[int | None] = mapped_column(ForeignKey("import_source.id"))
    digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of the canonical JSON last imported; the same digest means nothing to do."""


class DanglingReference(BelongsToBody, Base):
    """A reference to something the source never delivered; resolved when it comes."""

    __tablename__ = "dangling_reference"
    __table_args__ = (UniqueConstraint("body_id", "from_url", "property", "target_url"),)
    revises: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True)
    from_url: Mapped[str]
    property: Mapped[str] = mapped_column(String(64))
    target_url: Mapped[str] = mapped_column(index=True)
    position: Mapped[int] = mapped_column(default=0)
    """Place of the reference in its list, so that the target takes its seat when it comes."""
