"""PURE. What the checks of an agenda ask (facts) and answer (findings)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from ris.law.sitting import Chamber, Convening, Subject
from ris.meetings.invitation_rules import Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.law.verdict import Verdict


class Severity(StrEnum):
    """How grave a finding is."""

    BLOCK = "block"
    """Nothing is sent before this is cured."""
    WARN = "warn"
    """May be sent, knowingly."""
    HINT = "hint"
    KEPT = "kept"
    """All is well, said for those who ask."""

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {"block": "Hindernis", "warn": "Warnung", "hint": "Hinweis", "kept": "Erfüllt"}[self]


@dataclass(frozen=True)
class Finding:
    """One result of a check, as the panel shows it."""

    severity: Severity
    sentence: str
    cure: str = ""
    jump: str = ""
    """Where it is cured: a fragment or path of our own; empty where nothing is to be done."""
    norm: str = ""
    status: str = ""
    """How sure the norm is, in German."""
    calculation: str = ""


@dataclass(frozen=True)
class FileFacts:
    """A file of a paper on the agenda."""

    name: str
    tagged: bool | None = None
    scan: bool = False
    public: bool | None = None
    """What somebody chose; None: nobody did."""


@dataclass(frozen=True)
class HearingFacts:
    """Somebody a paper concerns, and when they are heard."""

    chamber: Chamber
    """DISTRICT or FOREIGNERS."""
    heard_on: date | None
    """The last day on which one of them deals with it; None: at least one of them has no day yet."""


@dataclass(frozen=True)
class DemandFacts:
    """Something that was demanded by law, in the words of the panel."""

    told: str
    listed: bool


@dataclass(frozen=True)
class PaperFacts:
    """A paper on the agenda, at the station of this meeting."""

    slug: str
    reference: str
    state: str | None
    public: bool | None
    worded: bool
    """Whether it has a text of its own."""
    decides: bool = False
    files: tuple[FileFacts, ...] = ()
    motion_received: datetime | None = None
    before: tuple[tuple[str, date | None, bool], ...] = ()
    """The other stations of its way: who, when (None: no day yet), whether it decides."""
    postponed: bool = False
    """Whether it was postponed in an earlier sitting."""
    hearings: tuple[HearingFacts, ...] = ()
    """Who has to be heard before the decision, because whoever wrote it said whom it concerns."""


@dataclass(frozen=True)
class ItemFacts:
    """An item as the agenda has it."""

    id: int
    number: str
    name: str
    public: bool
    closed_reason: str = ""
    subject: Subject = Subject.ORDINARY
    standing: bool = False
    """One of the items every agenda has; it needs no paper."""
    paper: PaperFacts | None = None
    late: bool = False
    """Belongs to a supplement that is not sent yet."""


@dataclass(frozen=True)
class InviteeFacts:
    """Somebody who is to be invited."""

    name: str
    part: Part
    electronic: bool
    reachable: bool
    """Whether there is an address for the way chosen."""


@dataclass(frozen=True)
class AgendaFacts:
    """Everything the checks ask about one meeting."""

    meeting_id: int
    start: datetime | None
    day: date | None
    place: str
    chamber: Chamber | None
    statutory_size: int | None
    convening: Convening
    urgency: str
    first_of_term: bool
    agreed_on: date | None
    text: str
    """The words of the invitation as it would be sent."""
    items: Sequence[ItemFacts]
    invitees: Sequence[InviteeFacts]
    announced: bool = False
    invited: bool = False
    deputies_expected: bool = False
    demands: Sequence[DemandFacts] = ()
    supplement_reason: str | None = None
    """The reason of the supplement being put together; None where there is none."""


@dataclass(frozen=True)
class Report:
    """All findings, the gravest first."""

    findings: Sequence[Finding] = field(default=())

    def of(self, severity: Severity) -> list[Finding]:
        """Those of one severity."""
        return [finding for finding in self.findings if finding.severity is severity]

    @property
    def blocked(self) -> bool:
        """Whether something must be cured first."""
        return any(finding.severity is Severity.BLOCK for finding in self.findings)

    @property
    def summary(self) -> str:
        """One sentence for the head of the panel, spoken when it changes."""
        blocks, warns = len(self.of(Severity.BLOCK)), len(self.of(Severity.WARN))
        if blocks:
            return f"{blocks} {'Hindernis' if blocks == 1 else 'Hindernisse'}, {_warnings(warns)}."
        return f"Kein Hindernis, {_warnings(warns)}." if warns else "Alles in Ordnung."


def _warnings(count: int) -> str:
    return "eine Warnung" if count == 1 else f"{count or 'keine'} Warnungen"


def finding_of(verdict: Verdict, jump: str, *, soft: bool = False) -> Finding:
    """A verdict of the law as a finding; ``soft`` where its time has not come yet, so that it is only a hint."""
    severity = Severity.BLOCK if verdict.blocks else Severity.WARN if verdict.warns else Severity.KEPT
    if soft and severity is not Severity.KEPT:
        severity = Severity.HINT
    return Finding(
        severity,
        verdict.reason,
        verdict.cure,
        jump if severity is not Severity.KEPT else "",
        verdict.norm.citation,
        verdict.status.label,
        verdict.calculation,
    )
