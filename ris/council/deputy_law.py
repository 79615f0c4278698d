"""Whether the law lets somebody stand in for a member; it warns, since the rule is the Fraktion's to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from ris.council.models import Body, Membership
from ris.council.organization_settings import OrganizationSettings
from ris.council.settings import BodySettings
from ris.law.committees import may_stand_in
from ris.law.in_force import law_in_force
from ris.law.profiles import NoProfile
from ris.law.sitting import Chamber
from ris.scope.current import current_body_id

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from ris.council.models import Person
    from ris.law.verdict import Verdict


def stand_in_doubt(session: Session, seat: Membership, person: Person, day: date) -> Verdict | None:
    """What speaks against somebody standing in for a committee member from a day on (§ 62 Abs. 2 HGO); None: nothing."""
    own = OrganizationSettings.from_json(seat.organization.settings or {}) if seat.organization else None
    settings = BodySettings.from_json(session.scalars(select(Body.settings).where(Body.id == current_body_id())).one())
    if own is None or own.chamber is not Chamber.COMMITTEE or settings.council_organization_id is None:
        return None
    sits = exists().where(
        Membership.person_id == person.id,
        Membership.organization_id == settings.council_organization_id,
        Membership.deputy_for_id.is_(None),
        Membership.deleted.is_(False),
        or_(Membership.start_date.is_(None), Membership.start_date <= day),
        or_(Membership.end_date.is_(None), Membership.end_date >= day),
    )
    try:
        law = law_in_force(settings.standing_orders, day)
    except NoProfile:
        return None
    verdict = may_stand_in(law, sits_in_council=bool(session.scalar(select(sits))))
    return None if verdict.lawful else verdict
