"""PURE. What the record consists of: OParl's name of each kind, its word in addresses, and how its list is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SCHEMA: Final = "https://schema.oparl.org/1.1/"


@dataclass(frozen=True)
class RecordKind:
    """One kind of object, by the name of its table."""

    table: str
    oparl: str
    """Name of the type in OParl."""
    listed: str
    """The Body's property that names the list of all of them; empty for Bodies."""
    pages: str = ""
    """Path of the portal's page that lists them for people; empty where there is none."""

    @property
    def word(self) -> str:
        """How it is called in addresses."""
        return self.oparl.lower()

    @property
    def type(self) -> str:
        """The value of ``type``."""
        return SCHEMA + self.oparl


KINDS: Final = {
    kind.table: kind
    for kind in (
        RecordKind("body", "Body", ""),
        RecordKind("organization", "Organization", "organization", "/gremien"),
        RecordKind("person", "Person", "person", "/gremien#personen"),
        RecordKind("meeting", "Meeting", "meeting", "/sitzungen"),
        RecordKind("paper", "Paper", "paper", "/vorlagen"),
        RecordKind("agenda_item", "AgendaItem", "agendaItem"),
        RecordKind("consultation", "Consultation", "consultation"),
        RecordKind("file", "File", "file"),
        RecordKind("membership", "Membership", "membership"),
        RecordKind("location", "Location", "locationList"),
        RecordKind("legislative_term", "LegislativeTerm", "legislativeTermList"),
    )
}
"""Table name → kind."""
BY_WORD: Final = {kind.word: kind for kind in KINDS.values()}
LISTED: Final = tuple(kind for kind in KINDS.values() if kind.listed)
"""The kinds a Body lists."""
