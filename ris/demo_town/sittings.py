"""The sittings of the town: planned, invited, held, minuted, each at its time."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from ris.demo_town.agendas import agenda_of, meets
from ris.demo_town.minutes import (
    closed_minutes_letter,
    extract_letter,
    invitation_letter,
    minutes_letter,
    supplement_letter,
)
from ris.demo_town.papers import stored
from ris.demo_town.rounds import (
    CONSTITUTIVE,
    DAYS_BEFORE_PLENARY,
    FIRST_DAY,
    SITTING,
    SUPPLEMENTED_BEFORE,
    at,
    invited_on,
)
from ris.demo_town.sitting import Sitting
from ris.demo_town.votes import result_words, vote_on
from ris.demo_town.wording import filled, role_of
from ris.documents.models import FileRole
from ris.meetings.services.agendas import NewItem, add_item, invite_members, supplement_agenda
from ris.meetings.services.planning import NewMeeting, add_meeting
from ris.meetings.services.recording import (
    Outcome,
    add_item_file,
    add_meeting_file,
    close_meeting,
    record_result,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, datetime

    from ris.demo_town.agendas import Line
    from ris.demo_town.town import Town
    from ris.meetings.models import AgendaItem

PLANNED_AHEAD = timedelta(days=150)
MINUTES_AFTER = timedelta(days=16)
EXTRACT_AFTER = timedelta(days=5)
DECIDED = frozenset({"angenommen", "geändert"})
CLOSED_SITTING = {
    "magistrat": "Der Magistrat tagt nicht öffentlich (§ 67 HGO).",
    "hfa": "Der Ausschuss hat die Öffentlichkeit ausgeschlossen (§ 52 Abs. 1 HGO).",
}


def regular_sittings(town: Town) -> Iterator[Sitting]:
    """All sittings of the rounds, each organization's in order."""
    for organization in DAYS_BEFORE_PLENARY:
        before: date | None = None
        count, term = 0, 0
        for place in sorted(town.calendar.plenaries):
            if not meets(organization, place, town.calendar):
                continue
            day = town.calendar.day(organization, place)
            now_term = sum(day >= first for first in CONSTITUTIVE)
            # The constitutive sitting of the plenary is its first; the minutes of an old term are not approved by the new.
            count, term = (count, term) if now_term == term else (1 if organization == "stvv" else 0, now_term)
            if count == 0:
                before = None
            elif count == 1 and organization == "stvv":
                before = CONSTITUTIVE[max(0, now_term - 1)]
            count += 1
            lines = agenda_of(organization, place, before)
            yield Sitting(organization, day, count, lines, closed=organization == "magistrat")
            before = day


def sitting_acts(town: Town, sitting: Sitting) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """The life of a sitting."""
    start = _start(town, sitting)
    planned = max(start - PLANNED_AHEAD, at(FIRST_DAY, 12))
    yield planned, partial(plan, town, sitting, planned)
    invited = invited_on(sitting.organization, sitting.day)
    yield invited, partial(invite, town, sitting, invited)
    supplemented = at(sitting.day - SUPPLEMENTED_BEFORE, 12)
    yield supplemented, partial(supplement, town, sitting, supplemented)
    end = start + min(SITTING, timedelta(minutes=25 + 9 * len(sitting.lines)))
    yield end, partial(hold, town, sitting, end)
    minuted = at(sitting.day + MINUTES_AFTER, 11)
    yield minuted, partial(minute, town, sitting, minuted)
    yield at(sitting.day + EXTRACT_AFTER, 10), partial(extract, town, sitting, at(sitting.day + EXTRACT_AFTER, 10))


def _start(town: Town, sitting: Sitting) -> datetime:
    return at(sitting.day, town.texts["organizations"][sitting.organization]["hour"])


def plan(town: Town, sitting: Sitting, now: datetime) -> None:
    """Put it into the calendar."""
    organization = town.organizations[sitting.organization]
    known = town.texts["organizations"][sitting.organization]
    new = NewMeeting(
        name=sitting.title or f"{sitting.number}. Sitzung {known['of']}",
        organizations=(organization.id,),
        start=_start(town, sitting),
        location_id=town.locations[sitting.place or known["place"]],
    )
    readers = town.circle(sitting.organization, now.date(), closed=sitting.closed)
    sitting.meeting = add_meeting(town.session, town.actor, new, readers=readers, now=now)


def invite(town: Town, sitting: Sitting, now: datetime) -> None:
    """Set the agenda, write the invitation and send both out."""
    meeting = sitting.planned
    for line in (line for line in sitting.lines if not line.late):
        _put_on_agenda(town, sitting, line, None, now)
    letter = invitation_letter(town, sitting)
    file = stored(town, letter, "Einladung", day=now.date(), readers=meeting.reader_tokens, now=now)
    add_meeting_file(town.session, town.actor, meeting, file, FileRole.INVITATION, now=now)
    invite_members(town.session, town.actor, meeting, now=now)


