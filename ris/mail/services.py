"""Verbs on letters: write one, decide on one nobody knows the fate of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue
from ris.mail.models import OutgoingMail
from ris.mail.rules import OPEN_STATES, MailState, is_address
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class BadLetter(ValueError):
    """No letter can be made of this: the address is none, or name or subject hold a line break."""


class NothingToDecide(ValueError):
    """The letter is waiting, on its way or sent; there is nothing to decide."""


@dataclass(frozen=True)
class Attachment:
    """A stored file that goes with a letter."""

    file_name: str
    mime_type: str
    """With parameters where it needs them: ``text/calendar; method=REQUEST; charset=utf-8``."""
    sha512: str


@dataclass(frozen=True)
class Letter:
    """What to write to whom. Purpose, ``about`` and address together are sent once and never again."""

    purpose: str
    """``invitation``, ``supplement``, ``password-reset`` …"""
    about: str
    """The thing and its version: ``meeting:12:v3``."""
    recipient: str
    subject: str
    text: str
    """Nothing confidential: a mail is a postcard."""
    recipient_name: str = ""
    html: str | None = None
    attachments: Sequence[Attachment] = ()
    secret: bool = False
    """Forget the text once it is sent."""
    unsubscribe: str = ""
    """Where one POST ends such letters (RFC 8058); empty for letters nobody subscribes to."""

    @property
    def key(self) -> str:
        """What makes it the only one of its kind."""
        return f"{self.purpose}/{self.about}/{self.recipient.strip().lower()}"


def post(session: Session, letter: Letter, *, now: datetime) -> OutgoingMail:
    """Write a letter beside the change that causes it; the one already written where there is one.

    The worker sends it after the commit. Raises :class:`BadLetter`.
    """
    recipient = letter.recipient.strip()
    if not is_address(recipient) or any(sign in letter.subject + letter.recipient_name for sign in "\r\n\0"):
        raise BadLetter(letter.key)
    known = _by_key(session, letter.key)
    if known is not None:
        return known
    mail = OutgoingMail(
        body_id=current_body_id(),
        key=letter.key,
        purpose=letter.purpose,
        recipient=recipient,
        recipient_name=letter.recipient_name,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        attachments={"files": [vars(attachment) for attachment in letter.attachments]},
        secret=letter.secret,
        unsubscribe=letter.unsubscribe or None,
        state=MailState.QUEUED,
        created=now,
        due=now,
    )
    try:
        with session.begin_nested():
            session.add(mail)
    except IntegrityError:  # somebody else wrote it while we looked
        return _known(session, letter.key)
    enqueue(session, JobKind.SEND_MAIL, current_body_id(), key="now")
    return mail


def settle(session: Session, actor: Actor, mail: OutgoingMail, *, again: bool, now: datetime) -> None:
    """Decide on a letter that was refused, given up or lost sight of: send it again, or take it as done.

    Raises :class:`NothingToDecide`.
    """
    require(actor, Permission.MAIL_SETTLE, mail)
    if mail.state not in OPEN_STATES:
        raise NothingToDecide(mail.state)
    record(session, actor, AuditEvent.MAIL_SETTLED, mail, {"was": mail.state, "again": again}, now=now)
    if again:
        # Five more days; the first five are over.
        mail.state, mail.created, mail.due, mail.attempts = MailState.QUEUED, now, now, 0
        enqueue(session, JobKind.SEND_MAIL, mail.body_id, key="now")
    else:
        # Nobody knows of an uncertain letter that it did not arrive; of a refused one everybody does.
        done = MailState.SENT if mail.state == MailState.UNCERTAIN else MailState.DROPPED
        mail.state, mail.finished = done, now


def _by_key(session: Session, key: str) -> OutgoingMail | None:
    return session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).first()


def _known(session: Session, key: str) -> OutgoingMail:
    return session.scalars(select(OutgoingMail).where(OutgoingMail.key == key)).one()
