"""Wahlzeiten: when one begins and ends, and the first sitting in it."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from ris.law.counting import ONE_DAY, Limit
from ris.law.in_force import LawInForce
from ris.law.profiles import NoProfile
from ris.law.provisions import TermRule
from ris.law.verdict import Verdict
from ris.law.words import day_in_figures, day_in_words


@dataclass(frozen=True)
class Term:
    """One Wahlzeit; both days belong to it."""

    start: date
    end: date

    def __str__(self) -> str:
        return f"{day_in_figures(self.start)} bis {day_in_figures(self.end)}"


def term_of(law: LawInForce, day: date) -> Term:
    """The Wahlzeit a day belongs to (§ 36 HGO: five years; § 2 KWG: from 1 April). Raises NoProfile before 2001."""
    rule = law.profile.term.value
    if day < rule.anchor:
        raise NoProfile(f"Wahlzeiten vor dem {day_in_figures(rule.anchor)} sind hier nicht hinterlegt.")
    years = (day.year - rule.anchor.year) // rule.years * rule.years
    start = _anniversary(rule, years)
    if day < start:
        start = _anniversary(rule, years - rule.years)
    return Term(start, _anniversary(rule, start.year - rule.anchor.year + rule.years) - ONE_DAY)


def mandate_ends(law: LawInForce, began: date) -> Limit:
    """The last day of a mandate that began on this day, if nothing ends it earlier (§ 36 HGO)."""
    term = term_of(law, began)
    norm = law.profile.term.norm
    return Limit(term.end, norm, f"Wahlzeit {term}; Mandate enden mit ihr am {day_in_words(term.end)}")


def first_sitting_limit(law: LawInForce, term: Term) -> Limit | None:
    """The last day of the first sitting (§ 56 Abs. 1 HGO: within one month from the beginning of the Wahlzeit)."""
    months = law.profile.first_sitting_months
    if months.value is None:
        return None
    year, month = divmod(term.start.month - 1 + months.value, 12)
    following = date(term.start.year + year, month + 1, 1)
    length = monthrange(following.year, following.month)[1]
    day = following.replace(day=min(term.start.day, length)) - ONE_DAY
    words = f"Wahlzeit ab {day_in_words(term.start)}; ein Monat: bis {day_in_words(day)}"
    return Limit(day, months.norm, words)


def first_sitting_in_time(law: LawInForce, term: Term, day: date | None, *, today: date) -> Verdict:
    """Whether the first sitting is (to be) held in time (§ 56 Abs. 1 HGO); it must be held late, too, so it only warns."""
    limit = first_sitting_limit(law, term)
    if limit is None:
        norm = law.profile.first_sitting_months.norm
        return Verdict.warning(
            norm, f"Keine Frist hinterlegt. {norm.status.caveat}".strip(), cure="Sehen Sie im Gesetz nach."
        )
    slack = limit.slack(today if day is None else day)
    if slack < 0:
        return Verdict.warning(
            limit.norm,
            "Die erste Sitzung liegt später als einen Monat nach Beginn der Wahlzeit.",
            cure=f"Legen Sie die erste Sitzung möglichst auf einen Tag bis {day_in_words(limit.day)}.",
            calculation=limit.calculation,
            slack_days=slack,
        )
    planned = (
        "Die erste Sitzung liegt in der Frist."
        if day
        else "Die erste Sitzung ist noch nicht geplant; es ist noch Zeit."
    )
    return Verdict.kept(limit.norm, planned, calculation=limit.calculation, slack_days=slack)


def _anniversary(rule: TermRule, years: int) -> date:
    return rule.anchor.replace(year=rule.anchor.year + years)
