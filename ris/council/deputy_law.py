"""Whether the law lets somebody stand in for a member; it warns, since the rule is the Fraktion's to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from ris.council.models import Membership
from ris.council.organization_settings import OrganizationSettings
from ris.council.seats import held_on
from ris.council.town import body_settings
from ris.law.committees import may_stand_in
from ris.law.in_force import law_in_force
from ris.law.profiles import NoProfile
from ris.law.sitting import Chamber

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from ris.council.models import Person
    from ris.law.verdict import Verdict


def stand_in_doubt(session: Session, seat: Membership, person: Person, day: date) -> Verdict | None:
    """What speaks against somebody standing in for a committee member from a day on (§ 62 Abs. 2 HGO); None: nothing."""
    own = OrganizationSettings.from_json(seat.organization.settings or {}) if seat.organization else None
    settings = body_settings(session)
    if own is None or own.chamber is not Chamber.COMMITTEE or settings.council_organization_id is None:
        return None
    sits = exists().where(
        Membership.person_id == person.id,
        Membership.organization_id == settings.council_organization_id,
        Membership.deputy_for_id.is_(None),
        Membership.deleted.is_(False),
        held_on(day),
    )
    try:
        law = law_in_force(settings.standing_orders, day)
    except NoProfile:
        return None
    verdict = may_stand_in(law, sits_in_council=bool(session.scalar(select(sits))))
    return None if verdict.lawful else verdict
