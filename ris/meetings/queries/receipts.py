"""Reading what is known of the arrival of invitations, with the law's verdict for each person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from ris.law.convening import everyone_in_time, latest_receipt, notice_kept
from ris.law.sitting import Convening
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.meetings.invitation_models import Invitation, Means, Recipient, Supplement
from ris.meetings.invitation_rules import Arrival, Part, Trace, arrival_of, receipt_of
from ris.meetings.legal_checks import sitting_of
from ris.meetings.queries.desk import Desk, desk_for

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.law.receipt import Receipt
    from ris.law.sitting import Sitting
    from ris.law.verdict import Verdict

TAKEN = frozenset({MailState.SENT})
GONE_WRONG = frozenset({MailState.BOUNCED, MailState.FAILED, MailState.DROPPED})


@dataclass(frozen=True)
class RecipientLine:
    """One person and how far their invitation is."""

    row: Recipient
    mail: OutgoingMail | None
    arrival: Arrival
    receipt: Receipt | None
    verdict: Verdict | None
    """Whether it came in time; None while nobody knows."""

    @property
    def part(self) -> Part:
        """As what they are invited."""
        return Part(self.row.part)

    @property
    def by_mail(self) -> bool:
        """Whether an e-mail was written."""
        return self.row.means == Means.MAIL

    @property
    def late(self) -> bool:
        """Whether it came too late."""
        return self.verdict is not None and not self.verdict.lawful

    @property
    def needs_care(self) -> bool:
        """Whether somebody has to do something."""
        return self.late or self.arrival.needs_care


@dataclass(frozen=True)
class InvitationPage:
    """One sending and everybody it went to."""

    desk: Desk
    invitation: Invitation
    supplement: Supplement | None
    others: Sequence[tuple[int, int | None]]
    """Version and supplement id of all sendings."""
    lines: Sequence[RecipientLine]
    verdict: Verdict | None
    limit: str
    """The sum that leads to the last day of receipt."""

    @property
    def late(self) -> list[RecipientLine]:
        """Who came too late, or needs care."""
        return [line for line in self.lines if line.needs_care]

    def count(self, arrival: str) -> int:
        """How many are that far."""
        return sum(line.arrival == arrival for line in self.lines)


def invitation_page(
    session: Session, actor: Actor, meeting_id: int, version: int | None, *, now: datetime
) -> InvitationPage | None:
    """One sending of a meeting, the newest without a version; None where there is none for this actor."""
    desk = desk_for(session, actor, meeting_id, now=now)
    if desk is None:
        return None
    sendings = session.scalars(
        select(Invitation).where(Invitation.meeting_id == meeting_id).order_by(Invitation.version.desc())
    ).all()
    chosen = next((row for row in sendings if version in {None, row.version}), None)
    if chosen is None:
        return None
    lines = _lines(session, desk, chosen)
    limit = latest_receipt(desk.law, _sitting(desk, chosen)) if desk.law is not None and desk.facts.day else None
    return InvitationPage(
        desk=desk,
        invitation=chosen,
        supplement=session.get(Supplement, chosen.supplement_id) if chosen.supplement_id else None,
        others=[(row.version, row.supplement_id) for row in reversed(sendings)],
        lines=lines,
        verdict=_everyone(desk, chosen, lines),
        limit=limit.calculation if limit else "",
    )


def is_invited(session: Session, actor: Actor, meeting_id: int) -> bool:
    """Whether the actor was written to and has not opened it."""
    return actor.person_id is not None and bool(
        session.scalar(
            select(
                exists().where(
                    Invitation.meeting_id == meeting_id,
                    Recipient.invitation_id == Invitation.id,
                    Recipient.person_id == actor.person_id,
                    Recipient.opened.is_(None),
                )
            )
        )
    )


def trace_of(row: Recipient, mail: OutgoingMail | None) -> Trace:
    """What was noted, as the rules ask it."""
    state = MailState(mail.state) if mail is not None else None
    return Trace(
        electronic=row.means == Means.MAIL,
        taken=mail.finished if mail is not None and state in TAKEN else None,
        refused=state in GONE_WRONG,
        uncertain=state is MailState.UNCERTAIN,
        posted_on=row.posted_on,
        arrived_on=row.arrived_on,
        returned_on=row.returned_on,
        opened=row.opened,
    )


def _lines(session: Session, desk: Desk, invitation: Invitation) -> list[RecipientLine]:
    rows = session.execute(
        select(Recipient, OutgoingMail)
        .outerjoin(OutgoingMail, OutgoingMail.id == Recipient.mail_id)
        .where(Recipient.invitation_id == invitation.id)
        .order_by(Recipient.id)
    ).all()
    return [_line(desk, invitation, row, mail) for row, mail in rows]


def _line(desk: Desk, invitation: Invitation, row: Recipient, mail: OutgoingMail | None) -> RecipientLine:
    trace = trace_of(row, mail)
    if desk.law is None or desk.facts.day is None:
        return RecipientLine(row, mail, arrival_of(trace), None, None)
    receipt = receipt_of(desk.law, trace)
    counts = receipt is not None and row.part == Part.MEMBER and invitation.supplement_id is None
    verdict = notice_kept(desk.law, _sitting(desk, invitation), receipt) if counts and receipt else None
    return RecipientLine(row, mail, arrival_of(trace), receipt, verdict)


def _everyone(desk: Desk, invitation: Invitation, lines: Sequence[RecipientLine]) -> Verdict | None:
    if desk.law is None or desk.facts.day is None or invitation.supplement_id is not None:
        return None
    receipts = {line.row.name: line.receipt for line in lines if line.part is Part.MEMBER}
    return everyone_in_time(desk.law, _sitting(desk, invitation), receipts)


def _sitting(desk: Desk, invitation: Invitation) -> Sitting:
    """The sitting as it was convened."""
    day = desk.facts.day
    if day is None:
        raise ValueError("a meeting without a day has no period")
    return replace(sitting_of(desk.facts, day), convening=Convening(invitation.convening))
