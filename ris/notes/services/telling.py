"""Telling a device what is new: notes of its account and those shared with it, and what is not its to read any more."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, func, or_, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.models import User
from ris.documents.squeezing import squeezed
from ris.notes.anchoring import Anchor
from ris.notes.annotation import PREFIX
from ris.notes.models import Note, NotePlace
from ris.notes.queries import notes_of, people_of_notes
from ris.notes.sealed import content_of
from ris.notes.services.taking import lock_account

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.sealing import KeyRing

MOST: Final = 200
SAID: Final = "ris:said"
"""The first selected words as they were printed, for lists."""
LARGEST: Final = 1_000_000
"""Bytes of a page; one note may be larger and travels alone."""


@dataclass(frozen=True)
class News:
    """A page of what is new."""

    cursor: int
    pull: Sequence[dict[str, Any]]
    more: bool
    """Whether to ask again at once."""


def tell_news(
    session: Session,
    actor: Actor,
    since: int,
    keys: KeyRing,
    *,
    again: Collection[str] = (),
    known: Collection[tuple[str, int]] = (),
) -> News:
    """What a device that knows everything up to ``since`` is to learn.

    ``again`` are ids of notes to be told in any case, ``known`` ids and revisions it has just sent itself.
    """
    require(actor, Permission.NOTE_KEEP)
    lock_account(session, actor)
    highest = _number_what_is_new(session, actor, again)
    if since > highest:  # the database is older than the device: it learns everything anew
        since = 0
    rows = session.execute(
        select(NotePlace.number, NotePlace.gone, Note, User.name)
        .join(Note, Note.id == NotePlace.note_id)
        .join(User, User.id == Note.author_id)
        .where(NotePlace.user_id == actor.user_id, NotePlace.number > since)
        .order_by(NotePlace.number)
        .limit(MOST + 1)
    ).all()
    return _page(session, actor, rows, since, keys, known)


def _number_what_is_new(session: Session, actor: Actor, again: Collection[str]) -> int:
    """Give every note that changed for this account the next number; the highest there is."""
    places = NotePlace.user_id == actor.user_id
    highest = session.scalar(select(func.max(NotePlace.number)).where(places)) or 0
    theirs = notes_of(actor)
    changed = session.execute(
        select(Note.id, Note.revision, Note.deleted, NotePlace)
        .outerjoin(NotePlace, and_(NotePlace.note_id == Note.id, places))
        .where(
            theirs,
            or_(
                NotePlace.note_id.is_(None),
                NotePlace.revision != Note.revision,
                and_(NotePlace.gone, Note.deleted.is_(None)),
                Note.uuid.in_(again),
            ),
        )
        .order_by(Note.id)
    ).all()
    for row in changed:
        highest += 1
        place = row.NotePlace or NotePlace(user_id=actor.user_id, note_id=row.id)
        place.number, place.revision, place.gone = highest, row.revision, row.deleted is not None
        session.add(place)
    lost = select(NotePlace).where(
        places, NotePlace.gone.is_(False), NotePlace.note_id.not_in(select(Note.id).where(theirs))
    )
    for place in session.scalars(lost.order_by(NotePlace.note_id)).all():
        highest += 1
        place.number, place.gone = highest, True
    session.flush()
    return highest


def _page(
    session: Session,
    actor: Actor,
    rows: Sequence[Row[int, bool, Note, str]],
    since: int,
    keys: KeyRing,
    known: Collection[tuple[str, int]],
) -> News:
    people = people_of_notes(session, [row.Note.id for row in rows])
    pull: list[dict[str, Any]] = []
    size, cursor = 0, since
    for row in rows[:MOST]:
        told = None if (row.Note.uuid, row.Note.revision) in known else _told(row, actor, people, keys)
        size += len(json.dumps(told)) if told else 0
        if size > LARGEST and pull:
            return News(cursor, pull, more=True)
        cursor = row.number
        if told:
            pull.append(told)
    return News(cursor, pull, more=len(rows) > MOST)


def _told(
    row: Row[int, bool, Note, str], actor: Actor, people: Mapping[int, list[int]], keys: KeyRing
) -> dict[str, Any] | None:
    note: Note = row.Note
    if row.gone:
        return {"id": f"{PREFIX}{note.uuid}", "rev": note.revision, "gone": True}
    content = content_of(note, keys)
    if content is None:
        return None
    own = note.author_id == actor.user_id
    if not own:
        content = _as_it_stands(content)
    # A device needs to know in which version it was looked for last; who may read it is asked of the bytes it quotes.
    looked_for_in = content.get("ris:anchored_to") if note.anchor == Anchor.ORPHAN else note.anchored_to
    return {
        **content,
        "id": f"{PREFIX}{note.uuid}",
        "rev": note.revision,
        "ris:meeting": note.meeting_id,
        "ris:item": note.item_id,
        "ris:visibility": note.visibility,
        "ris:people": people[note.id] if own else [],
        "ris:faction": note.faction_id,
        "ris:anchor": note.anchor,
        "ris:anchored_to": looked_for_in,
        "ris:own": own,
        "ris:author": row.name,
    }


def _as_it_stands(content: dict[str, Any]) -> dict[str, Any]:
    """Without the words its author selected where others stand there now: not everybody may read the older bytes."""
    exact = [each["exact"] for each in content["target"].get("selector", ()) if each.get("exact")]
    said = squeezed(content.get(SAID) or "")
    if all(words.startswith(said) for words in exact):
        return content
    return {name: value for name, value in content.items() if name != SAID}
