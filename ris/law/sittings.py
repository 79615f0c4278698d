"""How often a Vertretung must sit, and when it must be convened because somebody demands it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ris.law.in_force import LawInForce
from ris.law.quorum import share_needed
from ris.law.verdict import Verdict
from ris.law.words import count_in_words


@dataclass(frozen=True)
class Demand:
    """A demand to convene (Einberufungsverlangen)."""

    by_members: int = 0
    """How many members signed."""
    by_executive: bool = False
    """By the Gemeindevorstand or the Bürgermeister; then no signatures are counted."""
    own_hand: bool = True
    """Every signature by own hand (eigenhändig)."""
    items: tuple[str, ...] = ()
    competent: bool = True
    """The items are the Vertretung's to decide."""


def must_convene(law: LawInForce, members: int, demand: Demand) -> Verdict:
    """Whether a demand obliges to convene at once (§ 56 Abs. 1 HGO): lawful means yes, it does.

    A quarter of the members signing by own hand, the Gemeindevorstand or the Bürgermeister; items named and within
    competence. `members`: how many members the Vertretung has.
    """
    provision = law.profile.demand
    if provision.value is None:
        return Verdict.warning(
            provision.norm,
            f"Keine Zahl hinterlegt, ab der einzuberufen ist. {provision.norm.status.caveat}".strip(),
            cure="Sehen Sie im Gesetz und in der Geschäftsordnung nach.",
        )
    need = share_needed(provision.value, members, provision.norm, "Mitgliedern")
    lacks = [
        ("Es nennt keine Gegenstände.", not demand.items),
        ("Die Gegenstände gehören nicht zu den Aufgaben der Vertretung.", not demand.competent),
        (
            f"{count_in_words(demand.by_members, 'eine Unterschrift', 'Unterschriften')}; gebraucht werden {need.number}.",
            not demand.by_executive and demand.by_members < need.number,
        ),
        ("Die Unterschriften sind nicht eigenhändig.", not demand.by_executive and not demand.own_hand),
    ]
    found = " ".join(sentence for sentence, lacking in lacks if lacking)
    if found:
        return Verdict.broken(
            provision.norm,
            f"Das Verlangen verpflichtet nicht zur Einberufung. {found}",
            cure="Weisen Sie die Antragsteller darauf hin; ein vollständiges Verlangen ist unverzüglich zu erfüllen.",
            calculation="" if demand.by_executive else need.calculation,
        )
    return Verdict.kept(
        provision.norm,
        "Die Sitzung ist unverzüglich einzuberufen; die verlangten Punkte kommen auf die Tagesordnung.",
        calculation="" if demand.by_executive else need.calculation,
    )


def often_enough(law: LawInForce, year: int, days: Collection[date]) -> Verdict:
    """Whether enough sittings are held or planned in a year (§ 56 Abs. 1 HGO: six; or the Body's own number); warns."""
    statute, own = law.profile.sittings_a_year, law.orders.sittings_a_year
    number = max(statute.value or 0, own or 0)
    norm = law.orders.procedure_norm if own is not None and own > (statute.value or 0) else statute.norm
    held = sum(day.year == year for day in set(days))
    words = f"{year}: {count_in_words(held, 'eine Sitzung', 'Sitzungen')} von mindestens {number}"
    if held < number:
        return Verdict.warning(
            norm,
            f"Für {year} {'fehlt' if number - held == 1 else 'fehlen'} noch {count_in_words(number - held, 'eine Sitzung', 'Sitzungen')}.",
            cure="Planen Sie weitere Sitzungen.",
            calculation=words,
        )
    return Verdict.kept(norm, f"Für {year} sind genug Sitzungen geplant.", calculation=words)
