"""Verbs on the list of school holidays: enter, take from a file, strike out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import SchoolHoliday

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.holiday_lists import Holidays


def add_school_holidays(session: Session, actor: Actor, holidays: Iterable[Holidays], *, now: datetime) -> int:
    """Enter school holidays; how many were not known yet. Known ones stay, so that a file may be taken twice."""
    require(actor, Permission.COUNCIL_EDIT)
    known = {(row.name, row.first_day, row.last_day) for row in session.scalars(select(SchoolHoliday))}
    added = 0
    for one in holidays:
        if (one.name, one.first, one.last) in known:
            continue
        known.add((one.name, one.first, one.last))
        row = SchoolHoliday(name=one.name, first_day=one.first, last_day=one.last)
        session.add(row)
        details = {"school_holidays": one.name, "from": one.first.isoformat(), "to": one.last.isoformat()}
        record(session, actor, AuditEvent.COUNCIL_CHANGED, row, details, now=now)
        added += 1
    return added


def strike_school_holidays(session: Session, actor: Actor, row: SchoolHoliday, *, now: datetime) -> None:
    """Take wrong dates off the list; the trail keeps them, so that they can be entered again."""
    require(actor, Permission.COUNCIL_EDIT, row)
    details = {"struck": row.name, "from": row.first_day.isoformat(), "to": row.last_day.isoformat()}
    record(session, actor, AuditEvent.COUNCIL_CHANGED, row, details, now=now)
    session.delete(row)
