"""What a Fraktion notes about an item of an agenda; nobody outside it reads a word of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ris.db import Base
from ris.scope.models import BelongsToBody
from ris.scope.readers import Protected


class FactionNote(Protected, BelongsToBody, Base):
    """Who speaks, the line, what is open, and shared notes; one for each Fraktion and item.

    Its audience is the Fraktion alone: neither the session office nor the administration is in it, and nobody borrows
    a Fraktion's eyes (ris/access/viewing.py).
    """

    __tablename__ = "faction_note"
    __table_args__ = (UniqueConstraint("faction_id", "agenda_item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    faction_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    agenda_item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    speaker: Mapped[str] = mapped_column(default="")
    """Wer spricht."""
    line: Mapped[str] = mapped_column(default="")
    """How the Fraktion means to vote, in its own words."""
    unsettled: Mapped[str] = mapped_column(default="")
    """What is still open."""
    notes: Mapped[str] = mapped_column(Text, default="")
    saves: Mapped[int] = mapped_column(default=0)
    """How often it was saved; a form that knows another number is stale."""
    changed: Mapped[datetime]
    changed_by: Mapped[str]
    """Name of who saved it last; colleagues know each other."""
