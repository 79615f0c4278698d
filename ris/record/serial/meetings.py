"""Meetings with their agendas."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ris.documents.models import FileRole
from ris.meetings.models import MeetingFile, MeetingOrganization, MeetingParticipant
from ris.record.serial.agendas import Agendas, agendas_of, items
from ris.record.serial.attached import attached
from ris.record.serial.files import files
from ris.record.serial.pen import references
from ris.record.serial.places import locations
from ris.record.serial.words import columns, kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select

    from ris.db import JsonObject
    from ris.record.serial.pen import Pen

SINGLE = (FileRole.INVITATION, FileRole.RESULTS_PROTOCOL, FileRole.VERBATIM_PROTOCOL)
"""Of these OParl has one each."""


def meetings(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
    """Meetings; nothing embeds them."""
    rows = pen.rows("meeting", ids)
    places = locations(pen, {row.location_id for row in rows.values() if row.location_id is not None})
    hosts = pen.links(_organizations(), rows)
    present = pen.links(_participants(), rows)
    carried = attached(pen, MeetingFile, MeetingFile.meeting_id, rows)
    documents = files(pen, {own for of_one in carried.values() for own, _role in of_one.files})
    agendas = Agendas() if pen.omit_internal else agendas_of(pen, rows)
    agenda = items(pen, agendas.order, agendas)
    instead = pen.rows("meeting", {row.moved_to_id for row in rows.values() if row.moved_to_id is not None})
    return {
        own: pen.written(
            "meeting",
            row,
            kept(
                {
                    **columns(row, "name", "meeting_state", "cancelled", "start", "end"),
                    "location": places.get(row.location_id),
                    "organization": pen.addresses("organization", hosts[own]),
                    "participant": pen.addresses("person", present[own]),
                    "invitation": carried[own].one(documents, FileRole.INVITATION),
                    "resultsProtocol": carried[own].one(documents, FileRole.RESULTS_PROTOCOL),
                    "verbatimProtocol": carried[own].one(documents, FileRole.VERBATIM_PROTOCOL),
                    "auxiliaryFile": None if pen.omit_internal else carried[own].rest(documents, *SINGLE),
                    "agendaItem": [agenda[item] for item in agendas.items.get(own, ()) if item in agenda],
                    "web": pen.urls.page("meeting", own),
                },
            ),
            cancelledReason=row.change_reason if row.cancelled or row.moved_to_id else None,
            movedTo=pen.address("meeting", row.moved_to_id if row.moved_to_id in instead else None),
        )
        for own, row in rows.items()
    }


@cache
def _organizations() -> Select[*tuple[Any, ...]]:
    link = MeetingOrganization
    return references(link, link.meeting_id, link.organization_id, "organization", link.position)


@cache
def _participants() -> Select[*tuple[Any, ...]]:
    link = MeetingParticipant
    return references(link, link.meeting_id, link.person_id, "person", link.position)
