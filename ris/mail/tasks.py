"""The job that sends letters: each is claimed, handed over and marked in its own short transactions.

Sending and remembering cannot be one act. A letter is marked ``sending`` and committed before the server hears of it, and
``sent`` after the server's answer. Whoever dies between the two leaves a letter nobody knows the fate of; it becomes
``uncertain`` and waits for a person, because twice is worse than a question (docs/adr/0071-a-letter-goes-out-once.md).
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, cast

from flask import current_app
from sqlalchemy import func, select

from ris.db import db, now_utc, transaction
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue_at
from ris.mail.mailers import Deferred, Refused, Unanswered
from ris.mail.messages import Sender, message_of
from ris.mail.models import OutgoingMail
from ris.mail.rules import SILENCE, MailState, given_up, next_try
from ris.storage import NotStored

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

    from ris.jobs.worker import JobRun
    from ris.mail.mailers import Line, Mailer

log = logging.getLogger(__name__)


def send_mail(run: JobRun) -> None:
    """Send every letter of the Body that is due, on one line; come back when the next is."""
    mailer, sender = _way_of(run.body_id)
    with mailer.opened() as line:
        while _send_next(line, sender, sends=mailer.sends):
            pass
    with transaction() as session:
        _lose_sight(session, now_utc())
        later = _next_look(session)
        if later is not None:
            enqueue_at(session, JobKind.SEND_MAIL, run.body_id, key="later", due=later)


def _way_of(body_id: int) -> tuple[Mailer, Sender]:
    """How letters of the Body leave, and in whose name; named by the composition root."""
    way = cast("Callable[[int], tuple[Mailer, Sender]]", current_app.extensions["mail"])
    return way(body_id)


def _send_next(line: Line, sender: Sender, *, sends: bool) -> bool:
    """Send one letter; whether to go on with the next."""
    with transaction() as session:
        mail = _claim(session, sender, now_utc())
        if mail is None:
            return False
        mail_id, recipient, message_id = mail.id, mail.recipient, mail.message_id or ""
    go_on = True
    state, answer = MailState.SENT if sends else MailState.KEPT, ""
    try:
        mail = db.session.get_one(OutgoingMail, mail_id)
        message = message_of(mail, sender, message_id, current_app.extensions["storage"], now=now_utc())
        db.session.rollback()  # no open transaction while the server thinks
        answer = line.send(message, recipient)
    except Deferred as error:
        state, answer, go_on = MailState.QUEUED, str(error), error.reachable
    except Refused as error:
        state, answer = MailState.BOUNCED, str(error)
    except Unanswered as error:
        state, answer = MailState.UNCERTAIN, str(error)
    except (NotStored, ValueError, LookupError) as error:
        log.exception("letter %s cannot be made", mail_id)
        state, answer = MailState.FAILED, f"Die E-Mail lässt sich nicht zusammenstellen: {error}"
    with transaction() as session:
        _mark(session.get_one(OutgoingMail, mail_id), state, answer, now=now_utc())
        if not go_on:
            _wait_for_server(session, answer, now_utc())
    return go_on


def _claim(session: Session, sender: Sender, now: datetime) -> OutgoingMail | None:
    """Take the next letter that is due; committed before anybody outside hears of it."""
    mail = session.scalars(
        select(OutgoingMail)
        .where(OutgoingMail.state == MailState.QUEUED, OutgoingMail.due <= now)
        .order_by(OutgoingMail.due, OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True),
    ).first()
    if mail is not None:
        mail.state, mail.sending_since, mail.message_id = MailState.SENDING, now, sender.new_message_id(mail)
        mail.attempts += 1
    return mail


def _mark(mail: OutgoingMail, state: MailState, answer: str, *, now: datetime) -> None:
    """Write down what became of a try."""
    if state is MailState.QUEUED and given_up(mail.created, now):
        state = MailState.FAILED
    mail.state, mail.answer = state, answer
    if state is MailState.QUEUED:
        mail.due = next_try(mail.attempts, now)
    else:
        mail.finished = now
    if mail.secret and state in {MailState.SENT, MailState.KEPT}:
        mail.text, mail.html, mail.unsubscribe = "", None, None


def _wait_for_server(session: Session, answer: str, now: datetime) -> None:
    """The server as such is away: that counts as a try for every letter that is due."""
    waiting = select(OutgoingMail).where(OutgoingMail.state == MailState.QUEUED, OutgoingMail.due <= now)
    for mail in session.scalars(waiting):
        mail.attempts += 1
        _mark(mail, MailState.QUEUED, answer, now=now)


def _lose_sight(session: Session, now: datetime) -> None:
    """Letters whose sender died without a word."""
    lost = select(OutgoingMail).where(
        OutgoingMail.state == MailState.SENDING, OutgoingMail.sending_since < now - SILENCE
    )
    for mail in session.scalars(lost):
        _mark(mail, MailState.UNCERTAIN, "Das Senden wurde unterbrochen.", now=now)


def _next_look(session: Session) -> datetime | None:
    """When there will be something to do again."""
    due = session.scalar(select(func.min(OutgoingMail.due)).where(OutgoingMail.state == MailState.QUEUED))
    oldest = session.scalar(select(func.min(OutgoingMail.sending_since)).where(OutgoingMail.state == MailState.SENDING))
    moments = [due, oldest + SILENCE if oldest is not None else None]
    return min((moment for moment in moments if moment is not None), default=None)
