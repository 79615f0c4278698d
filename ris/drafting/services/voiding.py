"""Signatures that no longer count: whoever did not sign before the place of a change signed another text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from ris.drafting.models import Signature, SigningStation

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.documents.models import Paper


def void_signatures(session: Session, paper: Paper, reason: str, *, kept: Collection[int] = (), now: datetime) -> int:
    """Void what was signed, except at the stations ``kept`` (ids); how many it were. All others are asked anew."""
    gone = session.scalars(
        select(Signature).where(
            Signature.paper_id == paper.id,
            Signature.void_since.is_(None),
            or_(Signature.station_id.is_(None), Signature.station_id.not_in(kept)),
        ),
    ).all()
    for signature in gone:
        signature.void_since = now
        signature.void_reason = reason
    others = select(SigningStation).where(SigningStation.paper_id == paper.id, SigningStation.id.not_in(kept))
    for station in session.scalars(others):
        station.asked, station.reminded = None, None
    return len(gone)
