"""Who may read what came in: a public source shows what is public, except the items it calls closed.

A closed item, its consultations and the files that hang on nothing open are read by the organizations that
meet, the council and the administration.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC, organization_token
from ris.documents.models import File, Paper, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting, MeetingFile, MeetingOrganization
from ris.oparl.models import ForeignId
from ris.scope.readers import Audience, audience_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


class Audiences:
    """The few audiences an import deals out."""

    def __init__(self, session: Session) -> None:
        self._ids: dict[frozenset[str], int] = {}
        self.public = self.of(session, {PUBLIC})
        self.nobody = self.of(session, ())

    def of(self, session: Session, tokens: Iterable[str]) -> int:
        """Id of the audience with these tokens."""
        wanted = frozenset(tokens)
        if wanted not in self._ids:
            self._ids[wanted] = audience_for(session, wanted).id
        return self._ids[wanted]

    def closed(self, session: Session, organizations: Iterable[int] = ()) -> int:
        """Id of the audience of closed things of these organizations."""
        return self.of(session, {COUNCIL, ADMINISTRATION, *(organization_token(own_id) for own_id in organizations)})

    def settle_items(self, session: Session, item_ids: Iterable[int]) -> None:
        """Say anew who reads these items, their consultations and their files."""
        items = _in_parts(session, AgendaItem, AgendaItem.id, item_ids)
        organizations = _organizations_of(session, {item.meeting_id for item in items if item.meeting_id is not None})
        by_item: dict[int, int] = {}
        for item in items:
            by_item[item.id] = (
                self.public if item.public else self.closed(session, organizations.get(item.meeting_id or 0, ()))
            )
            _set(item, by_item[item.id])
        for consultation in _in_parts(session, Consultation, Consultation.agenda_item_id, by_item):
            _set(consultation, by_item[consultation.agenda_item_id or 0])
        named = {item.consultation_id: by_item[item.id] for item in items if item.consultation_id is not None}
        for consultation in _in_parts(session, Consultation, Consultation.id, named):
            if consultation.agenda_item_id is None:
                _set(consultation, named[consultation.id])
        session.flush()  # the files ask who reads the items
        hanging = [row.file_id for row in _in_parts(session, AgendaItemFile, AgendaItemFile.agenda_item_id, by_item)]
        self.settle_files(session, hanging)

    def settle_files(self, session: Session, file_ids: Iterable[int]) -> None:
        """Say anew who reads these files: everybody who reads one of the things they hang on."""
        files = {file.id: file for file in _in_parts(session, File, File.id, set(file_ids))}
        for file_id, audiences in self._audiences_of_parents(session, list(files)).items():
            if self.public in audiences:
                _set(files[file_id], self.public)
            elif audiences:
                tokens = session.scalars(select(Audience).where(Audience.id.in_(audiences)))
                _set(files[file_id], self.of(session, {token for audience in tokens for token in audience.tokens}))
        session.flush()  # written with the things they hang on

    def _audiences_of_parents(self, session: Session, file_ids: list[int]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        joins: tuple[tuple[Any, Any, Any], ...] = (
            (PaperFile, Paper, PaperFile.paper_id),
            (MeetingFile, Meeting, MeetingFile.meeting_id),
            (AgendaItemFile, AgendaItem, AgendaItemFile.agenda_item_id),
        )
        for start in range(0, len(file_ids), 500):
            part = file_ids[start : start + 500]
            questions = [
                select(link.file_id, parent.audience_id)
                .join(parent, parent.id == own)
                .where(link.file_id.in_(part), parent.deleted.is_(False))
                for link, parent, own in joins
            ]
            for question in questions:
                for file_id, audience_id in session.execute(question):
                    found[file_id].add(audience_id)
        return found


def _organizations_of(session: Session, meeting_ids: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for row in _in_parts(session, MeetingOrganization, MeetingOrganization.meeting_id, meeting_ids):
        found[row.meeting_id].append(row.organization_id)
    return found


def _in_parts(session: Session, model: Any, column: Any, values: Iterable[int]) -> list[Any]:  # noqa: ANN401 - a model and its column
    wanted = sorted(values)
    found: list[Any] = []
    for start in range(0, len(wanted), 500):
        found += session.scalars(select(model).where(column.in_(wanted[start : start + 500])))
    return found


def _set(row: Any, audience_id: int) -> None:  # noqa: ANN401 - any protected row
    if not row.deleted and row.audience_id != audience_id:
        row.audience_id = audience_id


def closed_items(session: Session, said: Iterable[str]) -> frozenset[str]:
    """Addresses of the items said to be closed now, and of those known as such."""
    known = (
        select(ForeignId.url)
        .join(AgendaItem, AgendaItem.id == ForeignId.subject_id)
        .where(ForeignId.kind == "agenda_item", AgendaItem.public.is_(False))
    )
    return frozenset(said) | frozenset(session.scalars(known))
