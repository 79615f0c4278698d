"""Verbs on a table of people: keep it for the dry run, take it over as a whole, drop it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.mandates import seat_readers
from ris.council.models import Body, Membership, Organization, PeopleImport, Person
from ris.council.people_known import known_to
from ris.council.people_plan import ImportPlan, PersonChange, plan_of
from ris.council.people_table import read_table
from ris.scope.current import current_body_id
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.people_plan import SeatChange

KEPT = timedelta(days=1)
"""So long a table waits for the decision."""


class ImportRefused(ValueError):
    """The table has errors, or somebody decided on it already; nothing was changed."""


def keep_table(session: Session, actor: Actor, file_name: str, content: bytes, *, now: datetime) -> PeopleImport:
    """Keep an uploaded table for its dry run; tables nobody decided on are forgotten after a day."""
    require(actor, Permission.COUNCIL_IMPORT)
    session.execute(
        update(PeopleImport).where(PeopleImport.at < now - KEPT).values(content=None),
        execution_options={"synchronize_session": False},
    )
    kept = PeopleImport(user_id=actor.user_id, at=now, file_name=" ".join(file_name.split())[:120], content=content)
    session.add(kept)
    session.flush()
    return kept


def table_for(session: Session, actor: Actor, identity: int) -> PeopleImport | None:
    """An uploaded table that still waits; only for who uploaded it."""
    require(actor, Permission.COUNCIL_IMPORT)
    wanted = select(PeopleImport).where(PeopleImport.id == identity, PeopleImport.content.is_not(None))
    return session.scalars(wanted.where(PeopleImport.user_id == actor.user_id)).first()


def dry_run(session: Session, actor: Actor, content: bytes) -> ImportPlan:
    """What a table would change, or what is wrong with it. Changes nothing."""
    require(actor, Permission.COUNCIL_IMPORT)
    table = read_table(content)
    if table.errors:
        return ImportPlan(errors=list(table.errors))
    return plan_of(table.rows, known_to(session, actor))


def take_over(session: Session, actor: Actor, kept: PeopleImport, *, public: bool, now: datetime) -> ImportPlan:
    """Write everything the table says, or nothing. New people are for everybody if ``public``, else for the office.

    One entry of the trail tells all of it, with old and new values. Raises :class:`ImportRefused`.
    """
    require(actor, Permission.COUNCIL_IMPORT, kept)
    session.execute(select(Body.id).where(Body.id == current_body_id()).with_for_update())  # one import at a time
    session.refresh(kept)
    if kept.content is None:
        raise ImportRefused("Diese Tabelle ist schon übernommen.")
    content = kept.content
    plan = dry_run(session, actor, content)
    if plan.errors:
        raise ImportRefused("Die Tabelle hat Fehler; es wurde nichts geändert.")
    people = _write_people(session, plan, public=public, now=now)
    seats = _write_seats(session, plan, people, now)
    kept.content = None
    details = {
        "file": kept.file_name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "people_entered": sorted(person.id for change, person in people.values() if change.id is None),
        "people_changed": {str(change.id): sorted(change.values) for change in plan.changed_people},
        **seats,
    }
    record(session, actor, AuditEvent.CONTENT_IMPORTED, kept, details, now=now)
    return plan


def drop_table(session: Session, actor: Actor, kept: PeopleImport) -> None:
    """Forget an uploaded table."""
    require(actor, Permission.COUNCIL_IMPORT, kept)
    session.refresh(kept)
    kept.content = None


People = dict[int, tuple[PersonChange, Person]]


def _write_people(session: Session, plan: ImportPlan, *, public: bool, now: datetime) -> People:
    """Everybody the plan names, by the identity of the change."""
    audience = audience_for(session, {PUBLIC} if public else {ADMINISTRATION})
    known = {row.id: row for row in session.scalars(select(Person))} if plan.people else {}
    found: People = {}
    for change in plan.people:
        person = known[change.id] if change.id is not None else Person(audience=audience, created=now, modified=now)
        if change.id is None:
            session.add(person)
        if change.values:
            _set(person, change.values)
            person.modified = now
        found[id(change)] = (change, person)
    session.flush()  # seats need the ids
    return found


def _set(person: Person, values: dict[str, str]) -> None:
    for name, value in values.items():
        setattr(person, name, [value] if name in {"title", "email", "phone"} else value)
    parts = (" ".join(person.title or ()), person.given_name, person.family_name)
    person.name = " ".join(part for part in parts if part)


def _write_seats(session: Session, plan: ImportPlan, people: People, now: datetime) -> dict[str, Any]:
    organizations = {row.id: row for row in session.scalars(select(Organization))} if plan.seats else {}
    known = {row.id: row for row in session.scalars(select(Membership))} if plan.changed_seats else {}
    changed: dict[str, Any] = {}
    entered: list[Membership] = []
    for change in plan.seats:
        if change.id is not None:
            changed[str(change.id)] = _change_seat(known[change.id], change, now)
            continue
        person, organization = people[id(change.person)][1], organizations[change.organization_id]
        seat = Membership(
            person_id=person.id,
            organization_id=organization.id,
            role=change.row.role,
            voting_right=change.row.votes,
            start_date=change.row.start,
            end_date=change.row.end,
            on_behalf_of_id=change.group_id,
            audience=audience_for(session, seat_readers(organization.reader_tokens, person.reader_tokens)),
            created=now,
            modified=now,
        )
        session.add(seat)
        entered.append(seat)
    session.flush()  # the trail names them
    return {"seats_entered": [seat.id for seat in entered], "seats_changed": changed}


def _change_seat(seat: Membership, change: SeatChange, now: datetime) -> dict[str, Any]:
    row = change.row
    wanted = {"end_date": row.end, "voting_right": row.votes, "on_behalf_of_id": change.group_id}
    said = {}
    for name, value in wanted.items():
        before = getattr(seat, name)
        if value is not None and value != before:
            setattr(seat, name, value)
            said[name] = [str(before) if before is not None else None, str(value)]
    seat.modified = now
    return said
