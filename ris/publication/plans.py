"""Reading what a meeting or a paper holds for the public: what may be published, what stays closed, what stands out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.documents.models import File, FileRole, Paper, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, Meeting, MeetingFile
from ris.publication.facts import (
    facts_of_file,
    facts_of_item,
    facts_of_meeting,
    facts_of_paper,
    key_of,
    label_of_paper,
)
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
from ris.publication.standing_out import (
    closed_invitations,
    closed_uses,
    findings_in,
    findings_of_file,
    findings_of_meeting,
    obstacle_in,
)
from ris.scope.readers import readable_by
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.drafting.models import FileFinding
    from ris.scope.objects import ProtectedObject


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


@dataclass(frozen=True)
class _Entry:
    """A row of a plan and the one it hangs on."""

    row: Meeting | AgendaItem | Paper | File
    above: ProtectedObject | None = None
    link: Any = None
    """How a file hangs on it."""

    def facts(self, found: Mapping[int, Sequence[FileFinding]]) -> Facts:
        """The row as far as publishing is concerned."""
        under = key_of(self.above) if self.above is not None else ""
        if isinstance(self.row, Meeting):
            return facts_of_meeting(self.row)
        if isinstance(self.row, AgendaItem):
            return facts_of_item(self.row, under)
        if isinstance(self.row, Paper):
            return facts_of_paper(self.row, under)
        said = self.link if isinstance(self.link, PaperFile) else None  # other files are not marked for the public
        obstacle = obstacle_in(found.get(self.row.id, ()))
        return facts_of_file(self.row, FileRole(self.link.role), under, said, obstacle)


def plan_for_meeting(session: Session, actor: Actor, meeting_id: int) -> Plan | None:
    """What of a meeting may become public; None where the actor sees no such meeting."""
    require(actor, Permission.CONTENT_PREPARE)
    meeting = session.scalar(select(Meeting).where(Meeting.id == meeting_id, readable_by(actor, Meeting)))
    if meeting is None:
        return None
    own_files = session.execute(_files(MeetingFile, actor, MeetingFile.meeting_id == meeting.id))
    entries = [
        _Entry(meeting),
        *_agenda_of(session, actor, meeting),
        *(_Entry(file, meeting, link) for link, file in own_files),
    ]
    name = meeting.name or "Sitzung"
    return _plan(session, actor, entries, (Subject.MEETING, meeting.id, name), findings_of_meeting(meeting))


def plan_for_paper(session: Session, actor: Actor, paper_id: int) -> Plan | None:
    """What of a paper may become public; None where the actor sees no such paper."""
    require(actor, Permission.CONTENT_PREPARE)
    paper = session.scalar(select(Paper).where(Paper.id == paper_id, readable_by(actor, Paper)))
    if paper is None:
        return None
    files = session.execute(_files(PaperFile, actor, PaperFile.paper_id == paper.id))
    entries = [_Entry(paper), *(_Entry(file, paper, link) for link, file in files)]
    return _plan(session, actor, entries, (Subject.PAPER, paper.id, label_of_paper(paper)), ())


def _plan(
    session: Session,
    actor: Actor,
    entries: Sequence[_Entry],
    about: tuple[Subject, int, str],
    findings: Iterable[Finding],
) -> Plan:
    """The entries sorted out; only what may become public can stand out."""
    found = findings_in(session, (entry.row.id for entry in entries if isinstance(entry.row, File)))
    public = {key_of(entry.row) for entry in entries if PUBLIC in entry.row.reader_tokens}
    facts: dict[str, Facts] = {}
    for entry in entries:
        if key_of(entry.row) not in public:
            facts.setdefault(key_of(entry.row), entry.facts(found))
    offered, kept = sorted_out(facts.values(), frozenset(public))
    keys = {row.facts.key for row in offered}
    files = {entry.row.id: entry.row for entry in entries if isinstance(entry.row, File) and key_of(entry.row) in keys}
    papers = {entry.row.id for entry in entries if isinstance(entry.row, Paper) and key_of(entry.row) in keys}
    told = [
        *findings,
        *closed_uses(session, actor, papers),
        *closed_words_in(row.facts for row in offered),
        *(finding for file in files.values() for finding in findings_of_file(file, found.get(file.id, ()))),
    ]
    subject, subject_id, label = about
    if subject is Subject.MEETING:
        told += closed_invitations(session, subject_id, files.values())
    first = entries[0].row
    address = address_of(subject, first.slug if isinstance(first, Paper) else first.id)
    return Plan(subject, subject_id, label, address, offered, kept, len(public), told)


def _agenda_of(session: Session, actor: Actor, meeting: Meeting) -> Iterator[_Entry]:
    """The items with their files, papers and the papers' files, in order; four statements whatever their number."""
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
    links = session.execute(_files(PaperFile, actor, PaperFile.paper_id.in_(tied)))
    of_papers = _grouped((link.paper_id, (link, file)) for link, file in links)
    links = session.execute(_files(AgendaItemFile, actor, AgendaItemFile.agenda_item_id.in_(ids)))
    of_items = _grouped((link.agenda_item_id, (link, file)) for link, file in links)
    for item in items:
        yield _Entry(item, meeting)
        yield from (_Entry(file, item, link) for link, file in of_items[item.id])
        for paper in papers[item.id]:
            yield _Entry(paper, item)
            yield from (_Entry(file, paper, link) for link, file in of_papers[paper.id])


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
