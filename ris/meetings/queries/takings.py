"""Reading what is taken: which rooms and which people, when; across the Bodies of the installation for shared rooms."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.council.models import Body, Location, Membership, Organization, Person
from ris.council.organization_settings import USUAL_MINUTES, OrganizationSettings
from ris.meetings.clashes import Taking
from ris.meetings.models import Meeting, MeetingOrganization
from ris.scope.current import working_for
from ris.scope.readers import readable_by
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor

LONGEST = timedelta(hours=12)
"""No meeting that began earlier is still going on."""


def room_word(location: Location | None) -> str:
    """What tells one room from another: the word shared by several Bodies, or the place itself."""
    if location is None:
        return ""
    return f"shared:{location.room_key}" if location.room_key else f"location:{location.id}"


def wishes_for(
    session: Session,
    organization_ids: Collection[int],
    starts: Iterable[datetime],
    location_id: int | None,
) -> list[Taking]:
    """What meetings of these organizations would take at these moments."""
    location = session.get(Location, location_id) if location_id is not None else None
    seats = _seats(session, organization_ids)
    settings, _ = _organizations(session)
    length = timedelta(minutes=max(settings[identity].usual_minutes for identity in organization_ids))
    return [
        Taking(
            "",
            start,
            start + length,
            room_word(location),
            frozenset(organization_ids),
            _people(seats, organization_ids, local_day(start)),
        )
        for start in starts
    ]


def takings_between(
    session: Session, actor: Actor, first: datetime, last: datetime, *, without: int | None = None
) -> list[Taking]:
    """Everything that takes rooms or people of this town between two moments, and its shared rooms elsewhere.

    Of another town's meeting nothing is told but that its room is taken, and by which town. ``without`` is the id of
    a meeting that is being moved and so is in nobody's way.
    """
    require(actor, Permission.MEETING_PLAN)
    rows = session.scalars(
        select(Meeting)
        .where(
            Meeting.start > first - LONGEST,
            Meeting.start < last,
            Meeting.cancelled.is_(False),
            Meeting.deleted.is_(False),
            Meeting.id != (without or 0),
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start, Meeting.id),
    ).all()
    links = _links(session, [row.id for row in rows])
    settings, names = _organizations(session)
    seats = _seats(session, settings)
    own = [
        Taking(
            row.name or ", ".join(names[identity] for identity in links[row.id]) or "Sitzung",
            row.start,
            _end(row, row.start, [settings[identity] for identity in links[row.id]]),
            room_word(row.location),
            frozenset(links[row.id]),
            _people(seats, links[row.id], local_day(row.start)),
        )
        for row in rows
        if row.start is not None
    ]
    return [*own, *_elsewhere(session, actor.body_id, first, last)]


def names_of_people(session: Session, actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """The names of people by id."""
    rows = session.execute(
        select(Person.id, Person.name).where(Person.id.in_(set(ids)), readable_by(actor, Person)).order_by(Person.name)
    )
    return {row.id: row.name or "ohne Namen" for row in rows}


def _elsewhere(session: Session, body_id: int, first: datetime, last: datetime) -> list[Taking]:
    """When other Bodies of the installation meet in a room this one uses as well."""
    shared = set(session.scalars(select(Location.room_key).where(Location.room_key.is_not(None))))
    if not shared:
        return []
    found = []
    for other in session.execute(select(Body.id, Body.name).where(Body.id != body_id, Body.deleted.is_(False))).all():
        with working_for(other.id):
            rows = session.execute(
                select(Meeting.start, Meeting.end, Location.room_key)
                .join(Location, Location.id == Meeting.location_id)
                .where(
                    Location.room_key.in_(shared),
                    Meeting.start > first - LONGEST,
                    Meeting.start < last,
                    Meeting.cancelled.is_(False),
                    Meeting.deleted.is_(False),
                ),
            ).all()
        found += [
            Taking(
                other.name, row.start, row.end or row.start + timedelta(minutes=USUAL_MINUTES), f"shared:{row.room_key}"
            )
            for row in rows
        ]
    return found


def _organizations(session: Session) -> tuple[dict[int, OrganizationSettings], dict[int, str]]:
    rows = session.execute(select(Organization.id, Organization.name, Organization.settings)).all()
    return (
        {row.id: OrganizationSettings.from_json(row.settings) for row in rows},
        {row.id: row.name or "Gremium ohne Namen" for row in rows},
    )


def _end(meeting: Meeting, start: datetime, settings: Sequence[OrganizationSettings]) -> datetime:
    minutes = max((own.usual_minutes for own in settings), default=USUAL_MINUTES)
    return meeting.end if meeting.end is not None and meeting.end > start else start + timedelta(minutes=minutes)


def _links(session: Session, ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = session.execute(
        select(MeetingOrganization.meeting_id, MeetingOrganization.organization_id)
        .where(MeetingOrganization.meeting_id.in_(ids))
        .order_by(MeetingOrganization.meeting_id, MeetingOrganization.position),
    )
    for row in rows:
        found[row.meeting_id].append(row.organization_id)
    return found


Seats = dict[int, list[tuple[int, "date | None", "date | None"]]]


def _seats(session: Session, organization_ids: Collection[int]) -> Seats:
    found: Seats = defaultdict(list)
    rows = session.execute(
        select(Membership.organization_id, Membership.person_id, Membership.start_date, Membership.end_date).where(
            Membership.organization_id.in_(organization_ids),
            Membership.person_id.is_not(None),
            Membership.deleted.is_(False),
            or_(Membership.voting_right.is_(None), Membership.voting_right.is_(True)),
        ),
    )
    for row in rows:
        found[row.organization_id].append((row.person_id, row.start_date, row.end_date))
    return found


def _people(seats: Seats, organization_ids: Iterable[int], day: date) -> frozenset[int]:
    return frozenset(
        person
        for identity in organization_ids
        for person, start, end in seats.get(identity, ())
        if (start is None or start <= day) and (end is None or end >= day)
    )
