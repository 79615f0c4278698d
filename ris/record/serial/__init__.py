"""What the record says: whole objects in OParl's words, one module per subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from ris.record.serial.agendas import whole_items
from ris.record.serial.bodies import bodies
from ris.record.serial.consultations import whole_consultations
from ris.record.serial.files import whole_files
from ris.record.serial.meetings import meetings
from ris.record.serial.papers import papers
from ris.record.serial.pen import Pen
from ris.record.serial.people import organizations, people, whole_memberships
from ris.record.serial.places import whole_locations, whole_terms

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.db import JsonObject
    from ris.record.addresses import Addresses

Writer = Callable[[Pen, Iterable[int]], dict[int, "JsonObject"]]

WRITERS: Final[dict[str, Writer]] = {
    "location": whole_locations,
    "legislative_term": whole_terms,
    "file": whole_files,
    "membership": whole_memberships,
    "organization": organizations,
    "person": people,
    "agenda_item": whole_items,
    "consultation": whole_consultations,
    "meeting": meetings,
    "paper": papers,
    "body": bodies,
}


def objects(
    session: Session,
    kind: str,
    ids: Iterable[int],
    urls: Addresses,
    *,
    omit_internal: bool = False,
) -> dict[int, JsonObject]:
    """Whole objects of the current Body as anybody reads them, by id; nothing where everybody may not read it.

    They are the same under their own address and in a list, back references included, and cost the same number of
    statements however many they are. ``omit_internal`` leaves out the inner lists OParl 1.1 names. Raises ``KeyError``
    for a kind the record does not know.
    """
    return WRITERS[kind](Pen(session, urls, omit_internal), list(ids))
