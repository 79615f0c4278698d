"""Reading what a member has to do: the coming meetings they are to attend, and what of them waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import may, require
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.accounts.rules import hash_of
from ris.council.models import Membership, Organization
from ris.council.seats import held_on
from ris.meetings.invitation_models import Supplement
from ris.meetings.models import Meeting
from ris.meetings.queries.own import own_meetings
from ris.meetings.queries.roll import rolls_of
from ris.meetings.reply_rules import Answer, may_still_reply
from ris.scope.readers import readable_by
from ris.web.dates import local_day, midnight

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.lines import MeetingLine
    from ris.meetings.queries.roll import Roll

NAMELESS = "Gremium ohne Namen"
MOST = 20
"""Coming meetings shown; the list of all of them is /sitzungen."""
CALENDAR_SIZE = 100
CALENDAR_BACK = timedelta(days=92)
"""So long a meeting stays in one's own calendar when it is over."""


@dataclass(frozen=True)
class Coming:
    """A meeting the member is to attend."""

    line: MeetingLine
    invited: bool
    """Whether the agenda was sent out, so that there is something to read."""
    answer: Answer | None
    asks: bool
    """Whether an answer is taken and a plain yes or no is still missing."""
    stands_in_for: str
    """Whose seat the member takes; empty for their own."""
    supplements: Sequence[Supplement]
    """What came onto the agenda after the invitation, newest first."""


@dataclass(frozen=True)
class Seat:
    """Where the member belongs to today."""

    organization_id: int
    organization: str
    role: str


@dataclass(frozen=True)
class OwnArea:
    """What the member's own page shows."""

    coming: Sequence[Coming]
    seats: Sequence[Seat]

    @property
    def full(self) -> bool:
        """Whether there may be more meetings than are shown."""
        return len(self.coming) == MOST

    @property
    def following(self) -> Coming | None:
        """The next meeting; one that can be read goes before one that is only planned."""
        held = [each for each in self.coming if not each.line.cancelled]
        return next((each for each in held if each.invited), held[0] if held else None)

    @property
    def tasks(self) -> list[Coming]:
        """Meetings that wait for something: an answer, or that a supplement is read."""
        return [each for each in self.coming if each.asks or (each.supplements and not each.line.cancelled)]


def own_area(session: Session, actor: Actor, *, now: datetime) -> OwnArea:
    """Meetings from today on that the actor is to attend, and their seats; the same few statements for any number."""
    require(actor, Permission.OWN_AREA)
    lines = own_meetings(session, actor, midnight(local_day(now)), MOST)
    ids = [line.id for line in lines]
    rolls = rolls_of(session, session.scalars(select(Meeting).where(Meeting.id.in_(ids))).all())
    supplements = session.scalars(
        select(Supplement)
        .where(Supplement.meeting_id.in_(ids), Supplement.sent.is_not(None))
        .order_by(Supplement.number.desc())
    ).all()
    coming = [
        _coming(actor, line, rolls[line.id], [each for each in supplements if each.meeting_id == line.id], now)
        for line in lines
    ]
    return OwnArea(coming, _seats(session, actor, now))


def own_calendar(session: Session, word: str, *, now: datetime) -> list[MeetingLine] | None:
    """Meetings of whoever the secret word belongs to, as they may read them today; None for a word that opens nothing."""
    user = session.scalars(select(User).where(User.calendar_hash == hash_of(word), User.active)).first()
    if user is None:
        return None
    actor = actor_for(session, user)
    return own_meetings(session, actor, now - CALENDAR_BACK, CALENDAR_SIZE) if may(actor, Permission.OWN_AREA) else None


def _coming(actor: Actor, line: MeetingLine, roll: Roll, supplements: Sequence[Supplement], now: datetime) -> Coming:
    own, meeting = roll.line(actor.person_id), roll.meeting
    invited = meeting.agenda_version > 0
    takes = (
        invited and may_still_reply(meeting.standing, meeting.start, now) and may(actor, Permission.MEETING_REPLY, roll)
    )
    names = {each.person_id: each.name for each in roll.lines}
    answer = own.answer if own is not None else None
    return Coming(
        line=line,
        invited=invited,
        answer=answer,
        asks=own is not None and takes and answer not in {Answer.YES, Answer.NO},
        stands_in_for=names.get(own.stands_in_for or 0, "") if own is not None else "",
        supplements=supplements,
    )


def _seats(session: Session, actor: Actor, now: datetime) -> list[Seat]:
    rows = session.execute(
        select(Organization.id, Organization.name, Membership.role)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            Membership.person_id == (actor.person_id or 0),  # seen with other eyes: nobody
            Membership.deleted.is_(False),
            held_on(local_day(now)),
            readable_by(actor, Organization),
        )
        .order_by(Organization.name, Membership.id)
    )
    return [Seat(row.id, row.name or NAMELESS, row.role or "") for row in rows]
