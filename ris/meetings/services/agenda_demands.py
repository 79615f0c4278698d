"""Items somebody may demand by law: noted with who and when, put on the agenda, or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.meetings.invitation_models import DemandedItem
from ris.meetings.models import AgendaItem
from ris.meetings.services.agenda_editing import add_own_item
from ris.meetings.services.agenda_items import ItemWords, NotOnAgenda
from ris.web.dates import local_day

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.models import Meeting


class DemandAhead(ValueError):
    """Nothing was demanded on a day to come."""


@dataclass(frozen=True)
class Demand:
    """What was demanded, by whom, on which day it arrived."""

    name: str
    demanded_by: str
    demanded_on: date


def note_demand(session: Session, actor: Actor, meeting: Meeting, demand: Demand, *, now: datetime) -> DemandedItem:
    """Note a demand to the organization that leads the meeting; raises :class:`DemandAhead`."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    if demand.demanded_on > local_day(now):
        raise DemandAhead(demand.demanded_on.isoformat())
    row = DemandedItem(
        organization_id=meeting.organization_ids[0],
        name=demand.name,
        demanded_by=demand.demanded_by,
        demanded_on=demand.demanded_on,
        noted=now,
    )
    session.add(row)
    said = {"demanded": demand.name, "by": demand.demanded_by, "on": demand.demanded_on.isoformat()}
    record(session, actor, AuditEvent.AGENDA_CHANGED, meeting, said, now=now)
    return row


def place_demand(
    session: Session, actor: Actor, meeting: Meeting, demand_id: int, *, item_id: int, revision: int, now: datetime
) -> AgendaItem:
    """Answer a demand by an item that stands on the agenda already, or (``item_id`` 0) by a new one.

    Raises ``NotOnAgenda``, and for a new one ``Stale`` and ``AlreadySent``.
    """
    require(actor, Permission.AGENDA_EDIT, meeting)
    demand = _open_demand(session, meeting, demand_id)
    if item_id:
        item = session.get(AgendaItem, item_id)
        if item is None or item.meeting_id != meeting.id or item.deleted:
            raise NotOnAgenda(item_id)
    else:
        item = add_own_item(session, actor, meeting, ItemWords(demand.name), revision=revision, now=now)
    demand.agenda_item_id = item.id
    record(session, actor, AuditEvent.AGENDA_CHANGED, item, {"answers": demand.name}, now=now)
    return item


def give_up_demand(session: Session, actor: Actor, meeting: Meeting, demand_id: int, *, now: datetime) -> None:
    """Those who demanded it have taken it back."""
    require(actor, Permission.AGENDA_EDIT, meeting)
    demand = _open_demand(session, meeting, demand_id)
    demand.given_up = local_day(now)
    record(session, actor, AuditEvent.AGENDA_CHANGED, meeting, {"given_up": demand.name}, now=now)


def _open_demand(session: Session, meeting: Meeting, demand_id: int) -> DemandedItem:
    demand = session.get(DemandedItem, demand_id, with_for_update=True)
    if demand is None or demand.given_up or demand.organization_id not in meeting.organization_ids:
        raise NotOnAgenda(demand_id)
    return demand
