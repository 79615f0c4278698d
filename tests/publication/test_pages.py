"""The pages of publishing and withdrawing, through the browser's eyes: two people, one preview, one trace."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.access.circles import ADMINISTRATION, COUNCIL
from ris.council.models import Body
from ris.documents.models import Paper
from tests.factories import council, documents, meetings
from tests.signing_in import sent, signed_in

CLOSED = (COUNCIL, ADMINISTRATION)


@pytest.fixture
def first(app: Flask, body: Body) -> FlaskClient:
    return signed_in(app, "Erste", Role.CLERK)


@pytest.fixture
def second(app: Flask, body: Body) -> FlaskClient:
    return signed_in(app, "Zweite", Role.CLERK)


@pytest.fixture
def sitting(body: Body) -> int:
    """A meeting with one public item and its paper, not public yet."""
    organization = council.organization()
    meeting = meetings.meeting(readers=CLOSED, name="7. Sitzung", state="invited")
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=organization.id)
    item = meetings.agenda_item(meeting_id=meeting.id, public=True, name="Radweg am Nordring", readers=CLOSED)
    paper = documents.paper(name="Radweg bauen", public=True, readers=CLOSED, state="on_agenda")
    meetings.consultation(meeting_id=meeting.id, agenda_item_id=item.id, paper_id=paper.id, readers=CLOSED)
    return meeting.id


def chosen_on(page: str) -> list[str]:
    return re.findall(r'name="zeile" value="([^"]+)" checked', page)


def test_two_people_publish_a_meeting(
    first: FlaskClient, second: FlaskClient, client: FlaskClient, sitting: int
) -> None:
    address = f"/sitzung/{sitting}/veroeffentlichen"
    keys = chosen_on(first.get(address).text)
    assert len(keys) == 3
    assert sent(first, address, {"zeile": keys}).status_code == 303
    page = first.get(address).text
    assert "Wartet auf eine zweite Person" in page
    assert "/bestaetigen" not in page
    assert client.get(f"/sitzung/{sitting}").status_code == 404

    confirm = re.search(r'action="(/veroeffentlichung/\d+/bestaetigen)"', second.get(address).text)
    assert confirm
    assert sent(first, confirm[1], {}, page="/buero/veroeffentlichungen").status_code == 403
    answer = sent(second, confirm[1], {}, page=address)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sitzung/{sitting}")
    assert "Radweg am Nordring" in client.get(f"/sitzung/{sitting}").text.replace("\N{SOFT HYPHEN}", "")
    assert "veröffentlicht" in second.get("/buero/veroeffentlichungen").text


def test_the_preview_is_the_page_as_everybody_will_see_it_and_changes_nothing(
    first: FlaskClient, client: FlaskClient, sitting: int, session: Session
) -> None:
    address = f"/sitzung/{sitting}/veroeffentlichen"
    sent(first, address, {"zeile": chosen_on(first.get(address).text)})
    link = re.search(r'href="(/veroeffentlichung/\d+/vorschau)"', first.get(address).text)
    assert link
    shown = first.get(link[1])
    assert shown.status_code == 200
    assert "Vorschau: So sehen es alle" in shown.text
    assert "Radweg am Nordring" in shown.text.replace("\N{SOFT HYPHEN}", "")
    assert "Abmelden" not in shown.text
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in shown.headers
    for _ in range(2):
        assert client.get(f"/sitzung/{sitting}").status_code == 404
    assert client.get(link[1]).status_code == 302


def test_a_refused_choice_is_kept_and_named(first: FlaskClient, sitting: int) -> None:
    address = f"/sitzung/{sitting}/veroeffentlichen"
    answer = sent(first, address, {"zeile": []})
    assert answer.status_code == 422
    assert "<title>Fehler: Veröffentlichen" in " ".join(answer.text.split())
    assert "Bitte wählen Sie aus, was öffentlich werden soll." in answer.text


@pytest.mark.parametrize("address", ["/sitzung/999/veroeffentlichen", "/vorlage/nichts/veroeffentlichen"])
def test_what_is_not_there_cannot_be_published(first: FlaskClient, address: str) -> None:
    assert first.get(address).status_code == 404


def test_a_paper_is_withdrawn_with_a_reason_everybody_may_read(
    first: FlaskClient, client: FlaskClient, body: Body, session: Session
) -> None:
    paper = documents.paper(name="Versehentlich veröffentlicht")
    address = f"/vorlage/{paper.slug}/zurueckziehen"
    assert "Die Nummer bleibt vergeben." in first.get(address).text
    empty = sent(first, address, {"reason": "  "})
    assert empty.status_code == 422
    assert "Bitte nennen Sie den Grund." in empty.text
    assert client.get(f"/vorlage/{paper.slug}").status_code == 200
    assert sent(first, address, {"reason": "Falsche Fassung."}).status_code == 303
    gone = client.get(f"/vorlage/{paper.slug}")
    assert gone.status_code == 410
    assert "Falsche Fassung." in gone.text
    assert first.get(address).status_code == 410
    assert session.get_one(Paper, paper.id).deleted


@pytest.mark.parametrize("kind", ["top", "datei", "sitzung"])
def test_items_documents_and_meetings_can_be_withdrawn(
    first: FlaskClient, client: FlaskClient, body: Body, kind: str
) -> None:
    meeting = meetings.meeting(name="7. Sitzung")
    ids = {
        "top": meetings.agenda_item(meeting_id=meeting.id, name="Geheimer Punkt").id,
        "datei": documents.file(name="Geheime Unterlage").id,
        "sitzung": meeting.id,
    }
    address = f"/{kind}/{ids[kind]}"
    assert sent(first, f"{address}/zurueckziehen", {"reason": "Irrtum."}).status_code == 303
    gone = client.get(address)
    assert gone.status_code == 410
    assert "Geheim" not in gone.text


@pytest.mark.parametrize("key", ["999", "-1", "1e9", "x", "99999999999999999999"])
def test_nonsense_cannot_be_withdrawn(first: FlaskClient, key: str) -> None:
    assert first.get(f"/datei/{key}/zurueckziehen").status_code == 404


def test_only_the_office_sees_these_pages(app: Flask, body: Body, client: FlaskClient, sitting: int) -> None:
    member = signed_in(app, "Mitglied", Role.MEMBER)
    paper = documents.paper()
    for address in (
        f"/sitzung/{sitting}/veroeffentlichen",
        "/buero/veroeffentlichungen",
        f"/vorlage/{paper.slug}/zurueckziehen",
    ):
        assert client.get(address).status_code == 302
        assert member.get(address).status_code == 403
