"""Making things public: one person prepares, another confirms, and what is confirmed is what was looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.chain import digest_of
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.db import REHEARSAL
from ris.documents.models import File, Paper
from ris.documents.services.papers import freeze_paper
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.services.agenda_freezing import open_public_readings
from ris.publication.models import PublicationProposal
from ris.publication.plans import Plan, plan_for_meeting, plan_for_paper
from ris.publication.proposals import PublicationRefused, open_proposal, settle
from ris.publication.replacing import replace_as_proposed
from ris.publication.rules import Outcome, Subject, changed_since, left_alone
from ris.scope.readers import Audience, audience_for
from ris.web.addresses import address_of, address_of_version

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.scope.objects import ProtectedObject

MODELS: dict[str, type[Meeting | AgendaItem | Paper | File]] = {
    model.__tablename__: model for model in (Meeting, AgendaItem, Paper, File)
}

WAITS_ALREADY = "Hierzu wartet schon eine Veröffentlichung auf die Bestätigung."


def plan_of(session: Session, actor: Actor, subject: Subject, subject_id: int) -> Plan | None:
    """What publishing a subject means; None where the actor sees no such thing."""
    if subject is Subject.MEETING:
        return plan_for_meeting(session, actor, subject_id)
    return plan_for_paper(session, actor, subject_id) if subject is Subject.PAPER else None


def prepare_publication(
    session: Session, actor: Actor, plan: Plan, chosen: Collection[str], *, looked: bool, now: datetime
) -> PublicationProposal:
    """Put a choice before a second person; raises :class:`PublicationRefused`."""
    require(actor, Permission.CONTENT_PREPARE)
    keys = frozenset(chosen)
    offered = [row for row in plan.offered if row.facts.key in keys]
    if len(offered) != len(keys):
        message = "Die Auswahl passt nicht mehr zum Stand. Bitte laden Sie die Seite neu und wählen Sie noch einmal."
        raise PublicationRefused(message)
    if not offered:
        raise PublicationRefused("Bitte wählen Sie aus, was öffentlich werden soll.")
    if alone := left_alone(keys, plan.offered):
        message = (
            f"„{alone[0].facts.title}“ kann nicht ohne das öffentlich werden, wozu es gehört. Bitte wählen Sie beides."
        )
        raise PublicationRefused(message)
    if plan.serious and not looked:
        raise PublicationRefused("Bitte bestätigen Sie, dass Sie die Auffälligkeiten geprüft haben.")
    waiting = open_proposal(session, plan.subject, plan.subject_id)
    if waiting is not None:
        raise PublicationRefused(WAITS_ALREADY)
    proposal = PublicationProposal(
        kind=plan.subject,
        subject_id=plan.subject_id,
        label=plan.label,
        chosen={row.facts.key: row.facts.digest for row in offered},
        prepared_by_id=actor.user_id,
        prepared=now,
    )
    session.add(proposal)
    try:
        session.flush()
    except IntegrityError as second:  # of two clicks at the same moment neither sees the other's proposal
        raise PublicationRefused(WAITS_ALREADY) from second
    record(session, actor, AuditEvent.PUBLICATION_PREPARED, proposal, {"chosen": proposal.chosen}, now=now)
    return proposal


def discard_publication(session: Session, actor: Actor, proposal: PublicationProposal, *, now: datetime) -> None:
    """Give a proposal up; nothing becomes public. Raises :class:`PublicationRefused` when it is settled."""
    require(actor, Permission.CONTENT_PREPARE, proposal)
    session.refresh(proposal, with_for_update={"of": PublicationProposal})
    settle(proposal, actor, Outcome.DISCARDED, now)
    record(session, actor, AuditEvent.PUBLICATION_DISCARDED, proposal, {}, now=now)


def confirm_publication(session: Session, actor: Actor, proposal: PublicationProposal, *, now: datetime) -> None:
    """Make public what was prepared, if it is still what was looked at and somebody else confirms it.

    Raises ``Forbidden`` for who prepared it, and :class:`PublicationRefused`.
    """
    require(actor, Permission.CONTENT_PUBLISH, proposal)
    session.refresh(proposal, with_for_update={"of": PublicationProposal})  # of two at once one confirms
    settle(proposal, actor, Outcome.CONFIRMED, now)  # first: whoever confirms twice is told that it is done
    if proposal.kind == Subject.FILE:
        replace_as_proposed(session, actor, session.get_one(File, proposal.subject_id), proposal, now=now)
        return
    plan = plan_of(session, actor, Subject(proposal.kind), proposal.subject_id)
    if plan is None or changed_since(proposal.chosen, plan.offered):
        message = "Seit der Vorbereitung hat sich etwas geändert. Bitte verwerfen Sie sie und bereiten Sie sie neu vor."
        raise PublicationRefused(message)
    _make_public(session, actor, proposal, now)


def rehearse_publication(session: Session, actor: Actor, proposal: PublicationProposal, *, now: datetime) -> None:
    """Make public what was prepared, for a look at it; only inside of :func:`ris.db.rehearsal`, which takes it back."""
    require(actor, Permission.CONTENT_PREPARE, proposal)
    if REHEARSAL not in session.info or proposal.kind == Subject.FILE:
        raise RuntimeError("nothing to rehearse, or nowhere to")
    _make_public(session, actor, proposal, now)


def _rows_of(session: Session, keys: Iterable[str]) -> list[Meeting | AgendaItem | Paper | File]:
    rows: list[Meeting | AgendaItem | Paper | File] = []
    for table, model in MODELS.items():
        ids = [int(key.partition(":")[2]) for key in keys if key.partition(":")[0] == table]
        rows += session.scalars(select(model).where(model.id.in_(ids)).order_by(model.id))
    return rows


def _make_public(session: Session, actor: Actor, proposal: PublicationProposal, now: datetime) -> None:
    """Give rows to everybody, with the stations that join them and the versions that tell of them; on the record."""
    rows = _rows_of(session, proposal.chosen)
    everybody = audience_for(session, {PUBLIC})
    for row in rows:
        row.audience = everybody
        row.modified = now
    session.flush()
    acts = [_told(session, row, now) for row in rows if not isinstance(row, AgendaItem)]
    for row in rows:
        record(session, actor, AuditEvent.CONTENT_PUBLISHED, row, {"proposal": proposal.id}, now=now)
    meetings = {row.id for row in rows if isinstance(row, Meeting)}
    meetings |= {row.meeting_id for row in rows if isinstance(row, AgendaItem) and row.meeting_id is not None}
    _join_public_rows(session, rows, meetings, everybody, now)
    for meeting_id in sorted(meetings):
        for reading in open_public_readings(session, meeting_id):
            told = address_of_version("meeting", meeting_id, reading.number)
            acts.append(PublicAct(PublicEvent.PUBLISHED, told, reading.digest))
    publish_entries(session, acts, now=now)


def _told(session: Session, row: Meeting | Paper | File, now: datetime) -> PublicAct:
    """What the public log says of a row."""
    if isinstance(row, Paper):
        address, digest = address_of("paper", row.slug), freeze_paper(session, row, now).digest
    elif isinstance(row, File):
        address, digest = address_of("file", row.id), row.sha512_checksum or digest_of(row.source_url)
    else:
        address, digest = address_of("meeting", row.id), digest_of({"meeting": row.id})
    return PublicAct(PublicEvent.PUBLISHED, address, digest)


def _join_public_rows(
    session: Session, rows: Sequence[ProtectedObject], meetings: set[int], everybody: Audience, now: datetime
) -> None:
    """Stations become public when everything they join is."""
    papers = [row.id for row in rows if isinstance(row, Paper)]
    touched = Consultation.meeting_id.in_(meetings) | Consultation.paper_id.in_(papers)
    for station in session.scalars(select(Consultation).where(touched, Consultation.deleted.is_(False))):
        ends = (
            session.get(Paper, station.paper_id) if station.paper_id else None,
            session.get(Meeting, station.meeting_id) if station.meeting_id else None,
            session.get(AgendaItem, station.agenda_item_id) if station.agenda_item_id else None,
        )
        if station.audience is not everybody and all(PUBLIC in end.reader_tokens for end in ends if end is not None):
            station.audience = everybody
            station.modified = now
