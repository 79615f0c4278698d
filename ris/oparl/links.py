"""Lists of references as rows between two tables."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ris.documents.models import FileRole, PaperFile, PaperLocation, PaperOrganization, PaperPerson, PaperRelation
from ris.meetings.models import (
    AgendaItemFile,
    ConsultationOrganization,
    MeetingFile,
    MeetingOrganization,
    MeetingParticipant,
)
from ris.oparl.directory import Directory, insert_rows
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.oparl.said import Thing

BACK: Final = "back"
"""Stands for files that name their parent without being named by it."""
AFTER_ALL: Final = 10_000
"""Position from which such files follow; no list of an object is as long."""


@dataclass(frozen=True)
class Link:
    """How one property is kept."""

    model: Any
    own: str
    target: str
    table: str
    fixed: dict[str, str] = field(default_factory=dict)

    def row(self, own_id: int, target_id: int, position: int) -> dict[str, Any]:
        """A row of the table between."""
        return {
            "body_id": current_body_id(),
            self.own: own_id,
            self.target: target_id,
            **self.fixed,
            "position": position,
        }


def _files(model: Any, own: str, role: FileRole) -> Link:  # noqa: ANN401 - a model
    return Link(model, own, "file_id", "file", {"role": role.value})


def _papers(kind: str) -> Link:
    return Link(PaperRelation, "paper_id", "related_id", "paper", {"kind": kind})


def _offices(part: str) -> Link:
    return Link(PaperOrganization, "paper_id", "organization_id", "organization", {"part": part})


LINKS: Final[dict[str, dict[str, Link]]] = {
    "meeting": {
        "organization": Link(MeetingOrganization, "meeting_id", "organization_id", "organization"),
        "participant": Link(MeetingParticipant, "meeting_id", "person_id", "person"),
        "invitation": _files(MeetingFile, "meeting_id", FileRole.INVITATION),
        "resultsProtocol": _files(MeetingFile, "meeting_id", FileRole.RESULTS_PROTOCOL),
        "verbatimProtocol": _files(MeetingFile, "meeting_id", FileRole.VERBATIM_PROTOCOL),
        "auxiliaryFile": _files(MeetingFile, "meeting_id", FileRole.AUXILIARY),
        BACK: _files(MeetingFile, "meeting_id", FileRole.AUXILIARY),
    },
    "agenda_item": {
        "resolutionFile": _files(AgendaItemFile, "agenda_item_id", FileRole.RESOLUTION),
        "auxiliaryFile": _files(AgendaItemFile, "agenda_item_id", FileRole.AUXILIARY),
        BACK: _files(AgendaItemFile, "agenda_item_id", FileRole.AUXILIARY),
    },
    "paper": {
        "mainFile": _files(PaperFile, "paper_id", FileRole.MAIN),
        "auxiliaryFile": _files(PaperFile, "paper_id", FileRole.AUXILIARY),
        BACK: _files(PaperFile, "paper_id", FileRole.AUXILIARY),
        "location": Link(PaperLocation, "paper_id", "location_id", "location"),
        "originatorPerson": Link(PaperPerson, "paper_id", "person_id", "person"),
        "originatorOrganization": _offices("originator"),
        "underDirectionOf": _offices("under_direction_of"),
        "relatedPaper": _papers("related"),
        "superordinatedPaper": _papers("superordinated"),
        "subordinatedPaper": _papers("subordinated"),
    },
    "consultation": {
        "organization": Link(ConsultationOrganization, "consultation_id", "organization_id", "organization"),
    },
}
"""Kind → property → table between."""


def key_of(model: Any, row: dict[str, Any]) -> tuple[Any, ...]:  # noqa: ANN401 - a model
    """What makes a row between two tables the only one of its kind."""
    return tuple(row[column.name] for column in model.__mapper__.primary_key)


def wanted_rows(things: Sequence[Thing], directory: Directory) -> dict[Any, dict[tuple[Any, ...], dict[str, Any]]]:
    """Model → key → row for everything these things list and that is here."""
    wanted: dict[Any, dict[tuple[Any, ...], dict[str, Any]]] = defaultdict(dict)
    for thing in things:
        own = directory.get(thing.url)
        for name, link in LINKS.get(thing.kind, {}).items():
            urls = thing.back if name == BACK else thing.references.get(name, ())
            for position, url in enumerate(urls, AFTER_ALL if name == BACK else 0):
                target = directory.id_of(url, link.table)
                if own is not None and target is not None:
                    row = link.row(own.id, target, position)
                    wanted[link.model].setdefault(key_of(link.model, row), row)
    return wanted


def add_links(session: Session, things: Sequence[Thing], directory: Directory) -> None:
    """Write the lists of new things."""
    for model, rows in wanted_rows(things, directory).items():
        insert_rows(session, model, rows.values())


def renew_links(session: Session, things: Sequence[Thing], directory: Directory) -> tuple[set[str], set[int]]:
    """Make the lists of known things what they are now.

    Gives the addresses of the things whose lists changed, and the ids of files taken off something.
    """
    loose: set[int] = set()
    wanted = wanted_rows(things, directory)
    changed: set[str] = set()
    for table in {thing.kind for thing in things}:
        ours = {known.id: thing for thing in things if thing.kind == table and (known := directory.get(thing.url))}
        for model, own in {(link.model, link.own) for link in LINKS.get(table, {}).values()}:
            kept = wanted.get(model, {})
            present: set[tuple[Any, ...]] = set()
            for row in session.scalars(select(model).where(getattr(model, own).in_(ours))).all():
                thing = ours[getattr(row, own)]
                key = tuple(getattr(row, column.name) for column in model.__mapper__.primary_key)
                present.add(key)
                if key in kept and (row.position, getattr(row, "role", None)) == (
                    kept[key]["position"],
                    kept[key].get("role"),
                ):
                    continue
                if key in kept:
                    row.position = kept[key]["position"]
                    if "role" in kept[key]:
                        row.role = kept[key]["role"]
                elif _says_nothing(thing, table, row):
                    continue
                else:
                    loose |= {row.file_id} if hasattr(row, "file_id") else set()
                    session.delete(row)
                changed.add(thing.url)
            fresh = [row for key, row in kept.items() if key not in present and row[own] in ours]
            insert_rows(session, model, fresh)
            changed |= {ours[row[own]].url for row in fresh}
    session.flush()  # what follows asks the tables
    return changed, loose


def _says_nothing(thing: Thing, table: str, row: Any) -> bool:  # noqa: ANN401 - a row of any table between
    """Whether the absence of this link in what was said means nothing."""
    if row.position >= AFTER_ALL:
        return True
    for name, link in LINKS[table].items():
        if name == BACK or not isinstance(row, link.model):
            continue
        if all(getattr(row, column) == value for column, value in link.fixed.items()):
            return name in thing.silent or (name not in thing.references and not thing.whole)
    return False
