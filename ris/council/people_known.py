"""Reading who is known, as far as a table of people can say something of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.council.mandates import Tenure
from ris.council.models import Membership, Organization, Person
from ris.council.people_plan import Known, KnownPerson, KnownSeat
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


def known_to(session: Session, actor: Actor) -> Known:
    """The people, organizations and seats an actor sees."""
    people = session.scalars(select(Person).where(Person.deleted.is_(False), readable_by(actor, Person)))
    organizations: dict[str, list[int]] = defaultdict(list)
    rows = session.execute(
        select(Organization.id, Organization.name, Organization.short_name).where(
            Organization.deleted.is_(False), readable_by(actor, Organization)
        )
    )
    for row in rows:
        for name in {name.casefold() for name in (row.name, row.short_name) if name}:
            organizations[name].append(row.id)
    seats = session.execute(
        select(
            Membership.id,
            Membership.person_id,
            Membership.organization_id,
            Membership.role,
            Membership.start_date,
            Membership.end_date,
            Membership.voting_right,
            Membership.on_behalf_of_id,
        ).where(
            Membership.deleted.is_(False), Membership.person_id.is_not(None), Membership.organization_id.is_not(None)
        )
    )
    return Known(
        [_known_person(row) for row in people],
        organizations,
        [
            KnownSeat(
                row.id,
                row.person_id,
                row.organization_id,
                row.role or "",
                _tenure(row.start_date, row.end_date),
                row.voting_right,
                row.on_behalf_of_id,
            )
            for row in seats
        ],
    )


def _tenure(start: Any, end: Any) -> Tenure:  # noqa: ANN401 - days or nothing, as the table has them
    """What was imported from elsewhere may end before it begins; such a seat takes one day."""
    return Tenure(start, max(start, end) if start is not None and end is not None else end)


def _known_person(row: Person) -> KnownPerson:
    return KnownPerson(
        id=row.id,
        family_name=row.family_name or row.name or "",
        given_name=row.given_name or "",
        title=" ".join(row.title or ()),
        form_of_address=row.form_of_address or "",
        email=next(iter(row.email or ()), ""),
        phone=next(iter(row.phone or ()), ""),
    )
