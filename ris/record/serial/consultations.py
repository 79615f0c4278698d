"""Consultations: the stations of a paper's way."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, or_, select

from ris.meetings.models import AgendaItem, Consultation, ConsultationOrganization
from ris.record.serial.pen import IDS, references
from ris.record.serial.words import columns, kept
from ris.record.visible import public_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import BindParameter, Select

    from ris.db import JsonObject
    from ris.record.serial.pen import Pen

NAMED: BindParameter[Any] = bindparam("named", expanding=True)
"""Items that consultations name."""


def consultations(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Stations, as papers embed them: with meeting and item, which clients look for there."""
    rows = pen.rows("consultation", ids)
    hosts = pen.links(_organizations(), rows)
    held = pen.rows("meeting", {row.meeting_id for row in rows.values() if row.meeting_id is not None})
    dealt = _items(pen, rows)
    found = {}
    for own, row in rows.items():
        item, of_item = dealt.get(own, (None, None))
        meeting = row.meeting_id if row.meeting_id in held else of_item
        said = kept(
            {
                "agendaItem": pen.address("agenda_item", item),
                "meeting": pen.address("meeting", meeting),
                "organization": pen.addresses("organization", hosts[own]),
                **columns(row, "authoritative", "role"),
            },
        )
        found[own] = pen.written("consultation", row, said)
    return found


def whole_consultations(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Stations with their paper."""
    found = consultations(pen, ids)
    for own, papers in pen.links(_papers(), found).items():
        found[own]["paper"] = pen.urls.thing("paper", papers[0])
    return found


def _items(pen: Pen, rows: dict[int, Any]) -> dict[int, tuple[int, int]]:
    """Consultation → the public item it is dealt with under (the one it names, else the first naming it), its meeting."""
    if not rows:
        return {}
    named = [row.agenda_item_id for row in rows.values() if row.agenda_item_id is not None]
    there = pen.session.execute(_tied(), {"ids": list(rows), "named": named}).all()
    by_item = {item: (item, meeting) for item, _consultation, meeting in there}
    found = {consultation: by_item[item] for item, consultation, _meeting in reversed(there) if consultation}
    return found | {own: by_item[row.agenda_item_id] for own, row in rows.items() if row.agenda_item_id in by_item}


@cache
def _tied() -> Select[*tuple[Any, ...]]:
    return (
        select(AgendaItem.id, AgendaItem.consultation_id, AgendaItem.meeting_id)
        .where(or_(AgendaItem.consultation_id.in_(IDS), AgendaItem.id.in_(NAMED)), public_rows("agenda_item"))
        .order_by(AgendaItem.id)
    )


@cache
def _papers() -> Select[*tuple[Any, ...]]:
    return select(Consultation.id, Consultation.paper_id).where(Consultation.id.in_(IDS))


@cache
def _organizations() -> Select[*tuple[Any, ...]]:
    link = ConsultationOrganization
    return references(link, link.consultation_id, link.organization_id, "organization", link.position)
