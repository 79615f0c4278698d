"""Signatures that no longer count: whoever signed behind the place of a change signed another text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ris.drafting.models import Signature, SigningStation

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.documents.models import Paper


def void_signatures(session: Session, paper: Paper, position: int, reason: str, *, now: datetime) -> int:
    """Void what was signed at stations from this position on; how many it were. Who writes stands before all (0)."""
    of_paper = select(SigningStation.id).where(SigningStation.paper_id == paper.id, SigningStation.position < position)
    gone = session.scalars(
        select(Signature).where(
            Signature.paper_id == paper.id,
            Signature.void_since.is_(None),
            or_(Signature.station_id.is_(None), Signature.station_id.not_in(of_paper)),
        ),
    ).all()
    for signature in gone:
        signature.void_since = now
        signature.void_reason = reason
    return len(gone)
