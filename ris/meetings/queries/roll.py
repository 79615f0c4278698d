"""Reading who is to come to meetings and what they said: the same few statements for one meeting and for fifty."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.accounts.models import Substitution
from ris.council.models import Membership, Organization, Person
from ris.council.organization_settings import DeputyRule, OrganizationSettings
from ris.db import now_utc
from ris.law.sitting import Chamber
from ris.meetings.invitation_rules import Part
from ris.meetings.models import MeetingOrganization
from ris.meetings.queries.invitees import executives
from ris.meetings.reply_models import MeetingReply
from ris.meetings.reply_rules import Answer, Tally, Way, tally
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from ris.meetings.models import Meeting

NAMELESS = "ohne Namen"


@dataclass(frozen=True)
class RollLine:
    """Somebody who is to come."""

    person_id: int
    name: str
    part: Part
    reply: MeetingReply | None = None
    stands_in_for: int | None = None
    """Whose seat they take (id of a person)."""
    released: bool = False
    """They were asked to stand in and cannot."""

    @property
    def answer(self) -> Answer | None:
        """What they said; None while they said nothing."""
        return Answer(self.reply.answer) if self.reply is not None else None

    @property
    def way(self) -> str:
        """How their answer came, in German."""
        return Way(self.reply.way).label if self.reply is not None else ""


@dataclass(frozen=True)
class Roll:
    """Everybody who is to come to one meeting, with what they said."""

    meeting: Meeting
    organizations: Sequence[tuple[Organization, OrganizationSettings]]
    """Who meets, the leading organization first."""
    memberships: Sequence[Membership]
    """All seats held on the day in those who meet, those of deputies too."""
    lines: Sequence[RollLine]
    replaced_by: Mapping[int, int]
    """Who does not come → who takes their seat (ids of persons)."""

    @property
    def body_id(self) -> int:
        """The town whose meeting it is."""
        return self.meeting.body_id

    @property
    def asked_ids(self) -> frozenset[int]:
        """Who may answer: everybody who is to come, and who refused to stand in while the seat is still free."""
        free = {line.person_id for line in self.unreplaced}
        return frozenset(line.person_id for line in self.lines if not line.released or line.stands_in_for in free)

    @property
    def answers(self) -> dict[int, Answer]:
        """What is known of each person; whose seat somebody takes does not come."""
        known = {line.person_id: line.answer for line in self.lines if line.answer is not None}
        away = {absent: Answer.NO for absent in self.replaced_by if known.get(absent) is not Answer.YES}
        return known | away

    def line(self, person_id: int | None) -> RollLine | None:
        """One person; their own seat before the one they take for somebody."""
        return next((line for line in self.lines if line.person_id == person_id), None)

    def seat(self, person_id: int, organization_id: int) -> Membership | None:
        """The seat somebody holds in an organization, not as a deputy."""
        return next((row for row in self.holders(organization_id) if row.person_id == person_id), None)

    def holders(self, organization_id: int) -> list[Membership]:
        """The seats of an organization without those of deputies."""
        return [row for row in self.memberships if row.organization_id == organization_id and row.deputy_for_id is None]

    def tally_of(self, organization_id: int) -> Tally:
        """How many seats with a vote will be taken."""
        voting = {row.person_id for row in self.holders(organization_id) if row.voting_right is not False}
        return tally(sorted(key for key in voting if key is not None), self.answers, self.replaced_by)

    def has_deputies(self, person_id: int) -> bool:
        """Whether somebody may sit on a member's seat: not in the Vertretung itself, unless its own rule says so."""
        return any(
            own.chamber is not Chamber.COUNCIL or own.deputies is not DeputyRule.NONE
            for organization, own in self.organizations
            if self.seat(person_id, organization.id) is not None
        )

    @property
    def unreplaced(self) -> list[RollLine]:
        """Members who do not come and whose seat somebody might take, but nobody does."""
        return [
            line
            for line in self.lines
            if line.part is Part.MEMBER and line.answer is Answer.NO and line.person_id not in self.replaced_by
            if self.has_deputies(line.person_id)
        ]


def roll_of(session: Session, meeting: Meeting) -> Roll:
    """Who is to come to one meeting."""
    return rolls_of(session, [meeting])[meeting.id]


