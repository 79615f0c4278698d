"""PURE. Who is invited and how, what is known of an arrival, and the words of letters that reveal nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from ris.law.receipt import GERMANY, Receipt, received_electronically, received_on_paper

if TYPE_CHECKING:
    from ris.law.in_force import LawInForce


class Part(StrEnum):
    """As what somebody is invited."""

    MEMBER = "member"
    DEPUTY = "deputy"
    """Informed, so that they can step in."""
    SUBSTITUTE = "substitute"
    """Takes the seat of a member who does not come."""
    EXECUTIVE = "executive"
    """Gemeindevorstand, Magistrat: attends and must be heard (§ 59 HGO)."""

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return {
            "member": "Mitglied",
            "deputy": "Stellvertretung",
            "substitute": "Vertretung",
            "executive": "Magistrat",
        }[self]

    @property
    def is_asked(self) -> bool:
        """Whether they are asked to come, and so to say whether they do."""
        return self is not Part.DEPUTY


class Arrival(StrEnum):
    """What is known of one invitation's way."""

    WAITING = "waiting"
    SENT = "sent"
    """Given to the post; nobody knows yet when it arrived."""
    ARRIVED = "arrived"
    """The mail server has taken it, or it was in the letter box."""
    OPENED = "opened"
    RETURNED = "returned"
    UNCERTAIN = "uncertain"

    @property
    def label(self) -> str:
        """Auf Deutsch."""
        return _ARRIVALS[self]

    @property
    def needs_care(self) -> bool:
        """Whether somebody has to do something."""
        return self in {Arrival.RETURNED, Arrival.UNCERTAIN}


_ARRIVALS = {
    Arrival.WAITING: "Wartet",
    Arrival.SENT: "Zur Post gegeben",
    Arrival.ARRIVED: "Zugegangen",
    Arrival.OPENED: "Geöffnet",
    Arrival.RETURNED: "Zurückgekommen",
    Arrival.UNCERTAIN: "Ungeklärt",
}


@dataclass(frozen=True)
class Trace:
    """What was noted of one invitation on its way; moments are aware."""

    electronic: bool
    taken: datetime | None = None
    """When the mail server took the e-mail."""
    refused: bool = False
    uncertain: bool = False
    posted_on: date | None = None
    arrived_on: date | None = None
    returned_on: date | None = None
    opened: datetime | None = None


def arrival_of(trace: Trace) -> Arrival:
    """How far it is; a letter that came back has not arrived unless it was opened or noted as arrived afterwards."""
    lost = trace.electronic and (trace.refused or trace.uncertain)
    steps = (
        (Arrival.OPENED, trace.opened is not None),
        (Arrival.RETURNED, _came_back(trace)),
        (Arrival.ARRIVED, trace.arrived_on is not None),
        (Arrival.SENT, trace.posted_on is not None and (lost or not trace.electronic)),
        (Arrival.RETURNED, trace.electronic and trace.refused),
        (Arrival.UNCERTAIN, trace.electronic and trace.uncertain),
        (Arrival.ARRIVED, trace.electronic and trace.taken is not None),
    )
    return next((arrival for arrival, reached in steps if reached), Arrival.WAITING)


def _came_back(trace: Trace) -> bool:
    return trace.returned_on is not None and (trace.arrived_on is None or trace.arrived_on < trace.returned_on)


def receipt_of(law: LawInForce, trace: Trace) -> Receipt | None:
    """The earliest proof of receipt (Zugang, § 130 BGB); None while there is none.

    A letter counts on the day it was in the letter box, never on the day it was posted.
    """
    proofs = []
    if trace.electronic and trace.taken is not None and trace.returned_on is None and not trace.refused:
        proofs.append(received_electronically(law, trace.taken))
    if trace.arrived_on is not None and not _came_back(trace):
        proofs.append(received_on_paper(trace.arrived_on))
    if trace.opened is not None:
        day = trace.opened.astimezone(GERMANY).date()
        known = received_electronically(law, trace.opened)
        proofs.append(Receipt(day, day, known.norm, f"Empfang bestätigt am {day:%d.%m.%Y}: Zugang am selben Tag"))
    return min(proofs, key=lambda receipt: receipt.day, default=None)


