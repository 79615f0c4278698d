"""Reading answers: one's own with what would follow from it, everybody's for the office, and whether they are enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.law.quorum import quorum_in_sight, quorum_needed
from ris.law.sitting import Convening
from ris.meetings.invitation_models import AgendaDraft, Invitation, Means, Recipient
from ris.meetings.invitation_rules import Part
from ris.meetings.models import Meeting
from ris.meetings.queries.deputies import next_deputy
from ris.meetings.queries.desk import meeting_at_desk
from ris.meetings.queries.invitees import body_settings, law_for
from ris.meetings.queries.lines import place_of
from ris.meetings.queries.roll import roll_of, rolls_of
from ris.meetings.reply_rules import Answer, may_still_reply
from ris.meetings.rules import MeetingState
from ris.scope.readers import readable_by
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.settings import BodySettings
    from ris.law.verdict import Verdict
    from ris.meetings.queries.roll import Roll, RollLine
    from ris.meetings.reply_rules import Tally

SOON = timedelta(days=3)
"""So long before a sitting it is time to ask those who have not answered."""


@dataclass(frozen=True)
class OwnReply:
    """One person's answer about one meeting, and what would follow from another one."""

    meeting: Meeting
    place: str
    line: RollLine
    open: bool
    """Whether an answer is taken: from the invitation until the sitting begins."""
    stands_in_for: str
    """Name of the member whose seat the person is asked to take."""
    substitute: str
    """Name of who takes the person's seat; empty while the person has not said no, or nobody does."""
    deputy: str
    """Name of who would be asked to take the seat."""
    replaceable: bool
    """Whether anybody would be looked for: members of who meets are replaced, others are not."""

    @property
    def answer(self) -> Answer | None:
        """What the person said last."""
        return self.line.answer


def own_reply(
    session: Session, actor: Actor, meeting_id: int, *, now: datetime, by_link: bool = False
) -> OwnReply | None:
    """The actor's own answer; None where there is no such meeting for them, or they are not to come.

    ``by_link``: the meeting need not be readable; its letter told the person who meets, when and where.
    """
    wanted = select(Meeting).where(Meeting.id == meeting_id, Meeting.deleted.is_(False))
    meeting = session.scalars(wanted if by_link else wanted.where(readable_by(actor, Meeting))).first()
    if meeting is None or not meeting.agenda_version:
        return None
    roll = roll_of(session, meeting)
    line = roll.line(actor.person_id)
    if line is None or not may(actor, Permission.MEETING_REPLY, roll):
        return None
    names = {each.person_id: each.name for each in roll.lines}
    substitute = roll.replaced_by.get(line.person_id, 0)
    absent = line.person_id if line.part is Part.MEMBER else line.stands_in_for
    deputy = next_deputy(session, roll, absent) if absent is not None and not substitute else None
    place = meeting.location
    return OwnReply(
        meeting=meeting,
        place=place_of(place.room, place.description, place.street_address) if place else "",
        line=line,
        open=may_still_reply(meeting.standing, meeting.start, now),
        stands_in_for=names.get(line.stands_in_for or 0, ""),
        substitute=names.get(substitute, ""),
        deputy=deputy.name if deputy and deputy.person_id != line.person_id else "",
        replaceable=absent is not None,
    )


@dataclass(frozen=True)
class Prospect:
    """Whether so many will come to an organization's sitting that it can decide."""

    name: str
    tally: Tally
    statutory_size: int | None
    verdict: Verdict | None
    """None where the law or the statutory size is not on file."""
    needed: int | None

    @property
    def lost(self) -> bool:
        """Whether it cannot be enough any more, whatever those say who have not answered."""
        return self.verdict is not None and self.verdict.warns and self.tally.possible < (self.needed or 0)


@dataclass(frozen=True)
class RepliesPage:
    """Everybody's answers about one meeting."""

    meeting: Meeting
    roll: Roll
    prospects: Sequence[Prospect]
    names: Mapping[int, str]
    on_paper: frozenset[int]
    """Ids of those who stand in and get their letter by post."""
    open: bool
    may_enter: bool

    def count(self, answer: str) -> int:
        """How many of those asked said so; of members, those who stand in, and the executive."""
        asked = [line for line in self.roll.lines if not line.released]
        if answer == "open":
            return sum(line.answer in {None, Answer.UNKNOWN} for line in asked)
        return sum(line.answer == answer for line in asked)

    def of(self, *parts: str) -> list[RollLine]:
        """Those who are asked as members, as substitutes, or as the executive."""
        return [line for line in self.roll.lines if line.part in parts]

    def substitute(self, line: RollLine) -> str:
        """Name of who takes somebody's seat."""
        return self.names.get(self.roll.replaced_by.get(line.person_id, 0), "")

    def absent(self, line: RollLine) -> str:
        """Name of the member whose seat somebody takes."""
        return self.names.get(line.stands_in_for or 0, "")