def rolls_of(session: Session, meetings: Sequence[Meeting]) -> dict[int, Roll]:
    """Who is to come, by the meeting's id."""
    ids = [meeting.id for meeting in meetings]
    meeting_as = _organizations(session, ids)
    attending = executives(session)
    wanted = {organization.id for rows in meeting_as.values() for organization, _ in rows} | attending
    seats = _seats(session, wanted)
    substitutions, replies = _substitutions(session, ids), _replies(session, ids)
    people = _people(session, seats, substitutions)
    rolls = {}
    for meeting in meetings:
        organizations = meeting_as[meeting.id]
        day = local_day(meeting.start or now_utc())
        here = [row for row in seats if _held(row, day)]
        memberships = [row for row in here if row.organization_id in {each.id for each, _ in organizations}]
        standing_in = [row for row in substitutions if row.meeting_id == meeting.id]
        said = {row.person_id: row for row in replies if row.meeting_id == meeting.id}
        lines = _lines(
            memberships, [row for row in here if row.organization_id in attending], standing_in, said, people
        )
        replaced_by = {row.absent_id: row.substitute_id for row in standing_in if row.ended is None}
        rolls[meeting.id] = Roll(meeting, organizations, memberships, lines, replaced_by)
    return rolls


def _lines(
    memberships: Iterable[Membership],
    attending: Iterable[Membership],
    standing_in: Iterable[Substitution],
    said: Mapping[int, MeetingReply],
    people: Mapping[int, str],
) -> list[RollLine]:
    """Members in the order of their names, those who stand in, the executive; each person once."""
    found: dict[int, RollLine] = {}

    def add(person_id: int | None, part: Part, stands_in_for: int | None = None, *, released: bool = False) -> None:
        if person_id is not None and person_id in people and person_id not in found:
            reply = said.get(person_id)
            found[person_id] = RollLine(person_id, people[person_id], part, reply, stands_in_for, released)

    order: list[int | None] = list(people)
    places = {person_id: place for place, person_id in enumerate(order)}
    for row in sorted(
        (row for row in memberships if row.deputy_for_id is None), key=lambda row: places.get(row.person_id, 0)
    ):
        add(row.person_id, Part.MEMBER)
    for one in sorted(standing_in, key=lambda one: (one.ended is not None, one.since, one.id)):
        reply = said.get(one.substitute_id)
        if one.ended is None:
            add(one.substitute_id, Part.SUBSTITUTE, one.absent_id)
        elif reply is not None and reply.answer == Answer.NO:
            add(one.substitute_id, Part.SUBSTITUTE, one.absent_id, released=True)
    for row in sorted(attending, key=lambda row: places.get(row.person_id, 0)):
        add(row.person_id, Part.EXECUTIVE)
    return list(found.values())


def _organizations(
    session: Session, meeting_ids: Sequence[int]
) -> dict[int, list[tuple[Organization, OrganizationSettings]]]:
    rows = session.execute(
        select(MeetingOrganization.meeting_id, Organization)
        .join(Organization, Organization.id == MeetingOrganization.organization_id)
        .where(MeetingOrganization.meeting_id.in_(meeting_ids))
        .order_by(MeetingOrganization.meeting_id, MeetingOrganization.position),
    )
    found: dict[int, list[tuple[Organization, OrganizationSettings]]] = defaultdict(list)
    for meeting_id, organization in rows:
        found[meeting_id].append((organization, OrganizationSettings.from_json(organization.settings or {})))
    return found


def _seats(session: Session, organization_ids: Iterable[int]) -> Sequence[Membership]:
    wanted = select(Membership).where(
        Membership.organization_id.in_(sorted(organization_ids)),
        Membership.person_id.is_not(None),
        Membership.deleted.is_(False),
    )
    return session.scalars(wanted.order_by(Membership.id)).all()


def _held(row: Membership, day: date) -> bool:
    return (row.start_date is None or row.start_date <= day) and (row.end_date is None or day <= row.end_date)


def _substitutions(session: Session, meeting_ids: Sequence[int]) -> Sequence[Substitution]:
    wanted = select(Substitution).where(Substitution.meeting_id.in_(meeting_ids))
    return session.scalars(wanted.order_by(Substitution.since, Substitution.id)).all()


def _replies(session: Session, meeting_ids: Sequence[int]) -> Sequence[MeetingReply]:
    return session.scalars(select(MeetingReply).where(MeetingReply.meeting_id.in_(meeting_ids))).all()


def _people(session: Session, seats: Iterable[Membership], substitutions: Iterable[Substitution]) -> dict[int, str]:
    """Names by id, in the order of names."""
    ids = {row.person_id for row in seats} | {
        person for row in substitutions for person in (row.absent_id, row.substitute_id)
    }
    rows = session.execute(
        select(Person.id, Person.name)
        .where(Person.id.in_(ids), Person.deleted.is_(False))
        .order_by(Person.family_name, Person.name, Person.id),
    )
    return {row.id: row.name or NAMELESS for row in rows}
