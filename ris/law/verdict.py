"""The answer of every rule of the law: what follows, by which norm, how sure that is, and why, in German."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ris.law.words import day_in_figures


class SourceStatus(StrEnum):
    """How sure we are of what a norm says; only what somebody has read may stop anybody."""

    VERIFIED = "verified"
    """The wording was read."""
    VERIFIED_2 = "verified_2"
    """A second source says so (a court, a ministry, an association); the wording was not read."""
    INFERRED = "inferred"
    """Reasoned from other norms; the wording was not read."""
    UNKNOWN = "unknown"
    """Looked for and not found."""

    @property
    def may_block(self) -> bool:
        """Whether a breach may be refused; of everything else we only warn."""
        return self in {SourceStatus.VERIFIED, SourceStatus.VERIFIED_2}

    @property
    def label(self) -> str:
        """The German words of the table in docs/law.md."""
        return _LABELS[self]

    @property
    def caveat(self) -> str:
        """What has to be said beside a rule that is not sure; nothing for the others."""
        return _CAVEATS.get(self, "")


_LABELS = {
    SourceStatus.VERIFIED: "Wortlaut gelesen",
    SourceStatus.VERIFIED_2: "aus zweiter Quelle",
    SourceStatus.INFERRED: "erschlossen",
    SourceStatus.UNKNOWN: "ungeklärt",
}
_CAVEATS = {
    SourceStatus.INFERRED: "Diese Regel ist erschlossen, ihr Wortlaut nicht gelesen; bitte rechtlich prüfen.",
    SourceStatus.UNKNOWN: "Ob diese Regel so gilt, ist ungeklärt; bitte rechtlich prüfen.",
}
_FROM_SURE_TO_UNSURE = tuple(SourceStatus)


@dataclass(frozen=True)
class Norm:
    """Where something is written: paragraph, version, and who has read it."""

    citation: str
    """As cited: „§ 58 Abs. 1 Satz 2 HGO“."""
    status: SourceStatus
    source: str
    """What was read, and its age."""
    valid_from: date | None = None
    valid_until: date | None = None
    """The last day this version is in force."""

    def __str__(self) -> str:
        return self.citation

    @property
    def version(self) -> str:
        """Which version is meant, in German; empty for a rule without known dates."""
        since = f"ab {day_in_figures(self.valid_from)}" if self.valid_from else ""
        until = f"bis {day_in_figures(self.valid_until)}" if self.valid_until else ""
        return " ".join(part for part in ("Fassung" if since or until else "", since, until) if part)

    def by_way_of(self, other: Norm) -> Norm:
        """This norm where another one refers to it: „§ 62 Abs. 5 i. V. m. § 58 …“, as sure as the less sure of both."""
        return replace(
            self,
            citation=f"{other.citation.removesuffix(' HGO')} i. V. m. {self.citation}",
            status=max(self.status, other.status, key=_FROM_SURE_TO_UNSURE.index),
            source=f"{self.source}; Verweis: {other.source}",
        )


class Outcome(StrEnum):
    """What follows from a rule."""

    LAWFUL = "lawful"
    WARNING = "warning"
    UNLAWFUL = "unlawful"


class UnsureRuleMayNotBlock(ValueError):
    """Somebody tried to call unlawful what nobody has read."""


@dataclass(frozen=True)
class Verdict:
    """Lawful, unlawful or a warning, in sentences the session office can read, repeat and answer for."""

    outcome: Outcome
    norm: Norm
    reason: str
    calculation: str = ""
    """The sum in words, so that anybody can do it again with a calendar; empty where nothing is counted."""
    slack_days: int | None = None
    """Days left until it would be too late; negative: days too late; None where nothing is counted."""
    cure: str = ""
    """What helps; empty where all is well."""

    def __post_init__(self) -> None:
        if self.outcome is Outcome.UNLAWFUL and not self.norm.status.may_block:
            raise UnsureRuleMayNotBlock(f"{self.norm.citation}: {self.norm.status}")

    @property
    def status(self) -> SourceStatus:
        """How sure the norm is."""
        return self.norm.status

    @property
    def lawful(self) -> bool:
        """Nothing to object to."""
        return self.outcome is Outcome.LAWFUL

    @property
    def blocks(self) -> bool:
        """The step must be refused."""
        return self.outcome is Outcome.UNLAWFUL

    @property
    def warns(self) -> bool:
        """The step may be done, knowingly."""
        return self.outcome is Outcome.WARNING

    @classmethod
    def kept(cls, norm: Norm, reason: str, *, calculation: str = "", slack_days: int | None = None) -> Verdict:
        """The rule is kept."""
        return cls(Outcome.LAWFUL, norm, reason, calculation, slack_days)

    @classmethod
    def broken(
        cls, norm: Norm, reason: str, *, cure: str, calculation: str = "", slack_days: int | None = None
    ) -> Verdict:
        """The rule is broken: unlawful if somebody has read the norm, else a warning that says so."""
        if norm.status.may_block:
            return cls(Outcome.UNLAWFUL, norm, reason, calculation, slack_days, cure)
        return cls.warning(
            norm, f"{reason} {norm.status.caveat}", cure=cure, calculation=calculation, slack_days=slack_days
        )

    @classmethod
    def warning(
        cls, norm: Norm, reason: str, *, cure: str, calculation: str = "", slack_days: int | None = None
    ) -> Verdict:
        """Something to think about that stops nobody."""
        return cls(Outcome.WARNING, norm, reason, calculation, slack_days, cure)

    def to_json(self) -> dict[str, str | int | None]:
        """As it is kept in the audit trail: everything, so that it can be read when the rules have changed."""
        return {
            "outcome": self.outcome.value,
            "norm": self.norm.citation,
            "version": self.norm.version,
            "status": self.norm.status.value,
            "reason": self.reason,
            "calculation": self.calculation,
            "slack_days": self.slack_days,
            "cure": self.cure,
        }
