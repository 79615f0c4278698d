"""The pages of publishing and withdrawing, through the browser's eyes: two people, one preview, one trace."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from ris.documents.services.papers import freeze_paper
from ris.publication import withdraw_views, withdrawals
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
    session.rollback()
    again = sent(first, address, {"reason": "Falsche Fassung."})
    assert (again.status_code, again.location) == (303, f"/vorlage/{paper.slug}")
    assert "Das ist schon zurückgezogen." in first.get(again.location).text


def test_of_two_who_withdraw_at_the_same_moment_the_second_is_told(
    first: FlaskClient, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = documents.paper(name="Versehentlich veröffentlicht")
    address = f"/vorlage/{paper.slug}/zurueckziehen"
    found = withdraw_views._found

    def while_another_withdraws(session: Session, chosen: withdraw_views.Withdrawable, key: str) -> object:
        row = found(session, chosen, key)
        monkeypatch.undo()
        with transaction() as writing:
            mine = writing.get_one(Paper, paper.id)
            withdrawals.withdraw_paper(writing, Actor.machine(body.id, "test"), mine, "Schneller.", now=now_utc())
        return row

    monkeypatch.setattr(withdraw_views, "_found", while_another_withdraws)
    answer = sent(first, address, {"reason": "Falsche Fassung."})
    assert (answer.status_code, answer.location) == (303, f"/vorlage/{paper.slug}")
    page = first.get(answer.location).text
    assert "Das ist schon zurückgezogen." in page
    assert "Schneller." in page


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


@pytest.mark.parametrize(
    "said", ["2026/0777", "2026-0777", "/vorlage/2026-0777", "https://ris.example/vorlage/2026-0777"]
)
def test_the_old_address_names_what_stands_in_its_place(
    first: FlaskClient, client: FlaskClient, body: Body, said: str
) -> None:
    old = documents.paper()
    documents.paper(slug="2026-0777", reference="2026/0777")
    address = f"/vorlage/{old.slug}"
    sent(first, f"{address}/zurueckziehen", {"reason": "Neu gefasst.", "instead": said})
    assert 'href="/vorlage/2026-0777"' in client.get(address).text


@pytest.mark.parametrize("said", ["2026/9999", "geheim", "/sitzung/1", "x" * 300])
def test_nothing_is_withdrawn_for_a_successor_nobody_may_read(
    first: FlaskClient, client: FlaskClient, body: Body, said: str
) -> None:
    old = documents.paper()
    documents.paper(slug="geheim", readers=CLOSED)
    answer = sent(first, f"/vorlage/{old.slug}/zurueckziehen", {"reason": "Neu gefasst.", "instead": said})
    assert answer.status_code == 422
    assert "Diese Vorlage gibt es nicht, oder sie ist nicht öffentlich." in answer.text
    assert said in answer.text
    assert client.get(f"/vorlage/{old.slug}").status_code == 200


def test_a_meeting_leads_to_the_one_in_its_place(first: FlaskClient, client: FlaskClient, body: Body) -> None:
    old, new = meetings.meeting(), meetings.meeting()
    sent(first, f"/sitzung/{old.id}/zurueckziehen", {"reason": "Doppelt.", "instead": str(new.id)})
    assert f'href="/sitzung/{new.id}"' in client.get(f"/sitzung/{old.id}").text


def test_an_older_version_is_withdrawn_alone(first: FlaskClient, client: FlaskClient, body: Body) -> None:
    paper = documents.paper(name="Radweg", version=2)
    with transaction() as session:
        fresh = session.get_one(Paper, paper.id)
        for number in (1, 2):
            fresh.version, fresh.name = number, f"Radweg {number}"
            freeze_paper(session, fresh, now_utc())
    address = f"/vorlage/{paper.slug}/fassung/1"
    assert client.get(address).status_code == 200
    assert sent(first, f"{address}/zurueckziehen", {"reason": "Enthielt eine Anschrift."}).status_code == 303
    assert client.get(address).status_code == 410
    assert sent(first, f"{address}/zurueckziehen", {"reason": "Noch einmal."}).location == address
    assert client.get(f"/vorlage/{paper.slug}").status_code == 200
    assert first.get(f"/vorlage/{paper.slug}/fassung/2/zurueckziehen").status_code == 404
