"""Reading the coming meetings of one person's accounts in other towns: when and where, as a calendar would tell, no more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.accounts.link_queries import linked_accounts
from ris.meetings.queries.own import own_meetings
from ris.scope.current import working_for
from ris.web.addresses import address_of, town_address
from ris.web.dates import local_day, midnight

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from ris.accounts.models import User
    from ris.meetings.queries.lines import MeetingLine
    from ris.members.queries import Coming

MOST = 20
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Elsewhere:
    """A meeting in another town."""

    line: MeetingLine
    town: str
    link_id: int
    crest: bool
    """Whether the town has a coat of arms."""
    address: str
    """Its page there, where one logs in as there."""


@dataclass(frozen=True)
class Entry:
    """A line of the list of all towns: a meeting here or elsewhere."""

    here: Coming | None
    there: Elsewhere | None

    @property
    def start(self) -> datetime:
        """When it begins."""
        line = self.here.line if self.here is not None else self.there.line if self.there is not None else None
        return LAST if line is None or line.start is None else line.start


def meetings_elsewhere(session: Session, user: User, *, installation: str, now: datetime) -> list[Elsewhere]:
    """Meetings from today on of every linked account, each read while working for its own town."""
    found: list[Elsewhere] = []
    for account in linked_accounts(session, user):
        if not may(account.actor, Permission.OWN_AREA):
            continue
        with working_for(account.body_id):
            lines = own_meetings(session, account.actor, midnight(local_day(now)), MOST)
        site = town_address(account.host, installation)
        found += [
            Elsewhere(
                line, account.town, account.link_id, bool(account.settings.crest), site + address_of("meeting", line.id)
            )
            for line in lines
        ]
    return found


def in_one_list(here: Sequence[Coming], there: Sequence[Elsewhere]) -> list[Entry]:
    """Meetings of all towns in the order of their days."""
    entries = [Entry(each, None) for each in here] + [Entry(None, each) for each in there]
    return sorted(entries, key=lambda entry: entry.start)
