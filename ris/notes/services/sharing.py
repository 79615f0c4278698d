"""Whom a note may be shared with: people who may read what it is about. Asked again whenever it is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.documents.models import File
from ris.meetings.models import AgendaItem, Meeting
from ris.notes.annotation import NoteRefused, Visibility
from ris.scope.readers import readable

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.notes.annotation import Annotation
    from ris.scope.readers import Protected

UNREADABLE = "Eine Notiz zu einer Unterlage, die Sie nicht lesen dürfen, lässt sich nicht teilen."
NOT_OF_FACTION = "Mit dieser Fraktion können Sie nichts teilen: Sie gehören ihr heute nicht an."
NOBODY = "Bitte wählen Sie aus, mit wem Sie die Notiz teilen."
NO_ACCOUNT = "Eine der ausgewählten Personen hat hier kein Konto."
MEMBERS_ONLY = "Notizen teilen können nur Mitglieder eines Gremiums."


def check_sharing(session: Session, actor: Actor, annotation: Annotation) -> None:
    """Raise :class:`NoteRefused` where the actor may not share the note as it asks."""
    if annotation.visibility is Visibility.PRIVATE:
        return
    if not may(actor, Permission.OWN_AREA):
        raise NoteRefused(MEMBERS_ONLY)
    things = _things(session, annotation)
    if not all(thing is not None and readable(actor, thing) for thing in things):
        raise NoteRefused(UNREADABLE)
    if annotation.visibility is Visibility.FACTION:
        if annotation.faction_id not in actor.factions:
            raise NoteRefused(NOT_OF_FACTION)
        return
    _check_people(session, annotation, [thing for thing in things if thing is not None])


def _check_people(session: Session, annotation: Annotation, things: list[Protected]) -> None:
    if not annotation.people:
        raise NoteRefused(NOBODY)
    accounts = session.scalars(select(User).where(User.person_id.in_(annotation.people), User.active)).all()
    if {each.person_id for each in accounts} != set(annotation.people):
        raise NoteRefused(NO_ACCOUNT)
    for account in accounts:
        reader = actor_for(session, account)
        if not may(reader, Permission.OWN_AREA) or not all(readable(reader, thing) for thing in things):
            message = f"{account.name} darf diese Unterlage nicht lesen. Bitte nehmen Sie den Namen heraus."
            raise NoteRefused(message)


def _things(session: Session, annotation: Annotation) -> list[Protected | None]:
    """What the note is about; None for what there is not."""
    things: list[Protected | None] = []
    if annotation.file_id is not None:
        things.append(session.scalars(select(File).where(File.id == annotation.file_id)).first())
    if annotation.item_id is not None:
        things.append(session.scalars(select(AgendaItem).where(AgendaItem.id == annotation.item_id)).first())
    if annotation.meeting_id is not None:
        things.append(session.scalars(select(Meeting).where(Meeting.id == annotation.meeting_id)).first())
    return things
