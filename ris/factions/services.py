"""Writing down what a Fraktion prepares: the words stay within it, the trail knows only that somebody wrote."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ris.access.circles import organization_token
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.factions.models import FactionNote
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class Stale(Exception):
    """Somebody of the Fraktion has saved the note since it was opened; nothing was changed."""


@dataclass(frozen=True)
class NoteWords:
    """What is noted about an item."""

    speaker: str = ""
    line: str = ""
    unsettled: str = ""
    notes: str = ""


@dataclass(frozen=True)
class NoteOf:
    """Whose note about which item; what the policy asks about before there is a row."""

    faction_id: int
    agenda_item_id: int


def save_note(
    session: Session, actor: Actor, about: NoteOf, words: NoteWords, *, saves: int, now: datetime
) -> FactionNote:
    """Save the note of a Fraktion; ``saves`` is the count the form was opened with. Raises :class:`Stale`."""
    require(actor, Permission.FACTION_PREPARE, about)
    this = select(FactionNote).where(
        FactionNote.faction_id == about.faction_id, FactionNote.agenda_item_id == about.agenda_item_id
    )
    note = session.scalars(this.with_for_update().execution_options(populate_existing=True)).first()
    if (note.saves if note is not None else 0) != saves:
        raise Stale
    if note is None:
        note = FactionNote(faction_id=about.faction_id, agenda_item_id=about.agenda_item_id, saves=0)
        note.audience = audience_for(session, {organization_token(about.faction_id)})
        session.add(note)
    for name, value in asdict(words).items():
        setattr(note, name, value)
    note.saves, note.changed, note.changed_by = saves + 1, now, actor.name
    try:
        session.flush()
    except IntegrityError as somebody_began:
        raise Stale from somebody_began
    record(session, actor, AuditEvent.FACTION_PREPARED, note, {}, now=now)
    return note
