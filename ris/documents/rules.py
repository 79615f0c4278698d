"""PURE. Addresses of papers, what a version of a paper says, its kinds, and the steps from draft to agenda."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date


CONCERNED = "ja"
"""What the fields „district“ and „foreigners“ of a paper say when somebody has to be heard before the decision."""


class PaperKind(StrEnum):
    """What kind of paper it is; each has fields of its own (ris/drafting/kinds.py)."""

    PROPOSAL = "proposal"
    """Magistratsvorlage: the executive asks for a decision."""
    MOTION = "motion"
    """Antrag of a Fraktion or a member (§ 56 Abs. 1, § 58 Abs. 5 HGO)."""
    QUESTION = "question"
    """Anfrage to the executive (§ 50 Abs. 2 HGO)."""
    REPORT = "report"
    """Bericht of the administration."""
    NOTICE = "notice"
    """Mitteilung: to be noted, nothing to decide."""
    ELECTION = "election"
    """Wahlvorlage (§ 55 HGO)."""


KIND_WORDS = {
    PaperKind.PROPOSAL: "Magistratsvorlage",
    PaperKind.MOTION: "Antrag",
    PaperKind.QUESTION: "Anfrage",
    PaperKind.REPORT: "Bericht",
    PaperKind.NOTICE: "Mitteilung",
    PaperKind.ELECTION: "Wahlvorlage",
}
"""Kind → the word on screen, which is also OParl's ``paperType``."""

NUMBER_MARKS = {
    PaperKind.PROPOSAL: "MV",
    PaperKind.MOTION: "AT",
    PaperKind.QUESTION: "AF",
    PaperKind.REPORT: "BE",
    PaperKind.NOTICE: "MI",
    PaperKind.ELECTION: "WV",
}
"""What a number begins with where each kind has its own series."""


class PaperState(StrEnum):
    """How far a paper is; an imported one has none. Later states come with the sitting."""

    DRAFT = "draft"
    COSIGNING = "cosigning"
    RETURNED = "returned"
    """Sent back by a station, with a reason (Rücklauf)."""
    RELEASED = "released"
    """All have agreed; the session office has not given it a number yet."""
    NUMBERED = "numbered"
    ON_AGENDA = "on_agenda"
    DROPPED = "dropped"
    """Given up before it had a number."""


STATE_WORDS = {
    PaperState.DRAFT: "Entwurf",
    PaperState.COSIGNING: "In Mitzeichnung",
    PaperState.RETURNED: "Zurückgegeben",
    PaperState.RELEASED: "Freigegeben",
    PaperState.NUMBERED: "Nummeriert",
    PaperState.ON_AGENDA: "Auf der Tagesordnung",
    PaperState.DROPPED: "Verworfen",
}
UNFINISHED = frozenset({PaperState.DRAFT, PaperState.RETURNED, PaperState.COSIGNING})
"""States in which the wording may still be changed without a new version for readers."""


class PaperStep(StrEnum):
    """What can happen to a paper."""

    SEND_ROUND = "send_round"
    """Ask the stations to sign."""
    TAKE_BACK = "take_back"
    """End the round of signing, to write on."""
    RETURN = "return"
    RELEASE = "release"
    NUMBER = "number"
    SUBMIT = "submit"
    """A Fraktion hands it in and gets the number at once."""
    PUT_ON_AGENDA = "put_on_agenda"
    TAKE_OFF_AGENDA = "take_off_agenda"
    DROP = "drop"


_OPEN = frozenset({PaperState.DRAFT, PaperState.RETURNED})
STEPS = {
    PaperStep.SEND_ROUND: (_OPEN, PaperState.COSIGNING),
    PaperStep.TAKE_BACK: (frozenset({PaperState.COSIGNING, PaperState.RELEASED}), PaperState.DRAFT),
    PaperStep.RETURN: (frozenset({PaperState.COSIGNING}), PaperState.RETURNED),
    PaperStep.RELEASE: (UNFINISHED, PaperState.RELEASED),
    PaperStep.NUMBER: (frozenset({PaperState.RELEASED}), PaperState.NUMBERED),
    PaperStep.SUBMIT: (frozenset({PaperState.DRAFT}), PaperState.NUMBERED),
    PaperStep.PUT_ON_AGENDA: (frozenset({PaperState.RELEASED, PaperState.NUMBERED}), PaperState.ON_AGENDA),
    PaperStep.TAKE_OFF_AGENDA: (frozenset({PaperState.ON_AGENDA}), PaperState.NUMBERED),
    PaperStep.DROP: (frozenset({*UNFINISHED, PaperState.RELEASED}), PaperState.DROPPED),
}
"""Step → states it may be taken from, and the state it leads to."""


class StepRefused(Exception):
    """A paper cannot take this step from where it is."""

    def __init__(self, state: PaperState, step: PaperStep) -> None:
        super().__init__(f"{step.value} from {state.value}")
        self.state = state
        self.step = step


def state_after(state: PaperState, step: PaperStep) -> PaperState:
    """The state a step leads to; raises :class:`StepRefused`."""
    allowed, following = STEPS[step]
    if state not in allowed:
        raise StepRefused(state, step)
    return following


LONGEST_SLUG = 60
DRAFT_SLUG = "entwurf-"
"""What the address of a draft begins with, before its id; with the number it gets its own for good."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def slug_of(reference: str | None) -> str:
    """The address part made of a number: „DS 3/2019“ → ``DS-3-2019``, „2026/0412“ → ``2026-0412``; may be empty."""
    text = unicodedata.normalize("NFKD", (reference or "").translate(_UMLAUTS))
    text = text.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", text).strip("-")[:LONGEST_SLUG].strip("-")


def free_slug(reference: str | None, taken: Callable[[str], bool], fallback: str) -> str:
    """A slug nobody has: the number's own, else with ``-2``, ``-3`` …; ``fallback`` for papers without a number."""
    wanted = slug_of(reference) or fallback
    slug, count = wanted, 1
    while taken(slug):
        count += 1
        slug = f"{wanted}-{count}"
    return slug


def version_content(fields: Mapping[str, Any], files: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What a version of a paper says: its words and its files, in order.

    ``fields`` holds name, reference, paper_type, date, summary, proposal and reasons, and what only some papers
    have; each file is given by id, name, role and the digest of its bytes (or its address while the bytes are elsewhere).
    """
    day: date | None = fields.get("date")
    words = {key: fields.get(key) for key in ("name", "reference", "paper_type", "summary", "proposal", "reasons")}
    more = {key: fields[key] for key in ("finances", "climate", "details", "html") if fields.get(key)}
    return {**words, **more, "date": day.isoformat() if day else None, "files": [dict(file) for file in files]}
