"""What lies on the session office's desk these days: an agenda in the making, one sent out, one with a supplement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.council.models import Location, Person
from ris.demo_town.post_room import demo_room, demo_seal
from ris.demo_town.replies import say_who_comes
from ris.demo_town.rounds import FIRST_DAY, at, workday
from ris.documents.models import Paper
from ris.documents.rules import PaperKind, PaperState
from ris.documents.services.papers import NewPaper, add_paper, freeze_paper
from ris.law.sitting import Convening
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.meetings.invitation_models import AgendaDraft, Invitation, Recipient, SupplementKind
from ris.meetings.models import Consultation, ConsultationOrganization
from ris.meetings.services.agenda_editing import add_own_item, add_paper_item, begin_agenda
from ris.meetings.services.agenda_items import ItemWords, rows_of
from ris.meetings.services.agenda_supplement import Late, add_late, begin_supplement, send_supplement
from ris.meetings.services.agenda_terms import Terms, set_terms
from ris.meetings.services.invitation import approve_and_invite
from ris.meetings.services.invitation_receipts import Note, confirm_receipt, note_way
from ris.meetings.services.planning import NewMeeting, add_meeting
from ris.scope.readers import audience_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from ris.demo_town.town import Town
    from ris.meetings.models import Meeting

BOUNCED = "550 5.1.1 Dieses Postfach gibt es nicht."
BY_POST = 2
"""How many members in each body want letters on paper."""


@dataclass(frozen=True)
class Matter:
    """A paper that waits for the office."""

    name: str
    proposal: str
    closed_reason: str = ""


PREPARED = (
    Matter("Betreuungszeiten in den Kindertagesstätten", "Der Ausschuss empfiehlt die Zeiten der Anlage."),
    Matter("Zuschuss für das Jugendorchester", "Der Ausschuss stimmt dem Zuschuss von 2.400 Euro zu."),
    Matter("Personalwechsel in der Musikschule", "Der Ausschuss nimmt Kenntnis.", "Personalangelegenheit"),
)
INVITED = (
    Matter("Sanierung der Brücke am Mühlgraben", "Der Ausschuss empfiehlt, die Brücke 2027 zu sanieren."),
    Matter("Fahrradständer am Bahnhof", "Der Ausschuss stimmt dem Standort am Nordeingang zu."),
)
SUPPLEMENTED = (Matter("Nachtragshaushalt 2026: Eckwerte", "Der Ausschuss nimmt die Eckwerte zur Kenntnis."),)
LATE = Matter("Förderbescheid für die Feuerwache", "Der Ausschuss empfiehlt, den Bescheid anzunehmen.")
REASON = "Der Förderbescheid kam erst nach der Einladung; die Annahmefrist endet noch in diesem Monat."


def desk_acts(town: Town) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Three sittings in three states, counted from today."""
    today = town.calendar.today
    agreed = at(today - timedelta(days=9), 9)
    yield agreed, partial(_agree_to_mail, town)
    made = at(today - timedelta(days=2), 9)
    yield made, partial(_prepare, town, made)
    invited = at(today - timedelta(days=3), 9)
    yield invited, partial(_invited, town, invited)
    earlier = at(today - timedelta(days=6), 9)
    yield earlier, partial(_supplemented, town, earlier)


def _agree_to_mail(town: Town) -> None:
    """Nearly all agreed to be invited electronically; who did not has an address for letters."""
    for organization in ("buv", "sjk", "hfa", "magistrat"):
        seats = town.holders(organization, town.calendar.today)
        for place, seat in enumerate(seats):
            person = town.persons[seat.person]
            _give_address(town, person, seat.person)
            if place < len(seats) - BY_POST:
                person.electronic_since = person.electronic_since or FIRST_DAY


def _give_address(town: Town, person: Person, key: str) -> None:
    if not person.email:
        person.email = [f"{key}@lindenau.example"]
    if person.location_id is None:
        now = at(town.calendar.today - timedelta(days=9), 9)
        number = sum(map(ord, key)) % 40 + 1
        home = Location(
            street_address=f"Lindenstraße {number}",
            postal_code="36999",
            locality="Lindenau",
            audience=audience_for(town.session, {ADMINISTRATION}),
            created=now,
            modified=now,
        )
        town.session.add(home)
        town.session.flush()  # the person names it
        person.location_id = home.id


def _prepare(town: Town, now: datetime) -> None:
    """An agenda in the making: one paper taken, two still wait."""
    meeting = _meeting(town, "sjk", "Sondersitzung", 18, now)
    stations = [_waiting(town, "sjk", matter, now) for matter in PREPARED]
    begin_agenda(town.session, town.actor, meeting, now=now)
    add_paper_item(town.session, town.actor, meeting, stations[0], revision=_revision(town, meeting), now=now)
    words = ItemWords("Bericht aus dem Jugendzentrum")
    add_own_item(town.session, town.actor, meeting, words, revision=_revision(town, meeting), now=now)


