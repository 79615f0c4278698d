"""Co-signing (Mitzeichnung): stations in order, each agrees, agrees with a change, or returns the paper with a reason.

What is signed is a frozen version, by its digest. A change voids the signatures behind the place of who changed; who
writes stands before all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from ris.access.circles import person_token
from ris.access.permissions import Permission
from ris.access.policy import Forbidden, require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.models import Paper, PaperVersion
from ris.documents.rules import PaperStep, StepRefused
from ris.documents.services.papers import freeze_paper
from ris.drafting.models import Signature, SigningStation
from ris.drafting.queries.signing import open_station, stations_of
from ris.drafting.rules import AGREEING, VERDICT_WORDS, SignVerdict
from ris.drafting.services.letters import ask_to_sign, tell_author
from ris.drafting.services.voiding import void_signatures
from ris.drafting.services.writing import (
    WRITABLE,
    Stale,
    Wording,
    apply_wording,
    give_to,
    locked,
    permission_to_write,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor


class NoStations(ValueError):
    """Nobody is named who should sign."""


class NoReasonToReturn(ValueError):
    """A paper is sent back with a reason only; so is one changed at a station."""


@dataclass(frozen=True)
class NewStation:
    """Who is to sign, in the order of the list."""

    person_id: int
    deputy_id: int | None = None
    organization_id: int | None = None
    due: date | None = None


@dataclass(frozen=True)
class Saying:
    """What a station says, and to which wording."""

    verdict: SignVerdict
    digest: str
    """Of the version the page showed."""
    note: str = ""
    wording: Wording | None = None
    """The changed text, with :attr:`SignVerdict.CHANGED`."""


def set_stations(
    session: Session, actor: Actor, paper: Paper, stations: Sequence[NewStation], *, now: datetime
) -> None:
    """Name who is to sign. Stations that stay keep their signatures; those behind a new one lose theirs."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    if paper.standing not in WRITABLE:
        raise StepRefused(paper.standing, PaperStep.TAKE_BACK)
    known = list(stations_of(session, paper.id))
    if [_facts(row) for row in known] == list(stations):
        return
    same = 0
    for row, new in zip(known, stations, strict=False):
        if (row.person_id, row.organization_id) != (new.person_id, new.organization_id):
            break
        row.deputy_id, row.due = new.deputy_id, new.due
        same += 1
    void_signatures(session, paper, same, "Die Stationen der Mitzeichnung wurden geändert.", now=now)
    for row in known[same:]:
        session.execute(update(Signature).where(Signature.station_id == row.id).values(station_id=None))
        session.delete(row)
    session.flush()
    for position, new in enumerate(stations[same:], same):
        session.add(
            SigningStation(
                paper_id=paper.id,
                position=position,
                organization_id=new.organization_id,
                person_id=new.person_id,
                deputy_id=new.deputy_id,
                due=new.due,
            )
        )
    record(session, actor, AuditEvent.PAPER_SAVED, paper, {"stations": len(stations)}, now=now)


def _facts(row: SigningStation) -> NewStation:
    return NewStation(row.person_id, row.deputy_id, row.organization_id, row.due)


def send_round(session: Session, actor: Actor, paper: Paper, *, address: str, now: datetime) -> None:
    """Freeze the wording and ask the first station that has not agreed; ``address``: the town's own, for the letters.

    Raises :class:`NoStations` and ``StepRefused``. Where all have agreed already the paper is released.
    """
    require(actor, permission_to_write(actor, paper.department_id), paper)
    paper = locked(session, paper)
    stations = stations_of(session, paper.id)
    if not stations:
        raise NoStations
    paper.take(PaperStep.SEND_ROUND)
    signing = {person_token(identity) for station in stations for identity in station.signatory_ids}
    give_to(session, paper, paper.reader_tokens | signing, now=now)
    version = freeze_paper(session, paper, now, by=actor, reason="Zur Mitzeichnung gegeben")
    record(session, actor, AuditEvent.PAPER_SENT_ROUND, paper, {"version": version.number}, now=now)
    _go_on(session, actor, paper, address=address, now=now)


def take_back(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> None:
    """End the round, to write on; signatures count until the text is changed."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    paper = locked(session, paper)
    paper.take(PaperStep.TAKE_BACK)
    paper.modified = now
    record(session, actor, AuditEvent.PAPER_TAKEN_BACK, paper, {}, now=now)


def sign(session: Session, actor: Actor, paper: Paper, saying: Saying, *, address: str, now: datetime) -> Signature:
    """Say what the station whose turn it is has to say.

    Raises:
        Forbidden: it is somebody else's turn.
        Stale: the wording is not the one the page showed.
        NoReasonToReturn: returned or changed without a word why.
    """
    paper = locked(session, paper)
    station = open_station(session, paper.id)
    require(actor, Permission.PAPER_COSIGN, station)
    if station is None or actor.person_id is None:
        raise Forbidden(Permission.PAPER_COSIGN)
    if saying.digest != _current(session, paper).digest:
        raise Stale
    if saying.verdict is not SignVerdict.AGREED and not saying.note.strip():
        raise NoReasonToReturn
    if saying.verdict is SignVerdict.CHANGED and saying.wording is not None:
        _change(session, actor, paper, station, saying.wording, saying.note, now)
    version = _current(session, paper)
    signature = Signature(
        paper_id=paper.id,
        station_id=station.id,
        station_name=station.name,
        person_id=actor.person_id,
        as_deputy=actor.person_id != station.person_id,
        verdict=saying.verdict.value,
        note=saying.note.strip() or None,
        at=now,
        version=version.number,
        digest=version.digest,
    )
    session.add(signature)
    told = {"verdict": saying.verdict.value, "version": version.number, "digest": version.digest}
    record(session, actor, AuditEvent.PAPER_SIGNED, paper, told, now=now)
    if saying.verdict in AGREEING:
        _go_on(session, actor, paper, address=address, now=now)
    else:
        paper.take(PaperStep.RETURN)
        paper.modified = now
        tell_author(session, paper, f"{station.name} {VERDICT_WORDS[saying.verdict]}.", address=address, now=now)
    return signature


def _change(
    session: Session, actor: Actor, paper: Paper, station: SigningStation, wording: Wording, note: str, now: datetime
) -> None:
    if not apply_wording(paper, wording):
        return
    paper.saves += 1
    paper.modified = now
    void_signatures(session, paper, station.position, f"„{station.name}“ hat den Text danach geändert.", now=now)
    freeze_paper(session, paper, now, by=actor, reason=f"Mitzeichnung {station.name}: {note.strip()}")


def _go_on(session: Session, actor: Actor, paper: Paper, *, address: str, now: datetime) -> None:
    """Ask the next station; after the last the paper is released."""
    paper.modified = now
    station = open_station(session, paper.id)
    if station is not None:
        station.asked = now
        ask_to_sign(session, paper, station, address=address, now=now)
        return
    paper.take(PaperStep.RELEASE)
    record(session, actor, AuditEvent.PAPER_RELEASED, paper, {"version": paper.version}, now=now)
    tell_author(session, paper, "Alle haben zugestimmt. Die Vorlage ist freigegeben.", address=address, now=now)


def _current(session: Session, paper: Paper) -> PaperVersion:
    this = select(PaperVersion).where(PaperVersion.paper_id == paper.id, PaperVersion.number == paper.version)
    return session.scalars(this).one()