def supplement(town: Town, sitting: Sitting, now: datetime) -> None:
    """Put what came late where it belongs, and send the supplement out."""
    late = [line for line in sitting.lines if line.late]
    if not late:
        return
    before = {line.number: earlier.number for earlier, line in pairwise(sitting.lines)}
    for line in late:
        _put_on_agenda(town, sitting, line, sitting.items[before[line.number]], now)
    meeting = sitting.planned
    letter = supplement_letter(town, sitting, late)
    file = stored(town, letter, "Nachtrag zur Einladung", day=now.date(), readers=meeting.reader_tokens, now=now)
    add_meeting_file(town.session, town.actor, meeting, file, FileRole.AUXILIARY, now=now)
    supplement_agenda(town.session, town.actor, meeting, now=now)


def _put_on_agenda(town: Town, sitting: Sitting, line: Line, after: AgendaItem | None, now: datetime) -> None:
    closed = sitting.closed or not line.public
    role = role_of(sitting.organization, line.text.kind) if line.text else None
    new = NewItem(
        number=line.number,
        name=filled(town, line.name),
        public=not closed,
        closed_reason=_closed_reason(sitting, line) if closed else None,
        paper=town.papers[line.text.key] if line.text else None,
        role=role,
        authoritative=role == "Entscheidung",
        after=after,
    )
    readers = town.circle(sitting.organization, now.date(), closed=closed)
    item = add_item(town.session, town.actor, sitting.planned, new, readers=readers, now=now)
    sitting.items[line.number] = item


def _closed_reason(sitting: Sitting, line: Line) -> str:
    if line.text is not None and line.text.closed_reason:
        return line.text.closed_reason
    return CLOSED_SITTING[sitting.organization] if sitting.closed else ""


def hold(town: Town, sitting: Sitting, now: datetime) -> None:
    """Record what came out, the same evening."""
    for line in sitting.lines:
        item = sitting.items[line.number]
        outcome = outcome_of(town, sitting, line)
        if outcome is not None:
            record_result(town.session, town.actor, item, outcome, now=now)
    present = town.present(sitting.organization, sitting.day)
    participants = [town.persons[seat.person].id for seat in present]
    close_meeting(town.session, town.actor, sitting.planned, participants, end=now, now=now)


def outcome_of(town: Town, sitting: Sitting, line: Line) -> Outcome | None:
    """The result of an item, if it had one."""
    present = town.present(sitting.organization, sitting.day)
    if line.approves:
        return Outcome("Einstimmig genehmigt", None, len(present), 0, 0)
    if line.outcome:
        return _first_outcome(town, sitting, line, len(present))
    if line.text is None or line.station is None or line.station.outcome == "offen":
        return None
    vote = vote_on(line.station, present)
    target = town.organizations[line.station.target].name if line.station.target else ""
    words = result_words(line.station, vote, target or "")
    wording = line.text.decided or line.text.proposal
    answered = line.station.outcome == "beantwortet" and line.text.decided
    decided = filled(town, wording) if line.station.outcome in DECIDED or answered else None
    counts = (vote.yes, vote.no, vote.abstaining) if vote else (None, None, None)
    return Outcome(words, decided, *counts)


def _first_outcome(town: Town, sitting: Sitting, line: Line, present: int) -> Outcome:
    """What the first sitting of a term decides: elections, with a few abstentions."""
    chair = town.name(town.chair(sitting.organization, sitting.day).person)
    mayor = town.name("falk")
    resolution = line.resolution.replace("[vorsitz]", chair).replace("[buergermeisterin]", mayor) or None
    abstaining = len(line.name) % 3
    return Outcome(line.outcome, resolution, present - abstaining, 0, abstaining)


def minute(town: Town, sitting: Sitting, now: datetime) -> None:
    """Put the minutes to the meeting; what was closed stands in minutes of its own."""
    meeting = sitting.planned
    closed_part = not sitting.closed and any(not line.public for line in sitting.lines)
    readers = meeting.reader_tokens
    file = stored(town, minutes_letter(town, sitting), "Niederschrift", day=now.date(), readers=readers, now=now)
    add_meeting_file(town.session, town.actor, meeting, file, FileRole.RESULTS_PROTOCOL, now=now)
    if closed_part:
        letter = closed_minutes_letter(town, sitting)
        circle = town.circle(sitting.organization, now.date(), closed=True)
        name = "Niederschrift, nichtöffentlicher Teil"
        closed = stored(town, letter, name, day=now.date(), readers=circle, now=now)
        add_meeting_file(town.session, town.actor, meeting, closed, FileRole.AUXILIARY, now=now)


def extract(town: Town, sitting: Sitting, now: datetime) -> None:
    """Write the extracts of what the plenary decided in public."""
    if sitting.organization != "stvv":
        return
    for line in sitting.lines:
        item = sitting.items[line.number]
        decided = line.public and line.text is not None and line.station is not None and line.station.outcome in DECIDED
        if decided:
            letter = extract_letter(town, sitting, line, item)
            name = f"Beschlussauszug TOP {line.number}"
            file = stored(town, letter, name, day=now.date(), readers=item.reader_tokens, now=now)
            add_item_file(town.session, town.actor, item, file, FileRole.RESOLUTION, now=now)
