"""Which other objects of the record may read otherwise when some of them changed, appeared or went.

Two reasons: an object is embedded whole in another, with its times, or counted among its neighbours; or it is named by
another, as a reference, as a back reference, or because the other cannot be told without it. The first matters at every
change, the second only when something appears or goes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ris.council.models import Body, LegislativeTerm, Membership, Organization, Person
from ris.documents.models import File, PaperFile, PaperLocation, PaperOrganization, PaperPerson, PaperRelation
from ris.meetings.models import (
    AgendaItem,
    AgendaItemFile,
    Consultation,
    ConsultationOrganization,
    Meeting,
    MeetingFile,
    MeetingOrganization,
    MeetingParticipant,
)
from ris.record.ledger import parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

Key = tuple[str, int]
"""Kind and id of an object of the record."""


@dataclass(frozen=True)
class _Way:
    """From objects of one kind to those of another, by two columns of one table."""

    of: str
    by: Any
    to: str
    found: Any


_EMBEDDED: Final = (
    _Way("location", Organization.location_id, "organization", Organization.id),
    _Way("location", Person.location_id, "person", Person.id),
    _Way("location", Meeting.location_id, "meeting", Meeting.id),
    _Way("location", PaperLocation.location_id, "paper", PaperLocation.paper_id),
    _Way("location", Body.location_id, "body", Body.id),
    _Way("legislative_term", LegislativeTerm.id, "body", LegislativeTerm.body_id),
    _Way("file", AgendaItemFile.file_id, "agenda_item", AgendaItemFile.agenda_item_id),
    _Way("file", MeetingFile.file_id, "meeting", MeetingFile.meeting_id),
    _Way("file", PaperFile.file_id, "paper", PaperFile.paper_id),
    _Way("agenda_item", AgendaItem.id, "meeting", AgendaItem.meeting_id),
    _Way("agenda_item", Consultation.agenda_item_id, "consultation", Consultation.id),
    _Way("agenda_item", AgendaItem.id, "consultation", AgendaItem.consultation_id),
    _Way("meeting", AgendaItem.meeting_id, "agenda_item", AgendaItem.id),
    _Way("consultation", Consultation.id, "paper", Consultation.paper_id),
    _Way("membership", Membership.id, "person", Membership.person_id),
)
"""From what is embedded to what holds it; from an item to the station it is the place of; from an agenda to its items."""

_NAMED: Final = (
    _Way("file", File.master_file_id, "file", File.id),
    _Way("file", File.id, "file", File.master_file_id),
    _Way("agenda_item", AgendaItemFile.agenda_item_id, "file", AgendaItemFile.file_id),
    _Way("consultation", AgendaItem.consultation_id, "agenda_item", AgendaItem.id),
    _Way("consultation", Consultation.id, "agenda_item", Consultation.agenda_item_id),
    _Way("membership", Membership.id, "organization", Membership.organization_id),
    _Way("organization", Membership.organization_id, "membership", Membership.id),
    _Way("organization", Membership.on_behalf_of_id, "membership", Membership.id),
    _Way("organization", Organization.sub_organization_of_id, "organization", Organization.id),
    _Way("organization", Organization.id, "location", Organization.location_id),
    _Way("organization", MeetingOrganization.organization_id, "meeting", MeetingOrganization.meeting_id),
    _Way(
        "organization",
        ConsultationOrganization.organization_id,
        "consultation",
        ConsultationOrganization.consultation_id,
    ),
    _Way("organization", PaperOrganization.organization_id, "paper", PaperOrganization.paper_id),
    _Way("person", Membership.person_id, "membership", Membership.id),
    _Way("person", Person.id, "location", Person.location_id),
    _Way("person", MeetingParticipant.person_id, "meeting", MeetingParticipant.meeting_id),
    _Way("person", PaperPerson.person_id, "paper", PaperPerson.paper_id),
    _Way("meeting", Consultation.meeting_id, "consultation", Consultation.id),
    _Way("meeting", MeetingFile.meeting_id, "file", MeetingFile.file_id),
    _Way("meeting", Meeting.moved_to_id, "meeting", Meeting.id),
    _Way("meeting", Meeting.id, "location", Meeting.location_id),
    _Way("paper", Consultation.paper_id, "consultation", Consultation.id),
    _Way("paper", PaperFile.paper_id, "file", PaperFile.file_id),
    _Way("paper", PaperLocation.paper_id, "location", PaperLocation.location_id),
    _Way("paper", PaperRelation.paper_id, "paper", PaperRelation.related_id),
    _Way("paper", PaperRelation.related_id, "paper", PaperRelation.paper_id),
)
"""From what is named to what names it, or hangs on it."""


def holders(session: Session, keys: Iterable[Key]) -> set[Key]:
    """What embeds these objects of the current Body."""
    return _follow(session, _EMBEDDED, keys)


def namers(session: Session, keys: Iterable[Key]) -> set[Key]:
    """What names these objects, or cannot be told without them."""
    return _follow(session, _NAMED, keys)


def _follow(session: Session, ways: Iterable[_Way], keys: Iterable[Key]) -> set[Key]:
    ids: defaultdict[str, set[int]] = defaultdict(set)
    for kind, own_id in keys:
        ids[kind].add(own_id)
    found: set[Key] = set()
    for way in ways:
        for part in parts(ids.get(way.of, ())):
            others = session.scalars(select(way.found).where(way.by.in_(part)).distinct())
            found.update((way.to, other) for other in others if other is not None)
    return found
