"""Meetings on whose agenda a paper stands, that were called off or put elsewhere.

The ledger's entry of a meeting moves with every point of its agenda. A paper's followers hear only of what concerns the
paper: that the meeting was cancelled, takes place on another day instead, or at another hour or place.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from ris.audit.events import PublicEvent
from ris.audit.models import PublicLogEntry
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.queries.lines import lines_for
from ris.record.models import PublishedObject
from ris.scope.readers import readable_by
from ris.web.addresses import address_of, number_from
from ris.web.dates import full_moment, plain_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.queries.lines import MeetingLine

CANCELLED, PUT_OFF = "abgesagt", "verschoben"
RECORDED_WITHIN: Final = timedelta(minutes=1)
"""So long after the public log the ledger may say so: its entry, not the log's, falls into a look."""


def meetings_put_elsewhere(session: Session, since: datetime, upto: datetime) -> list[int]:
    """Meetings whose hour or place became another between two moments, by the public log; their day stayed."""
    addresses = session.scalars(
        select(PublicLogEntry.address).where(
            PublicLogEntry.event == PublicEvent.CORRECTED,
            PublicLogEntry.at > since - RECORDED_WITHIN,
            PublicLogEntry.at <= upto,
        )
    )
    start = address_of("meeting", "")
    found = {number_from(address.removeprefix(start)) for address in addresses if address.startswith(start)}
    return sorted(number for number in found if number is not None)


def another_date(since: datetime, upto: datetime, elsewhere: Iterable[int]) -> ColumnElement[bool]:
    """What of meetings tells that theirs became another between two moments."""
    moved = select(PublishedObject.subject_id).where(
        PublishedObject.kind == "meeting", PublishedObject.modified > since, PublishedObject.modified <= upto
    )
    off = or_(Meeting.cancelled, Meeting.moved_to_id.is_not(None))
    return or_(off & Meeting.id.in_(moved), Meeting.id.in_(elsewhere))


def dealt_with_in(paper_id: int, public: Actor) -> ColumnElement[bool]:
    """Whether a paper is, or was, to be dealt with in a meeting: its items go along to another day."""
    of_paper = (Consultation.paper_id == paper_id, readable_by(public, Consultation))
    planned = select(Consultation.meeting_id).where(*of_paper)
    on_agenda = (
        select(AgendaItem.meeting_id)
        .join(Consultation, Consultation.agenda_item_id == AgendaItem.id)
        .where(*of_paper, readable_by(public, AgendaItem))
    )
    return or_(*(column.in_(ids) for column in (Meeting.id, Meeting.moved_to_id) for ids in (planned, on_agenda)))


def papers_to_be_told(session: Session, since: datetime, upto: datetime) -> set[int]:
    """Papers that are dealt with in a meeting whose date became another between two moments, whoever may read of it."""
    elsewhere = meetings_put_elsewhere(session, since, upto)
    rows = session.execute(select(Meeting.id, Meeting.moved_to_id).where(another_date(since, upto, elsewhere)))
    ids = {number for row in rows for number in row if number is not None}
    papers = (
        select(Consultation.paper_id)
        .outerjoin(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .where(or_(Consultation.meeting_id.in_(ids), AgendaItem.meeting_id.in_(ids)))
    )
    return {number for number in session.scalars(papers.distinct()) if number is not None}


def date_words(session: Session, public: Actor, ids: Iterable[int], elsewhere: Iterable[int]) -> dict[int, str]:
    """What became of the date of meetings: „abgesagt“, „verschoben auf 3. März 2027“, „jetzt Mi., 3. März, Rathaus“."""
    ids = list(ids)
    lines = {line.id: line for line in lines_for(session, public, ids)}
    target = aliased(Meeting)
    rows = session.execute(
        select(Meeting.id, target.start)
        .join(target, (target.id == Meeting.moved_to_id) & readable_by(public, target))
        .where(Meeting.id.in_(ids))
    )
    later = {row.id: row.start for row in rows}
    now = set(elsewhere)
    words = {number: _words(line, later.get(number), put_elsewhere=number in now) for number, line in lines.items()}
    return {number: said for number, said in words.items() if said}


def _words(line: MeetingLine, later: datetime | None, *, put_elsewhere: bool) -> str:
    if line.moved:
        return f"{PUT_OFF} auf {plain_day(later)}" if later else PUT_OFF
    if line.cancelled:
        return CANCELLED
    return (
        ", ".join(filter(None, (f"jetzt {full_moment(line.start)}", line.place)))
        if put_elsewhere and line.start
        else ""
    )
