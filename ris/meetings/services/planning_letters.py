"""Letters about a changed day: to the members of who meets, once for each change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.accounts.models import Substitution, User
from ris.council.models import Membership, Organization
from ris.council.seats import held_on
from ris.feeds.calendar import Method
from ris.mail.rules import is_address
from ris.mail.services import Letter, post
from ris.meetings.models import Meeting, MeetingOrganization
from ris.meetings.rules import MeetingState
from ris.meetings.services.calendar_entries import calendar_entry
from ris.web.dates import full_moment, local_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.mail.services import Attachment
    from ris.meetings.services.calendar_entries import CalendarDesk


def tell_members(
    session: Session, actor: Actor, meeting: Meeting, desk: CalendarDesk, *, before: str = "", now: datetime
) -> int:
    """Write to everybody with an account who belongs to who meets; how many letters there are.

    ``before`` is when it was to take place, where it is still the same meeting. One letter to one person for one
    change: meeting and sequence name it. What nobody knows of yet is told nobody. The letter takes the date along for
    calendars: the old entry is moved or taken out, a meeting on another day is a new one.
    """
    require(actor, Permission.MEETING_MOVE, meeting)
    if meeting.standing is MeetingState.PLANNED or not meeting.sequence:
        return 0
    subject, text = words_about(session, meeting, before=before, public_url=desk.public_url)
    entries = _entries(session, actor, meeting, desk)
    told = 0
    for email, name in _recipients(session, meeting, now):
        if is_address(email):
            letter = Letter(
                purpose="meeting-changed",
                about=f"meeting:{meeting.id}:s{meeting.sequence}",
                recipient=email,
                recipient_name=" ".join(name.split()),
                subject=subject,
                text=text,
                attachments=entries,
            )
            post(session, letter, now=now)
            told += 1
    return told


def _entries(session: Session, actor: Actor, meeting: Meeting, desk: CalendarDesk) -> list[Attachment]:
    """What calendars are to learn, as many files as meetings are concerned."""
    session.flush()  # day, place and sequence are read as they are now
    method = Method.CANCEL if meeting.cancelled else Method.PUBLISH
    entries = [calendar_entry(session, actor, meeting, desk, method)]
    target = session.get(Meeting, meeting.moved_to_id) if meeting.moved_to_id is not None else None
    if target is not None:
        entries.append(calendar_entry(session, actor, target, desk))
    return [entry for entry in entries if entry is not None]


def words_about(session: Session, meeting: Meeting, *, before: str, public_url: str) -> tuple[str, str]:
    """Subject and text: what changed, and where to read more. Of a closed meeting the reason stays inside."""
    title = " ".join((meeting.name or _names(session, meeting)).split())
    when = full_moment(meeting.start) if meeting.start is not None else "Datum offen"
    target = session.get(Meeting, meeting.moved_to_id) if meeting.moved_to_id is not None else None
    page = f"{public_url}/sitzung/{meeting.id if target is None else target.id}"
    if target is not None and target.start is not None:
        subject, said = (
            f"Verlegt: {title}",
            f"Die Sitzung findet nicht am {when} statt.\nNeuer Termin: {full_moment(target.start)}",
        )
    elif meeting.cancelled:
        subject, said = f"Abgesagt: {title}", f"Die Sitzung am {when} findet nicht statt."
    else:
        earlier = f" (bisher: {before})" if before else ""
        subject, said = f"Geändert: {title}", f"Für die Sitzung gilt jetzt: {when}{earlier}."
    open_to_all = PUBLIC in meeting.reader_tokens
    reason = f"Grund: {meeting.change_reason}" if open_to_all else "Den Grund lesen Sie nach der Anmeldung."
    return subject, f"{title}\n\n{said}\n{reason}\n\nAlles Weitere, auch den Ort:\n{page}\n"


def _names(session: Session, meeting: Meeting) -> str:
    names = session.scalars(
        select(Organization.name)
        .join(MeetingOrganization, MeetingOrganization.organization_id == Organization.id)
        .where(MeetingOrganization.meeting_id == meeting.id)
        .order_by(MeetingOrganization.position),
    )
    return ", ".join(name for name in names if name) or "Sitzung"


def _recipients(session: Session, meeting: Meeting, now: datetime) -> Sequence[tuple[str, str]]:
    """Addresses and names, each person once, of who holds a seat today or takes somebody's in this meeting."""
    today = local_day(now)
    seated = (
        select(Membership.person_id)
        .join(MeetingOrganization, MeetingOrganization.organization_id == Membership.organization_id)
        .where(
            MeetingOrganization.meeting_id == meeting.id,
            Membership.deleted.is_(False),
            held_on(today),
        )
    )
    standing_in = select(Substitution.substitute_id).where(
        Substitution.meeting_id == meeting.id, Substitution.ended.is_(None)
    )
    rows = session.execute(
        select(User.email, User.name)
        .where(User.active, or_(User.person_id.in_(seated), User.person_id.in_(standing_in)))
        .order_by(User.email),
    )
    return [(row.email, row.name) for row in rows]
