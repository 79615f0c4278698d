"""Reading what has changed on an agenda since the invitation, and why: only what the reader may read of each version."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ris.meetings.agenda_rules import AgendaChange, changes_between
from ris.meetings.queries.detail import AgendaVersionLine, agenda_version_for, items_to_read
from ris.meetings.queries.notices import supplements_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


@dataclass(frozen=True)
class AgendaUpdate:
    """One supplement or table paper, and what it changed."""

    version: int
    at: datetime
    title: str
    reason: str
    changes: Sequence[AgendaChange]


def updates_for(
    session: Session, actor: Actor, meeting_id: int, versions: Sequence[AgendaVersionLine]
) -> list[AgendaUpdate]:
    """What each version after the first changed, the newest first; empty while there is only one."""
    if len(versions) < 2:  # noqa: PLR2004 - nothing to compare
        return []
    supplements = {row.sent: row for row in supplements_of(session, meeting_id)}
    contents = {line.number: _content(session, actor, meeting_id, line.number) for line in versions}
    updates = []
    for before, after in pairwise(versions):
        supplement = supplements.get(after.at)
        title = f"{supplement.number}. Nachtrag" if supplement else after.label
        changes = changes_between(contents[before.number], contents[after.number])
        # A reason may tell of what came later: who sees nothing of that is told nothing of why.
        reason = supplement.reason if supplement and changes else ""
        updates.append(AgendaUpdate(after.number, after.at, title, reason, changes))
    return updates[::-1]


def _content(session: Session, actor: Actor, meeting_id: int, number: int) -> dict[str, object]:
    version = agenda_version_for(session, actor, meeting_id, number)
    return {"items": items_to_read(version)} if version is not None else {}
