"""PURE. What can be said of a meeting and its results from their plain facts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ResultKind(StrEnum):
    """What a result clearly says; everything else is told in its own words only."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    POSTPONED = "postponed"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"
    NOTED = "noted"
    TOLD = "told"


CLEAR_WORDS = {
    ResultKind.ACCEPTED: re.compile(r"angenommen|zugestimmt|zustimmung|beschlossen|genehmigt"),
    ResultKind.REJECTED: re.compile(r"abgelehnt|ablehnung"),
    ResultKind.POSTPONED: re.compile(r"vertagt|vertagung|zurückgestellt"),
    ResultKind.REFERRED: re.compile(r"verwiesen|überwiesen|verweisung"),
    ResultKind.WITHDRAWN: re.compile(r"zurückgezogen|zurückgenommen"),
    ResultKind.NOTED: re.compile(r"kenntnis"),
}
DOUBT = re.compile(r"\b(?:nicht|kein|keine|teils|teilweise|tlw|entfällt)\b|empf|\?")


@dataclass(frozen=True)
class Result:
    """The result of an agenda item: the words of the minutes, and what they clearly mean."""

    words: str
    kind: ResultKind


def result_of(words: str | None) -> Result | None:
    """Read a result, which is free text in many spellings; None when nothing was written.

    A kind is given only where one, and only one, clear word stands and nothing qualifies it.
    """
    told = " ".join((words or "").split())
    if not told:
        return None
    lowered = told.casefold()
    kinds = [kind for kind, clear in CLEAR_WORDS.items() if clear.search(lowered)]
    if len(kinds) != 1 or DOUBT.search(lowered):
        return Result(told, ResultKind.TOLD)
    return Result(told, kinds[0])


class Stage(StrEnum):
    """How far a meeting is, as a visitor sees it."""

    CANCELLED = "Abgesagt"
    MOVED = "Verschoben"
    PLANNED = "Geplant"
    INVITED = "Eingeladen"
    """For who reads an agenda that is not public yet."""
    ANNOUNCED = "Tagesordnung veröffentlicht"
    TODAY = "Heute"
    HELD = "Sitzung beendet"
    RESULTS = "Ergebnisse veröffentlicht"
    MINUTES = "Niederschrift veröffentlicht"


@dataclass(frozen=True)
class StageFacts:
    """What a stage depends on; days are calendar days in Germany."""

    day: date | None
    cancelled: bool = False
    moved: bool = False
    invited: bool = False
    """Whether the reader has an agenda that was sent out."""
    agenda: bool = False
    results: bool = False
    minutes: bool = False


def stage_of(facts: StageFacts, *, today: date) -> Stage:
    """The stage of a meeting on a day."""
    steps = (
        (Stage.MOVED, facts.moved),
        (Stage.CANCELLED, facts.cancelled),
        (Stage.MINUTES, facts.minutes),
        (Stage.RESULTS, facts.results),
        (Stage.TODAY, facts.day == today),
        (Stage.HELD, facts.day is not None and facts.day < today),
        (Stage.ANNOUNCED, facts.agenda),
        (Stage.INVITED, facts.invited),
    )
    return next((stage for stage, reached in steps if reached), Stage.PLANNED)


def votes_sentence(yes: int | None, no: int | None, abstain: int | None) -> str:
    """`29 Ja, 9 Nein, 1 Enthaltung`; empty when nobody counted."""
    counts = (
        ("Ja", "Ja", yes),
        ("Nein", "Nein", no),
        ("Enthaltung", "Enthaltungen", abstain),
    )
    return ", ".join(f"{count} {one if count == 1 else many}" for one, many, count in counts if count is not None)


BARE_HEADING = re.compile(r"^\W*(?:nicht)?öffentlicher\s+teil\W*$", re.IGNORECASE)


def is_part_heading(number: str | None, name: str | None) -> bool:
    """Whether an agenda line only announces a part ("- öffentlicher Teil -"), as some sources write it."""
    return not (number or "").strip() and BARE_HEADING.match(name or "") is not None


class MeetingState(StrEnum):
    """How far the office is with a meeting; imported meetings have none."""

    PLANNED = "planned"
    """Only the session office knows of it."""
    SCHEDULED = "scheduled"
    """Terminiert: its day, place and organizations are public."""
    AGENDA = "agenda"
    """Its agenda is being put together."""
    APPROVED = "approved"
    """The chair has approved the agenda, which is frozen."""
    INVITED = "invited"
    HELD = "held"
    CANCELLED = "cancelled"
    MOVED = "moved"
    """It takes place on another day, as another meeting."""

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return MEETING_LABELS[self]

    @property
    def oparl_word(self) -> str:
        """OParl's ``meetingState``; a meeting called off keeps a word of its own beside ``cancelled``."""
        return OPARL_WORDS[self]

    @property
    def announced(self) -> bool:
        """Whether everybody may know of it, so that each change of its day or place needs a reason and is told."""
        return self is not MeetingState.PLANNED


MEETING_LABELS = {
    MeetingState.PLANNED: "geplant",
    MeetingState.SCHEDULED: "terminiert",
    MeetingState.AGENDA: "Tagesordnung in Arbeit",
    MeetingState.APPROVED: "Tagesordnung freigegeben",
    MeetingState.INVITED: "eingeladen",
    MeetingState.HELD: "durchgeführt",
    MeetingState.CANCELLED: "abgesagt",
    MeetingState.MOVED: "verlegt",
}
OPARL_WORDS = {
    MeetingState.PLANNED: "geplant",
    MeetingState.SCHEDULED: "terminiert",
    MeetingState.AGENDA: "terminiert",
    MeetingState.APPROVED: "terminiert",
    MeetingState.INVITED: "eingeladen",
    MeetingState.HELD: "durchgeführt",
    MeetingState.CANCELLED: "abgesagt",
    MeetingState.MOVED: "verlegt",
}
CALLED_OFF = frozenset({MeetingState.CANCELLED, MeetingState.MOVED})
MEETING_STEPS: Mapping[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.SCHEDULED, MeetingState.CANCELLED}),
    MeetingState.SCHEDULED: frozenset({MeetingState.AGENDA, MeetingState.INVITED, MeetingState.HELD}) | CALLED_OFF,
    MeetingState.AGENDA: frozenset({MeetingState.APPROVED, MeetingState.INVITED, MeetingState.HELD}) | CALLED_OFF,
    MeetingState.APPROVED: frozenset({MeetingState.AGENDA, MeetingState.INVITED}) | CALLED_OFF,
    MeetingState.INVITED: frozenset({MeetingState.HELD}) | CALLED_OFF,
    MeetingState.HELD: frozenset(),
    MeetingState.CANCELLED: frozenset(),
    MeetingState.MOVED: frozenset(),
}
"""Which step may follow which. A town without approval invites from the draft; what was called off stays so."""


class StepRefused(ValueError):
    """This step may not follow; the message is a German sentence."""


def meeting_step(state: MeetingState | None, to: MeetingState) -> MeetingState:
    """The state after a step. An imported meeting (None) stands where a scheduled one does.

    Raises StepRefused where the step may not follow.
    """
    standing = state or MeetingState.SCHEDULED
    if to not in MEETING_STEPS[standing]:
        raise StepRefused(f"Die Sitzung ist {standing.label}; sie kann nicht auf „{to.label}“ gesetzt werden.")
    return to
