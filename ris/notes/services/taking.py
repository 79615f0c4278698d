"""Taking what a device sends: each change once, each note by itself, and of two texts both."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

from sqlalchemy import delete, func, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.models import User
from ris.notes.annotation import PREFIX, Annotation, NoteRefused, Visibility, annotation_from, same_words, uuid_of
from ris.notes.models import Note, NoteChange, NotePerson
from ris.notes.sealed import content_of, put_content
from ris.notes.services.sharing import check_sharing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.accounts.sealing import KeyRing

MOST_NOTES: Final = 20_000
ANSWERS_KEPT: Final = timedelta(days=90)
"""A change sent again after this long is told by its revision alone."""
FOREIGN = "Diese Notiz gehört jemand anderem; ändern kann sie nur, wer sie geschrieben hat."
TOO_MANY = "Mehr als 20.000 Notizen lassen sich nicht speichern. Bitte löschen Sie alte."
NO_CHANGE = "Diese Änderung hat keine lesbare Form."


@dataclass
class Taken:
    """What became of the changes of one page."""

    acks: list[dict[str, Any]] = field(default_factory=list)
    again: set[str] = field(default_factory=set)
    """Ids of notes the device does not have as they are, and is to be told of."""
    conflicts: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    """Changes that are not taken, each with its German sentence; they stay on the device."""

    def add(self, answer: dict[str, Any]) -> None:
        """Put an answer where it belongs."""
        kept = {key: value for key, value in answer.items() if key != "stays"}
        (self.conflicts if "mine" in answer else self.acks).append(kept)
        if "mine" in answer or "stays" in answer:
            self.again.add(answer["id"])


def lock_account(session: Session, actor: Actor) -> None:
    """One device of an account at a time; the other waits (docs/adr/0120)."""
    session.execute(select(User.id).where(User.id == actor.user_id).with_for_update(key_share=True))


def take_changes(session: Session, actor: Actor, changes: Sequence[object], keys: KeyRing, *, now: datetime) -> Taken:
    """Take a page of changes; what cannot be taken is named and loses no other."""
    require(actor, Permission.NOTE_KEEP)
    lock_account(session, actor)
    desk = _Desk(session, actor, keys, now)
    desk.fetch(changes)
    taken = Taken()
    for change in changes:
        try:
            taken.add(desk.take(change))
        except NoteRefused as refusal:
            named = change if isinstance(change, dict) else {}
            taken.refused.append({"id": named.get("id"), "key": named.get("key"), "error": str(refusal)})
    return taken


class _Desk:
    """One page of changes in work."""

    def __init__(self, session: Session, actor: Actor, keys: KeyRing, now: datetime) -> None:
        self._session, self._actor, self._keys, self._now = session, actor, keys, now
        self._notes: dict[str, Note] = {}
        self._answers: dict[str, dict[str, Any]] = {}
        own = select(func.count()).select_from(Note).where(Note.author_id == actor.user_id, Note.deleted.is_(None))
        self._count = session.scalar(own) or 0

    def fetch(self, changes: Sequence[object]) -> None:
        """Read what the changes name, in two statements; the notes stay locked until the end."""
        ids = _named(changes, "id")
        for note in self._session.scalars(select(Note).where(Note.uuid.in_(ids)).order_by(Note.id).with_for_update()):
            self._notes[note.uuid] = note
        theirs = NoteChange.user_id == self._actor.user_id
        for row in self._session.scalars(select(NoteChange).where(theirs, NoteChange.key.in_(_named(changes, "key")))):
            self._answers[row.key] = row.answer
        self._session.execute(delete(NoteChange).where(theirs, NoteChange.at < self._now - ANSWERS_KEPT))

    def take(self, change: object) -> dict[str, Any]:
        """The answer to one change, the same each time it is sent; raises :class:`NoteRefused`."""
        if not isinstance(change, dict) or "note" not in change:
            raise NoteRefused(NO_CHANGE)
        uuid, key, base = uuid_of(change.get("id")), uuid_of(change.get("key")), change.get("base", 0)
        if not isinstance(base, int) or isinstance(base, bool):
            raise NoteRefused(NO_CHANGE)
        if key in self._answers:
            return self._answers[key]
        note = self._notes.get(uuid)
        if note is not None and note.author_id != self._actor.user_id:
            raise NoteRefused(FOREIGN)
        wanted = None if change["note"] is None else annotation_from(change["note"])
        answer = self._deleted(note, uuid, base) if wanted is None else self._written(note, uuid, base, wanted)
        self._answers[key] = answer
        self._session.add(NoteChange(user_id=self._actor.user_id, key=key, answer=answer, at=self._now))
        return answer

    def _written(self, note: Note | None, uuid: str, base: int, wanted: Annotation) -> dict[str, Any]:
        if note is None:
            check_sharing(self._session, self._actor, wanted)
            return _ack(self._new(uuid, wanted))
        if base < note.written:
            content = content_of(note, self._keys)
            if content is not None and same_words(content, wanted.content):
                return _ack(note)
            return {"id": note.uuid, "mine": self._second(wanted, note).uuid}
        check_sharing(self._session, self._actor, wanted)
        behind = base < note.revision  # its place was found anew meanwhile
        if behind:
            wanted = self._at_its_place(note, wanted)
        note.revision += 1
        note.written, note.deleted = note.revision, None
        self._fill(note, wanted)
        return {**_ack(note), "stays": True} if behind else _ack(note)

    def _deleted(self, note: Note | None, uuid: str, base: int) -> dict[str, Any]:
        if note is None:
            return {"id": uuid, "rev": 0}
        if note.deleted is not None:
            return _ack(note)
        if base < note.written:  # written anew elsewhere: what somebody wrote is never lost by a deletion before
            return {**_ack(note), "stays": True}
        note.revision += 1
        note.written, note.deleted, note.changed, note.content = note.revision, self._now, self._now, None
        note.visibility, note.faction_id = Visibility.PRIVATE, None
        self._session.execute(delete(NotePerson).where(NotePerson.note_id == note.id))
        return _ack(note)

    def _second(self, wanted: Annotation, first: Note) -> Note:
        """The device's text beside the server's; it names the other one, so that screens show both side by side."""
        wanted = replace(wanted, content={**wanted.content, "ris:conflict_with": f"{PREFIX}{first.uuid}"})
        try:
            check_sharing(self._session, self._actor, wanted)
        except NoteRefused:
            private = {**wanted.content, "ris:visibility": Visibility.PRIVATE.value}
            wanted = replace(wanted, visibility=Visibility.PRIVATE, people=(), faction_id=None, content=private)
        return self._new(str(uuid4()), wanted)

    def _new(self, uuid: str, wanted: Annotation) -> Note:
        if self._count >= MOST_NOTES:
            raise NoteRefused(TOO_MANY)
        self._count += 1
        note = Note(uuid=uuid, author_id=self._actor.user_id, revision=1, written=1, created=self._now)
        self._fill(note, wanted)
        self._notes[uuid] = note
        return note

    def _fill(self, note: Note, wanted: Annotation) -> None:
        note.meeting_id, note.item_id, note.file_id = wanted.meeting_id, wanted.item_id, wanted.file_id
        note.anchored_to, note.anchor = wanted.anchored_to, wanted.anchor.value
        note.visibility, note.faction_id, note.changed = wanted.visibility.value, wanted.faction_id, self._now
        put_content(note, wanted.content, self._keys)
        self._session.add(note)
        self._session.flush()
        self._session.execute(delete(NotePerson).where(NotePerson.note_id == note.id))
        self._session.add_all(NotePerson(note_id=note.id, person_id=person) for person in wanted.people)

    def _at_its_place(self, note: Note, wanted: Annotation) -> Annotation:
        known = content_of(note, self._keys)
        if known is None:
            return wanted
        place: dict[str, Any] = {key: known[key] for key in ("target", "ris:anchor", "ris:anchored_to") if key in known}
        return replace(
            wanted,
            content={**wanted.content, **place},
            meeting_id=note.meeting_id,  # its item may have gone to another day
            file_id=note.file_id,
            anchored_to=note.anchored_to,
            anchor=type(wanted.anchor)(note.anchor),
        )


def _ack(note: Note) -> dict[str, Any]:
    return {"id": note.uuid, "rev": note.revision}


def _named(changes: Sequence[object], what: str) -> list[str]:
    """The ids or keys that are any; the others are refused one by one later."""
    found = []
    for change in changes:
        try:
            found.append(uuid_of(change.get(what) if isinstance(change, dict) else None))
        except NoteRefused:
            continue
    return found
