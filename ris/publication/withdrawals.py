"""Withdrawing whole subjects: a paper with its files, a meeting with its agenda; each page leaves its tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.models import File, PaperFile, PaperVersion
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, MeetingFile
from ris.publication.frozen import Retracted
from ris.publication.services import NoReason, SuccessorNotPublic, Withdrawal, bury, withdraw
from ris.scope.objects import ProtectedObject
from ris.scope.readers import audience_for
from ris.web.addresses import address_of, address_of_version

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper
    from ris.meetings.models import Meeting


class CurrentVersion(ValueError):
    """What a paper says now is not withdrawn by itself: the paper is, or a new version is written first."""


def withdraw_paper(
    session: Session, actor: Actor, paper: Paper, reason: str, *, successor: Paper | None = None, now: datetime
) -> None:
    """Take a paper, its stations and the files that only it has back for everybody; its number stays taken.

    Its page names the paper that stands in its place. Raises :class:`SuccessorNotPublic`.
    """
    require(actor, Permission.CONTENT_WITHDRAW, paper)
    instead = address_of("paper", _public(successor).slug) if successor else None
    elsewhere = select(PaperFile.file_id).where(PaperFile.paper_id != paper.id)
    files = session.scalars(
        select(File)
        .join(PaperFile, PaperFile.file_id == File.id)
        .where(PaperFile.paper_id == paper.id, File.id.not_in(elsewhere)),
    ).all()
    stations = session.scalars(select(Consultation).where(Consultation.paper_id == paper.id)).all()
    withdrawals = [
        Withdrawal(paper, address_of("paper", paper.slug), instead),
        *_files_withdrawn(files),
        *(Withdrawal(station, None) for station in stations),
    ]
    withdraw(session, actor, withdrawals, reason, now=now)


def withdraw_paper_version(
    session: Session, actor: Actor, paper: Paper, number: int, reason: str, *, now: datetime
) -> None:
    """Take an older version of a paper back for everybody; the paper stays as it is now.

    Raises :class:`NoReason`, :class:`CurrentVersion`, and ``NoResultFound`` where there is no such version.
    """
    require(actor, Permission.CONTENT_WITHDRAW, paper)
    if not reason.strip():
        raise NoReason
    if number >= paper.version:
        raise CurrentVersion
    of_paper = select(PaperVersion).where(PaperVersion.paper_id == paper.id, PaperVersion.number == number)
    version = session.scalars(of_paper).one()
    if not version.reader_tokens:
        return
    if PUBLIC in version.reader_tokens:
        address = address_of_version("paper", paper.slug, number)
        gone = Retracted("paper_version", version.id, address, address_of("paper", paper.slug))
        bury(session, [gone], reason, now=now)
    version.audience = audience_for(session, ())
    record(session, actor, AuditEvent.CONTENT_WITHDRAWN, paper, {"reason": reason, "version": number}, now=now)


def withdraw_meeting(
    session: Session, actor: Actor, meeting: Meeting, reason: str, *, successor: Meeting | None = None, now: datetime
) -> None:
    """Take a meeting that was entered by mistake back, with its agenda and its own files; papers stay.

    Its page names the meeting that stands in its place. Raises :class:`SuccessorNotPublic`.
    """
    require(actor, Permission.CONTENT_WITHDRAW, meeting)
    instead = address_of("meeting", _public(successor).id) if successor else None
    items = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).all()
    stations = session.scalars(select(Consultation).where(Consultation.meeting_id == meeting.id)).all()
    files = {file.id: file for file in session.scalars(_files_of_meeting(meeting))}
    files |= {file.id: file for file in session.scalars(_files_of_items(meeting))}
    withdrawals = [
        Withdrawal(meeting, address_of("meeting", meeting.id), instead),
        *(Withdrawal(item, address_of("agenda_item", item.id)) for item in items),
        *(Withdrawal(station, None) for station in stations),
        *_files_withdrawn(list(files.values())),
    ]
    withdraw(session, actor, withdrawals, reason, now=now)


def withdraw_item(session: Session, actor: Actor, item: AgendaItem, reason: str, *, now: datetime) -> None:
    """Take one item of an agenda back for everybody, with its own files and its station; its paper stays."""
    require(actor, Permission.CONTENT_WITHDRAW, item)
    stations = session.scalars(select(Consultation).where(Consultation.agenda_item_id == item.id)).all()
    linked = select(File).join(AgendaItemFile, AgendaItemFile.file_id == File.id)
    files = session.scalars(linked.where(AgendaItemFile.agenda_item_id == item.id)).all()
    withdrawals = [
        Withdrawal(item, address_of("agenda_item", item.id)),
        *(Withdrawal(station, None) for station in stations),
        *_files_withdrawn(files),
    ]
    withdraw(session, actor, withdrawals, reason, now=now)


def withdraw_file(session: Session, actor: Actor, file: File, reason: str, *, now: datetime) -> None:
    """Take one document back for everybody; what it hangs on stays."""
    require(actor, Permission.CONTENT_WITHDRAW, file)
    withdraw(session, actor, _files_withdrawn([file]), reason, now=now)


Successor = TypeVar("Successor", bound=ProtectedObject)


def _public(successor: Successor) -> Successor:
    """The successor, if everybody may read it."""
    if PUBLIC not in successor.reader_tokens:
        raise SuccessorNotPublic
    return successor


def _files_of_meeting(meeting: Meeting) -> Select[File]:
    linked = select(File).join(MeetingFile, MeetingFile.file_id == File.id)
    return linked.where(MeetingFile.meeting_id == meeting.id)


def _files_of_items(meeting: Meeting) -> Select[File]:
    linked = select(File).join(AgendaItemFile, AgendaItemFile.file_id == File.id)
    return linked.join(AgendaItem, AgendaItem.id == AgendaItemFile.agenda_item_id).where(
        AgendaItem.meeting_id == meeting.id,
    )


def _files_withdrawn(files: Sequence[File]) -> list[Withdrawal]:
    return [Withdrawal(file, address_of("file", file.id)) for file in files]