@dataclass(frozen=True)
class Occasion:
    """What a letter may say of a meeting: nothing but who meets, when and where."""

    town: str
    title: str
    when: str
    place: str
    office: str
    supplement: int | None = None
    """Number of the supplement; None: the invitation itself."""
    sentence: str = ""
    """The sentence the law demands in the invitation."""


def subject_of(occasion: Occasion) -> str:
    """The subject line."""
    if occasion.supplement is not None:
        return f"{occasion.supplement}. Nachtrag: {occasion.title}, {occasion.when}"
    return f"Einladung: {occasion.title}, {occasion.when}"


@dataclass(frozen=True)
class Links:
    """The links in one letter; each is good for one thing."""

    receipt: str
    """Confirms the receipt, and leads to the meeting."""
    reply: str = ""
    """Takes the answer whether the person comes; empty for who is not asked."""
    answered: bool = False
    """Whether the person has said already that they come, or that they do not."""


def mail_text(occasion: Occasion, name: str, links: Links) -> str:
    """The e-mail to one person: a postcard, so it names no item, no paper and no reason."""
    first = (
        "Sie sind eingeladen:"
        if occasion.supplement is None
        else f"die Tagesordnung wurde geändert ({occasion.supplement}. Nachtrag):"
    )
    return _letter(occasion, name, first, links)


def substitute_subject(occasion: Occasion) -> str:
    """The subject line of the letter to who takes somebody's seat."""
    return f"Bitte vertreten Sie: {occasion.title}, {occasion.when}"


def substitute_text(occasion: Occasion, name: str, absent: str, links: Links) -> str:
    """The e-mail to who takes somebody's seat: the invitation, and for whom; why stays unsaid."""
    return _letter(occasion, name, f"{absent} kommt nicht. Bitte nehmen Sie stattdessen teil:", links)


def released_subject(occasion: Occasion) -> str:
    """The subject line of the letter to who is not needed any more."""
    return f"Vertretung nicht mehr nötig: {occasion.title}, {occasion.when}"


def released_text(occasion: Occasion, name: str, absent: str) -> str:
    """The e-mail to who is not needed any more."""
    first = f"Sie müssen {absent} nicht mehr vertreten:"
    lines = [f"Guten Tag {name},", "", first, "", *_facts(occasion), "", "Vielen Dank.", "", *_close(occasion)]
    return "\n".join(lines)


def _letter(occasion: Occasion, name: str, first: str, links: Links) -> str:
    question = "Ihre Antwort, ob Sie kommen, gilt weiter. Ändern können Sie sie hier, ohne Anmeldung:"
    if not links.answered:
        question = "Kommen Sie? Sagen Sie hier zu oder ab, ohne Anmeldung:"
    asked = [question, links.reply, ""] if links.reply else []
    lines = [
        f"Guten Tag {name},",
        "",
        first,
        "",
        *_facts(occasion),
        "",
        *([occasion.sentence, ""] if occasion.sentence else []),
        *asked,
        "Tagesordnung und Unterlagen lesen Sie hier, nach der Anmeldung:",
        links.receipt,
        "",
        "Bitte bestätigen Sie auf dieser Seite, dass die Einladung Sie erreicht hat.",
        "",
        *_close(occasion),
    ]
    return "\n".join(lines)


def _facts(occasion: Occasion) -> list[str]:
    return [f"  {line}" for line in (occasion.title, occasion.when, occasion.place) if line]


def _close(occasion: Occasion) -> list[str]:
    return ["Freundliche Grüße", occasion.office, occasion.town]
