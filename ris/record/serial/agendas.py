"""Agenda items: their place in what is public of the agenda, what they are about, and what was decided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from ris.documents.models import FileRole
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting
from ris.meetings.rules import ResultKind, result_of
from ris.record.serial.attached import Attached, attached
from ris.record.serial.files import files
from ris.record.serial.pen import IDS
from ris.record.serial.words import columns, kept
from ris.record.visible import public_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import BindParameter, Select

    from ris.db import JsonObject
    from ris.record.serial.pen import Pen

NAMED: BindParameter[Any] = bindparam("named", expanding=True)
"""Consultations that items name."""


@dataclass
class Agendas:
    """The public items of some meetings, in order."""

    items: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Meeting → items."""
    order: dict[int, int] = field(default_factory=dict)
    """Item → its place in what is public of the agenda, from 0."""
    imported: set[int] = field(default_factory=set)
    """Meetings that were not held with this system."""


def agendas_of(pen: Pen, meeting_ids: Iterable[int]) -> Agendas:
    """What everybody may read of the agendas of these meetings."""
    found = Agendas()
    wanted = list(meeting_ids)
    if not wanted:
        return found
    for meeting, item, state in pen.session.execute(_agendas(), {"ids": wanted}):
        found.order[item] = len(found.items[meeting])
        found.items[meeting].append(item)
        if state is None:
            found.imported.add(meeting)
    return found


def items(pen: Pen, ids: Iterable[int], agendas: Agendas | None = None) -> dict[int, JsonObject]:
    """Items, as their meetings embed them."""
    rows = pen.rows("agenda_item", ids)
    agendas = agendas or agendas_of(pen, {row.meeting_id for row in rows.values()})
    about = _consultations(pen, rows)
    carried = attached(pen, AgendaItemFile, AgendaItemFile.agenda_item_id, rows)
    documents = files(pen, _shown(pen, carried))
    return {
        own: pen.written(
            "agenda_item",
            row,
            kept(
                {
                    "number": row.number,
                    "order": agendas.order.get(own),
                    "name": row.name,
                    "public": True,
                    "consultation": pen.address("consultation", about.get(own)),
                    **columns(row, "result", "resolution_text"),
                    "resolutionFile": carried[own].one(documents, FileRole.RESOLUTION),
                    "auxiliaryFile": None if pen.omit_internal else carried[own].rest(documents, FileRole.RESOLUTION),
                    **_spoken(row, agendas),
                    "web": pen.urls.page("agenda_item", own),
                },
            ),
            votes=kept({"yes": row.votes_yes, "no": row.votes_no, "abstain": row.votes_abstain}),
            decision=_decision(row.result),
            removed=row.removed,
            removedReason=row.removed_reason if row.removed else None,
        )
        for own, row in rows.items()
    }


def whole_items(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Items with their meeting."""
    found = items(pen, ids)
    for own, meetings in pen.links(_meetings(), found).items():
        found[own]["meeting"] = pen.urls.thing("meeting", meetings[0])
    return found


def _shown(pen: Pen, carried: dict[int, Attached]) -> set[int]:
    """The files these items show; the others are not even read."""
    return {
        file_id
        for of_item in carried.values()
        for file_id, role in of_item.files
        if role == FileRole.RESOLUTION or not pen.omit_internal
    }


def _spoken(row: Any, agendas: Agendas) -> JsonObject:  # noqa: ANN401 - a row
    """When it was dealt with, where a source says so. What is called in a sitting here, only members' tablets hear."""
    return columns(row, "start", "end") if row.meeting_id in agendas.imported else {}


def _decision(words: str | None) -> str | None:
    result = result_of(words)
    return None if result is None or result.kind is ResultKind.TOLD else result.kind.value


def _consultations(pen: Pen, rows: dict[int, Any]) -> dict[int, int]:
    """Item → the consultation it is about: the one it names, else the first that names it."""
    if not rows:
        return {}
    named = {row.consultation_id for row in rows.values() if row.consultation_id is not None}
    there = pen.session.execute(_tied(), {"ids": list(rows), "named": list(named)}).all()
    public = {consultation for consultation, _item in there}
    found = {item: consultation for consultation, item in reversed(there) if item is not None}
    return found | {own: row.consultation_id for own, row in rows.items() if row.consultation_id in public}


@cache
def _agendas() -> Select[*tuple[Any, ...]]:
    return (
        select(AgendaItem.meeting_id, AgendaItem.id, Meeting.state)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.meeting_id.in_(IDS), public_rows("agenda_item"))
        .order_by(AgendaItem.meeting_id, AgendaItem.position, AgendaItem.id)
    )


@cache
def _meetings() -> Select[*tuple[Any, ...]]:
    return select(AgendaItem.id, AgendaItem.meeting_id).where(AgendaItem.id.in_(IDS))


@cache
def _tied() -> Select[*tuple[Any, ...]]:
    return (
        select(Consultation.id, Consultation.agenda_item_id)
        .where(or_(Consultation.agenda_item_id.in_(IDS), Consultation.id.in_(NAMED)), public_rows("consultation"))
        .order_by(Consultation.id)
    )
