"""Seats and offices by date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

from ris.council.models import Membership

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import BindParameter, ColumnElement


def held_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Memberships that have begun and not ended on a day; one without a date is held before or after it for good."""
    return and_(
        or_(Membership.start_date.is_(None), Membership.start_date <= day),
        or_(Membership.end_date.is_(None), Membership.end_date >= day),
    )
