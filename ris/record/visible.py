"""What of each kind everybody may read: the row itself, and whatever it cannot be told without.

One criterion for the lists, the objects, the references between them and the ledger. A row that is readable but hangs on
something that is not (an item of a closed meeting) does not exist for the record.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select, true

from ris.access.actor import Actor
from ris.council.models import Body, LegislativeTerm, Location, Membership, Organization, Person
from ris.documents.models import File, Paper, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting, MeetingFile
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

MODELS: Final[dict[str, Any]] = {
    model.__tablename__: model
    for model in (
        Body,
        LegislativeTerm,
        Location,
        Organization,
        Person,
        Membership,
        Meeting,
        AgendaItem,
        Paper,
        Consultation,
        File,
    )
}
EVERYBODY: Final = Actor.public(0)
"""Who asks. The Body is the current one, as for every statement."""


@cache
def public_rows(kind: str) -> ColumnElement[bool]:
    """A criterion for ``select(model).where(…)``; raises ``KeyError`` for a kind the record does not know."""
    model = MODELS[kind]
    if model is Body:
        return and_(Body.deleted.is_(False))
    return and_(model.deleted.is_(False), readable_by(EVERYBODY, model), _carried(kind))


def _carried(kind: str) -> ColumnElement[bool]:
    if kind == "agenda_item":
        return _public("meeting", AgendaItem.meeting_id)
    if kind == "consultation":
        return _public("paper", Consultation.paper_id)
    if kind == "membership":
        somewhere = or_(Membership.organization_id.is_(None), _public("organization", Membership.organization_id))
        return and_(_public("person", Membership.person_id), somewhere)
    return _hanging() if kind == "file" else true()


def _hanging() -> ColumnElement[bool]:
    """A file that hangs on nothing stands for itself; else one of the things it hangs on is public."""
    loose = and_(
        *(
            ~select(link.file_id).where(link.file_id == File.id).correlate(File).exists()
            for link in (PaperFile, MeetingFile, AgendaItemFile)
        )
    )
    shown = (
        select(link.file_id).join(parent, parent.id == own).where(link.file_id == File.id, public_rows(kind)).exists()
        for link, own, parent, kind in (
            (PaperFile, PaperFile.paper_id, Paper, "paper"),
            (MeetingFile, MeetingFile.meeting_id, Meeting, "meeting"),
            (AgendaItemFile, AgendaItemFile.agenda_item_id, AgendaItem, "agenda_item"),
        )
    )
    return or_(*shown, loose)


def _public(kind: str, named: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column of an id
    """The thing a column names is public: asked for each row by its key, so that a page never reads all there are."""
    model = MODELS[kind]
    return select(model.id).where(model.id == named, public_rows(kind)).correlate(named.class_).exists()
