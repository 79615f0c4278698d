"""What a Fraktion prepares: its own people share it, nobody else reads a word of it, and no table runs a formula."""

import csv
import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import PUBLIC, organization_token
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry
from ris.council.models import Body, Membership
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from ris.documents.rules import PaperState
from ris.factions.models import FactionNote
from ris.factions.queries import motions_of, note_of
from ris.factions.services import NoteOf, NoteWords, Stale, save_note
from ris.meetings.models import AgendaItem
from ris.web.csv_tables import csv_of
from tests.drafting.desk import Desk
from tests.drafting.test_pages import logged_in
from tests.factories import council, documents, meetings

SECRET = "Dagegen, solange die Deckung fehlt"
WORDS = NoteWords("Jule Brandt", SECRET, "Deckung beim Kämmerer erfragen", "Absprache mit der anderen Fraktion")


@pytest.fixture
def desk(app: Flask, body: Body) -> Desk:
    app.config["WTF_CSRF_ENABLED"] = False
    return Desk(body)


@pytest.fixture
def item(desk: Desk) -> int:
    """An item everybody reads, on the agenda of a coming meeting."""
    meeting = meetings.meeting(name="Bauausschuss", start=now_utc().replace(year=now_utc().year + 1))
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=desk.council.id)
    return meetings.agenda_item(meeting_id=meeting.id, number="1", name="Radweg", position=0, public=True).id


@pytest.fixture
def about(session: Session, desk: Desk, item: int) -> NoteOf:
    """The Fraktion's note about it."""
    about = NoteOf(desk.faction.id, item)
    with transaction() as writing:
        save_note(writing, desk.staff, about, WORDS, saves=0, now=now_utc())
    return about


def colleague(app: Flask, desk: Desk, organization_id: int) -> FlaskClient:
    return logged_in(app, desk, f"Person{organization_id}", (Role.FACTION_STAFF,), organization_id)


def other_faction(desk: Desk) -> int:
    return council.organization(name="Fraktion Blau", organization_type="Fraktion").id


def room(about: NoteOf) -> list[str]:
    return [
        "/fraktion",
        f"/fraktion?fraktion={about.faction_id}",
        f"/fraktion/{about.faction_id}/top/{about.agenda_item_id}",
    ]


def test_the_fraktion_prepares_an_agenda_together(app: Flask, desk: Desk, item: int) -> None:
    writer, reader = colleague(app, desk, desk.faction.id), None
    address = f"/fraktion/{desk.faction.id}/top/{item}"
    assert "Vorbereiten" in writer.get("/fraktion").text
    typed = {"speaker": "Jule Brandt", "line": SECRET, "unsettled": "Deckung", "notes": "Zwei\nZeilen", "saves": "0"}
    sent = writer.post(address, data=typed)
    assert sent.location == f"/fraktion?fraktion={desk.faction.id}#top-{item}"
    reader = logged_in(app, desk, "Zweite", (Role.FACTION_STAFF,), desk.faction.id)
    page = reader.get("/fraktion").text
    assert SECRET in page
    assert "Jule Brandt" in page
    assert "Zwei\nZeilen" in reader.get(address).text


def test_who_is_second_sees_both_and_loses_nothing(app: Flask, desk: Desk, about: NoteOf) -> None:
    writer = colleague(app, desk, desk.faction.id)
    late = writer.post(room(about)[2], data={"line": "Dafür", "saves": "0"})
    assert late.status_code == 409
    assert SECRET in late.text
    assert 'value="Dafür"' in late.text
    assert writer.post(room(about)[2], data={"line": "Dafür", "saves": "1"}).status_code == 303
    again = writer.post(room(about)[2], data={"line": "Dafür", "saves": "2", "automatisch": "1"})
    assert again.get_json()["fields"] == {"saves": 3}


