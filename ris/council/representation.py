"""Which organization represents the town: its members form the circle ``council`` and read what is closed.

Nobody is in that circle until it is known. An import proposes it only where the source leaves no doubt.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from ris.access.permissions import Permission
from ris.access.policy import require
from ris.council.models import Organization
from ris.council.rules import represents_the_town
from ris.council.services.towns import change_settings
from ris.council.settings import BodySettings
from ris.scope.readers import readable_by

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.council.models import Body


class NoSuchOrganization(LookupError):
    """No organization of the town, or more than one, has this name."""


def candidates(session: Session, actor: Actor, day: date) -> Sequence[Organization]:
    """Organizations that exist on a day and whose own words say that they represent the town."""
    existing = select(Organization).where(
        readable_by(actor, Organization),
        Organization.sub_organization_of_id.is_(None),
        or_(Organization.end_date.is_(None), Organization.end_date >= day),
    )
    return [
        row
        for row in session.scalars(existing.order_by(Organization.id))
        if represents_the_town(row.organization_type, row.classification, row.name)
    ]


def propose_council(session: Session, actor: Actor, body: Body, day: date, *, now: datetime) -> Organization | None:
    """Note the town's representative body where nobody has yet and only one can be meant; what was noted."""
    require(actor, Permission.COUNCIL_EDIT)
    if BodySettings.from_json(body.settings).council_organization_id is not None:
        return None
    found = candidates(session, actor, day)
    if len(found) != 1:
        return None
    _note(session, actor, body, found[0], now)
    return found[0]


def name_council(session: Session, actor: Actor, body: Body, name: str, *, now: datetime) -> Organization:
    """Note which organization represents the town; raises :class:`NoSuchOrganization`."""
    require(actor, Permission.COUNCIL_EDIT)
    named = func.lower(Organization.name) == name.strip().lower()
    found = session.scalars(select(Organization).where(named, readable_by(actor, Organization))).all()
    if len(found) != 1:
        raise NoSuchOrganization(name)
    _note(session, actor, body, found[0], now)
    return found[0]


def _note(session: Session, actor: Actor, body: Body, organization: Organization, now: datetime) -> None:
    settings = replace(BodySettings.from_json(body.settings), council_organization_id=organization.id)
    change_settings(session, actor, body, settings, now=now)
