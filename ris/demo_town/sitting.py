"""One sitting of the town while it is planned, invited, held and minuted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from ris.demo_town.agendas import Line
    from ris.meetings.models import AgendaItem, Meeting


@dataclass
class Sitting:
    """One sitting and what has become of it so far."""

    organization: str
    day: date
    number: int
    """Counted within the term."""
    lines: list[Line]
    closed: bool = False
    place: str = ""
    """Where, if not where the organization usually meets."""
    title: str = ""
    meeting: Meeting | None = None
    items: dict[str, AgendaItem] = field(default_factory=dict)
    """By number, as far as they are on the agenda."""

    @property
    def planned(self) -> Meeting:
        """Its row; raises ``LookupError`` while it is not in the calendar."""
        if self.meeting is None:
            raise LookupError(f"{self.organization} {self.day} is not planned yet")
        return self.meeting
