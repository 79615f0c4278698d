"""A meeting's pack: what is in it for whom, and how it comes to the reader."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import COUNCIL, PUBLIC
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.documents.building import NotBuilt
from ris.documents.models import DrawnDocument, DrawnState, File
from ris.documents.pack import PackKind, PackPlan
from ris.documents.services import drawing
from ris.documents.services.drawing import Order
from ris.jobs.models import Job, JobKind, JobState
from ris.jobs.queue import enqueue
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.pack_rules import PackReaders
from ris.meetings.packs import pack_order
from ris.storage import FileStorage
from tests.documents import papers
from tests.documents.checking import Opened
from tests.factories.council import membership, organization, person
from tests.factories.documents import file, paper, paper_file
from tests.factories.meetings import agenda_item, agenda_item_file, consultation, meeting
from tests.signing_in import signed_in

CLOSED_TITLE = "Grundstück Ahornweg 7"


@dataclass(frozen=True)
class Sitting:
    """A meeting with an open item with a paper, one without papers, and a closed one."""

    id: int
    open_file: File
    open_item: AgendaItem
    meeting: Meeting


@pytest.fixture
def sitting(app: Flask, body: Body, tmp_path: Path) -> Sitting:
    storage: FileStorage = app.extensions["storage"]
    folder = tmp_path / "papers"
    folder.mkdir()

    def stored(name: str, reader: str) -> File:
        with papers.paper(folder, name, 2).open("rb") as stream:
            digest = storage.put(stream)
        return file(name=name, sha512_checksum=digest.sha512, size=digest.size, readers=[reader])

    row = meeting(name="Bauausschuss")
    first = agenda_item(meeting_id=row.id, number="1", position=0, name="Eröffnung")
    second = agenda_item(meeting_id=row.id, number="2", position=1, name="Radweg am Nordring")
    third = agenda_item(meeting_id=row.id, number="3", position=2, name=CLOSED_TITLE, public=False, readers=[COUNCIL])
    matter = paper(name="Radweg", reference="2026/0412")
    consultation(paper_id=matter.id, meeting_id=row.id, agenda_item_id=second.id)
    shown = stored("Lageplan", PUBLIC)
    paper_file(paper_id=matter.id, file_id=shown.id)
    agenda_item_file(agenda_item_id=second.id, file_id=stored("Vermerk", COUNCIL).id)
    agenda_item_file(agenda_item_id=third.id, file_id=stored("Kaufvertrag", COUNCIL).id)
    assert first.public
    return Sitting(row.id, shown, second, row)


def plan_for(session: Session, actor: Actor, sitting: Sitting) -> PackPlan:
    order = pack_order(session, actor, sitting.id, PackKind.PACK, body="Lindenau", public_url="http://localhost")
    assert order is not None
    return order.plan


def work(app: Flask) -> None:
    app.extensions["worker"]().drain()


def pack_jobs(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(Job).where(Job.kind == JobKind.BUILD_PACK)) or 0


def test_the_publics_plan_holds_nothing_closed(sitting: Sitting, session: Session, body: Body) -> None:
    plan = plan_for(session, Actor.public(body.id), sitting)
    assert [section.title for section in plan.sections] == ["Eröffnung", "Radweg am Nordring"]
    assert [found.name for found in plan.files] == ["Lageplan"]
    assert plan.sections[1].note == "Beschlussvorlage 2026/0412"
    assert plan.audience == PackReaders.PUBLIC.value
    assert plan.files[0].address == f"http://localhost/datei/{sitting.open_file.id}"


def test_a_members_plan_holds_what_the_member_may_read(sitting: Sitting, session: Session, body: Body) -> None:
    member = Actor(body_id=body.id, reads=frozenset({PUBLIC, COUNCIL}), user_id=1)
    plan = plan_for(session, member, sitting)
    assert [section.title for section in plan.sections][-1] == CLOSED_TITLE
    assert plan.sections[-1].closed
    assert [found.name for found in plan.files] == ["Lageplan", "Vermerk", "Kaufvertrag"]
    assert plan.audience == PackReaders.COUNCIL.value


def test_the_plan_says_what_is_not_for_everybody(sitting: Sitting, session: Session, body: Body) -> None:
    plan = plan_for(session, Actor(body_id=body.id, reads=frozenset({PUBLIC, COUNCIL}), user_id=1), sitting)
    assert [section.restricted for section in plan.sections] == [False, False, True]
    assert [found.restricted for found in plan.files] == [False, True, True]
    assert [section.holds_restricted for section in plan.sections] == [False, True, True]
    assert plan.restricted
    assert not plan_for(session, Actor.public(body.id), sitting).restricted


def test_members_share_one_pack_and_who_reads_nothing_closed_gets_everybodys(
    sitting: Sitting, session: Session, body: Body
) -> None:
    def order(*circles: str) -> Order:
        actor = Actor(body_id=body.id, reads=frozenset({PUBLIC, *circles}), user_id=1)
        found = pack_order(session, actor, sitting.id, PackKind.PACK, body="Lindenau", public_url="http://localhost")
        assert found is not None
        return found

    one, other = order(COUNCIL, "person:1", "org:4711"), order(COUNCIL, "person:2")
    assert (one.digest, one.subject) == (other.digest, other.subject)
    everybody, stranger = order(), order("org:4711", "person:3")
    assert (everybody.digest, everybody.subject) == (stranger.digest, stranger.subject)
    assert everybody.digest != one.digest
    assert everybody.subject != one.subject


def test_calling_an_item_in_the_sitting_makes_no_other_pack(sitting: Sitting, session: Session, body: Body) -> None:
    before = plan_for(session, Actor.public(body.id), sitting)
    session.rollback()
    with transaction() as calling:
        item = calling.get_one(AgendaItem, sitting.open_item.id)
        item.start = item.modified = now_utc() + timedelta(days=1)
    assert plan_for(session, Actor.public(body.id), sitting) == before


def test_a_pack_of_a_meeting_nobody_knows_of_yet_is_not_for_everybody(session: Session, body: Body) -> None:
    hidden = meeting(readers=[COUNCIL])
    actor = Actor(body_id=body.id, reads=frozenset({PUBLIC, COUNCIL}), user_id=1)
    order = pack_order(session, actor, hidden.id, PackKind.PACK, body="Lindenau", public_url="http://localhost")
    assert order is not None
    assert order.plan.restricted
    assert COUNCIL in order.subject


def test_asking_builds_the_pack_once_and_shows_how_far_it_is(
    sitting: Sitting, app: Flask, client: FlaskClient, session: Session
) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    first = client.get(address)
    assert first.status_code == 202
    assert 'role="status"' in first.text
    assert "wird zusammengestellt" in first.text
    assert first.headers["Cache-Control"] == "no-store"
    client.get(address)
    client.get(address)
    assert pack_jobs(session) == 1
    work(app)
    ready = client.get(address)
    assert ready.status_code == 200
    assert ready.content_type == "application/pdf"
    assert ready.headers["Content-Disposition"].startswith("inline; filename=")
    assert "Sitzungsmappe Bauausschuss" in ready.headers["Content-Disposition"]
    assert pack_jobs(session) == 1


def test_a_page_says_how_many_documents_are_in(sitting: Sitting, client: FlaskClient) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    client.get(address)
    with transaction() as session:
        job = session.scalars(select(Job).where(Job.kind == JobKind.BUILD_PACK)).one()
        job.state, job.done, job.total = JobState.RUNNING, 12, 40
    assert "12 von 40" in client.get(address).text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_built_pack_is_complete_for_its_reader_and_holds_nothing_else(
    sitting: Sitting, app: Flask, client: FlaskClient, tmp_path: Path
) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    client.get(address)
    work(app)
    target = tmp_path / "pack.pdf"
    target.write_bytes(client.get(address).data)
    pack = Opened(target)
    text = "\n".join(pack.text(page) for page in range(len(pack.pages)))
    assert "Lageplan: Seite 2" in text
    for secret in (CLOSED_TITLE, "Kaufvertrag", "Vermerk"):
        assert secret not in text
        assert secret.encode() not in target.read_bytes()
    assert pack.labels == ["Deckblatt", "Tagesordnung 1", "TOP 2", "TOP 2 – 1/2", "TOP 2 – 2/2"]


def test_it_answers_conditionally_and_in_parts(sitting: Sitting, app: Flask, client: FlaskClient) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    client.get(address)
    work(app)
    whole = client.get(address)
    part = client.get(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (206, whole.data[:10])
    again = client.get(address, headers={"If-None-Match": whole.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def member_of_the_council(app: Flask, body: Body, name: str) -> FlaskClient:
    council = organization(name="Stadtverordnetenversammlung")
    somebody = person(name=name)
    membership(person_id=somebody.id, organization_id=council.id)
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = BodySettings(council_organization_id=council.id).to_json()
    return signed_in(app, name, Role.READER, person_id=somebody.id)


def test_a_members_pack_bears_the_name_and_is_kept_by_nobody(
    sitting: Sitting, app: Flask, body: Body, client: FlaskClient, session: Session, tmp_path: Path
) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    member = member_of_the_council(app, body, "Jürgen")
    assert member.get(address).status_code == 202
    work(app)
    answer = member.get(address)
    assert answer.status_code == 200
    target = tmp_path / "pack.pdf"
    target.write_bytes(answer.data)
    pack = Opened(target)
    told = ["Jürgen, " in pack.text(page) for page in range(len(pack.pages))]
    # cover, contents, divider 2, (Lageplan), Vermerk, divider 3, Kaufvertrag
    assert told == [True, True, True, False, False, True, True, True, True, True]
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
    assert "Last-Modified" not in answer.headers
    assert answer.headers["Accept-Ranges"] == "none"
    assert answer.content_length == len(answer.data)
    assert "Sitzungsmappe%20Bauausschuss" in answer.headers["Content-Disposition"].replace(" ", "%20")
    rows = session.scalars(select(DrawnDocument)).all()
    drawn: FileStorage = app.extensions["drawn"]
    assert len(rows) == 1  # one for all, and nobody's name in it
    assert rows[0].sha512 is not None
    assert drawn.path(rows[0].sha512).read_bytes() != answer.data


def test_a_part_of_a_members_pack_is_never_sent(
    sitting: Sitting, app: Flask, body: Body, client: FlaskClient, session: Session
) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    member = member_of_the_council(app, body, "Ada")
    member.get(address)
    work(app)
    rows = session.scalars(select(DrawnDocument)).all()
    size = rows[0].size
    for headers in (
        {"Range": "bytes=0-9"},
        {"Range": "bytes=0-9", "If-Range": f'"{str(rows[0].sha512)[:40]}"'},
        {"If-None-Match": f'"{str(rows[0].sha512)[:40]}"'},
        {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
    ):
        answer = member.get(address, headers=headers)
        assert (answer.status_code, len(answer.data)) == (200, size), headers
    head = member.head(address)
    assert (head.status_code, head.data, head.content_length) == (200, b"", size)


def test_a_pack_without_a_place_for_the_name_is_not_handed_out(
    sitting: Sitting, app: Flask, body: Body, client: FlaskClient
) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    member = member_of_the_council(app, body, "Ada")
    member.get(address)
    work(app)
    with transaction() as changing:
        changing.scalars(select(DrawnDocument)).one().mark_at = None
    assert member.get(address).status_code == 202
    work(app)
    assert member.get(address).status_code == 200


def test_a_changed_agenda_is_another_pack_and_the_old_one_is_thrown_away(
    sitting: Sitting, app: Flask, client: FlaskClient, session: Session
) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    client.get(address)
    work(app)
    old = client.get(address)
    with transaction() as changing:
        item = changing.get_one(AgendaItem, sitting.open_item.id)
        item.name, item.modified = "Radweg am Südring", now_utc()
    assert client.get(address).status_code == 202
    work(app)
    assert client.get(address).headers["ETag"] != old.headers["ETag"]
    rows = session.scalars(select(DrawnDocument)).all()
    assert [row.state for row in rows] == [DrawnState.READY]
    drawn: FileStorage = app.extensions["drawn"]
    kept = [path for path in Path(drawn.path("00")).parent.parent.rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [rows[0].sha512]


def test_what_was_withdrawn_is_not_in_the_next_answer(
    sitting: Sitting, app: Flask, client: FlaskClient, session: Session, body: Body
) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    client.get(address)
    work(app)
    with transaction() as changing:
        shown = changing.get_one(File, sitting.open_file.id)
        shown.audience_id = changing.get_one(AgendaItem, sitting.open_item.id).audience_id
        item = changing.scalars(select(AgendaItem).where(AgendaItem.name == CLOSED_TITLE)).one()
        shown.audience_id = item.audience_id
    assert client.get(address).status_code == 202
    assert plan_for(session, Actor.public(body.id), sitting).files == ()


def test_looking_at_the_head_orders_nothing(sitting: Sitting, client: FlaskClient, session: Session) -> None:
    assert client.head(f"/sitzung/{sitting.id}/mappe.pdf").status_code == 202
    assert pack_jobs(session) == 0


def test_visitors_cannot_flood_the_queue(
    sitting: Sitting, client: FlaskClient, session: Session, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "MOST_WAITING", 3)
    with transaction() as filling:
        for number in range(3):
            enqueue(filling, JobKind.BUILD_PACK, body.id, key=str(number), digest="-")
    answer = client.get(f"/sitzung/{sitting.id}/mappe.pdf")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert pack_jobs(session) == 3


def test_what_cannot_be_drawn_says_so_and_is_not_tried_at_every_glance(
    sitting: Sitting, app: Flask, client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object) -> None:
        raise NotBuilt("Es fehlt eine Bibliothek.")

    monkeypatch.setattr("ris.documents.tasks.build", refuse)
    address = f"/sitzung/{sitting.id}/tagesordnung.pdf"
    client.get(address)
    work(app)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "Es fehlt eine Bibliothek." in answer.text
    assert pack_jobs(session) == 1


def test_a_pack_whose_bytes_were_removed_is_built_anew(sitting: Sitting, app: Flask, client: FlaskClient) -> None:
    address = f"/sitzung/{sitting.id}/mappe.pdf"
    client.get(address)
    work(app)
    drawn: FileStorage = app.extensions["drawn"]
    with transaction() as session:
        name = session.scalars(select(DrawnDocument.sha512)).one()
    drawn.discard(str(name))
    assert client.get(address).status_code == 202
    work(app)
    assert client.get(address).status_code == 200


def test_a_meeting_nobody_may_see_has_no_pack(client: FlaskClient, body: Body, session: Session) -> None:
    hidden = meeting(readers=[COUNCIL])
    assert client.get(f"/sitzung/{hidden.id}/mappe.pdf").status_code == 404
    assert client.get("/sitzung/4711/tagesordnung.pdf").status_code == 404
    assert pack_jobs(session) == 0


def test_the_agenda_alone_is_tagged(sitting: Sitting, app: Flask, client: FlaskClient, tmp_path: Path) -> None:
    address = f"/sitzung/{sitting.id}/tagesordnung.pdf"
    client.get(address)
    work(app)
    answer = client.get(address)
    if answer.status_code == 503:
        pytest.skip("tagged PDF: pango is not installed")
    target = tmp_path / "agenda.pdf"
    target.write_bytes(answer.data)
    agenda = Opened(target)
    assert agenda.root["/MarkInfo"]["/Marked"]
    assert agenda.root["/Lang"] == "de"
    assert "Radweg am Nordring" in agenda.text(0)
    assert CLOSED_TITLE not in agenda.text(0)
    assert agenda.addresses() >= {f"http://localhost/datei/{sitting.open_file.id}"}
