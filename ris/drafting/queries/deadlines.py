"""Until when a Fraktion may hand something in for the next meetings, as the Body's Geschäftsordnung says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.council.models import Organization
from ris.council.organization_settings import OrganizationSettings
from ris.drafting.queries.ways import deciding_organizations, next_meetings
from ris.law.agenda import motion_limit
from ris.law.in_force import law_in_force
from ris.law.sitting import Chamber, Sitting
from ris.web.dates import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.settings import BodySettings


@dataclass(frozen=True)
class MotionDeadline:
    """The last day for motions to one meeting."""

    organization_id: int
    organization: str
    meeting_id: int
    start: datetime
    last_day: date | None
    """None: the Geschäftsordnung names no period."""
    norm: str
    calculation: str
    slack: int
    """Days left; negative when it is over."""


def motion_deadlines(session: Session, actor: Actor, settings: BodySettings, *, now: datetime) -> list[MotionDeadline]:
    """The next meeting of each organization with the last day for motions; the earliest meeting first."""
    today = local_day(now)
    found = []
    for identity, name in deciding_organizations(session, actor, today):
        chamber = OrganizationSettings.from_json(session.get_one(Organization, identity).settings).chamber
        for meeting in next_meetings(session, actor, identity, today)[:2]:
            day = local_day(meeting.start)
            law = law_in_force(settings.standing_orders, day)
            limit = motion_limit(law, Sitting(day, chamber or Chamber.COUNCIL))
            found.append(
                MotionDeadline(
                    identity,
                    name,
                    meeting.id,
                    meeting.start,
                    limit.day if limit else None,
                    str(limit.norm) if limit else "",
                    limit.calculation if limit else "",
                    limit.slack(today) if limit else 0,
                )
            )
    return sorted(found, key=lambda each: (each.start, each.organization))
