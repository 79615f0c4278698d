"""Reading what a meeting or a paper holds for the public: what may be published, what stays closed, what stands out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import inspect, select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.documents.models import File, FileRole, Paper, PaperFile
from ris.documents.queries.files import SCAN_NOTE, file_line
from ris.documents.rules import PaperState
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting, MeetingFile
from ris.meetings.rules import MeetingState
from ris.publication.rules import (
    Facts,
    Finding,
    Kept,
    Offered,
    Subject,
    Weight,
    closed_words_in,
    sorted_out,
)
from ris.scope.readers import readable_by
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
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


@dataclass(frozen=True)
class Plan:
    """What publishing a meeting or a paper means, before anybody has chosen."""

    subject: Subject
    subject_id: int
    label: str
    address: str
    offered: Sequence[Offered]
    kept: Sequence[Kept]
    public: int
    """How many of its rows everybody may read already."""
    findings: Sequence[Finding]

    @property
    def serious(self) -> bool:
        """Whether whoever prepares must say that they have looked at the findings."""
        return any(finding.weight is Weight.SERIOUS for finding in self.findings)


def plan_for_meeting(session: Session, actor: Actor, meeting_id: int) -> Plan | None:
    """What of a meeting may become public; None where the actor sees no such meeting."""
    require(actor, Permission.CONTENT_PREPARE)
    meeting = session.scalar(select(Meeting).where(Meeting.id == meeting_id, readable_by(actor, Meeting)))
    if meeting is None:
        return None
    gathered = _Gathered()
    own = gathered.add(meeting, _of_meeting(meeting))
    _gather_agenda(session, actor, meeting, own, gathered)
    _gather_files(gathered, own, session.execute(_files(MeetingFile, actor, MeetingFile.meeting_id == meeting.id)))
    named = f"{meeting.name or 'Sitzung'}"
    address = address_of("meeting", meeting.id)
    findings = [*_findings_of_meeting(meeting), *_papers_of_both_parts(session, actor, gathered)]
    return gathered.plan(Subject.MEETING, meeting.id, named, address or "", findings)


def plan_for_paper(session: Session, actor: Actor, paper_id: int) -> Plan | None:
    """What of a paper may become public; None where the actor sees no such paper."""
    require(actor, Permission.CONTENT_PREPARE)
    paper = session.scalar(select(Paper).where(Paper.id == paper_id, readable_by(actor, Paper)))
    if paper is None:
        return None
    gathered = _Gathered()
    own = gathered.add(paper, _of_paper(paper, ""))
    _gather_files(gathered, own, session.execute(_files(PaperFile, actor, PaperFile.paper_id == paper.id)))
    findings = _papers_of_both_parts(session, actor, gathered)
    address = address_of("paper", paper.slug)
    return gathered.plan(Subject.PAPER, paper.id, _label_of_paper(paper), address or "", findings)


class _Gathered:
    """Rows of a plan, each once, in the order they are shown."""

    def __init__(self) -> None:
        self.facts: dict[str, Facts] = {}
        self.public: set[str] = set()
        self.files: list[File] = []

    def add(self, row: ProtectedObject, facts: Facts) -> str:
        """Take a row in; one that everybody may read already is only remembered."""
        if PUBLIC in row.reader_tokens:
            self.public.add(facts.key)
        elif facts.key not in self.facts:
            self.facts[facts.key] = facts
            if isinstance(row, File):
                self.files.append(row)
        return facts.key

    def plan(self, subject: Subject, subject_id: int, label: str, address: str, findings: Iterable[Finding]) -> Plan:
        """What has been gathered, sorted out."""
        offered, kept = sorted_out(self.facts.values(), frozenset(self.public))
        keys = {row.facts.key for row in offered}
        told = [
            *findings,
            *closed_words_in(row.facts for row in offered),
            *(_hint_of_file(file) for file in self.files if key_of(file) in keys and file.text_note),
        ]
        return Plan(subject, subject_id, label, address, offered, kept, len(self.public), told)


def key_of(row: ProtectedObject) -> str:
    """How a row is named in a plan."""
    return f"{inspect(type(row)).local_table.name}:{row.id}"


def _gather_agenda(session: Session, actor: Actor, meeting: Meeting, own: str, gathered: _Gathered) -> None:
    items = session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.deleted.is_(False), readable_by(actor, AgendaItem))
        .order_by(AgendaItem.position, AgendaItem.id),
    ).all()
    ids = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id)
    papers = _grouped(
        session.execute(
            select(Consultation.agenda_item_id, Paper)
            .join(Paper, Paper.id == Consultation.paper_id)
            .where(Consultation.agenda_item_id.in_(ids), Paper.deleted.is_(False), readable_by(actor, Paper))
            .order_by(Consultation.id),
        )
    )
    tied = select(Consultation.paper_id).where(Consultation.agenda_item_id.in_(ids))
    of_papers = _grouped(
        (link.paper_id, (link, file))
        for link, file in session.execute(_files(PaperFile, actor, PaperFile.paper_id.in_(tied)))
    )
    of_items = _grouped(
        (link.agenda_item_id, (link, file))
        for link, file in session.execute(_files(AgendaItemFile, actor, AgendaItemFile.agenda_item_id.in_(ids)))
    )
    for item in items:
        key = gathered.add(item, _of_item(item, own))
        _gather_files(gathered, key, of_items[item.id])
        for paper in papers[item.id]:
            _gather_files(gathered, gathered.add(paper, _of_paper(paper, key)), of_papers[paper.id])


def _grouped(pairs: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def _files(link: Any, actor: Actor, criterion: Any) -> Any:  # noqa: ANN401 - three link tables of one shape
    return (
        select(link, File)
        .join(File, File.id == link.file_id)
        .where(criterion, File.deleted.is_(False), readable_by(actor, File))
        .order_by(link.position, File.id)
    )


def _gather_files(gathered: _Gathered, under: str, rows: Iterable[Any]) -> None:
    for link, file in rows:
        said = link if isinstance(link, PaperFile) else None  # only papers' files are marked for the public so far
        gathered.add(file, _of_file(file, FileRole(link.role), under, said))


def _of_meeting(meeting: Meeting) -> Facts:
    said = {"name": meeting.name, "start": meeting.start.isoformat() if meeting.start else None}
    return Facts(
        key=key_of(meeting),
        label="Sitzung",
        title=meeting.name or "Sitzung",
        digest=digest_of(said | {"place": meeting.location_id}),
        meant=True,
        address=address_of("meeting", meeting.id) or "",
        unfinished="Der Termin ist noch nicht angekündigt." if meeting.state == MeetingState.PLANNED else "",
    )


def _of_item(item: AgendaItem, under: str) -> Facts:
    return Facts(
        key=key_of(item),
        label=f"TOP {item.number}" if item.number else "Tagesordnungspunkt",
        title=item.name or "Punkt ohne Titel",
        digest=digest_of({"number": item.number, "name": item.name, "result": item.result}),
        meant=item.public,
        closed_reason=item.closed_reason or "Wird ohne Publikum beraten.",
        address=address_of("agenda_item", item.id) or "",
        under=under,
    )


def _of_paper(paper: Paper, under: str) -> Facts:
    return Facts(
        key=key_of(paper),
        label=_label_of_paper(paper),
        title=paper.name or "Vorlage ohne Titel",
        digest=digest_of({name: getattr(paper, name) for name in PAPER_WORDS}),
        meant=paper.public,
        closed_reason=paper.closed_reason or "",
        address=address_of("paper", paper.slug) or "",
        unfinished=UNFINISHED.get(PaperState(paper.state), "") if paper.state else "",
        under=under,
    )


def _label_of_paper(paper: Paper) -> str:
    return f"{paper.paper_type or 'Vorlage'} {paper.reference or ''}".strip()


def _of_file(file: File, role: FileRole, under: str, said: PaperFile | None) -> Facts:
    line = file_line(file)
    return Facts(
        key=key_of(file),
        label=ROLES[role],
        title=line.name,
        digest=file.sha512_checksum or file.source_url or "",
        meant=said.public if said else None,
        closed_reason=(said.closed_reason if said else "") or "",
        detail=line.facts,
        address=address_of("file", file.id) or "",
        unfinished="" if line.address else "Die Datei ist nicht da.",
        under=under,
    )


def _hint_of_file(file: File) -> Finding:
    return Finding(
        Weight.HINT,
        f"{file.name or file.file_name}: {file.text_note or SCAN_NOTE}",
        "Stellen Sie möglichst eine Fassung mit Text bereit.",
        address_of("file", file.id) or "",
    )


def _findings_of_meeting(meeting: Meeting) -> list[Finding]:
    if meeting.state not in {MeetingState.SCHEDULED, MeetingState.AGENDA, MeetingState.APPROVED}:
        return []
    sentence = "Zu dieser Sitzung wurde noch nicht eingeladen."
    return [Finding(Weight.HINT, sentence, "In der Regel wird zuerst eingeladen und dann veröffentlicht.")]


def _papers_of_both_parts(session: Session, actor: Actor, gathered: _Gathered) -> list[Finding]:
    """Papers that are also dealt with in closed part of some agenda."""
    ids = [int(key.partition(":")[2]) for key in gathered.facts if key.startswith("paper:")]
    rows = session.execute(
        select(Paper, AgendaItem)
        .join(Consultation, Consultation.paper_id == Paper.id)
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .where(Paper.id.in_(ids), AgendaItem.public.is_(False), AgendaItem.deleted.is_(False))
        .where(readable_by(actor, AgendaItem))
        .order_by(Paper.id, AgendaItem.id),
    )
    return [
        Finding(
            Weight.SERIOUS,
            f"{_label_of_paper(paper)} steht auch im nichtöffentlichen Teil einer Tagesordnung.",
            "Bitte prüfen Sie, ob die Vorlage öffentlich werden darf.",
            address_of("agenda_item", item.id) or "",
        )
        for paper, item in rows
    ]
