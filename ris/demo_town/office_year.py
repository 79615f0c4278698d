"""The session office's own plans: how each organization works, a joint sitting, and next year's days not yet published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from ris.council.models import Body
from ris.council.organization_settings import DeputyRule, OrganizationSettings, StandingItem
from ris.council.services.register import change
from ris.council.services.towns import change_settings
from ris.council.settings import BodySettings
from ris.demo_town.rounds import FIRST_DAY, FURTHEST, STRIDE, at, workday
from ris.law.counting import Period
from ris.law.provisions import Medium
from ris.law.sitting import Chamber
from ris.law.standing_orders import StandingOrders
from ris.law.working_days import DayCount
from ris.meetings.services.planning import NewMeeting, plan_meetings, publish_calendar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from ris.demo_town.town import Town

ORDERS = StandingOrders(
    main_bylaw="§ 6 der Hauptsatzung vom 22.04.2021",
    procedure="Geschäftsordnung vom 22.04.2021",
    council_notice=Period(7),
    committee_notice=Period(5),
    paper_deadline=Period(18),
    motion_deadline=Period(14),
    answer_deadline=Period(42),
    co_signing=Period(3, DayCount.WORKING),
    dispatch=Period(2),
    medium=Medium.INTERNET,
    medium_name="https://www.lindenau.example/bekanntmachungen",
    hint_newspaper="Lindenauer Anzeiger",
)
CHAMBERS = {
    "stvv": (Chamber.COUNCIL, 31),
    "magistrat": (Chamber.EXECUTIVE, 7),
    "hfa": (Chamber.COMMITTEE, 9),
    "buv": (Chamber.COMMITTEE, 9),
    "sjk": (Chamber.COMMITTEE, 9),
    "obw": (Chamber.DISTRICT, 5),
    "obh": (Chamber.DISTRICT, 5),
}
STANDING = (
    StandingItem("Eröffnung, Feststellung der ordnungsgemäßen Ladung und der Beschlussfähigkeit"),
    StandingItem("Genehmigung der Niederschrift der letzten Sitzung"),
    StandingItem("Mitteilungen und Anfragen"),
    StandingItem("Verschiedenes", at_end=True),
)
JOINT = "Gemeinsame Sitzung zum Bauprogramm"
DAYS_PLANNED = 5


def office_acts(town: Town) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """What the office sets up once, and what it plans these days."""
    set_up = at(FIRST_DAY, 8, 15)
    yield set_up, partial(_set_up, town, set_up)
    today = town.calendar.today
    joint = at(today - timedelta(days=20), 9)
    yield joint, partial(_joint, town, joint)
    planned = at(today - timedelta(days=1), 15)
    yield planned, partial(_next_year, town, planned)


def _set_up(town: Town, now: datetime) -> None:
    body = town.session.get_one(Body, town.body_id)
    settings = replace(BodySettings.from_json(body.settings), orders=ORDERS.to_json())
    change_settings(town.session, town.actor, body, settings, now=now)
    for key, (chamber, size) in CHAMBERS.items():
        known, organization = town.texts["organizations"][key], town.organizations[key]
        own = OrganizationSettings(
            chamber=chamber,
            statutory_size=size,
            public_by_default=chamber is not Chamber.EXECUTIVE,
            location_id=town.locations[known["place"]],
            usual_time=f"{known['hour']}:00",
            standing_items=STANDING,
            deputies=DeputyRule.POOL if chamber is Chamber.COMMITTEE else DeputyRule.NONE,
            numbering=f"{{nummer}}. Sitzung {known['of']}",
        )
        change(town.session, town.actor, organization, {"settings": own.to_json()}, seen=organization.modified, now=now)


def _joint(town: Town, now: datetime) -> None:
    """Two committees meet as one, each counting it for itself."""
    ids = (town.organizations["buv"].id, town.organizations["hfa"].id)
    day = workday(town.calendar.today + timedelta(days=27))
    new = NewMeeting(JOINT, ids, at(day, 18), town.locations["saal"])
    planned = plan_meetings(town.session, town.actor, [new], now=now)
    publish_calendar(town.session, town.actor, [meeting.id for meeting in planned], now=now)


def _next_year(town: Town, now: datetime) -> None:
    """The days after those already in the calendar; only the office sees them."""
    last = town.calendar.plenaries[FURTHEST]
    days = [last + STRIDE * step for step in range(1, DAYS_PLANNED + 1)]
    ids, place = (town.organizations["stvv"].id,), town.locations["saal"]
    plan_meetings(town.session, town.actor, [NewMeeting("", ids, at(day, 19), place) for day in days], now=now)
