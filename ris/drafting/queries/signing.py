"""Reading the stations of a paper and what they said; whoever reads the paper reads its signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ris.access.permissions import Permission
from ris.access.policy import may
from ris.documents.rules import PaperState
from ris.drafting.models import Signature, SigningStation
from ris.drafting.rules import AGREEING, VERDICT_WORDS, SignVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.documents.models import Paper


def stations_of(session: Session, paper_id: int) -> Sequence[SigningStation]:
    """The stations of a paper in order."""
    return session.scalars(
        select(SigningStation)
        .where(SigningStation.paper_id == paper_id)
        .options(
            joinedload(SigningStation.organization),
            joinedload(SigningStation.person),
            joinedload(SigningStation.deputy),
        )
        .order_by(SigningStation.position, SigningStation.id)
    ).all()


def signatures_of(session: Session, paper_id: int) -> Sequence[Signature]:
    """Everything that was said at stations, the oldest first."""
    return session.scalars(
        select(Signature)
        .where(Signature.paper_id == paper_id)
        .options(joinedload(Signature.person))
        .order_by(Signature.at, Signature.id)
    ).all()


def open_stations(session: Session, paper_id: int) -> list[SigningStation]:
    """The stations whose turn it is: those of the first step that have not agreed; none when all have agreed."""
    session.flush()  # what was signed a moment ago counts
    agreed = select(Signature.station_id).where(
        Signature.paper_id == paper_id,
        Signature.void_since.is_(None),
        Signature.verdict.in_(AGREEING),
        Signature.station_id.is_not(None),
    )
    waiting = session.scalars(
        select(SigningStation)
        .where(SigningStation.paper_id == paper_id, SigningStation.id.not_in(agreed))
        .order_by(SigningStation.position, SigningStation.id)
    ).all()
    return [station for station in waiting if station.position == waiting[0].position]


def station_for(session: Session, actor: Actor, paper_id: int) -> SigningStation | None:
    """The open station the actor signs for now: their own before one they stand in for; None where there is none."""
    theirs = [each for each in open_stations(session, paper_id) if may(actor, Permission.PAPER_COSIGN, each)]
    return min(theirs, key=lambda each: each.person_id != actor.person_id, default=None)


def has_signed(session: Session, actor: Actor, paper_id: int) -> bool:
    """Whether the actor has said something at a station of the paper, for themselves or for somebody else."""
    theirs = select(Signature.id).where(Signature.paper_id == paper_id, Signature.person_id == actor.person_id)
    return actor.person_id is not None and session.scalars(theirs.limit(1)).first() is not None


def waits_for(session: Session, actor: Actor, paper: Paper) -> bool:
    """Whether it is the actor's turn to sign a paper."""
    if actor.person_id is None or paper.state != PaperState.COSIGNING:
        return False
    return station_for(session, actor, paper.id) is not None


@dataclass(frozen=True)
class SheetLine:
    """One line of the signature sheet."""

    station: str
    who: str
    as_deputy: bool
    words: str
    note: str
    at: datetime
    version: int
    digest: str
    void_since: datetime | None
    void_reason: str


def signature_sheet(session: Session, paper_id: int) -> list[SheetLine]:
    """The complete sheet: every signature, those that no longer count with the reason."""
    return [
        SheetLine(
            station=row.station_name,
            who=row.person.name or "ohne Namen",
            as_deputy=row.as_deputy,
            words=VERDICT_WORDS[SignVerdict(row.verdict)],
            note=row.note or "",
            at=row.at,
            version=row.version,
            digest=row.digest,
            void_since=row.void_since,
            void_reason=row.void_reason or "",
        )
        for row in signatures_of(session, paper_id)
    ]
