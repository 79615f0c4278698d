"""Who says that they come to the sittings invited to: most do, two do not, some have not answered."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from ris.access.actor import Actor
from ris.demo_town.post_room import demo_room
from ris.demo_town.rounds import at
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.meetings.invitation_rules import Part
from ris.meetings.models import Meeting
from ris.meetings.queries.roll import roll_of
from ris.meetings.reply_models import MeetingReply
from ris.meetings.reply_rules import Answer, Way
from ris.meetings.rules import MeetingState
from ris.meetings.services.replies import Said, enter_reply, reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from ris.demo_town.town import Town
    from ris.meetings.services.invitation import PostRoom

TURN = (
    Said(Answer.YES, Way.LINK),
    Said(Answer.YES, Way.PAGE),
    Said(Answer.NO, Way.LINK, "An dem Abend bin ich auf einer Dienstreise."),
    Said(Answer.YES, Way.LINK),
    None,
    Said(Answer.YES, Way.LINK, "Ich komme etwas später."),
    Said(Answer.NO, Way.OFFICE),
    Said(Answer.UNKNOWN, Way.PAGE),
)
"""What the members say, one after the other; None: nothing yet."""


USUAL = (Said(Answer.YES, Way.LINK), Said(Answer.YES, Way.PAGE), Said(Answer.YES, Way.LINK), None)
"""What they say about the sittings of every month."""
LEFT_OPEN = ("krollmann", "ohlig", "hollerbach")
"""Whose account one may look around with: they have not answered, so that one can try it."""


def reply_acts(town: Town) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Yesterday most of those invited to the next sittings have answered."""
    yesterday = at(town.calendar.today - timedelta(days=1), 9)
    yield yesterday, partial(_usual_answers, town, yesterday)


def say_who_comes(town: Town, meeting: Meeting, room: PostRoom, now: datetime) -> None:
    """The members answer on the day after the invitation; who is asked first to stand in comes."""
    _in_turn(town, meeting, TURN, room, now + timedelta(days=1))
    standing_in = [line for line in roll_of(town.session, meeting).lines if line.part is Part.SUBSTITUTE]
    for line in standing_in[:1]:
        _say(town, meeting, line.person_id, Said(Answer.YES, Way.LINK), room, now + timedelta(hours=34))
    letters = select(OutgoingMail).where(OutgoingMail.purpose == "substitution")
    for mail in town.session.scalars(letters):
        mail.state, mail.answer, mail.finished = MailState.SENT.value, "250 OK", mail.created + timedelta(minutes=2)


def _usual_answers(town: Town, now: datetime) -> None:
    answered = exists().where(MeetingReply.meeting_id == Meeting.id)
    coming = select(Meeting).where(
        Meeting.state == MeetingState.INVITED, Meeting.cancelled.is_(False), Meeting.start > now, ~answered
    )
    for meeting in town.session.scalars(coming.order_by(Meeting.start)).all():
        _in_turn(town, meeting, USUAL, demo_room(town), now)


def _in_turn(town: Town, meeting: Meeting, said: Sequence[Said | None], room: PostRoom, begin: datetime) -> None:
    left_open = {town.persons[key].id for key in LEFT_OPEN if key in town.persons}
    members = [line for line in roll_of(town.session, meeting).lines if line.part is Part.MEMBER]
    answering = [line.person_id for line in members if line.person_id not in left_open]
    for place, person_id in enumerate(answering):
        one = said[place % len(said)] if said is USUAL else said[place] if place < len(said) else None
        _say(town, meeting, person_id, one, room, begin + timedelta(minutes=10 * place))


def _say(town: Town, meeting: Meeting, person_id: int, said: Said | None, room: PostRoom, now: datetime) -> None:
    if said is None:
        return
    if said.way is Way.OFFICE:
        enter_reply(town.session, town.actor, meeting, person_id, said, room, now=now)
    else:
        person = Actor(town.body_id, person_id=person_id, name=f"person:{person_id}")
        reply(town.session, person, meeting, said, room, now=now)
