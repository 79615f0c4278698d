"""Reading the meetings somebody is to attend: those of their bodies, and those in which they take somebody's seat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select, true

from ris.accounts.models import Substitution
from ris.council.models import Location
from ris.meetings.models import Meeting, MeetingOrganization
from ris.meetings.queries.invitees import executives
from ris.meetings.queries.lines import MEETING_COLUMNS, meeting_lines
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.lines import MeetingLine


def own_meetings(
    session: Session, actor: Actor, since: datetime, most: int, *criteria: ColumnElement[bool]
) -> list[MeetingLine]:
    """Readable meetings from an instant on that the actor is to attend, the earliest first; the same few statements."""
    rows = session.execute(
        select(*MEETING_COLUMNS)
        .outerjoin(Location, Location.id == Meeting.location_id)
        .where(
            Meeting.deleted.is_(False),
            Meeting.start >= since,
            readable_by(actor, Meeting),
            _is_theirs(session, actor),
            *criteria,
        )
        .order_by(Meeting.start, Meeting.id)
        .limit(most)
    ).all()
    return meeting_lines(session, actor, rows)


def _is_theirs(session: Session, actor: Actor) -> ColumnElement[bool]:
    """Meetings of the actor's bodies and those where they take somebody's seat; the executive attends all of them."""
    if actor.organizations & executives(session):
        return true()
    own = exists().where(
        MeetingOrganization.meeting_id == Meeting.id,
        MeetingOrganization.organization_id.in_(sorted(actor.organizations)),
    )
    taken = exists().where(
        Substitution.meeting_id == Meeting.id,
        Substitution.substitute_id == actor.person_id,
        Substitution.ended.is_(None),
    )
    return or_(own, taken)
