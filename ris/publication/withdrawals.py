"""Withdrawing whole subjects: a paper with its files, a meeting with its agenda; each page leaves its tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.documents.models import File, PaperFile
from ris.meetings.models import AgendaItem, AgendaItemFile, Consultation, MeetingFile
from ris.publication.services import Withdrawal, withdraw
from ris.web.addresses import address_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper
    from ris.meetings.models import Meeting


def withdraw_paper(session: Session, actor: Actor, paper: Paper, reason: str, *, now: datetime) -> None:
    """Take a paper, its stations and the files that only it has back for everybody; its number stays taken."""
    require(actor, Permission.CONTENT_WITHDRAW, paper)
    elsewhere = select(PaperFile.file_id).where(PaperFile.paper_id != paper.id)
    files = session.scalars(
        select(File)
        .join(PaperFile, PaperFile.file_id == File.id)
        .where(PaperFile.paper_id == paper.id, File.id.not_in(elsewhere)),
    ).all()
    stations = session.scalars(select(Consultation).where(Consultation.paper_id == paper.id)).all()
    withdrawals = [
        Withdrawal(paper, address_of("paper", paper.slug)),
        *_files_withdrawn(files),
        *(Withdrawal(station, None) for station in stations),
    ]
    withdraw(session, actor, withdrawals, reason, now=now)


def withdraw_meeting(session: Session, actor: Actor, meeting: Meeting, reason: str, *, now: datetime) -> None:
    """Take a meeting that was entered by mistake back, with its agenda and its own files; papers stay."""
    require(actor, Permission.CONTENT_WITHDRAW, meeting)
    items = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)).all()
    stations = session.scalars(select(Consultation).where(Consultation.meeting_id == meeting.id)).all()
    files = {file.id: file for file in session.scalars(_files_of_meeting(meeting))}
    files |= {file.id: file for file in session.scalars(_files_of_items(meeting))}
    withdrawals = [
        Withdrawal(meeting, address_of("meeting", meeting.id)),
        *(Withdrawal(item, address_of("agenda_item", item.id)) for item in items),
        *(Withdrawal(station, None) for station in stations),
        *_files_withdrawn(list(files.values())),
    ]
    withdraw(session, actor, withdrawals, reason, now=now)


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
