"""Saying whether one comes: by page, by the link of a letter, or by telephone and the session office.

An answer may be changed until the sitting begins. Who does not come is replaced by the organization's rule at once; who
comes after all takes the seat back. One answer at a time for each meeting, so that nobody is asked to sit on two seats.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.access.actor import Actor
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.services.substitutions import give_place_back, take_place
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.meetings.invitation_rules import Part
from ris.meetings.models import Meeting
from ris.meetings.queries.roll import roll_of
from ris.meetings.reply_models import MeetingReply
from ris.meetings.reply_rules import Answer, Way, may_still_reply
from ris.meetings.services.deputies import (
    BY_RULE,
    ask_next,
    call_in,
    release,
    substitution_for,
    substitution_of,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.meetings.queries.roll import Roll, RollLine
    from ris.meetings.services.invitation import PostRoom


class TooLate(ValueError):
    """No answers are taken: nobody is invited yet, the sitting has begun, or it does not take place."""


class NotAsked(LookupError):
    """The person is not one of those who are to come."""


@dataclass(frozen=True)
class Said:
    """What somebody said."""

    answer: Answer
    way: Way
    remark: str = ""


@dataclass(frozen=True)
class Replied:
    """What followed from an answer."""

    answer: Answer
    called_in: str = ""
    """Name of who was asked to take the seat."""
    released: bool = False
    """Somebody who stood in was told that they are not needed."""
    unreplaced: bool = False
    """Nobody takes the seat: there is no rule, or nobody is free."""


def reply(session: Session, actor: Actor, meeting: Meeting, said: Said, room: PostRoom, *, now: datetime) -> Replied:
    """Say for oneself whether one comes. Raises :class:`TooLate`; ``Forbidden`` for who is not to come."""
    roll = _turn(session, meeting)
    require(actor, Permission.MEETING_REPLY, roll)
    line = roll.line(actor.person_id)
    if line is None:
        raise NotAsked(meeting.id)
    return _take(session, actor, roll, line, said, room, now)


def enter_reply(
    session: Session, actor: Actor, meeting: Meeting, person_id: int, said: Said, room: PostRoom, *, now: datetime
) -> Replied:
    """Enter what somebody said on the telephone. Raises :class:`TooLate` and :class:`NotAsked`."""
    require(actor, Permission.REPLY_ENTER, meeting)
    roll = _turn(session, meeting)
    line = roll.line(person_id)
    if line is None or person_id not in roll.asked_ids:
        raise NotAsked(person_id)
    return _take(session, actor, roll, line, said, room, now)


def name_substitute(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    absent_id: int,
    substitute_id: int,
    room: PostRoom,
    *,
    now: datetime,
) -> str:
    """The session office decides who takes a member's seat, whatever the rule says; their name.

    Who stood in before is told. Where the invitation is out, the member's absence is noted as an answer.
    """
    require(actor, Permission.MEETING_PLAN, meeting)
    roll = _turn(session, meeting)
    before = substitution_for(session, meeting, absent_id=absent_id)
    if before is not None and before.substitute_id != substitute_id:
        release(session, actor, meeting, before, room, now=now)
    line = roll.line(absent_id)
    if line is not None and may_still_reply(meeting.standing, meeting.start, now):
        _write(session, actor, meeting, line, Said(Answer.NO, Way.OFFICE), now)
    return call_in(session, actor, meeting, absent_id, substitute_id, room, now=now).name or "Die Vertretung"


def _turn(session: Session, meeting: Meeting) -> Roll:
    """Wait until nobody else answers about the meeting, and read how it stands then."""
    session.refresh(meeting, with_for_update={"of": Meeting})
    return roll_of(session, meeting)


def _take(
    session: Session, actor: Actor, roll: Roll, line: RollLine, said: Said, room: PostRoom, now: datetime
) -> Replied:
    meeting = roll.meeting
    if not may_still_reply(meeting.standing, meeting.start, now):
        raise TooLate(meeting.id)
    if not _write(session, actor, meeting, line, said, now):
        return Replied(said.answer)
    if said.answer is Answer.NO:
        return _stay_away(session, meeting, line, room, now)
    if said.answer is Answer.YES:
        return _come(session, roll, line, room, now)
    return Replied(said.answer)


def _write(session: Session, actor: Actor, meeting: Meeting, line: RollLine, said: Said, now: datetime) -> bool:
    """Keep the answer; whether it is another one than before. The trail keeps no remark: it may tell of an illness."""
    row = line.reply
    before = line.answer
    if row is None:
        row = MeetingReply(meeting_id=meeting.id, person_id=line.person_id)
        session.add(row)
    elif before is said.answer and row.remark == said.remark:
        return False
    row.answer, row.way, row.at, row.remark = said.answer.value, said.way.value, now, said.remark
    details = {"person": line.person_id, "was": before.value if before else None, "answer": row.answer, "way": row.way}
    record(session, actor, AuditEvent.MEETING_REPLIED, meeting, details, now=now)
    return before is not said.answer


def _stay_away(session: Session, meeting: Meeting, line: RollLine, room: PostRoom, now: datetime) -> Replied:
    """Who does not come is replaced; who does not stand in makes room for the next."""
    absent_id = line.person_id
    mine = substitution_of(session, meeting, substitute_id=line.person_id)
    if mine is not None:
        absent_id = mine.absent_id
        give_place_back(session, Actor.machine(meeting.body_id, BY_RULE), mine, now=now)
    elif line.part is not Part.MEMBER or substitution_for(session, meeting, absent_id=absent_id) is not None:
        return Replied(Answer.NO)
    asked = ask_next(session, meeting, absent_id, room, now=now)
    if asked is not None:
        return Replied(Answer.NO, called_in=asked.name or "Die Vertretung")
    return Replied(Answer.NO, unreplaced=roll_of(session, meeting).has_deputies(absent_id))


def _come(session: Session, roll: Roll, line: RollLine, room: PostRoom, now: datetime) -> Replied:
    """Who comes after all takes the seat back; who could not stand in and can now takes it again, if it is still free."""
    rule = Actor.machine(roll.body_id, BY_RULE)
    stands_in = substitution_for(session, roll.meeting, absent_id=line.person_id)
    if line.part is Part.MEMBER and stands_in is not None:
        release(session, rule, roll.meeting, stands_in, room, now=now)
        return Replied(Answer.YES, released=True)
    if line.released and line.stands_in_for is not None:
        absent, mine = line.stands_in_for, line.person_id
        take_place(session, rule, roll.meeting.id, absent_id=absent, substitute_id=mine, now=now)
    return Replied(Answer.YES)
