"""Files as hits: with their text, the way to their pages, and what they hang on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.documents.models import File, FileRole, Paper, PaperFile
from ris.documents.queries.files import FILE_COLUMNS, place_of
from ris.meetings.models import AgendaItem, AgendaItemFile, Meeting, MeetingFile
from ris.meetings.queries.lines import organizations_of, title_of
from ris.scope.readers import readable_by
from ris.search.entries import MINUTES, Kind, day_of, key_of
from ris.search.queries.found import Found, Ids, readable

_LONGEST_TEXT = 100_000


def files(session: Session, actor: Actor, ids: Ids) -> Iterable[Found]:
    """Files by themselves."""
    around = _around_files(session, actor, ids)
    text = func.substr(File.text, 1, _LONGEST_TEXT).label("text")
    for row in readable(session, actor, File, ids, *FILE_COLUMNS, File.date, File.modified, text):
        owner = around.get(row.id)
        if owner is None:
            continue  # what it hangs on is not for this reader, so the way there is not either
        address, elsewhere = place_of(row)
        yield Found(
            key=key_of("file", row.id),
            kind=owner.kind,
            address=address or owner.around_address,
            title=row.name or row.file_name or "Unterlage ohne Namen",
            day=owner.day or row.date,
            number=owner.number,
            around=owner.around,
            around_address=owner.around_address,
            text=row.text or "",
            elsewhere=elsewhere,
            pages=bool(address) and not elsewhere,
            modified=row.modified,
        )


def _around_files(session: Session, actor: Actor, ids: Ids) -> dict[int, Found]:
    """What each file hangs on, as far as this reader may see it."""
    papers = session.execute(
        select(PaperFile.file_id, Paper.name, Paper.reference, Paper.slug, Paper.date)
        .join(Paper, Paper.id == PaperFile.paper_id)
        .where(PaperFile.file_id.in_(ids), readable_by(actor, Paper)),
    )
    around = {
        row.file_id: Found("", Kind.FILE, "", "", row.date, row.reference or "", row.name or "", f"/vorlage/{row.slug}")
        for row in papers
    }
    ids = [file_id for file_id in ids if file_id not in around]
    if not ids:
        return around
    items = session.execute(
        select(AgendaItemFile.file_id, AgendaItem.id, AgendaItem.name, Meeting.start)
        .join(AgendaItem, AgendaItem.id == AgendaItemFile.agenda_item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItemFile.file_id.in_(ids), readable_by(actor, AgendaItem), readable_by(actor, Meeting)),
    )
    for row in items:
        around[row.file_id] = Found("", Kind.FILE, "", "", day_of(row.start), "", row.name or "", f"/top/{row.id}")
    meetings = session.execute(
        select(MeetingFile.file_id, MeetingFile.role, Meeting.id, Meeting.name, Meeting.start)
        .join(Meeting, Meeting.id == MeetingFile.meeting_id)
        .where(MeetingFile.file_id.in_(ids), readable_by(actor, Meeting)),
    ).all()
    names = organizations_of(session, actor, [row.id for row in meetings]) if meetings else {}
    for file_id, role, meeting_id, name, start in meetings:
        kind = Kind.MINUTES if role in MINUTES else Kind.FILE
        title = title_of(name, names.get(meeting_id, ()))
        around[file_id] = Found("", kind, "", "", day_of(start), "", title, f"/sitzung/{meeting_id}")
    return around


def main_files(session: Session, actor: Actor, paper_ids: Ids) -> defaultdict[int, list[Found]]:
    """The texts of the main files of some papers, with the way to their pages."""
    statement = (
        select(PaperFile.paper_id, *FILE_COLUMNS, func.substr(File.text, 1, _LONGEST_TEXT).label("text"))
        .join(File, File.id == PaperFile.file_id)
        .where(PaperFile.paper_id.in_(paper_ids), PaperFile.role == FileRole.MAIN, readable_by(actor, File))
        .order_by(PaperFile.position)
    )
    files: defaultdict[int, list[Found]] = defaultdict(list)
    for row in session.execute(statement):
        address, elsewhere = place_of(row)
        paged = bool(address) and not elsewhere
        files[row.paper_id].append(Found("", Kind.FILE, address, "", text=row.text or "", pages=paged))
    return files
