"""Reading what a Fraktion prepares; every statement asks for its circle, not only for its id."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, select

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.council.models import Membership, Organization, Person
from ris.council.seats import held_on
from ris.documents.models import Paper
from ris.documents.rules import STATE_WORDS, PaperState
from ris.factions.models import FactionNote
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.queries.agenda import ItemLine, agenda_for
from ris.meetings.queries.calendar import upcoming_meetings
from ris.meetings.rules import result_of
from ris.scope.readers import readable_by
from ris.web.dates import numeric_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.lines import MeetingLine

AGENDAS = 4
"""How many of the next meetings with an agenda are prepared at once."""
MEETINGS = 20
"""How many of the next meetings are looked through for one."""


@dataclass(frozen=True)
class PreparedItem:
    """An item of an agenda as the Fraktion sees it."""

    item: ItemLine
    note: FactionNote | None


@dataclass(frozen=True)
class PreparedAgenda:
    """One of the next agendas."""

    meeting: MeetingLine
    items: Sequence[PreparedItem]


def factions_of(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """The Fraktionen the actor belongs to or works for today, by name."""
    rows = session.execute(
        select(Organization.id, Organization.name)
        .where(Organization.id.in_(actor.factions), readable_by(actor, Organization))
        .order_by(Organization.name)
    )
    return [(row.id, row.name or "ohne Namen") for row in rows]


def prepared_agendas(session: Session, actor: Actor, faction_id: int, today: date) -> list[PreparedAgenda]:
    """The next meetings whose agenda the actor reads, with what the Fraktion has noted."""
    found: list[PreparedAgenda] = []
    for meeting in upcoming_meetings(session, actor, today, MEETINGS):
        if meeting.cancelled or not meeting.topics or len(found) == AGENDAS:
            continue
        items = [item for item in agenda_for(session, actor, meeting.id) if not item.heading]
        notes = _notes(session, actor, faction_id, [item.id for item in items])
        found.append(PreparedAgenda(meeting, [PreparedItem(item, notes.get(item.id)) for item in items]))
    return found


def note_of(session: Session, actor: Actor, faction_id: int, item_id: int) -> FactionNote | None:
    """What a Fraktion has noted about one item; None where nothing is, or it is none of the actor's."""
    return _notes(session, actor, faction_id, [item_id]).get(item_id)


def _notes(session: Session, actor: Actor, faction_id: int, item_ids: Sequence[int]) -> Mapping[int, FactionNote]:
    rows = session.scalars(
        select(FactionNote).where(
            FactionNote.faction_id == faction_id,
            FactionNote.agenda_item_id.in_(item_ids),
            readable_by(actor, FactionNote),
        )
    )
    return {row.agenda_item_id: row for row in rows if may(actor, Permission.FACTION_PREPARE, row)}


def people_of(session: Session, actor: Actor, faction_id: int, today: date) -> list[str]:
    """Names of who belongs to a Fraktion today, offered where somebody is to speak."""
    today_there = select(Membership.person_id).where(
        Membership.organization_id == faction_id,
        Membership.deleted.is_(False),
        held_on(today),
    )
    rows = session.scalars(
        select(Person.name)
        .where(Person.id.in_(today_there), readable_by(actor, Person))
        .order_by(Person.family_name, Person.name)
    )
    return [name for name in rows if name]


@dataclass(frozen=True)
class MotionLine:
    """A motion or question of the Fraktion, for its table."""

    reference: str
    kind: str
    name: str
    state: str
    submitted: datetime | None
    modified: datetime
    decided: str
    """Where it was dealt with and with what result, e.g. ``11.02.2027 Stadtverordnetenversammlung: angenommen``."""


def motions_of(session: Session, actor: Actor, faction_id: int) -> list[MotionLine]:
    """All motions and questions of a Fraktion, the newest first, with what became of them."""
    own = (
        Paper.department_id == faction_id,
        Paper.state.is_not(None),
        Paper.state != PaperState.DROPPED,
        readable_by(actor, Paper),
    )
    papers = session.scalars(select(Paper).where(*own).order_by(Paper.modified.desc(), Paper.id.desc())).all()
    results = results_of(session, actor, select(Paper.id).where(*own))  # named, they may be too many for one statement
    return [
        MotionLine(
            reference=paper.reference or "",
            kind=paper.paper_type or "",
            name=paper.name or "ohne Titel",
            state=STATE_WORDS[PaperState(paper.state or "")],
            submitted=paper.submitted,
            modified=paper.modified,
            decided="; ".join(results.get(paper.id, [])),
        )
        for paper in papers
    ]


def results_of(session: Session, actor: Actor, paper_ids: Sequence[int] | Select[int]) -> dict[int, list[str]]:
    """What meetings said about some papers, in order of time, by paper id."""
    rows = session.execute(
        select(Consultation.paper_id, Meeting.start, Meeting.name, AgendaItem.result)
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Consultation.paper_id.in_(paper_ids),
            AgendaItem.result.is_not(None),
            readable_by(actor, Consultation),
            readable_by(actor, AgendaItem),
            readable_by(actor, Meeting),
        )
        .order_by(Meeting.start, AgendaItem.id)
    )
    told: dict[int, list[str]] = {}
    for row in rows:
        result = result_of(row.result)
        if result is not None:
            day = f"{numeric_day(row.start)} " if row.start else ""
            told.setdefault(row.paper_id, []).append(f"{day}{row.name or 'Sitzung'}: {result.words}")
    return told
