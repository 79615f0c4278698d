"""What should be looked at before something is public: uses in closed parts, what the check of uploads found."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from ris.documents import findings as uploads
from ris.documents.models import File, FileRole, Paper
from ris.documents.queries.files import SCAN_NOTE
from ris.drafting.models import FileFinding
from ris.meetings.models import AgendaItem, Consultation, MeetingFile
from ris.meetings.rules import MeetingState
from ris.publication.facts import label_of_paper
from ris.publication.rules import Finding, Weight
from ris.scope.readers import readable_by
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.models import Meeting


def findings_in(session: Session, file_ids: Iterable[int]) -> Mapping[int, Sequence[FileFinding]]:
    """What the check of uploads found in these files and nobody has accepted, by file."""
    found: defaultdict[int, list[FileFinding]] = defaultdict(list)
    open_ones = select(FileFinding).where(FileFinding.file_id.in_(sorted(file_ids)), FileFinding.accepted.is_(None))
    for finding in session.scalars(open_ones.order_by(FileFinding.file_id, FileFinding.id)):
        found[finding.file_id].append(finding)
    return found


def obstacle_in(findings: Sequence[FileFinding]) -> str:
    """Why a file cannot be published as it is: the first finding that asks for another file; empty for none."""
    for finding in findings:
        code = uploads.FindingCode(finding.code)
        if uploads.EXPLAINED[code].weight is uploads.Weight.STOP:
            return f"{uploads.title_of(code, finding.facts)}. {uploads.EXPLAINED[code].cure}"
    return ""


def findings_of_file(file: File, findings: Sequence[FileFinding]) -> list[Finding]:
    """What the check found, in words; and that readers will have trouble, where nothing else says so."""
    told = []
    for finding in findings:
        code = uploads.FindingCode(finding.code)
        serious = uploads.EXPLAINED[code].weight is not uploads.Weight.HINT
        told.append(
            Finding(
                Weight.SERIOUS if serious else Weight.HINT,
                f"{file.name or file.file_name}: {uploads.title_of(code, finding.facts)}.",
                uploads.EXPLAINED[code].cure,
                address_of("file", file.id),
            )
        )
    return told or ([hint_of_file(file)] if file.text_note else [])


def hint_of_file(file: File) -> Finding:
    """That readers will have trouble with a document."""
    return Finding(
        Weight.HINT,
        f"{file.name or file.file_name}: {file.text_note or SCAN_NOTE}",
        "Stellen Sie möglichst eine Fassung mit Text bereit.",
        address_of("file", file.id),
    )


def findings_of_meeting(meeting: Meeting) -> list[Finding]:
    """What is unusual about publishing it now."""
    if meeting.state not in {MeetingState.SCHEDULED, MeetingState.AGENDA, MeetingState.APPROVED}:
        return []
    sentence = "Zu dieser Sitzung wurde noch nicht eingeladen."
    return [Finding(Weight.HINT, sentence, "In der Regel wird zuerst eingeladen und dann veröffentlicht.")]


def closed_invitations(session: Session, meeting_id: int, offered: Iterable[File]) -> list[Finding]:
    """Which of these files are invitations of a meeting that has a closed part: they name its items."""
    closed = exists().where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.public.is_(False), AgendaItem.deleted.is_(False)
    )
    letters = select(MeetingFile.file_id).where(
        MeetingFile.meeting_id == meeting_id, MeetingFile.role == FileRole.INVITATION, closed
    )
    found = set(session.scalars(letters))
    return [
        Finding(
            Weight.HINT,  # nobody has ticked it yet, and whoever leaves it alone has nothing to say
            f"{file.name or file.file_name}: Das Schreiben nennt auch die nichtöffentlichen Punkte.",
            "Wählen Sie es nicht aus. Für alle gibt es die Bekanntmachung, die nur den öffentlichen Teil nennt.",
            address_of("file", file.id),
        )
        for file in offered
        if file.id in found
    ]


def closed_uses(session: Session, actor: Actor, paper_ids: Iterable[int]) -> list[Finding]:
    """Which of these papers are also dealt with in the closed part of some agenda."""
    rows = session.execute(
        select(Paper, AgendaItem)
        .join(Consultation, Consultation.paper_id == Paper.id)
        .join(AgendaItem, AgendaItem.id == Consultation.agenda_item_id)
        .where(Paper.id.in_(sorted(paper_ids)), AgendaItem.public.is_(False), AgendaItem.deleted.is_(False))
        .where(readable_by(actor, AgendaItem))
        .order_by(Paper.id, AgendaItem.id),
    )
    first = {paper.id: (paper, item) for paper, item in reversed(rows.all())}
    return [_closed_use(*pair) for _, pair in sorted(first.items())]


def _closed_use(paper: Paper, item: AgendaItem) -> Finding:
    return Finding(
        Weight.SERIOUS,
        f"{label_of_paper(paper)} steht auch im nichtöffentlichen Teil einer Tagesordnung.",
        "Bitte prüfen Sie, ob die Vorlage öffentlich werden darf.",
        address_of("agenda_item", item.id),
    )
