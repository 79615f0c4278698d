"""How seats are shared out among lists or Fraktionen; equal claims are named for the lot, never decided silently."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ris.law.in_force import LawInForce
from ris.law.provisions import SeatMethod
from ris.law.verdict import Norm, Verdict
from ris.law.words import count_in_words, names_in_words


@dataclass(frozen=True)
class Seats:
    """A distribution; complete once `lots` is 0."""

    norm: Norm
    seats: Mapping[str, int]
    """Seats that are certain, for every list in the order given."""
    tied: frozenset[str] = frozenset()
    """Lists with equal claims to the last seats."""
    lots: int = 0
    """How many seats the lot decides among them, at most one each."""
    calculation: str = field(default="", compare=False)

    @property
    def sentence(self) -> str:
        """What is still to be done, in German; empty when nothing is."""
        if not self.lots:
            return ""
        last = count_in_words(self.lots, "einen Sitz", "Sitze")
        return f"Das Los entscheidet über {last} zwischen {names_in_words(sorted(self.tied))}."


class SeatsRefused(ValueError):
    """These seats cannot be shared out, or not like this; the message is a German sentence."""


def seat_method_allowed(law: LawInForce, method: SeatMethod) -> Verdict:
    """Whether seats may be shared out by this method (§ 22 Abs. 3 KWG; StGH, 28.01.2026 – P.St. 3013: no d’Hondt)."""
    provision = law.profile.seats
    if provision.value is None:
        return Verdict.warning(
            provision.norm,
            f"Für dieses Land ist kein Verfahren hinterlegt. {provision.norm.status.caveat}".strip(),
            cure="Sehen Sie im Gesetz nach.",
        )
    if method is provision.value:
        return Verdict.kept(provision.norm, f"Verteilt wird nach {method}.")
    struck = " ".join(
        f"{ruling.court}, {ruling.decided:%d.%m.%Y} – {ruling.file}: {ruling.what} ist nichtig."
        for ruling in law.profile.rulings
    )
    return Verdict.broken(
        provision.norm,
        f"Verteilt wird nach {provision.value}, nicht nach {method}. {struck}".strip(),
        cure=f"Verteilen Sie nach {provision.value}.",
    )


def share_out(law: LawInForce, votes: Mapping[str, int], seats: int) -> Seats:
    """Share out seats by the method in force (§ 22 Abs. 3 KWG, § 55 Abs. 4, § 62 Abs. 2 HGO): Hare/Niemeyer.

    `votes`: votes of each list, or members of each Fraktion. Each list gets the whole part of its quota, the rest goes
    to the largest fractions; where fractions are equal and seats too few, `tied` and `lots` say so. Raises SeatsRefused
    without votes or seats, or where this Land's method is not on file.
    """
    verdict = seat_method_allowed(law, SeatMethod.HARE_NIEMEYER)
    if not verdict.lawful:
        raise SeatsRefused(verdict.reason)
    total = sum(votes.values())
    if seats < 1 or total < 1 or min(votes.values()) < 0:
        raise SeatsRefused("Zum Verteilen braucht es mindestens einen Sitz und mindestens eine Stimme.")
    quotas = {name: Fraction(number * seats, total) for name, number in votes.items()}
    certain = {name: int(quota) for name, quota in quotas.items()}
    left = seats - sum(certain.values())
    claims = {name: quota - certain[name] for name, quota in quotas.items()}
    last = sorted(claims.values(), reverse=True)[left - 1] if left else Fraction(1)
    ahead = [name for name, claim in claims.items() if claim > last]
    level = [name for name, claim in claims.items() if claim == last]
    lots = left - len(ahead)
    winners = ahead if len(level) > lots else [*ahead, *level]
    shared = {name: number + (name in winners) for name, number in certain.items()}
    words = "; ".join(
        f"{name}: {votes[name]} × {seats} / {total} = {_decimal(quota)}" for name, quota in quotas.items()
    )
    if len(level) > lots:
        return Seats(verdict.norm, shared, frozenset(level), lots, words)
    return Seats(verdict.norm, shared, calculation=words)


def decided_by_lot(seats: Seats, drawn: Collection[str]) -> Seats:
    """The distribution after the chair has drawn the lot (§ 22 Abs. 3 KWG, § 55 Abs. 1 HGO). Raises SeatsRefused."""
    if len(set(drawn)) != len(drawn) or len(drawn) != seats.lots or not set(drawn) <= seats.tied:
        raise SeatsRefused(f"Gezogen werden muss genau so: {seats.sentence or 'es ist nichts zu losen.'}")
    complete = {name: number + (name in drawn) for name, number in seats.seats.items()}
    return Seats(
        seats.norm, complete, calculation=f"{seats.calculation}; durch das Los: {', '.join(drawn) or 'nichts'}"
    )


def majority_kept(law: LawInForce, votes: Mapping[str, int], seats: Seats) -> Verdict:
    """Whether more than half of the votes brought more than half of the seats (§ 22 Abs. 4 KWG, not read, so it warns)."""
    provision = law.profile.majority_keeps_majority
    winner = next((name for name, number in votes.items() if 2 * number > sum(votes.values())), None)
    held = sum(seats.seats.values()) + seats.lots
    if provision.value and winner is not None and 2 * seats.seats[winner] <= held:
        return Verdict.broken(
            provision.norm,
            f"{winner} hat mehr als die Hälfte der Stimmen, aber nicht mehr als die Hälfte der Sitze.",
            cure="Prüfen Sie, ob vorab ein weiterer Sitz zuzuteilen ist.",
        )
    return Verdict.kept(provision.norm, "Keine Mehrheit der Stimmen ohne Mehrheit der Sitze.")


def _decimal(value: Fraction) -> str:
    return f"{float(value):.3f}".replace(".", ",")
