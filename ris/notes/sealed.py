"""What notes say, sealed and opened: a stolen database or backup shows no word of them (docs/adr/0121)."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any, Final

from ris.accounts.sealing import CannotOpen

if TYPE_CHECKING:
    from ris.accounts.sealing import KeyRing
    from ris.notes.models import Note

log = logging.getLogger(__name__)

PURPOSE: Final = b"ris: notes of members, 1"
"""For the key ring of notes: what seals notes opens nothing else."""


def put_content(note: Note, content: dict[str, Any], keys: KeyRing) -> None:
    """Seal what the note says; the seal names the note and its writer, so that no row opens with another's."""
    note.content = keys.seal(json.dumps(content, separators=(",", ":")), about=_about(note))


def content_of(note: Note, keys: KeyRing) -> dict[str, Any] | None:
    """What the note says; None where it was deleted, or sealed with a secret this installation no longer has."""
    if note.content is None:
        return None
    try:
        content: dict[str, Any] = json.loads(keys.open(note.content, about=_about(note)))
    except CannotOpen:
        log.warning("note %s was sealed with a secret this installation does not have", note.id)
        return None
    return content


def reseal(note: Note, keys: KeyRing) -> bool:
    """Seal anew what was sealed with an older secret; whether it was."""
    content = None if note.content is None or keys.is_present(note.content) else content_of(note, keys)
    if content is None:
        return False
    put_content(note, content, keys)
    return True


def _about(note: Note) -> str:
    return f"note:{note.uuid}:{note.author_id}"