def replies_page(session: Session, actor: Actor, meeting_id: int, *, now: datetime) -> RepliesPage | None:
    """Everybody's answers, for the office and the chair; None where there is no such meeting for them."""
    meeting = meeting_at_desk(session, actor, meeting_id)
    if meeting is None or not meeting.agenda_version:
        return None
    roll = roll_of(session, meeting)
    settings = body_settings(session)
    return RepliesPage(
        meeting=meeting,
        roll=roll,
        prospects=list(_prospects(roll, settings, _convened(session, [meeting]).get(meeting.id))),
        names={line.person_id: line.name for line in roll.lines},
        on_paper=frozenset(person for key, person in _on_paper(session, [meeting]) if key == meeting.id),
        open=may_still_reply(meeting.standing, meeting.start, now),
        may_enter=may(actor, Permission.REPLY_ENTER, meeting),
    )


@dataclass(frozen=True)
class Care:
    """What the answers about one meeting leave the office to do."""

    meeting: Meeting
    lost: Sequence[Prospect]
    """Organizations that cannot be quorate any more, or are not yet although the sitting is near."""
    unreplaced: int
    """Members who do not come and whose seat nobody takes."""
    on_paper: int
    """Who stands in and cannot be told by e-mail."""


def replies_in_care(session: Session, actor: Actor, *, now: datetime, until: datetime) -> list[Care]:
    """The coming meetings whose answers need somebody: the same number of statements for any number of meetings."""
    meetings = session.scalars(
        select(Meeting)
        .where(
            Meeting.state == MeetingState.INVITED,
            Meeting.cancelled.is_(False),
            Meeting.deleted.is_(False),
            Meeting.start > now,
            Meeting.start < until,
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start, Meeting.id)
    ).all()
    if not meetings:
        return []
    settings, rolls, convened = body_settings(session), rolls_of(session, meetings), _convened(session, meetings)
    paper = _on_paper(session, meetings)
    found = []
    for meeting in meetings:
        roll = rolls[meeting.id]
        near = meeting.start is not None and meeting.start - now < SOON
        prospects = _prospects(roll, settings, convened.get(meeting.id))
        short = [each for each in prospects if each.lost or (near and each.verdict is not None and each.verdict.warns)]
        told = sum(1 for key, person in paper if key == meeting.id and person in roll.replaced_by.values())
        found.append(Care(meeting, short, len(roll.unreplaced), told))
    return [care for care in found if care.lost or care.unreplaced or care.on_paper]


def _prospects(roll: Roll, settings: BodySettings, convening: str | None) -> Iterator[Prospect]:
    law = law_for(settings, local_day(roll.meeting.start) if roll.meeting.start else None)
    for organization, own in roll.organizations:
        count = roll.tally_of(organization.id)
        verdict, needed = None, None
        if law is not None and own.statutory_size and own.chamber is not None:
            needed = quorum_needed(law, own.statutory_size, own.chamber).number
            verdict = quorum_in_sight(
                law,
                own.statutory_size,
                count.coming,
                count.possible,
                second_time=convening == Convening.SECOND,
                chamber=own.chamber,
            )
        yield Prospect(organization.name or "Gremium ohne Namen", count, own.statutory_size, verdict, needed)


def _convened(session: Session, meetings: Sequence[Meeting]) -> dict[int, str]:
    """How each meeting was convened."""
    ids = [meeting.id for meeting in meetings]
    rows = session.execute(select(AgendaDraft.meeting_id, AgendaDraft.convening).where(AgendaDraft.meeting_id.in_(ids)))
    return {row.meeting_id: row.convening for row in rows}


def _on_paper(session: Session, meetings: Sequence[Meeting]) -> list[tuple[int, int]]:
    """Ids of meeting and person of those who stand in, get letters by post, and whose letter is not posted yet."""
    ids = [meeting.id for meeting in meetings]
    rows = session.execute(
        select(Invitation.meeting_id, Recipient.person_id)
        .join(Recipient, Recipient.invitation_id == Invitation.id)
        .where(
            Invitation.meeting_id.in_(ids),
            Recipient.part == Part.SUBSTITUTE.value,
            Recipient.means == Means.POST.value,
            Recipient.posted_on.is_(None),
            Recipient.arrived_on.is_(None),
            Recipient.opened.is_(None),
        )
        .distinct()
    )
    return [(row.meeting_id, row.person_id) for row in rows]
