"""The ledger moved → a look for followers; a letter of ours came back → its follower is forgotten. Jobs of the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from ris.db import now_utc
from ris.following.letters import PURPOSES
from ris.following.queries.followers import followers_at
from ris.following.rules import BUNDLED, next_look
from ris.following.services.schedule import look_again, tidy_up
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.notices.rules import Pace
from ris.record.models import PublishedObject
from ris.scope.current import current_body_id, working_for

if TYPE_CHECKING:
    from sqlalchemy.orm import UOWTransaction

_MOVED, _RETURNED = "record_moved_for_followers", "letters_returned_to_followers"


@event.listens_for(Session, "after_flush")
def _note_changes(session: Session, _context: UOWTransaction) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, PublishedObject):
            session.info.setdefault(_MOVED, set()).add(row.body_id)
        elif isinstance(row, OutgoingMail) and _came_back(row):
            session.info.setdefault(_RETURNED, set()).add(row.body_id)


def _came_back(mail: OutgoingMail) -> bool:
    """Whether a letter of ours has just been refused for good, at once or later."""
    if mail.purpose not in PURPOSES or mail.state != MailState.BOUNCED:
        return False
    return bool(inspect(mail).attrs.state.history.has_changes())


@event.listens_for(Session, "do_orm_execute")
def _note_bulk_changes(state: ORMExecuteState) -> None:
    """The ledger is also written many rows at a time."""
    mapper = state.bind_mapper
    if (state.is_insert or state.is_update) and mapper is not None and mapper.class_ is PublishedObject:
        state.session.info.setdefault(_MOVED, set()).add(current_body_id())


@event.listens_for(Session, "before_commit")
def _write_jobs(session: Session) -> None:
    session.flush()
    now = now_utc()
    for body_id in session.info.pop(_MOVED, set()):
        with working_for(body_id):
            for pace, due in ((Pace.NOW, now + BUNDLED), (Pace.DAILY, next_look(Pace.DAILY, now))):
                if followers_at(session, pace):
                    look_again(session, pace, due=due)
    for body_id in session.info.pop(_RETURNED, set()):
        with working_for(body_id):
            tidy_up(session, due=now)


@event.listens_for(Session, "after_rollback")
def _forget_changes(session: Session) -> None:
    session.info.pop(_MOVED, None)
    session.info.pop(_RETURNED, None)
