"""What a Land's law has to say for the rules to run: one provision per question, each with its norm."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from ris.law.sitting import Chamber, Subject
from ris.law.verdict import Norm

T_co = TypeVar("T_co", covariant=True)


class Land(StrEnum):
    """Whose law applies; the values are the ones of ISO 3166-2:DE."""

    HESSE = "HE"
    LOWER_SAXONY = "NI"


class Means(StrEnum):
    """How an invitation travels."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Medium(StrEnum):
    """Where a Body makes public what must be made public (öffentliche Bekanntmachung)."""

    NEWSPAPER = "newspaper"
    GAZETTE = "gazette"
    """Amtsblatt."""
    INTERNET = "internet"

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {Medium.NEWSPAPER: "Zeitung", Medium.GAZETTE: "Amtsblatt", Medium.INTERNET: "Internet"}[self]


class Office(StrEnum):
    """Who invites."""

    CHAIR = "chair"
    """Vorsitz des Gremiums."""
    CHAIR_OF_COUNCIL = "chair_of_council"
    """Vorsitz der Vertretung."""
    MAYOR = "mayor"
    """Bürgermeister, Hauptverwaltungsbeamter."""

    @property
    def label(self) -> str:
        """Auf Deutsch, so wie es nach „durch“ steht."""
        return {
            Office.CHAIR: "den Vorsitz des Gremiums",
            Office.CHAIR_OF_COUNCIL: "den Vorsitz der Vertretung",
            Office.MAYOR: "den Bürgermeister oder die Bürgermeisterin",
        }[self]


class SeatMethod(StrEnum):
    """How votes become seats."""

    HARE_NIEMEYER = "Hare/Niemeyer"
    D_HONDT = "d’Hondt"


@dataclass(frozen=True)
class Provision(Generic[T_co]):
    """One answer of the law and where it stands. A value of None: this law leaves it to the Body, or we do not know."""

    value: T_co
    norm: Norm


@dataclass(frozen=True)
class TermRule:
    """Wahlzeiten: they begin on this day of the year, every `years` years, counted from `anchor`."""

    anchor: date
    years: int


@dataclass(frozen=True)
class Ruling:
    """A court struck a provision; the one before it applies as if it had never been changed."""

    court: str
    file: str
    decided: date
    what: str
    """What was struck, in German."""


@dataclass(frozen=True)
class Profile:
    """The law of one Land as it is in force from `valid_from` on. Periods are whole days between receipt and sitting."""

    land: Land
    name: str
    valid_from: date
    inviter: Provision[Office]
    first_inviter: Provision[Office]
    first_committee_inviter: Provision[Office]
    notice_days: Provision[int | None]
    first_notice_days: Provision[int | None]
    short_notice_days: Provision[int | None]
    short_notice_sentence: Provision[str]
    second_notice_days: Provision[int | None]
    second_notice_sentence: Provision[str]
    never_short: Provision[frozenset[Subject]]
    means: Provision[frozenset[Means]]
    items_named: Provision[bool]
    executive_attends: Provision[bool]
    consults: Provision[str | None]
    """With whom the chair fixes the agenda (Benehmen)."""
    demanded_items: Provision[bool]
    extension: Provision[Fraction | None]
    """Share of the statutory number that must agree to new items."""
    never_extended: Provision[frozenset[Subject]]
    public_notice: Provision[bool]
    media: Provision[frozenset[Medium]]
    closed_by_resolution: Provision[bool]
    executive_closed: Provision[bool]
    secrecy: Provision[bool]
    demand: Provision[Fraction | None]
    """Share of the members that may demand a sitting."""
    sittings_a_year: Provision[int | None]
    first_sitting_months: Provision[int | None]
    term: Provision[TermRule]
    quorum: Provision[Fraction]
    """More than this share of the statutory number must be there."""
    finance_committee: Provision[bool]
    naming: Provision[bool]
    """Members of committees are named in writing and recalled in writing or electronically."""
    stand_in: Provision[bool]
    """Any member of the Vertretung may stand in for a member of a committee."""
    conflict: Provision[bool]
    seats: Provision[SeatMethod | None]
    majority_keeps_majority: Provision[bool]
    remote: Provision[bool]
    """Whether the Hauptsatzung may allow members to take part by picture and sound."""
    never_remote: Provision[frozenset[Subject]]
    district_hearing: Provision[bool]
    foreigners_hearing: Provision[bool]
    references: dict[Chamber, Norm]
    """By which norm the rules of the Vertretung apply to other organs."""
    rulings: tuple[Ruling, ...] = ()
