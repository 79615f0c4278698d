"""What becomes of letters of ours, in the transaction that notes it.

One that was sent forgets its address; one that was refused or came back orders a job that forgets its follower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from ris.db import now_utc
from ris.following.letters import PURPOSES
from ris.following.services.schedule import tidy_up
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.scope.current import working_for

if TYPE_CHECKING:
    from sqlalchemy.orm import UOWTransaction

_RETURNED = "letters_returned_to_followers"
GONE = frozenset({MailState.SENT, MailState.KEPT})
"""States of a letter that has left the house."""


@event.listens_for(Session, "before_flush")
def _forget_sent(session: Session, _context: UOWTransaction, _instances: object) -> None:
    for row in session.dirty:
        if isinstance(row, OutgoingMail) and row.purpose in PURPOSES and row.state in GONE and row.recipient:
            # The name of the follower and the moment stay in the key: they tell letters apart, and find whose came back.
            row.key = f"{row.key.rpartition('/')[0]}/"
            row.recipient = ""


@event.listens_for(Session, "after_flush")
def _note_returned(session: Session, _context: UOWTransaction) -> None:
    returned = {row.body_id for row in session.dirty if isinstance(row, OutgoingMail) and _came_back(row)}
    session.info.setdefault(_RETURNED, set()).update(returned)


def _came_back(mail: OutgoingMail) -> bool:
    """Whether a letter of ours has just been refused for good, at once or later."""
    if mail.purpose not in PURPOSES or mail.state != MailState.BOUNCED:
        return False
    return bool(inspect(mail).attrs.state.history.has_changes())


@event.listens_for(Session, "before_commit")
def _write_jobs(session: Session) -> None:
    session.flush()
    for body_id in session.info.pop(_RETURNED, set()):
        with working_for(body_id):
            tidy_up(session, due=now_utc())


@event.listens_for(Session, "after_rollback")
def _forget_returned(session: Session) -> None:
    session.info.pop(_RETURNED, None)
