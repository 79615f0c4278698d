"""The end of a run: what was named before it came takes its seat, and what never came is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.meetings.models import AgendaItem, Consultation
from ris.oparl.dangling import FILES_PARENTS, seats
from ris.oparl.directory import insert_rows
from ris.oparl.following import follow_up
from ris.oparl.links import AFTER_ALL, BACK, LINKS
from ris.oparl.models import DanglingReference
from ris.oparl.rows import MODELS
from ris.oparl.run import Touched
from ris.oparl.versions import parts

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.oparl.dangling import Seat
    from ris.oparl.run import Run
    from ris.oparl.staging import Staging


def name_parents(session: Session, staging: Staging, run: Run) -> None:
    """Write down which files name a parent this run says nothing about, unless they already hang on it."""
    known = {
        (row.from_url, row.property, row.target_url)
        for row in session.execute(
            select(DanglingReference.from_url, DanglingReference.property, DanglingReference.target_url).where(
                DanglingReference.property.in_(FILES_PARENTS),
            ),
        )
    }
    rows = []
    for place, (file, name, parent) in enumerate(staging.named_parents()):
        if (file, name, parent) not in known and not _hangs(session, run, file, name, parent):
            row = {"from_url": file, "property": name, "target_url": parent, "position": AFTER_ALL + place % AFTER_ALL}
            rows.append(row)
    insert_rows(session, DanglingReference, rows)


def _hangs(session: Session, run: Run, file: str, name: str, parent: str) -> bool:
    link = LINKS[FILES_PARENTS[name]][BACK]
    file_id = run.directory.id_of(file, "file")
    own_id = run.directory.id_of(parent, FILES_PARENTS[name])
    if file_id is None or own_id is None:
        return file_id is None  # a file that was not written names nothing
    model = link.model
    question = select(model.file_id).where(model.file_id == file_id, getattr(model, link.own) == own_id)
    return session.execute(question.limit(1)).first() is not None


def join_arrived(session: Session, run: Run) -> int:
    """Join every remembered reference whose target is here now; how many were joined."""
    touched, joined = Touched(), 0
    for seat in seats(session, run.directory):
        if seat.take(session):
            joined += 1
            _note(session, seat, touched)
        session.delete(seat.row)
    session.flush()  # what follows asks the tables
    for table, own_id in touched.rows:
        session.get_one(MODELS[table], own_id).modified = run.house.now
    if touched.rows:
        follow_up(session, touched, run)
    return joined


def _note(session: Session, seat: Seat, touched: Touched) -> None:
    for known in (seat.source, seat.target):
        touched.rows.add((known.table, known.id))
        row: Any = session.get_one(MODELS[known.table], known.id)
        if known.table == "paper":
            touched.papers.add(known.id)
        elif known.table == "meeting":
            touched.agendas.add(known.id)
        elif isinstance(row, AgendaItem | Consultation) and row.meeting_id is not None:
            touched.agendas.add(row.meeting_id)
        if isinstance(row, Consultation) and row.agenda_item_id is not None:
            touched.items.add(row.agenda_item_id)
        if isinstance(row, AgendaItem):
            touched.items.add(row.id)
    meetings = {known.id for known in (seat.source, seat.target) if known.table == "meeting"}
    for part in parts(meetings):
        closed = select(AgendaItem.id).where(AgendaItem.meeting_id.in_(part), AgendaItem.public.is_(False))
        touched.items |= set(session.scalars(closed))
