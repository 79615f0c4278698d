"""Letters that came back: a report that names a letter of ours changes its state; anything else changes nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.mail.reports import Returned

ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+")
"""Whatever looks like one, in the words of a mail server."""
SEEMED_SENT = frozenset({MailState.SENT, MailState.UNCERTAIN})


def note_returned(session: Session, actor: Actor, mail_id: int, returned: Returned, *, now: datetime) -> bool:
    """Mark a letter as not delivered; False when there is none, it was sent anew since, or it is known already.

    The caller has checked that the Message-ID was made here.
    """
    require(actor, Permission.MAIL_SETTLE)
    mail = session.get(OutgoingMail, mail_id, with_for_update=True)
    if mail is None or mail.message_id != returned.message_id or mail.state not in SEEMED_SENT:
        return False
    # The trail is for good; whom the letter was for stays in the letter, which need not be, or not even there.
    told = ADDRESS.sub("(Adresse)", returned.answer)
    said = {"was": mail.state, "answer": told}
    mail.state, mail.finished = MailState.BOUNCED, now
    mail.answer = f"zurückgekommen: {returned.answer}" if returned.answer else "zurückgekommen"
    record(session, actor, AuditEvent.MAIL_RETURNED, mail, said, now=now)
    return True
