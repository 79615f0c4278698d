"""Numbers of the Vertretung: quorum and shares, always of the statutory number of members (gesetzliche Zahl)."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from ris.law.in_force import LawInForce
from ris.law.sitting import Chamber
from ris.law.verdict import Norm, Verdict


@dataclass(frozen=True)
class Need:
    """How many are needed, by which norm, and how one gets there."""

    number: int
    norm: Norm
    calculation: str


def share_needed(share: Fraction, of: int, norm: Norm, name: str) -> Need:
    """The smallest number that is at least this share of `of` (§ 58 Abs. 2, § 56 Abs. 1 HGO: rounded up)."""
    number = ceil(share * of)
    return Need(
        number,
        norm,
        f"{share.numerator}/{share.denominator} von {of} {name} = {_exact(share * of)}, also mindestens {number}",
    )


def quorum_needed(law: LawInForce, statutory_size: int, chamber: Chamber = Chamber.COUNCIL) -> Need:
    """How many must be there: more than half of the statutory number (§ 53 Abs. 1 HGO)."""
    share = law.profile.quorum
    number = floor(share.value * statutory_size) + 1
    words = (
        f"mehr als die Hälfte von {statutory_size} (= {_exact(share.value * statutory_size)}), also mindestens {number}"
    )
    return Need(number, law.norm(share, chamber), words)


def quorate(
    law: LawInForce,
    statutory_size: int,
    present: int,
    *,
    barred: int = 0,
    second_time: bool = False,
    chamber: Chamber = Chamber.COUNCIL,
) -> Verdict:
    """Whether so many are enough to decide (§ 53 Abs. 1 and 2 HGO); a lack only warns, since it must be moved and found.

    `barred`: how many may not take part by law; more than half of them, and any number will do. `second_time`: the item
    was postponed for want of a quorum and the second invitation said so.
    """
    need = quorum_needed(law, statutory_size, chamber)
    if second_time:
        return Verdict.kept(
            law.norm(law.profile.second_notice_sentence, chamber),
            "Zum zweiten Mal geladen: beschlussfähig ohne Rücksicht auf die Zahl der Erschienenen.",
        )
    if 2 * barred > statutory_size:
        return Verdict.kept(
            need.norm, "Mehr als die Hälfte ist kraft Gesetzes ausgeschlossen: die übrigen sind beschlussfähig."
        )
    if present >= need.number:
        return Verdict.kept(need.norm, f"Beschlussfähig mit {present} Anwesenden.", calculation=need.calculation)
    return Verdict.warning(
        need.norm,
        f"Anwesend: {present} von {need.number} nötigen. Die Beschlussfähigkeit gilt fort, bis auf Antrag das Gegenteil festgestellt wird.",
        cure="Unterbrechen Sie, bis genug Mitglieder da sind, oder stellen Sie den Punkt zurück und laden Sie ein zweites Mal.",
        calculation=need.calculation,
    )


def quorum_in_sight(
    law: LawInForce,
    statutory_size: int,
    coming: int,
    possible: int,
    *,
    second_time: bool = False,
    chamber: Chamber = Chamber.COUNCIL,
) -> Verdict:
    """Whether so many will come before the sitting that it can decide (§ 53 Abs. 1 and 2 HGO); a lack only warns.

    `coming`: who said so, or whose substitute did. `possible`: how many it is with all who have not said no. What is lawful
    is decided in the sitting by who is there.
    """
    need = quorum_needed(law, statutory_size, chamber)
    if second_time:
        norm = law.norm(law.profile.second_notice_sentence, chamber)
        return Verdict.kept(
            norm, "Zum zweiten Mal geladen: beschlussfähig ohne Rücksicht auf die Zahl der Erschienenen."
        )
    if coming >= need.number:
        reason = f"Mit diesen Zusagen beschlussfähig: {coming} kommen, {need.number} sind nötig."
        return Verdict.kept(need.norm, reason, calculation=need.calculation)
    if possible < need.number:
        return Verdict.warning(
            need.norm,
            f"Mit diesen Absagen nicht beschlussfähig: Höchstens {possible} kommen, {need.number} sind nötig.",
            cure="Suchen Sie Vertretungen, sprechen Sie mit denen, die abgesagt haben, oder verlegen Sie die Sitzung.",
            calculation=need.calculation,
        )
    return Verdict.warning(
        need.norm,
        f"Mit diesen Zusagen noch nicht beschlussfähig: {coming} kommen sicher, {need.number} sind nötig.",
        cure=f"Fragen Sie bei denen nach, die noch nicht geantwortet haben ({possible - coming}).",
        calculation=need.calculation,
    )


def _exact(value: Fraction) -> str:
    """39, or 23,67."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}".replace(".", ",")
