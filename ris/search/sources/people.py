"""Organizations and people, as they are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.council.models import Membership, Organization, Person
from ris.search.engine import Entry
from ris.search.entries import Kind, joined, key_of
from ris.search.sources.loading import Ids, living_rows, tokens


def organization_entries(session: Session, ids: Ids) -> Iterator[Entry]:
    """Organizations with what they decide."""
    statement = select(
        Organization.id,
        Organization.body_id,
        Organization.name,
        Organization.short_name,
        Organization.classification,
        Organization.task,
    )
    for row in living_rows(session, statement, Organization, ids):
        yield Entry(
            key=key_of("organization", row.id),
            body_id=row.body_id,
            readers=tokens(row),
            kind=Kind.ORGANIZATION,
            title=" ".join(name for name in (row.name, row.short_name) if name),
            text=joined([row.task, row.classification]),
            organizations=frozenset({row.id}),
        )


def person_entries(session: Session, ids: Ids) -> Iterator[Entry]:
    """People, narrowed by the organizations they sit in."""
    seats: defaultdict[int, set[int]] = defaultdict(set)
    public_seats = (
        select(Membership.person_id, Membership.organization_id)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.person_id.in_(ids), Membership.audience_id == Person.audience_id)
    )
    for person_id, organization_id in session.execute(public_seats):
        if person_id is not None and organization_id is not None:
            seats[person_id].add(organization_id)
    for row in living_rows(session, select(Person.id, Person.body_id, Person.name), Person, ids):
        yield Entry(
            key=key_of("person", row.id),
            body_id=row.body_id,
            readers=tokens(row),
            kind=Kind.PERSON,
            title=row.name or "",
            organizations=frozenset(seats[row.id]),
        )
