"""What the pages of planning show: a year's preview with what speaks against each day, and the plan as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ris.council.chambers import chamber_of
from ris.law.in_force import law_in_force
from ris.law.sitting import Chamber
from ris.law.sittings import often_enough
from ris.law.working_days import holidays_of
from ris.meetings.clashes import Clash, ClashKind, clashes_of
from ris.meetings.planning_forms import MONTH_OPTIONS, PLACES, WEEKDAY_OPTIONS, YearWish
from ris.meetings.queries.deadlines import coming_meetings, orders_of
from ris.meetings.queries.planning import bodies_that_meet, last_meeting_of, places_to_meet, school_holidays
from ris.meetings.queries.takings import names_of_people, takings_between, wishes_for
from ris.meetings.year import Rhythm, days_of, marked
from ris.web.answers import Answers
from ris.web.dates import in_berlin, local_day, time_span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from ris.access.actor import Actor
    from ris.law.verdict import Verdict
    from ris.meetings.queries.planning import MeetingBody

MOST_NAMES = 3


@dataclass(frozen=True)
class DayLine:
    """A day of the preview."""

    day: date
    mark: str
    clashes: Sequence[str]
    taken: bool
    """The committee meets already at that moment."""
    chosen: bool


@dataclass(frozen=True)
class Preview:
    """What would be planned."""

    mark: str
    days: Sequence[DayLine]
    school_known: bool
    verdict: Verdict | None

    @property
    def open_days(self) -> list[DayLine]:
        """The days that can be planned."""
        return [line for line in self.days if not line.taken]


@dataclass(frozen=True)
class YearPage:
    """The form of a committee's year with its preview."""

    answers: Answers
    organizations: Sequence[MeetingBody]
    places: Sequence[tuple[int, str]]
    leading: MeetingBody | None = None
    preview: Preview | None = None
    notice: str = ""
    rhythms: Sequence[tuple[str, str]] = tuple((rhythm.value, rhythm.label) for rhythm in Rhythm)
    weeks: Sequence[tuple[int, str]] = PLACES
    weekdays: Sequence[tuple[int, str]] = WEEKDAY_OPTIONS
    months: Sequence[tuple[int, str]] = MONTH_OPTIONS

    @property
    def others(self) -> list[tuple[int, str]]:
        """Who could meet together with the leading organization."""
        leading = self.leading.id if self.leading else None
        return [(body.id, body.name) for body in self.organizations if body.id != leading]


def year_page(session: Session, actor: Actor, answers: Answers, *, now: datetime) -> YearPage:
    """The form without a preview; the leading organization where one was chosen."""
    organizations = bodies_that_meet(session, actor, local_day(now))
    wanted = answers.typed("gremium")
    leading = next((body for body in organizations if str(body.id) == wanted), None)
    return YearPage(answers, organizations, places_to_meet(session, actor), leading)


def first_answers(session: Session, actor: Actor, body: MeetingBody, *, now: datetime) -> Answers:
    """The form as the last meetings of the committee suggest it."""
    last = last_meeting_of(session, actor, body.id)
    start, location_id = last if last is not None else (None, None)
    clock = f"{in_berlin(start):%H:%M}" if start is not None else body.settings.usual_time
    today = local_day(now)
    return Answers(
        {
            "gremium": str(body.id),
            "jahr": str(today.year + 1),
            "rhythmus": Rhythm.MONTHLY.value,
            "wochentag": str(local_day(start).weekday() if start is not None else 0),
            "woche": "1",
            "wochen": "6",
            "ab": f"{date(today.year + 1, 1, 11):%Y-%m-%d}",
            "monate": [str(month) for month in range(1, 13)],
            "uhrzeit": body.settings.usual_time if body.settings.location_id else clock,
            "ort": str(body.settings.location_id or location_id or ""),
            "ohne_feiertage": "1",
            "ohne_ferien": "1",
        },
    )


def preview_of(
    session: Session, actor: Actor, wish: YearWish, chosen: Sequence[str] | None, leading: MeetingBody
) -> Preview:
    """What the wish comes to. ``chosen`` are the days ticked before; None ticks all but what was left out."""
    days = days_of(wish.pattern)
    orders = orders_of(session, actor)
    year = wish.pattern.last.year
    school = school_holidays(session, orders.land, year)
    feasts = holidays_of(orders.land, year)
    planned = marked(days, feasts, school, skip_feasts=wish.skip_feasts, skip_school=wish.skip_school)
    clashes = _clashes(session, actor, wish, days)
    names = names_of_people(session, actor, {person for found in clashes for clash in found for person in clash.people})
    lines = []
    for one, found in zip(planned, clashes, strict=True):
        taken = any(clash.kind is ClashKind.SAME for clash in found)
        ticked = not one.skipped if chosen is None else one.day.isoformat() in chosen
        sentences = [clash_sentence(clash, names) for clash in found]
        lines.append(DayLine(one.day, one.mark, sentences, taken, ticked and not taken))
    verdict = None
    if chamber_of(leading.settings.chamber, leading.name) is Chamber.COUNCIL:
        held = _council_days(session, actor, year)
        ticked_days = [line.day for line in lines if line.chosen]
        verdict = often_enough(law_in_force(orders, days[0]), year, [*held, *ticked_days])
    return Preview(wish.mark, lines, bool(school), verdict)


def _clashes(session: Session, actor: Actor, wish: YearWish, days: Sequence[date]) -> list[list[Clash]]:
    wishes = wishes_for(session, wish.organizations, [wish.start_on(day) for day in days], wish.location_id)
    taken = takings_between(session, actor, wishes[0].start, wishes[-1].end)
    return [list(clashes_of(one, taken)) for one in wishes]


def _council_days(session: Session, actor: Actor, year: int) -> list[date]:
    known = coming_meetings(session, actor, date(year, 1, 1), date(year, 12, 31))
    return [meeting.day for meeting in known if meeting.chamber is Chamber.COUNCIL]


def clash_sentence(clash: Clash, names: Mapping[int, str]) -> str:
    """What is in the way, in one sentence."""
    other = clash.other
    when = time_span(other.start, other.end)
    if clash.kind is ClashKind.SAME:
        return f"Steht schon im Kalender: {other.title}, {when}."
    if clash.kind is ClashKind.ROOM:
        return f"Der Raum ist belegt: {other.title}, {when}."
    known = [name for person, name in names.items() if person in clash.people]
    count = len(clash.people)
    told = ", ".join(known[:MOST_NAMES]) + (" und weitere" if len(known) > MOST_NAMES else "")
    sits = "Eine Person sitzt" if count == 1 else f"{count} Personen sitzen"
    return f"{sits} zugleich in „{other.title}“ ({when}): {told}."
