"""Inviting: the chair approves, the agenda is frozen, everybody gets a letter, in one transaction or not at all.

The letters are rows; the worker sends each of them once (docs/adr/0071-a-letter-goes-out-once.md).
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ris.access.circles import PUBLIC
from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.documents.models import FileRole
from ris.documents.services.files import NewFile, store_file
from ris.mail.services import Attachment, Letter, post
from ris.meetings.invitation_models import Invitation, Means, Recipient
from ris.meetings.invitation_rules import Links, Occasion, mail_text, subject_of
from ris.meetings.models import MeetingFile
from ris.meetings.queries.desk import desk_for
from ris.meetings.queries.replies import who_answered
from ris.meetings.rules import MeetingState
from ris.meetings.services.agenda_editing import take_turn
from ris.meetings.services.agenda_freezing import freeze_agenda
from ris.meetings.services.agenda_items import AlreadySent, NotOnAgenda
from ris.meetings.services.agenda_opening import invited_readers, open_to_invited
from ris.meetings.services.calendar_entries import CalendarDesk, calendar_entry
from ris.web.addresses import address_of
from ris.web.dates import full_moment, local_day

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.check_facts import Report
    from ris.meetings.invitation_models import Supplement
    from ris.meetings.models import Meeting
    from ris.meetings.queries.desk import Desk
    from ris.meetings.queries.invitees import Invitee
    from ris.meetings.reply_rules import ReplySeal
    from ris.storage import Storage


class Blocked(ValueError):
    """Something must be cured first; ``report`` says what."""

    def __init__(self, report: Report) -> None:
        super().__init__(report.summary)
        self.report = report


@dataclass(frozen=True)
class PostRoom:
    """What letters need beside the meeting."""

    town: str
    office: str
    public_url: str
    storage: Storage
    seal: Callable[[str], str]
    """What it is about → the word in a link that nobody can guess; the same each time."""
    replies: ReplySeal
    """Makes the words of the links with which people say whether they come."""
    pdf: bytes | None = None
    """The letter as a tagged PDF; None where it cannot be drawn on this machine."""

    @property
    def calendar_desk(self) -> CalendarDesk:
        """What entries for calendars need."""
        return CalendarDesk(self.storage, self.public_url)


def approve_and_invite(
    session: Session, actor: Actor, meeting: Meeting, room: PostRoom, *, revision: int, now: datetime
) -> Invitation:
    """Approve the agenda as it stands, freeze it and invite everybody.

    Raises :class:`Blocked`, ``Stale`` where the agenda has changed since it was read, ``AlreadySent``.
    """
    require(actor, Permission.AGENDA_APPROVE, meeting)
    require(actor, Permission.MEETING_INVITE, meeting)
    if meeting.agenda_version:
        raise AlreadySent(meeting.id)
    take_turn(session, actor, meeting, revision, now=now)
    desk = checked_desk(session, actor, meeting, now)
    meeting.enter(MeetingState.APPROVED)
    warnings = [finding.sentence for finding in desk.report.findings if finding.severity == "warn"]
    record(session, actor, AuditEvent.AGENDA_APPROVED, meeting, {"warnings": warnings}, now=now)
    meeting.enter(MeetingState.INVITED)
    return send_version(session, actor, desk, room, None, now=now)


def send_version(
    session: Session, actor: Actor, desk: Desk, room: PostRoom, supplement: Supplement | None, *, now: datetime
) -> Invitation:
    """Freeze the agenda as it stands and write to everybody about it; for an invitation and for a supplement."""
    require(actor, Permission.MEETING_INVITE, desk.meeting)
    meeting = desk.meeting
    open_to_invited(session, actor, meeting, now=now)
    digest = freeze_agenda(session, meeting, "supplement" if supplement else "invited", now=now)
    invitation = Invitation(
        meeting_id=meeting.id,
        version=meeting.agenda_version,
        supplement_id=supplement.id if supplement else None,
        convening=desk.facts.convening.value,
        text=desk.facts.text,
        signed_by=actor.name,
        file_id=_kept_pdf(session, actor, meeting, room, supplement, now),
        sent=now,
    )
    session.add(invitation)
    session.flush()  # recipients need its id
    sentence = desk.facts.text.split("\n\n")[-1] if desk.facts.convening != "regular" else ""
    occasion = occasion_of(
        meeting, room, place=desk.facts.place, supplement=supplement.number if supplement else None, sentence=sentence
    )
    entry = calendar_entry(session, actor, meeting, room.calendar_desk)
    answered = who_answered(session, meeting.id)
    for invitee in desk.invitees:
        _write_to(session, invitation, invitee, occasion, room, entry, answered, now)
    event = AuditEvent.MEETING_SUPPLEMENTED if supplement else AuditEvent.MEETING_INVITED
    said = {"version": meeting.agenda_version, "recipients": len(desk.invitees), "digest": digest}
    record(session, actor, event, meeting, said, now=now)
    if PUBLIC in meeting.reader_tokens:
        public = PublicEvent.SUPPLEMENTED if supplement else PublicEvent.INVITED
        publish_entries(session, [PublicAct(public, address_of("meeting", meeting.id), digest)], now=now)
    return invitation


def seal_digest(word: str) -> str:
    """How a link's word is kept: whoever reads the table cannot use it."""
    return hashlib.sha256(word.encode()).hexdigest()


