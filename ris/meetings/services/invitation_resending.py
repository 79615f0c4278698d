"""Sending an invitation once more to somebody it did not reach, to the address they have now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Person
from ris.mail.models import OutgoingMail
from ris.mail.rules import is_address
from ris.mail.services import Attachment, Letter, NothingToDecide, post, settle
from ris.meetings.invitation_models import Invitation
from ris.meetings.services.agenda_items import NotOnAgenda

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.meetings.invitation_models import Recipient
    from ris.meetings.models import Meeting


class NoAddress(ValueError):
    """There is no e-mail address to send to."""


def send_again(session: Session, actor: Actor, meeting: Meeting, recipient: Recipient, *, now: datetime) -> str:
    """Send the same letter to the person's present address; the address.

    To another address it is another letter, and the one that came back stays as it is: both prove what happened. Raises
    :class:`NoAddress`, ``NothingToDecide`` for a letter that waits or arrived, ``NotOnAgenda`` for another meeting's.
    """
    require(actor, Permission.INVITATION_PROVE, meeting)
    if session.get_one(Invitation, recipient.invitation_id).meeting_id != meeting.id:
        raise NotOnAgenda(recipient.id)
    mail = session.get(OutgoingMail, recipient.mail_id, with_for_update=True) if recipient.mail_id else None
    if mail is None:
        raise NothingToDecide(recipient.id)
    person = session.get_one(Person, recipient.person_id)
    address = next((each for each in person.email or () if is_address(each)), None)
    if address is None:
        raise NoAddress(recipient.id)
    same = address.strip().lower() == mail.recipient.lower()
    settle(session, actor, mail, again=same, now=now)
    if not same:
        recipient.mail = post(session, _anew(mail, address), now=now)
    said = {"recipient": recipient.id, "note": "sent again", "new_address": not same}
    record(session, actor, AuditEvent.INVITATION_NOTED, meeting, said, now=now)
    return address


def _anew(mail: OutgoingMail, address: str) -> Letter:
    """The same words to another address."""
    files = [Attachment(**file) for file in mail.attachments.get("files", ())]
    about = f"again:{mail.id}"
    return Letter(
        mail.purpose, about, address, mail.subject, mail.text, mail.recipient_name, html=mail.html, attachments=files
    )
