"""Rows of the house as far as publishing them is concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect

from ris.audit.chain import digest_of
from ris.documents.models import FileRole
from ris.documents.queries.files import file_line
from ris.documents.rules import PaperState
from ris.meetings.rules import MeetingState
from ris.publication.rules import Facts
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from ris.documents.models import File, Paper, PaperFile
    from ris.meetings.models import AgendaItem, Meeting
    from ris.scope.objects import ProtectedObject

ROLES = {
    FileRole.MAIN: "Unterlage",
    FileRole.AUXILIARY: "Anlage",
    FileRole.INVITATION: "Einladung",
    FileRole.RESULTS_PROTOCOL: "Niederschrift",
    FileRole.VERBATIM_PROTOCOL: "Wortprotokoll",
    FileRole.RESOLUTION: "Beschlussausfertigung",
}
PAPER_WORDS = (
    *("name", "reference", "paper_type", "summary", "proposal", "reasons"),
    *("finances", "climate", "details", "html", "version"),
)
UNFINISHED = {
    PaperState.DRAFT: "Noch ein Entwurf.",
    PaperState.RETURNED: "Von einer Mitzeichnung zurückgegeben.",
    PaperState.COSIGNING: "Noch in der Mitzeichnung.",
    PaperState.RELEASED: "Hat noch keine Nummer.",
    PaperState.DROPPED: "Verworfen.",
}


def key_of(row: ProtectedObject) -> str:
    """How a row is named in a plan."""
    return f"{inspect(type(row)).local_table.name}:{row.id}"


def facts_of_meeting(meeting: Meeting) -> Facts:
    """The date itself."""
    said = {"name": meeting.name, "start": meeting.start.isoformat() if meeting.start else None}
    return Facts(
        key=key_of(meeting),
        label="Sitzung",
        title=meeting.name or "Sitzung",
        digest=digest_of(said | {"place": meeting.location_id}),
        meant=True,
        address=address_of("meeting", meeting.id),
        unfinished="Der Termin ist noch nicht angekündigt." if meeting.state == MeetingState.PLANNED else "",
    )


def facts_of_item(item: AgendaItem, under: str) -> Facts:
    """An item of an agenda, below the row with this key."""
    return Facts(
        key=key_of(item),
        label=f"TOP {item.number}" if item.number else "Tagesordnungspunkt",
        title=item.name or "Punkt ohne Titel",
        digest=digest_of({"number": item.number, "name": item.name, "result": item.result}),
        meant=item.public,
        closed_reason=item.closed_reason or "Wird ohne Publikum beraten.",
        address=address_of("agenda_item", item.id),
        under=under,
    )


def facts_of_paper(paper: Paper, under: str) -> Facts:
    """A paper, below the row with this key."""
    return Facts(
        key=key_of(paper),
        label=label_of_paper(paper),
        title=paper.name or "Vorlage ohne Titel",
        digest=digest_of({name: getattr(paper, name) for name in PAPER_WORDS}),
        meant=paper.public,
        closed_reason=paper.closed_reason or "",
        address=address_of("paper", paper.slug),
        unfinished=UNFINISHED.get(PaperState(paper.state), "") if paper.state else "",
        under=under,
    )


def label_of_paper(paper: Paper) -> str:
    """„Magistratsvorlage 2026/0412“."""
    return f"{paper.paper_type or 'Vorlage'} {paper.reference or ''}".strip()


def facts_of_file(file: File, role: FileRole, under: str, said: PaperFile | None, obstacle: str) -> Facts:
    """A document in its role, below the row with this key; ``said`` is what its paper says of it.

    ``obstacle``: why it cannot be published as it is, found by the check of uploads; empty when nothing stands against it.
    """
    line = file_line(file)
    return Facts(
        key=key_of(file),
        label=ROLES[role],
        title=line.name,
        digest=file.sha512_checksum or file.source_url or "",
        meant=said.public if said else None,
        closed_reason=(said.closed_reason if said else "") or "",
        detail=line.facts,
        address=address_of("file", file.id),
        unfinished=obstacle if line.address else "Die Datei ist nicht da.",
        under=under,
    )
