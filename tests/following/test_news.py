"""What followers are told: what became public or changed about a paper, an organization, a person; never a closed word."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session
from time_machine import Traveller

from ris.access.actor import Actor
from ris.council.models import Body, Person
from ris.db import Base, db, now_utc, transaction
from ris.documents.models import File, Paper
from ris.following.models import Follower as Row
from ris.following.models import Subscription
from ris.following.tasks import tell_followers
from ris.jobs.worker import JobRun
from ris.mail.models import OutgoingMail
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.services.planning_changes import NewTime, cancel_meeting, reschedule
from ris.publication.withdrawals import withdraw_paper
from tests.factories import council, documents, meetings
from tests.following.conftest import Follower, Work, link_in, text_of

START = datetime(2027, 1, 14, 17, tzinfo=UTC)


def changed(model: type[Base], row_id: int, **columns: object) -> None:
    with transaction() as session:
        row: Base = session.get_one(model, row_id)
        for name, value in columns.items():
            setattr(row, name, value)


def said(somebody: Follower, number: int) -> str:
    """What the letter of this number says, with plain blanks; it is the newest."""
    assert len(somebody.letters) == number
    return text_of(somebody.letters[-1]).replace("\N{NO-BREAK SPACE}", " ")


def test_a_paper_tells_of_its_documents_and_of_its_way_through_the_bodies(ada: Follower, work: Work) -> None:
    committee = council.organization(name="Bauausschuss")
    meeting = meetings.meeting(name="Bauausschuss", start=START)
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
    paper = documents.paper(name="Radweg", reference="2026/0412", slug="2026-0412")
    work()
    ada.follows("vorlage=2026-0412")
    item = meetings.agenda_item(meeting_id=meeting.id, number="4", name="Radweg Nordstraße", public=True)
    meetings.consultation(paper_id=paper.id, meeting_id=meeting.id, agenda_item_id=item.id)
    plan = documents.file(name="Lageplan")
    documents.paper_file(paper_id=paper.id, file_id=plan.id)
    other = meetings.agenda_item(meeting_id=meeting.id, number="5", name="Freibad", public=True)
    work()
    text = text_of(ada.letters[1])
    assert "- Neu: TOP 4 Radweg Nordstraße, Bauausschuss, 14. Januar 2027\n  http://localhost/top/" in text
    assert "- Neu: Unterlage 2026/0412 Lageplan, Radweg\n" in text
    assert "Freibad" not in text
    changed(AgendaItem, item.id, result="Einstimmig beschlossen")
    changed(AgendaItem, other.id, result="Vertagt")
    work()
    text = text_of(ada.letters[2])
    assert "- Geändert: TOP 4 Radweg Nordstraße, Bauausschuss, 14. Januar 2027: Einstimmig beschlossen\n" in text
    assert "Vertagt" not in text


def test_an_organization_tells_of_its_meetings_and_motions_a_person_of_theirs(ada: Follower, work: Work) -> None:
    faction = council.organization(name="Fraktion Lindenau")
    somebody = council.person(name="Jule Brandt")
    work()
    ada.follows(f"gremium={faction.id}")
    ada.follows(f"person={somebody.id}")
    meeting = meetings.meeting(name="Sondersitzung", start=START)
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=faction.id)
    motion = documents.paper(name="Mehr Bänke", slug="2026-0700")
    documents.paper_organization(paper_id=motion.id, organization_id=faction.id)
    documents.paper_person(paper_id=motion.id, person_id=somebody.id)
    elsewhere = documents.paper(name="Freibad", slug="2026-0701")
    council.membership(person_id=somebody.id, organization_id=faction.id)
    work()
    text = text_of(ada.letters[-1])
    of_faction, of_person = text.split("Person: Jule Brandt")
    assert "Gremium: Fraktion Lindenau\n" in of_faction
    assert "- Neu: Sitzung Sondersitzung, Fraktion Lindenau, 14. Januar 2027\n" in of_faction
    assert "Mehr Bänke" in of_faction
    assert "- Neu: Beschlussvorlage" in of_person
    assert "- Geändert: Person Jule Brandt" in of_person
    assert "Freibad" not in text
    changed(Meeting, meeting.id, cancelled=True)
    changed(Paper, elsewhere.id, name="Hallenbad")
    changed(Person, somebody.id, life="Lehrerin")
    work()
    text = text_of(ada.letters[-1])
    assert "- Geändert: Sitzung Sondersitzung, Fraktion Lindenau, 14. Januar 2027: abgesagt\n" in text
    assert "Hallenbad" not in text


def test_what_was_withdrawn_is_named_by_nothing_but_its_address(ada: Follower, work: Work, body: Body) -> None:
    paper = documents.paper(name="Haushalt Geheimfach", reference="2026/0412", slug="2026-0412")
    plan = documents.file(name="Gehaltsliste")
    documents.paper_file(paper_id=paper.id, file_id=plan.id)
    documents.paper(name="Freibad", slug="2026-0500")
    work()
    ada.follows("vorlage=2026-0412")
    ada.follows("vorlage=2026-0500")
    changed(Paper, paper.id, name="Haushalt Geheimfach neu")  # told of no more, though it was public for a while
    with transaction() as session:
        clerk = Actor.machine(body.id, "test")
        withdraw_paper(session, clerk, session.get_one(Paper, paper.id), "Enthielt Personaldaten", now=now_utc())
    work()
    text = text_of(ada.letters[-1])
    assert "Vorlage: http://localhost/vorlage/2026-0412\n- Nicht mehr öffentlich: http://localhost/" in text
    words = ("Haushalt", "Geheimfach", "Gehaltsliste", "Personaldaten")
    assert not [word for word in words if word in text]
    page = ada.client.get(link_in(ada.letters[-1], "meine")).text
    assert "Zurzeit nicht öffentlich" in page
    assert not [word for word in words if word in page]


def test_what_was_never_public_is_told_to_nobody(ada: Follower, work: Work) -> None:
    paper = documents.paper(name="Radweg", slug="2026-0412")
    faction = council.organization(name="Fraktion Lindenau")
    work()
    ada.follows("vorlage=2026-0412")
    ada.follows(f"gremium={faction.id}")
    secret = documents.file(name="Kaufvertrag Quittenhof", readers={"council"})
    documents.paper_file(paper_id=paper.id, file_id=secret.id)
    closed_meeting = meetings.meeting(name="Klausur", start=START, readers={"council"})
    meetings.meeting_organization(meeting_id=closed_meeting.id, organization_id=faction.id)
    item = meetings.agenda_item(meeting_id=closed_meeting.id, name="Quittenhof kaufen", readers={"council"})
    meetings.consultation(paper_id=paper.id, agenda_item_id=item.id, readers={"council"})
    motion = documents.paper(name="Stiller Antrag", readers={"council"})
    documents.paper_organization(paper_id=motion.id, organization_id=faction.id)
    before = len(ada.letters)
    work()
    changed(File, secret.id, name="Kaufvertrag Quittenhof, neu")
    changed(Meeting, closed_meeting.id, name="Klausur, verlegt")
    work()
    said = "".join(text_of(letter) for letter in ada.letters[before:])
    assert not [word for word in ("Quittenhof", "Kaufvertrag", "Klausur", "Antrag", "öffentlich:") if word in said]


def test_a_long_list_is_cut_and_says_so(ada: Follower, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ris.following.queries.changes.MOST_LINES", 2)
    faction = council.organization(name="Fraktion Lindenau")
    work()
    ada.follows(f"gremium={faction.id}")
    for number in range(5):
        motion = documents.paper(name=f"Antrag {number}", slug=f"2026-070{number}")
        documents.paper_organization(paper_id=motion.id, organization_id=faction.id)
    work()
    text = text_of(ada.letters[-1])
    assert text.count("- Neu: Beschlussvorlage") == 2
    assert f"- und 3 weitere Änderungen: http://localhost/gremium/{faction.id}\n" in text


def test_the_letter_and_how_far_was_told_are_one_change(
    ada: Follower, work: Work, monkeypatch: pytest.MonkeyPatch, clock: Traveller, session: Session
) -> None:
    paper = documents.paper(name="Radweg", slug="2026-0412")
    work()
    ada.follows("vorlage=2026-0412")
    told = session.scalars(select(Subscription.told_until)).one()
    changed(Paper, paper.id, name="Radweg neu")
    work(timedelta())
    clock.shift(timedelta(minutes=6))
    run = JobRun(session.scalars(select(Subscription.body_id)).one(), [{"pace": "now"}], (1,))

    class Killed(BaseException):
        """The worker is gone."""

    def die(*_arguments: object, **_more: object) -> None:
        raise Killed

    with monkeypatch.context() as dying:
        dying.setattr("ris.following.services.telling.tidy_up", die)  # after the letter, before the end
        with pytest.raises(Killed):
            tell_followers(run)
    session.rollback()
    assert session.scalar(select(func.count()).where(OutgoingMail.purpose == "following")) == 0
    assert session.scalars(select(Subscription.told_until)).one() == told
    for _ in range(2):  # done, and its worker died before it said so: done again
        tell_followers(run)
    assert session.scalar(select(func.count()).where(OutgoingMail.purpose == "following")) == 1
    work()
    assert len(ada.letters) == 2


def test_a_look_costs_the_same_for_few_and_many_who_follow(
    ada: Follower, work: Work, body: Body, clock: Traveller
) -> None:
    followed = documents.paper(name="Radweg", slug="2026-0412")
    work()
    ada.follows("vorlage=2026-0412")
    run = JobRun(body.id, [{"pace": "now"}], (1,))

    def statements() -> int:
        clock.shift(timedelta(minutes=6))
        seen: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *said: seen.append(said[2]))
        tell_followers(run)
        return len(seen)

    few = statements()
    with transaction() as writing:
        row = writing.scalars(select(Subscription)).one().follower
        now = now_utc()
        for number in range(40):
            facts = {"name": f"{number:016}", "kind": "vorlage", "about": str(followed.id + 1 + number), "pace": "now"}
            row.subscriptions.append(Subscription(**facts, created=now, confirmed=now, told_until=now))
    assert statements() == few


def test_one_whose_address_cannot_be_opened_keeps_nobody_else_from_being_told(ada: Follower, work: Work) -> None:
    paper = documents.paper(name="Radweg", slug="2026-0412")
    work()
    ada.follows("vorlage=2026-0412")
    other = Follower(ada.client, ada.server, ada.work, "bert@lindenau.example")
    other.follows("vorlage=2026-0412")
    with transaction() as writing:
        writing.scalars(select(Row).order_by(Row.id).limit(1)).one().address = "s1.0.AA"
    changed(Paper, paper.id, name="Radweg neu")
    work()
    assert len(ada.letters) == 1
    assert len(other.letters) == 2


def test_who_follows_a_paper_hears_of_the_agenda_it_is_put_on_and_of_what_becomes_of_the_meeting(
    ada: Follower, work: Work, body: Body
) -> None:
    """Put on an agenda, at another hour, on another day, taken off, called off: each is told, the other points never."""
    clerk = Actor.machine(body.id, "test")
    committee = council.organization(name="Bauausschuss")
    meeting = meetings.meeting(name="Bauausschuss", start=START, state="agenda")
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
    paper, other = documents.paper(name="Radweg", slug="2026-0412"), documents.paper(name="Freibad", slug="2026-0413")
    work()
    ada.follows("vorlage=2026-0412")
    item = meetings.agenda_item(meeting_id=meeting.id, number="4", name="Radweg Nordstraße", public=True)
    meetings.consultation(paper_id=paper.id, meeting_id=meeting.id, agenda_item_id=item.id)
    point = meetings.agenda_item(meeting_id=meeting.id, number="5", name="Freibad", public=True)
    meetings.consultation(paper_id=other.id, meeting_id=meeting.id, agenda_item_id=point.id)
    work()
    assert "- Neu: TOP 4 Radweg Nordstraße, Bauausschuss, 14. Januar 2027\n" in said(ada, 2)
    changed(AgendaItem, point.id, name="Freibad und Liegewiese")
    work()
    assert len(ada.letters) == 2, "another point of the same meeting"

    def put(day: datetime) -> int:
        with transaction() as session:
            row = session.get_one(Meeting, meeting.id)
            return reschedule(session, clerk, row, NewTime(day, None), "Kein Saal frei", now=now_utc()).id

    put(START + timedelta(hours=1))
    work()
    assert "- Geändert: Sitzung Bauausschuss, 14. Januar 2027: jetzt Do., 14. Januar 2027, 19:00 Uhr\n" in said(ada, 3)
    later = put(START + timedelta(days=7))
    work()
    assert "- Geändert: Sitzung Bauausschuss, 14. Januar 2027: verschoben auf 21. Januar 2027\n" in said(ada, 4)
    assert "TOP 4 Radweg Nordstraße, Bauausschuss, 21. Januar 2027" in said(ada, 4)
    changed(AgendaItem, item.id, removed=now_utc())
    work()
    assert "Bauausschuss, 21. Januar 2027: von der Tagesordnung abgesetzt\n" in said(ada, 5)
    with transaction() as session:
        cancel_meeting(session, clerk, session.get_one(Meeting, later), "Krankheit", now=now_utc())
    work()
    assert "- Geändert: Sitzung Bauausschuss, 21. Januar 2027: abgesagt\n" in said(ada, 6)
    assert "Freibad" not in "".join(text_of(letter) for letter in ada.letters)


def test_who_follows_a_paper_hears_nothing_of_a_meeting_it_is_dealt_with_behind_closed_doors(
    ada: Follower, work: Work
) -> None:
    meeting = meetings.meeting(name="Bauausschuss", start=START)
    paper = documents.paper(name="Radweg", slug="2026-0412")
    item = meetings.agenda_item(meeting_id=meeting.id, name="Kaufpreis", readers={"council"})
    meetings.consultation(paper_id=paper.id, agenda_item_id=item.id, meeting_id=meeting.id, readers={"council"})
    work()
    ada.follows("vorlage=2026-0412")
    changed(Meeting, meeting.id, cancelled=True)
    work()
    assert len(ada.letters) == 1