def checked_desk(session: Session, actor: Actor, meeting: Meeting, now: datetime) -> Desk:
    """The agenda as it stands within this transaction; raises :class:`Blocked`."""
    session.flush()  # what was just changed is checked, too
    desk = desk_for(session, actor, meeting.id, now=now)
    if desk is None or desk.draft is None:
        raise NotOnAgenda(meeting.id)
    if desk.report.blocked:
        raise Blocked(desk.report)
    return desk


def _write_to(
    session: Session,
    invitation: Invitation,
    invitee: Invitee,
    occasion: Occasion,
    room: PostRoom,
    entry: Attachment | None,
    answered: Collection[int],
    now: datetime,
) -> None:
    recipient = Recipient(
        invitation_id=invitation.id,
        person_id=invitee.person_id,
        name=invitee.name,
        part=invitee.part.value,
        means=(Means.MAIL if invitee.electronic else Means.POST).value,
        address=invitee.address,
    )
    about = f"meeting:{invitation.meeting_id}:v{invitation.version}:person:{invitee.person_id}"
    if invitee.electronic:
        word = room.seal(about)
        links = replace(links_for(invitation, invitee, word, room), answered=invitee.person_id in answered)
        recipient.seal = seal_digest(word)
        letter = Letter(
            purpose="supplement" if invitation.supplement_id else "invitation",
            about=about,
            recipient=invitee.email,
            recipient_name=_plain(invitee.name),
            subject=subject_of(occasion),
            text=mail_text(occasion, invitee.name, links),
            attachments=(entry,) if entry else (),
        )
        recipient.mail = post(session, letter, now=now)
    session.add(recipient)


def links_for(invitation: Invitation, invitee: Invitee, word: str, room: PostRoom) -> Links:
    """The links of one letter: one confirms the receipt, the other takes the answer of who is asked to come."""
    reply = room.replies.word(invitation.body_id, invitation.meeting_id, invitee.person_id)
    return Links(
        receipt=f"{room.public_url}/einladung/{word}",
        reply=f"{room.public_url}/rueckmeldung/{reply}" if invitee.part.is_asked else "",
    )


def occasion_of(
    meeting: Meeting, room: PostRoom, *, place: str, supplement: int | None = None, sentence: str = ""
) -> Occasion:
    """What letters may say of a meeting."""
    return Occasion(
        town=room.town,
        title=_plain(meeting.name or "Sitzung"),
        when=_plain(full_moment(meeting.start) if meeting.start else ""),
        place=place,
        office=room.office,
        supplement=supplement,
        sentence=sentence,
    )


def _kept_pdf(
    session: Session, actor: Actor, meeting: Meeting, room: PostRoom, supplement: Supplement | None, now: datetime
) -> int | None:
    if room.pdf is None:
        return None
    name = f"{supplement.number}. Nachtrag" if supplement else "Einladung"
    new = NewFile(name, f"{name.replace('. ', '-').lower()}-sitzung-{meeting.id}.pdf", date=local_day(now))
    readers = invited_readers(session, meeting, now=now)
    file = store_file(session, actor, room.storage, io.BytesIO(room.pdf), new, readers=readers, now=now)
    session.add(MeetingFile(meeting_id=meeting.id, file_id=file.id, role=FileRole.INVITATION))
    return file.id


def _plain(text: str) -> str:
    """One line, for headers."""
    return " ".join(text.split())
