"""Reading notes: which an account may read today. Asked anew for every pull, never remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.accounts.models import User
from ris.council.models import Membership, Organization, Person
from ris.council.rules import Group, group_of
from ris.council.seats import held_on
from ris.documents.models import File, FileVersion
from ris.meetings.models import AgendaItem, Meeting
from ris.notes.annotation import Visibility
from ris.notes.models import DocumentRead, Note, NotePerson, NotePlace
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


def notes_of(actor: Actor) -> ColumnElement[bool]:
    """The notes an account's devices hold: its own, whatever became of what they are about, and those shared with it.

    What others share is read by members of today only, and only where they may read what it is about.
    """
    own = Note.author_id == (actor.user_id or 0)
    if not may(actor, Permission.OWN_AREA):
        return own
    named = exists().where(NotePerson.note_id == Note.id, NotePerson.person_id == (actor.person_id or 0))
    shared = or_(
        and_(Note.visibility == Visibility.FACTION, Note.faction_id.in_(sorted(actor.factions))),
        and_(Note.visibility == Visibility.PEOPLE, named),
    )
    return or_(own, and_(Note.deleted.is_(None), shared, *_reads_what_it_is_about(actor)))


def _reads_what_it_is_about(actor: Actor) -> list[ColumnElement[bool]]:
    """Document, item and meeting; of the document the very bytes, since a note may quote what was blacked out later."""
    older = exists().where(
        FileVersion.file_id == Note.file_id,
        FileVersion.sha512_checksum == Note.anchored_to,
        readable_by(actor, FileVersion),
    )
    document = exists().where(
        File.id == Note.file_id,
        readable_by(actor, File),
        or_(Note.anchored_to.is_(None), File.sha512_checksum == Note.anchored_to, older),
    )
    item = exists().where(AgendaItem.id == Note.item_id, readable_by(actor, AgendaItem))
    meeting = exists().where(Meeting.id == Note.meeting_id, readable_by(actor, Meeting))
    return [
        or_(Note.file_id.is_(None), document),
        or_(Note.item_id.is_(None), item),
        or_(Note.meeting_id.is_(None), meeting),
    ]


def people_of_notes(session: Session, note_ids: Sequence[int]) -> Mapping[int, list[int]]:
    """With whom notes are shared by name, by note id."""
    found: dict[int, list[int]] = {identity: [] for identity in note_ids}
    rows = select(NotePerson).where(NotePerson.note_id.in_(note_ids)).order_by(NotePerson.person_id)
    for row in session.scalars(rows):
        found[row.note_id].append(row.person_id)
    return found


def newest_number(session: Session, actor: Actor) -> int:
    """Up to where the account's devices were told of notes; a device behind it has something to fetch."""
    places = NotePlace.user_id == (actor.user_id or 0)
    return session.scalar(select(func.max(NotePlace.number)).where(places)) or 0


def told_and_read(session: Session, actor: Actor) -> tuple[int, str]:
    """What of an account's own changes a list of its packs, and is no change of the town: its notes and its reading."""
    read = select(func.max(DocumentRead.at)).where(DocumentRead.user_id == (actor.user_id or 0))
    return newest_number(session, actor), str(session.scalar(read) or "")


def read_versions(session: Session, actor: Actor, file_ids: Sequence[int]) -> dict[int, int]:
    """The newest version of each of these documents the account has read, by file id."""
    rows = session.execute(
        select(DocumentRead.file_id, DocumentRead.version).where(
            DocumentRead.user_id == (actor.user_id or 0), DocumentRead.file_id.in_(file_ids)
        )
    )
    return {row.file_id: row.version for row in rows}


def sharing_circle(session: Session, actor: Actor, today: date) -> dict[str, list[dict[str, Any]]]:
    """The actor's Fraktionen, and the people of today's Gremien and of them who have an account, by name.

    Whoever holds no seat shares with nobody.
    """
    if not may(actor, Permission.OWN_AREA):
        return {"people": [], "factions": []}
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Organization.id.label("organization_id"),
            Organization.name.label("organization"),
            Organization.organization_type,
            Organization.classification,
        )
        .join(Membership, Membership.person_id == Person.id)
        .join(Organization, Organization.id == Membership.organization_id)
        .join(User, User.person_id == Person.id)
        .where(
            User.active,
            Membership.deleted.is_(False),
            held_on(today),
            Organization.id.in_(sorted(actor.organizations)),
            readable_by(actor, Person),
            readable_by(actor, Organization),
        )
        .order_by(Person.family_name, Person.name, Person.id)
    ).all()
    people: dict[int, dict[str, Any]] = {}
    for row in rows:
        if row.id == actor.person_id:
            continue
        person = people.setdefault(row.id, {"id": row.id, "name": row.name, "faction": None, "organizations": []})
        if group_of(row.organization_type, row.classification, row.organization) is Group.FACTION:
            person["faction"] = row.organization_id
        else:
            person["organizations"].append(row.organization_id)
    factions = {row.organization_id: row.organization for row in rows if row.organization_id in actor.factions}
    return {
        "people": list(people.values()),
        "factions": [{"id": identity, "name": name} for identity, name in sorted(factions.items())],
    }
