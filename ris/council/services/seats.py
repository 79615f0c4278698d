"""Verbs on seats: take one, follow somebody in one. History stays: a seat is ended, never deleted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.council.mandates import SeatRefused, Tenure, seat_readers, succession
from ris.council.models import Membership, Organization, Person
from ris.council.services.register import change, enter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

DEPUTY_ROLE = "Stellvertretendes Mitglied"


@dataclass(frozen=True)
class NewSeat:
    """A seat or office somebody takes."""

    person: Person
    organization: Organization
    role: str
    tenure: Tenure
    voting_right: bool | None = None
    on_behalf_of_id: int | None = None
    """The Fraktion the seat is held for."""
    succeeds_id: int | None = None
    deputy_for_id: int | None = None


def take_seat(session: Session, actor: Actor, new: NewSeat, *, now: datetime) -> Membership:
    """Somebody becomes a member from a day on. Raises :class:`ris.council.mandates.SeatRefused`.

    The seat is readable for whoever reads both the person and the organization.
    """
    require(actor, Permission.COUNCIL_EDIT, new.organization)
    session.refresh(new.person, with_for_update=True)  # nobody takes two seats in one moment
    _no_second_seat(session, new)
    seat = Membership(
        person=new.person,
        organization=new.organization,
        role=new.role,
        voting_right=new.voting_right,
        start_date=new.tenure.start,
        end_date=new.tenure.end,
        on_behalf_of_id=new.on_behalf_of_id,
        succeeds_id=new.succeeds_id,
        deputy_for_id=new.deputy_for_id,
    )
    readers = seat_readers(new.organization.reader_tokens, new.person.reader_tokens)
    return enter(session, actor, seat, readers=readers, now=now)


def succeed(
    session: Session,
    actor: Actor,
    seat: Membership,
    successor: Person,
    last_day: date,
    *,
    seen: datetime,
    now: datetime,
) -> Membership:
    """Nachrücken: one seat is closed and the next opened in one act.

    Raises :class:`ris.council.mandates.SeatRefused` and :class:`ris.council.services.register.Conflict`.
    """
    require(actor, Permission.COUNCIL_EDIT, seat)
    if seat.organization is None or successor.id == seat.person_id:
        raise SeatRefused("Bitte wählen Sie eine andere Person.")
    leaves, follows = succession(Tenure(seat.start_date, seat.end_date), last_day)
    role = seat.role or ""
    change(session, actor, seat, {"end_date": leaves.end}, seen=seen, now=now)
    return take_seat(
        session,
        actor,
        NewSeat(
            person=successor,
            organization=seat.organization,
            role=role,
            tenure=follows,
            voting_right=seat.voting_right,
            on_behalf_of_id=seat.on_behalf_of_id,
            succeeds_id=seat.id,
        ),
        now=now,
    )


def name_deputy(
    session: Session, actor: Actor, seat: Membership, person: Person, tenure: Tenure, *, now: datetime
) -> Membership:
    """Somebody becomes the personal deputy of who holds a seat, from day to day.

    They read nothing by it before they stand in for a sitting. Raises :class:`ris.council.mandates.SeatRefused`.
    """
    require(actor, Permission.COUNCIL_EDIT, seat)
    if seat.organization is None or seat.deputy_for_id is not None:
        raise SeatRefused("Eine Vertretung kann nicht selbst vertreten werden.")
    if not Tenure(seat.start_date, seat.end_date).covers(tenure):
        raise SeatRefused("Die Vertretung gilt nur, solange das Mandat dauert. Bitte prüfen Sie die Tage.")
    session.refresh(person, with_for_update=True)
    for own in _seats_in(session, person, seat.organization):
        if own.deputy_for_id is None and tenure.overlaps(Tenure(own.start_date, own.end_date)):
            raise SeatRefused(f"{person.name or 'Diese Person'} sitzt in dieser Zeit selbst in diesem Gremium.")
    new = NewSeat(
        person=person,
        organization=seat.organization,
        role=DEPUTY_ROLE,
        tenure=tenure,
        voting_right=seat.voting_right,
        on_behalf_of_id=seat.on_behalf_of_id,
        deputy_for_id=seat.id,
    )
    return take_seat(session, actor, new, now=now)


def change_seat(
    session: Session,
    actor: Actor,
    seat: Membership,
    values: dict[str, object],
    *,
    seen: datetime,
    now: datetime,
) -> bool:
    """Other days, another role; whether anything became different. Raises as :func:`take_seat` and ``Conflict``."""
    require(actor, Permission.COUNCIL_EDIT, seat)
    changed = change(session, actor, seat, values, seen=seen, now=now)
    tenure = Tenure(seat.start_date, seat.end_date)
    if changed and seat.person is not None and seat.organization is not None:
        as_changed = NewSeat(seat.person, seat.organization, seat.role or "", tenure, deputy_for_id=seat.deputy_for_id)
        _no_second_seat(session, as_changed, but=seat.id)
    return changed


def _no_second_seat(session: Session, new: NewSeat, *, but: int = 0) -> None:
    """Nobody holds the same role in the same organization twice at a time; one may be the deputy of several."""
    held = [
        seat
        for seat in _seats_in(session, new.person, new.organization)
        if (seat.role, seat.deputy_for_id) == (new.role, new.deputy_for_id) and seat.id != but
    ]
    if any(new.tenure.overlaps(Tenure(seat.start_date, seat.end_date)) for seat in held):
        name = new.person.name or "Diese Person"
        raise SeatRefused(f"{name} hat dieses Mandat in der Zeit schon.")


def _seats_in(session: Session, person: Person, organization: Organization) -> Sequence[Membership]:
    return session.scalars(
        select(Membership).where(
            Membership.person_id == person.id,
            Membership.organization_id == organization.id,
            Membership.deleted.is_(False),
        ),
    ).all()