def _invite_to(
    town: Town, organization: str, name: str, ahead: int, matters: tuple[Matter, ...], now: datetime
) -> Meeting:
    """A sitting with everything ready, invited to; the letters as the mail server answered."""
    meeting = _meeting(town, organization, name, ahead, now)
    begin_agenda(town.session, town.actor, meeting, now=now)
    for matter in matters:
        station = _waiting(town, organization, matter, now)
        add_paper_item(town.session, town.actor, meeting, station, revision=_revision(town, meeting), now=now)
    terms = Terms(Convening.REGULAR, agreed_on=now.date(), agreed_with="Magistrat und Vorsteherin")
    set_terms(town.session, town.actor, meeting, terms, revision=_revision(town, meeting), now=now)
    approve_and_invite(town.session, town.actor, meeting, demo_room(town), revision=_revision(town, meeting), now=now)
    _answers(town, meeting, now)
    return meeting


def _invited(town: Town, now: datetime) -> None:
    """A sitting invited to, with one letter that came back and some on paper."""
    meeting = _invite_to(town, "buv", "Sondersitzung", 14, INVITED, now)
    say_who_comes(town, meeting, demo_room(town), now)


def _supplemented(town: Town, now: datetime) -> None:
    """A sitting invited to some days ago, with something that came later."""
    meeting = _invite_to(town, "hfa", "Sondersitzung", 20, SUPPLEMENTED, now)
    later = now + timedelta(days=3)
    reason = SupplementKind.SUPPLEMENT
    begin_supplement(town.session, town.actor, meeting, reason, REASON, now=later)
    station = _waiting(town, "hfa", LATE, later)
    rows = [row for row in rows_of(town.session, meeting) if row.consultation_id]
    late = Late(rows[-1].id, station)
    add_late(town.session, town.actor, meeting, late, revision=_revision(town, meeting), now=later)
    send_supplement(town.session, town.actor, meeting, demo_room(town), revision=_revision(town, meeting), now=later)
    _answers(town, meeting, later)


def _meeting(town: Town, organization: str, name: str, ahead: int, now: datetime) -> Meeting:
    known, row = town.texts["organizations"][organization], town.organizations[organization]
    day = workday(town.calendar.today + timedelta(days=ahead))
    new = NewMeeting(
        name=f"{name} {known['of']}",
        organizations=(row.id,),
        start=at(day, known["hour"]),
        location_id=town.locations[known["place"]],
    )
    return add_meeting(town.session, town.actor, new, readers={PUBLIC}, now=now)


def _waiting(town: Town, organization: str, matter: Matter, now: datetime) -> int:
    """A numbered paper that waits for an organization; its station."""
    new = NewPaper(matter.name, "Magistratsvorlage", now.date(), proposal=matter.proposal)
    paper: Paper = add_paper(town.session, town.actor, new, readers={ADMINISTRATION}, now=now)
    paper.kind, paper.state = PaperKind.PROPOSAL.value, PaperState.NUMBERED.value
    paper.public, paper.closed_reason = not matter.closed_reason, matter.closed_reason or None
    freeze_paper(town.session, paper, now, by=town.actor)
    station = Consultation(
        paper_id=paper.id,
        role="Vorberatung",
        authoritative=False,
        audience=paper.audience,
        created=now,
        modified=now,
    )
    town.session.add(station)
    town.session.flush()  # the organization's part needs its id
    link = ConsultationOrganization(
        consultation_id=station.id, organization_id=town.organizations[organization].id, position=0
    )
    town.session.add(link)
    town.session.flush()  # the desk looks for it
    return station.id


def _revision(town: Town, meeting: Meeting) -> int:
    return town.session.get_one(AgendaDraft, meeting.id, populate_existing=True).revision


def _answers(town: Town, meeting: Meeting, now: datetime) -> None:
    """What the mail server said, who confirmed, and the day the letters on paper were in the box."""
    version = meeting.agenda_version
    found = town.session.execute(
        select(Recipient, OutgoingMail)
        .join(Invitation, Invitation.id == Recipient.invitation_id)
        .outerjoin(OutgoingMail, OutgoingMail.id == Recipient.mail_id)
        .where(Invitation.meeting_id == meeting.id, Invitation.version == version)
        .order_by(Recipient.id)
    )
    rows: list[tuple[Recipient, OutgoingMail | None]] = [(row, mail) for row, mail in found]
    mails = [(row, mail) for row, mail in rows if mail is not None]
    for place, (_, mail) in enumerate(mails):
        bounced = place == len(mails) // 2
        mail.state = (MailState.BOUNCED if bounced else MailState.SENT).value
        mail.answer = BOUNCED if bounced else "250 OK"
        mail.finished = now + timedelta(minutes=2)
    for row, _ in mails[:3]:
        about = f"meeting:{meeting.id}:v{version}:person:{row.person_id}"
        confirm_receipt(town.session, town.actor, demo_seal(about), now=now + timedelta(hours=5))
    posted = [row for row, mail in rows if mail is None]
    day: date = now.date()
    for row in posted:
        note_way(town.session, town.actor, meeting, row, Note.POSTED, day, now=now + timedelta(hours=6))
    for row in posted[:1]:
        arrived = day + timedelta(days=1)
        note_way(town.session, town.actor, meeting, row, Note.ARRIVED, arrived, now=now + timedelta(days=1, hours=4))