@pytest.mark.parametrize("who", ["public", "reader", "clerk", "administrator", "author", "other faction", "left"])
def test_nobody_outside_reads_what_a_fraktion_has_noted(app: Flask, desk: Desk, about: NoteOf, who: str) -> None:
    outside: dict[str, tuple[tuple[Role, ...], int | None]] = {
        "reader": ((Role.READER,), None),
        "clerk": ((Role.CLERK,), None),
        "administrator": ((Role.ADMINISTRATOR, Role.CLERK), None),
        "author": ((Role.AUTHOR,), desk.office.id),
        "other faction": ((Role.FACTION_STAFF,), other_faction(desk)),
    }
    if who == "public":
        client = app.test_client()
    elif who == "left":
        client = colleague(app, desk, desk.faction.id)
        with transaction() as session:
            end_all_seats(session, desk.faction.id)
    else:
        client = logged_in(app, desk, "Jemand", *outside[who])
    for address in (*room(about), f"/top/{about.agenda_item_id}", "/verwaltung/protokoll", "/protokoll.jsonl"):
        answer = client.get(address)
        assert SECRET not in answer.text, address
        assert "Absprache" not in answer.text, address
    assert client.get(room(about)[2]).status_code in {302, 403, 404}
    assert client.post(room(about)[2], data={"line": "Dafür", "saves": "1"}).status_code in {302, 303, 403, 404}


def end_all_seats(session: Session, organization_id: int) -> None:
    for seat in session.scalars(select(Membership).where(Membership.organization_id == organization_id)):
        seat.end_date = now_utc().date().replace(year=now_utc().year - 1)
        seat.start_date = None


def test_the_trail_knows_that_somebody_wrote_and_nothing_else(session: Session, about: NoteOf) -> None:
    entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "faction:prepared")).one()
    assert entry.details == {}
    note = session.scalars(select(FactionNote)).one()
    assert note.reader_tokens == {organization_token(about.faction_id)}


def test_the_services_and_queries_ask_who_it_is_themselves(session: Session, desk: Desk, about: NoteOf) -> None:
    blue = desk.actor(set(), {Role.FACTION_STAFF}, faction=council.organization(name="Fraktion Blau"))
    circle = frozenset({PUBLIC, organization_token(about.faction_id)})
    borrowed = Actor(desk.body.id, circle, frozenset({Role.CLERK}))
    for somebody in (blue, desk.clerk, borrowed, Actor.public(desk.body.id), Actor.machine(desk.body.id, "test")):
        assert note_of(session, somebody, about.faction_id, about.agenda_item_id) is None
        with transaction() as writing, pytest.raises(Forbidden):
            save_note(writing, somebody, about, WORDS, saves=1, now=now_utc())
    with transaction() as writing, pytest.raises(Stale):
        save_note(writing, desk.staff, about, WORDS, saves=0, now=now_utc())


def test_own_motions_come_as_a_table_that_runs_nothing(app: Flask, session: Session, desk: Desk, item: int) -> None:
    readers = {organization_token(desk.faction.id)}
    facts = {"department_id": desk.faction.id, "state": PaperState.NUMBERED.value, "paper_type": "Antrag"}
    evil = '=HYPERLINK("http://x.example";"Haushalt")'
    paper = documents.paper(name=evil, reference="2026/0007", readers=readers, **facts)
    documents.paper(name="Antrag der anderen", readers=readers, **facts | {"department_id": other_faction(desk)})
    meetings.consultation(paper_id=paper.id, agenda_item_id=item)
    with transaction() as writing:
        writing.get_one(AgendaItem, item).result = "einstimmig angenommen"
    client = colleague(app, desk, desk.faction.id)
    answer = client.get("/fraktion/antraege.csv")
    assert answer.mimetype == "text/csv"
    lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert [line[2] for line in lines[1:]] == [f"'{evil}"]
    assert lines[1][6].endswith("Bauausschuss: einstimmig angenommen")
    assert motions_of(session, desk.clerk, desk.faction.id) == []
    assert (
        colleague(app, desk, other_faction(desk))
        .get(f"/fraktion/antraege.csv?fraktion={desk.faction.id}")
        .text.count(evil)
        == 0
    )


def test_the_table_has_all_motions_however_many(session: Session, desk: Desk) -> None:
    documents.paper(department_id=desk.faction.id, state="numbered", readers={organization_token(desk.faction.id)})
    with transaction() as writing:
        first = writing.scalars(select(Paper)).one()
        same = {
            column.name: getattr(first, column.name)
            for column in Paper.__table__.columns
            if column.name not in {"id", "slug", "reference"}
        }
        writing.execute(insert(Paper), [same | {"slug": f"antrag-{number}"} for number in range(2_500)])
    assert len(motions_of(session, desk.staff, desk.faction.id)) == 2_501


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "  =", "＝", "\r"])
def test_nothing_in_a_cell_is_run(start: str) -> None:
    lines = list(csv.reader(io.StringIO(csv_of(["a"], [[f"{start}1+1"]]).decode("utf-8-sig")), delimiter=";"))
    assert lines[1][0].startswith("'")
