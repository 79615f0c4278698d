"""Reading answers: one's own with what would follow from another one, and everybody's for the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.council.town import body_settings
from ris.meetings.invitation_rules import Part
from ris.meetings.models import Meeting
from ris.meetings.queries.deputies import next_deputy
from ris.meetings.queries.desk import meeting_at_desk
from ris.meetings.queries.lines import place_of
from ris.meetings.queries.prospects import convened_as, prospects_of, told_on_paper
from ris.meetings.queries.roll import roll_of
from ris.meetings.reply_models import MeetingReply
from ris.meetings.reply_rules import Answer, may_still_reply
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.prospects import Prospect
    from ris.meetings.queries.roll import Roll, RollLine


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
        replaceable=absent is not None and roll.has_deputies(absent),
    )


def answer_of(session: Session, meeting_id: int, person_id: int) -> Answer | None:
    """What somebody said last about a meeting, whether or not they are still to come."""
    said = select(MeetingReply.answer).where(MeetingReply.meeting_id == meeting_id, MeetingReply.person_id == person_id)
    answer = session.scalar(said)
    return Answer(answer) if answer is not None else None


def who_answered(session: Session, meeting_id: int) -> frozenset[int]:
    """Ids of those who said that they come to a meeting, or that they do not."""
    clear = MeetingReply.answer.in_([Answer.YES, Answer.NO])
    return frozenset(
        session.scalars(select(MeetingReply.person_id).where(MeetingReply.meeting_id == meeting_id, clear))
    )


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
        """How many members and substitutes said so."""
        asked = [line for line in self.of(Part.MEMBER, Part.SUBSTITUTE) if not line.released]
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
        prospects=list(prospects_of(roll, settings, convened_as(session, [meeting]).get(meeting.id))),
        names={line.person_id: line.name for line in roll.lines},
        on_paper=frozenset(person for key, person in told_on_paper(session, [meeting]) if key == meeting.id),
        open=may_still_reply(meeting.standing, meeting.start, now),
        may_enter=may(actor, Permission.REPLY_ENTER, meeting),
    )
