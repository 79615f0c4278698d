"""Changed row → job of the same transaction: somebody looks whether the public record reads otherwise now.

No view, no service and no import can forget it. Rows that join two things make both be looked at, as does a reference that
leads elsewhere than before. What a change means for further objects finds out who looks (:mod:`ris.record.reach`).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from ris.audit.models import Tombstone
from ris.council.models import Body, LegislativeTerm, Location, Membership, Organization, Person
from ris.documents.models import (
    File,
    FileVersion,
    Paper,
    PaperFile,
    PaperLocation,
    PaperOrganization,
    PaperPerson,
    PaperRelation,
    PaperVersion,
)
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
from ris.record.ledger import CHILDREN_FIRST
from ris.record.services import order_check, order_looks
from ris.scope.current import current_body_id, working_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy.orm import ORMExecuteState, UOWTransaction

    from ris.record.reach import Key

_THINGS: Final = {
    model: model.__tablename__
    for model in (
        AgendaItem,
        Consultation,
        File,
        LegislativeTerm,
        Location,
        Meeting,
        Membership,
        Organization,
        Paper,
        Person,
    )
}
_ENDS: Final[dict[type[Any], tuple[tuple[str, str], ...]]] = {
    AgendaItem: (("meeting_id", "meeting"), ("consultation_id", "consultation")),
    AgendaItemFile: (("agenda_item_id", "agenda_item"), ("file_id", "file")),
    Consultation: (("paper_id", "paper"), ("agenda_item_id", "agenda_item")),
    ConsultationOrganization: (("consultation_id", "consultation"),),
    File: (("master_file_id", "file"),),
    FileVersion: (("file_id", "file"),),
    LegislativeTerm: (("body_id", "body"),),
    Meeting: (("location_id", "location"),),
    MeetingFile: (("meeting_id", "meeting"), ("file_id", "file")),
    MeetingOrganization: (("meeting_id", "meeting"),),
    MeetingParticipant: (("meeting_id", "meeting"),),
    Membership: (("person_id", "person"), ("organization_id", "organization")),
    Organization: (("location_id", "location"),),
    PaperFile: (("paper_id", "paper"), ("file_id", "file")),
    PaperLocation: (("paper_id", "paper"), ("location_id", "location")),
    PaperOrganization: (("paper_id", "paper"),),
    PaperPerson: (("paper_id", "paper"),),
    PaperRelation: (("paper_id", "paper"), ("related_id", "paper")),
    PaperVersion: (("paper_id", "paper"),),
    Person: (("location_id", "location"),),
    Body: (("location_id", "location"),),
}
"""What each row of these tables names, by column, that shows it."""
_FLOOD: Final = 500
"""More than so many objects of one transaction, such as an import's, are not looked at one by one."""
_EVERYTHING: Final = ("everything", 0)
_NOTED: Final = "changed_for_record"

Noted = defaultdict[int, set["Key"]]


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _context: UOWTransaction) -> None:
    noted = _noted(session)
    for row in (*session.new, *session.dirty, *session.deleted):
        if row not in session.dirty or session.is_modified(row):
            _note_row(noted, row, known=row in session.dirty)


def _note_row(noted: Noted, row: Any, *, known: bool) -> None:  # noqa: ANN401 - any row
    model = type(row)
    if model is Body:
        if known:  # a new one has told nothing so far, and its ledger begins with it
            noted[row.id] |= {("body", row.id), *_named(row, known=known)}
            if inspect(row).attrs.host.history.has_changes():
                noted[row.id].add(_EVERYTHING)  # the address of every page is another
    elif model is Tombstone:
        if row.subject_kind in CHILDREN_FIRST:
            noted[row.body_id].add((row.subject_kind, row.subject_id))
    elif model in _THINGS or model in _ENDS:
        own = [(_THINGS[model], row.id)] if model in _THINGS else []
        noted[row.body_id] |= {*own, *_named(row, known=known)}


def _named(row: Any, *, known: bool) -> Iterator[Key]:  # noqa: ANN401 - any row
    """What a row names, and of a known one that changed what it named before, where these are different."""
    attributes = inspect(row).attrs
    for column, kind in _ENDS.get(type(row), ()):
        history = attributes[column].history
        joins = type(row) not in _THINGS and type(row) is not Body
        if known and not joins and not history.has_changes():
            continue
        for own_id in (getattr(row, column), *(history.deleted or ())):
            if own_id is not None:
                yield kind, own_id


@event.listens_for(Session, "do_orm_execute")
def _note_inserts(state: ORMExecuteState) -> None:
    """Rows that an import writes past the objects of the session."""
    if not state.is_insert or state.bind_mapper is None:
        return
    model = state.bind_mapper.class_
    if model not in _THINGS and model not in _ENDS:
        return
    noted = _noted(state.session)
    for row in _rows(state.parameters):
        own = noted[row.get("body_id") or current_body_id()]
        if model in _THINGS:
            # A number that only the database gives is known to nobody here.
            own.add((_THINGS[model], row["id"]) if "id" in row else _EVERYTHING)
        ends = [(kind, row.get(column)) for column, kind in _ENDS.get(model, ())]
        own |= {(kind, own_id) for kind, own_id in ends if own_id is not None}


def _rows(parameters: Any) -> Iterable[dict[str, Any]]:  # noqa: ANN401 - one row or several
    return [parameters] if isinstance(parameters, dict) else parameters or ()


@event.listens_for(Session, "before_commit")
def _write_jobs(session: Session) -> None:
    session.flush()
    noted: Noted = session.info.pop(_NOTED, defaultdict(set))
    for body_id, keys in noted.items():
        with working_for(body_id):
            if len(keys) <= _FLOOD:
                order_looks(session, body_id, sorted(keys - {_EVERYTHING}))
            if len(keys) > _FLOOD or _EVERYTHING in keys:
                order_check(session, body_id)


@event.listens_for(Session, "after_rollback")
def _forget_changes(session: Session) -> None:
    session.info.pop(_NOTED, None)


def _noted(session: Session) -> Noted:
    noted: Noted = session.info.setdefault(_NOTED, defaultdict(set))
    return noted
