"""What the law has to know of a sitting: which organ, which day, how it is convened, what it is about."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Chamber(StrEnum):
    """Which kind of organ sits; each has its own reference to the rules of the Vertretung."""

    COUNCIL = "council"
    """Gemeindevertretung, Stadtverordnetenversammlung."""
    COMMITTEE = "committee"
    """Ausschuss."""
    EXECUTIVE = "executive"
    """Gemeindevorstand, Magistrat."""
    DISTRICT = "district"
    """Ortsbeirat."""
    FOREIGNERS = "foreigners"
    """Ausländerbeirat."""

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return _CHAMBERS[self]


class Convening(StrEnum):
    """How a sitting is convened."""

    REGULAR = "regular"
    SHORT = "short"
    """Abgekürzte Ladungsfrist."""
    SECOND = "second"
    """Zweite Einberufung nach Beschlussunfähigkeit."""


class Subject(StrEnum):
    """What an agenda item is about, as far as the law treats it in a way of its own."""

    ORDINARY = "ordinary"
    ELECTION = "election"
    MAIN_BYLAW = "main_bylaw"
    """Erlass oder Änderung der Hauptsatzung."""
    STATUTE = "statute"
    """Andere Satzungen."""
    BUDGET = "budget"
    END_OF_OFFICE = "end_of_office"
    """Abberufung, Abwahl, Ruhestand auf Antrag."""
    FULL_TIME_DEPUTIES = "full_time_deputies"
    """Entscheidung nach § 39a Abs. 3 Satz 2 HGO."""

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return _SUBJECTS[self]


_CHAMBERS = {
    Chamber.COUNCIL: "Gemeindevertretung",
    Chamber.COMMITTEE: "Ausschuss",
    Chamber.EXECUTIVE: "Gemeindevorstand",
    Chamber.DISTRICT: "Ortsbeirat",
    Chamber.FOREIGNERS: "Ausländerbeirat",
}
_SUBJECTS = {
    Subject.ORDINARY: "sonstiger Gegenstand",
    Subject.ELECTION: "Wahl",
    Subject.MAIN_BYLAW: "Hauptsatzung",
    Subject.STATUTE: "Satzung",
    Subject.BUDGET: "Haushalt",
    Subject.END_OF_OFFICE: "Abberufung oder Ruhestand auf Antrag",
    Subject.FULL_TIME_DEPUTIES: "Entscheidung nach § 39a Abs. 3 Satz 2 HGO",
}


@dataclass(frozen=True)
class Sitting:
    """One sitting as the law sees it; `day` is the day in Germany it begins."""

    day: date
    chamber: Chamber = Chamber.COUNCIL
    convening: Convening = Convening.REGULAR
    subjects: frozenset[Subject] = frozenset()
    """What the agenda is about."""
    first_of_term: bool = False
    """Konstituierende Sitzung."""
