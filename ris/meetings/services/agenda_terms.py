"""How a meeting is convened: with which period, why, agreed with whom, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.meetings.invitation_models import AgendaDraft
from ris.meetings.services.agenda_editing import take_turn

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.law.sitting import Convening
    from ris.meetings.models import Meeting


@dataclass(frozen=True)
class Terms:
    """What the office sets beside the items."""

    convening: Convening
    urgency: str = ""
    agreed_on: date | None = None
    agreed_with: str = ""
    letter: str = ""
    first_of_term: bool = False


def set_terms(
    session: Session, actor: Actor, meeting: Meeting, terms: Terms, *, revision: int, now: datetime
) -> AgendaDraft:
    """Save how the meeting is convened; the checks then count with it."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    take_turn(session, actor, meeting, revision, now=now)
    draft = session.get_one(AgendaDraft, meeting.id, populate_existing=True)
    draft.convening, draft.urgency = terms.convening.value, terms.urgency
    draft.agreed_on, draft.agreed_with = terms.agreed_on, terms.agreed_with
    draft.letter, draft.first_of_term = terms.letter, terms.first_of_term
    agreed = terms.agreed_on.isoformat() if terms.agreed_on else None
    said = {"convening": terms.convening.value, "urgency": terms.urgency, "agreed_on": agreed}
    record(session, actor, AuditEvent.AGENDA_CHANGED, meeting, said, now=now)
    return draft
