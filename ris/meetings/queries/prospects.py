"""Reading whether enough will come to meetings, and what the answers leave the session office to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from ris.accounts.models import Substitution
from ris.council.town import body_settings
from ris.law.quorum import quorum_in_sight, quorum_needed
from ris.law.sitting import Convening
from ris.meetings.invitation_models import AgendaDraft, Invitation, Means, Recipient
from ris.meetings.models import Meeting
from ris.meetings.queries.invitees import law_for
from ris.meetings.queries.roll import rolls_of
from ris.meetings.reply_models import MeetingReply
from ris.meetings.rules import MeetingState
from ris.scope.readers import readable_by
from ris.web.dates import local_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.settings import BodySettings
    from ris.law.verdict import Verdict
    from ris.meetings.queries.roll import Roll
    from ris.meetings.reply_rules import Tally

SOON = timedelta(days=3)
"""So long before a sitting it is time to ask those who have not answered."""


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
class Care:
    """What the answers about one meeting leave the office to do."""

    meeting: Meeting
    short: Sequence[Prospect]
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
    settings, rolls, convened = body_settings(session), rolls_of(session, meetings), convened_as(session, meetings)
    paper = told_on_paper(session, meetings)
    found = []
    for meeting in meetings:
        roll = rolls[meeting.id]
        near = meeting.start is not None and meeting.start - now < SOON
        prospects = prospects_of(roll, settings, convened.get(meeting.id))
        short = [each for each in prospects if each.lost or (near and each.verdict is not None and each.verdict.warns)]
        told = sum(key == meeting.id for key, _ in paper)
        found.append(Care(meeting, short, len(roll.unreplaced), told))
    return [care for care in found if care.short or care.unreplaced or care.on_paper]


def prospects_of(roll: Roll, settings: BodySettings, convening: str | None) -> Iterator[Prospect]:
    """For each organization that meets, whether enough will come by the law of the day."""
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


def convened_as(session: Session, meetings: Sequence[Meeting]) -> dict[int, str]:
    """How each meeting was convened."""
    ids = [meeting.id for meeting in meetings]
    rows = session.execute(select(AgendaDraft.meeting_id, AgendaDraft.convening).where(AgendaDraft.meeting_id.in_(ids)))
    return {row.meeting_id: row.convening for row in rows}


def told_on_paper(session: Session, meetings: Sequence[Meeting]) -> list[tuple[int, int]]:
    """Ids of meeting and person of those who stand in, get letters by post, and may not know of it yet.

    Who has answered knows; so does who was sent a letter since. One that informed them as a deputy before tells nothing.
    """
    ids = [meeting.id for meeting in meetings]
    answered = exists().where(
        MeetingReply.meeting_id == Substitution.meeting_id, MeetingReply.person_id == Substitution.substitute_id
    )
    rows = session.execute(
        select(Substitution.meeting_id, Substitution.substitute_id, Substitution.since, Recipient.posted_on)
        .join(Invitation, Invitation.meeting_id == Substitution.meeting_id)
        .join(
            Recipient,
            (Recipient.invitation_id == Invitation.id) & (Recipient.person_id == Substitution.substitute_id),
        )
        .where(
            Substitution.meeting_id.in_(ids),
            Substitution.ended.is_(None),
            Recipient.means == Means.POST.value,
            ~answered,
        )
    ).all()
    told = {(row[0], row[1]) for row in rows if row.posted_on is not None and row.posted_on >= local_day(row.since)}
    return sorted({(row[0], row[1]) for row in rows} - told)
