"""What the buttons of the desk do, each after everything was saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.documents.models import Paper
from ris.documents.rules import PaperState
from ris.drafting.queries.signing import stations_of
from ris.drafting.services.answering import note_answer
from ris.drafting.services.attaching import accept_finding, detach_file, order_recognition
from ris.drafting.services.numbering import begin_successor, give_number, release
from ris.drafting.services.signing import send_round, take_back
from ris.drafting.services.stations import Way, move_station
from ris.drafting.services.writing import drop_draft
from ris.web.addresses import number_from
from ris.web.answers import Answers


@dataclass(frozen=True)
class Pressed:
    """A button that was pressed, and everything it may need."""

    session: Session
    actor: Actor
    paper: Paper
    answers: Answers
    identity: int
    """Of the file or finding it belongs to; 0 where it belongs to the paper."""
    address: str
    now: datetime


def _send(pressed: Pressed) -> str:
    send_round(pressed.session, pressed.actor, pressed.paper, address=pressed.address, now=pressed.now)
    return "Die Vorlage ist in der Mitzeichnung."


def _take_back(pressed: Pressed) -> str:
    take_back(pressed.session, pressed.actor, pressed.paper, now=pressed.now)
    return "Die Vorlage ist zurückgeholt. Sie können weiterschreiben."


def _release(pressed: Pressed) -> str:
    release(pressed.session, pressed.actor, pressed.paper, now=pressed.now)
    return "Die Vorlage ist freigegeben."


def _number(pressed: Pressed) -> str:
    reference = give_number(pressed.session, pressed.actor, pressed.paper, now=pressed.now)
    return f"Die Vorlage hat die Nummer {reference}."


def _answered(pressed: Pressed) -> str:
    note_answer(pressed.session, pressed.actor, pressed.paper, now=pressed.now)
    return "Vermerkt: Die Anfrage ist beantwortet."


def _drop(pressed: Pressed) -> str:
    drop_draft(pressed.session, pressed.actor, pressed.paper, now=pressed.now)
    return "Der Entwurf ist verworfen."


def _detach(pressed: Pressed) -> str:
    why = pressed.answers.text("warum", most=300)
    detach_file(pressed.session, pressed.actor, pressed.paper, pressed.identity, reason=why, now=pressed.now)
    return "Die Anlage ist entfernt."


def _recognise(pressed: Pressed) -> str:
    order_recognition(pressed.session, pressed.actor, pressed.paper, pressed.identity, now=pressed.now)
    return "Der Text wird erkannt. Das dauert einige Sekunden je Seite."


def _accept(pressed: Pressed) -> str:
    why = pressed.answers.text(f"b_{pressed.identity}_grund", most=300)
    accept_finding(pressed.session, pressed.actor, pressed.paper, pressed.identity, why, now=pressed.now)
    return "Der Befund ist mit Ihrer Begründung vermerkt."


def _restate(pressed: Pressed) -> str:
    draft = begin_successor(pressed.session, pressed.actor, pressed.paper, restates=True, now=pressed.now)
    return f"Die Neufassung ist angelegt, als Entwurf {draft.id} im Vorlagen-Eingang."


def _supplement(pressed: Pressed) -> str:
    draft = begin_successor(pressed.session, pressed.actor, pressed.paper, restates=False, now=pressed.now)
    return f"Der Nachtrag ist angelegt, als Entwurf {draft.id} im Vorlagen-Eingang."


def _earlier(pressed: Pressed) -> str:
    return _moved(pressed, Way.EARLIER)


def _later(pressed: Pressed) -> str:
    return _moved(pressed, Way.LATER)


def _moved(pressed: Pressed, way: Way) -> str:
    station = move_station(pressed.session, pressed.actor, pressed.paper, pressed.identity, way, now=pressed.now)
    if station is None:
        return "Diese Station gibt es nicht mehr. Hier steht der neue Stand."
    steps = max(each.position for each in stations_of(pressed.session, pressed.paper.id)) + 1
    return f"„{station.name}“ zeichnet jetzt in Schritt {station.position + 1} von {steps}."


ACTS: Mapping[str, Callable[[Pressed], str]] = {
    "mitzeichnung": _send,
    "zurueckholen": _take_back,
    Way.EARLIER.value: _earlier,
    Way.LATER.value: _later,
    "freigeben": _release,
    "nummer": _number,
    "beantwortet": _answered,
    "verwerfen": _drop,
    "entfernen": _detach,
    "erkennen": _recognise,
    "hinnehmen": _accept,
    "neufassung": _restate,
    "nachtrag": _supplement,
}


ALREADY: Mapping[str, tuple[PaperState, str]] = {
    "mitzeichnung": (PaperState.COSIGNING, "Die Vorlage ist schon in der Mitzeichnung."),
    "zurueckholen": (PaperState.DRAFT, "Die Vorlage ist schon zurückgeholt. Sie können weiterschreiben."),
    "freigeben": (PaperState.RELEASED, "Die Vorlage ist schon freigegeben."),
    "verwerfen": (PaperState.DROPPED, "Der Entwurf ist schon verworfen."),
}
"""Act → the state it leads to, and what to say to whoever asks for it a second time."""


def done_already(paper: Paper, answers: Answers) -> str:
    """What to say where the pressed button has done its work already, by a double click or in another window; else nothing."""
    what = answers.typed("tun")
    if what == "nummer" and paper.reference:
        return f"Die Vorlage hat schon die Nummer {paper.reference}."
    state, words = ALREADY.get(what, (None, ""))
    return words if state is not None and paper.standing is state else ""


def act(session: Session, actor: Actor, paper: Paper, answers: Answers, *, address: str, now: datetime) -> str:
    """Do what the pressed button says („tun“: the act, and a number behind a hyphen); the sentence to say, or none."""
    what, _, number = answers.typed("tun").partition("-")
    identity = number_from(number) or 0
    wanted = ACTS.get(what)
    return wanted(Pressed(session, actor, paper, answers, identity, address, now)) if wanted else ""
