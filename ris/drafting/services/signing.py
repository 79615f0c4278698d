"""Co-signing (Mitzeichnung): step by step; each station agrees, agrees with a change, or returns it with a reason.

What is signed is a frozen version, by its digest. A change voids the signatures beside and behind the place of who
changed; who writes stands before all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import person_token
from ris.access.permissions import Permission
from ris.access.policy import Forbidden, require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.documents.models import Paper, PaperFile, PaperVersion
from ris.documents.rules import UNFINISHED, PaperState, PaperStep
from ris.documents.services.papers import freeze_paper
from ris.drafting.models import Signature
from ris.drafting.queries.signing import open_stations, station_for, stations_of
from ris.drafting.rules import AGREEING, VERDICT_WORDS, SignVerdict
from ris.drafting.services.attaching import check_anew
from ris.drafting.services.letters import ask_to_sign, tell_author
from ris.drafting.services.voiding import void_signatures
from ris.drafting.services.writing import Stale, Wording, apply_wording, give_to, locked, permission_to_write

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import File
    from ris.drafting.models import SigningStation


STEPS_WITH_SIGNATURES = (*UNFINISHED, PaperState.RELEASED)
"""States in which a paper may have signatures it still needs."""


class NoStations(ValueError):
    """Nobody is named who should sign."""


class NoReasonToReturn(ValueError):
    """A paper is sent back with a reason only; so is one changed at a station."""


@dataclass(frozen=True)
class Saying:
    """What a station says, and to which wording."""

    verdict: SignVerdict
    digest: str
    """Of the version the page showed."""
    note: str = ""
    wording: Wording | None = None
    """The changed text, with :attr:`SignVerdict.CHANGED`."""
    station_id: int | None = None
    """The station the page showed; None: whichever is open."""


def send_round(session: Session, actor: Actor, paper: Paper, *, address: str, now: datetime) -> None:
    """Freeze the wording and ask the first step that has not agreed; ``address``: the town's own, for the letters.

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
    for station in open_stations(session, paper.id):
        station.asked, station.reminded = None, None
    _go_on(session, actor, paper, address=address, now=now)


def take_back(session: Session, actor: Actor, paper: Paper, *, now: datetime) -> None:
    """End the round, to write on; signatures count until the text is changed."""
    require(actor, permission_to_write(actor, paper.department_id), paper)
    paper = locked(session, paper)
    paper.take(PaperStep.TAKE_BACK)
    paper.modified = now
    record(session, actor, AuditEvent.PAPER_TAKEN_BACK, paper, {}, now=now)


def sign(session: Session, actor: Actor, paper: Paper, saying: Saying, *, address: str, now: datetime) -> Signature:
    """Say what a station whose turn it is has to say.

    Raises:
        Forbidden: it is the turn of others.
        Stale: the wording or the station is not the one the page showed.
        NoReasonToReturn: returned or changed without a word why.
    """
    paper = locked(session, paper)
    station = station_for(session, actor, paper.id)
    require(actor, Permission.PAPER_COSIGN, station)
    if station is None or actor.person_id is None:
        raise Forbidden(Permission.PAPER_COSIGN)
    if saying.station_id not in {None, station.id} or saying.digest != _current(session, paper).digest:
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


def ask_again(session: Session, actor: Actor, file: File, *, address: str, now: datetime) -> int:
    """A file has other bytes now: what was signed of its papers on their way is void; how many signatures it were.

    A paper in co-signing is asked for anew at once, from the first step; one already released by its signatures goes
    back to who writes it. The new bytes are looked through anew.
    """
    require(actor, Permission.FILE_STORE, file)
    check_anew(session, file, now=now)
    holding = select(Paper).join(PaperFile, PaperFile.paper_id == Paper.id).where(PaperFile.file_id == file.id)
    on_their_way = holding.where(Paper.state.in_(STEPS_WITH_SIGNATURES), Paper.deleted.is_(False)).order_by(Paper.id)
    count = 0
    for each in session.scalars(on_their_way).all():
        paper = locked(session, each)
        paper.saves += 1
        gone = void_signatures(session, paper, f"Die Unterlage „{file.name}“ wurde danach ersetzt.", now=now)
        count += gone
        if paper.standing is PaperState.COSIGNING:
            _go_on(session, actor, paper, address=address, now=now)
        elif paper.standing is PaperState.RELEASED and gone:
            paper.take(PaperStep.TAKE_BACK)
            record(session, actor, AuditEvent.PAPER_TAKEN_BACK, paper, {"replaced": file.id}, now=now)
            tell_author(session, paper, "Eine Unterlage wurde ersetzt; alle zeichnen neu.", address=address, now=now)
    return count


def _change(
    session: Session, actor: Actor, paper: Paper, station: SigningStation, wording: Wording, note: str, now: datetime
) -> None:
    if not apply_wording(paper, wording):
        return
    paper.saves += 1
    paper.modified = now
    before = [each.id for each in stations_of(session, paper.id) if each.position < station.position]
    void_signatures(session, paper, f"„{station.name}“ hat den Text danach geändert.", kept=before, now=now)
    freeze_paper(session, paper, now, by=actor, reason=f"Mitzeichnung {station.name}: {note.strip()}")


def _go_on(session: Session, actor: Actor, paper: Paper, *, address: str, now: datetime) -> None:
    """Ask who is to sign now and has not been asked; after the last the paper is released."""
    paper.modified = now
    waiting = open_stations(session, paper.id)
    if waiting:
        _ask(session, paper, waiting, address=address, now=now)
        return
    paper.take(PaperStep.RELEASE)
    record(session, actor, AuditEvent.PAPER_RELEASED, paper, {"version": paper.version}, now=now)
    tell_author(session, paper, "Alle haben zugestimmt. Die Vorlage ist freigegeben.", address=address, now=now)


def _ask(session: Session, paper: Paper, stations: list[SigningStation], *, address: str, now: datetime) -> None:
    for station in stations:
        if station.asked is None:
            station.asked = now
            ask_to_sign(session, paper, station, address=address, now=now)


def _current(session: Session, paper: Paper) -> PaperVersion:
    this = select(PaperVersion).where(PaperVersion.paper_id == paper.id, PaperVersion.number == paper.version)
    return session.scalars(this).one()
