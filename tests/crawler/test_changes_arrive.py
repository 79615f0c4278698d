"""What the office does on its pages reaches a client that only asks for what changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ris.access.actor import Role
from ris.access.circles import ADMINISTRATION, COUNCIL
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.documents.models import Paper
from ris.documents.services.papers import freeze_paper
from tests.conftest import PUBLIC_URL
from tests.crawler.client import Answer, InProcess
from tests.crawler.following import Follower, check_modified, flat
from tests.crawler.visit import visit
from tests.documents.uploads import pdf
from tests.factories import council, documents, meetings
from tests.record.keeping import keep
from tests.signing_in import sent, signed_in

CLOSED = (COUNCIL, ADMINISTRATION)
EVERY = 3
"""Of the objects in lists, each such one is also asked for by itself."""
PDF = "application/pdf"
START = datetime(2027, 2, 9, 17, 0, tzinfo=UTC)
SYSTEM = f"{PUBLIC_URL}/oparl/system"


def url(word: str, own_id: int) -> str:
    return f"{PUBLIC_URL}/oparl/{word}/{own_id}"


@pytest.fixture
def clerks(app: Flask, body: Body) -> tuple[FlaskClient, FlaskClient]:
    """Two people of the office; it takes both to publish."""
    return signed_in(app, "Erste", Role.CLERK), signed_in(app, "Zweite", Role.CLERK)


class Watched:
    """A follower, and everything as it is; after each act both have to agree."""

    def __init__(self, app: Flask) -> None:
        self._app, self._ask = app, InProcess(app)
        keep(app)
        self.follower = Follower(self._ask, SYSTEM)
        self.follower.look(now_utc())
        self._everything = self._whole()

    def after(self, act: Callable[[], object]) -> set[str]:
        """What the follower is told of because of an act."""
        act()
        db.session.rollback()
        keep(self._app)
        told = self.follower.look(now_utc())
        now = self._whole()
        changed = check_modified(self._everything, now, self.follower.faults)
        assert changed | (now.keys() ^ self._everything.keys()) <= told
        assert self.follower.copy == {own: flat(thing) for own, thing in now.items()}
        assert not self.follower.faults, str(self.follower.faults)
        self._everything = now
        return told

    def _whole(self) -> dict[str, dict[str, object]]:
        """Everything a visit finds in the lists, which is without fault."""
        heard: list[Answer] = []
        crawl = visit(self._ask, SYSTEM, every=EVERY, listen=heard.append)
        assert not crawl.faults, str(crawl.faults)
        return {thing["id"]: thing for answer in heard for thing in answer.json().get("data", ())}


def confirmed(clerk: FlaskClient, address: str) -> None:
    """The second pair of eyes."""
    confirm = re.search(r'action="(/veroeffentlichung/\d+/bestaetigen)"', clerk.get(address).text)
    assert confirm is not None
    assert sent(clerk, confirm[1], {}, page=address).status_code == 303


def publish(clerks: tuple[FlaskClient, FlaskClient], address: str) -> None:
    first, second = clerks
    keys = re.findall(r'name="zeile" value="([^"]+)" checked', first.get(address).text)
    assert sent(first, address, {"zeile": keys}).status_code == 303
    confirmed(second, address)


def test_publishing_closing_and_withdrawing_reach_a_client(
    app: Flask, body: Body, clerks: tuple[FlaskClient, FlaskClient]
) -> None:
    committee = council.organization(name="Bauausschuss")
    meeting = meetings.meeting(readers=CLOSED, name="7. Sitzung", state="invited")
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
    item = meetings.agenda_item(meeting_id=meeting.id, public=True, name="Radweg", readers=CLOSED, position=0)
    other = meetings.agenda_item(meeting_id=meeting.id, public=True, name="Ankauf", readers=CLOSED, position=1)
    paper = documents.paper(name="Radweg bauen", public=True, readers=CLOSED, state="on_agenda")
    station = meetings.consultation(meeting_id=meeting.id, agenda_item_id=item.id, paper_id=paper.id, readers=CLOSED)
    meeting_id, item_id, other_id, slug = meeting.id, item.id, other.id, paper.slug
    ids = {
        url("meeting", meeting_id),
        url("agendaitem", item_id),
        url("agendaitem", other_id),
        url("paper", paper.id),
        url("consultation", station.id),
    }
    db.session.rollback()
    town = Watched(app)
    assert not ids & town.follower.copy.keys()

    told = town.after(lambda: publish(clerks, f"/sitzung/{meeting_id}/veroeffentlichen"))
    assert ids <= told
    assert ids <= town.follower.copy.keys()

    first = clerks[0]
    closing = f"/top/{other_id}/nichtoeffentlich"
    fields: dict[str, object] = {"closed_reason": "Kaufpreis", "reason": "Der Punkt war versehentlich öffentlich."}
    told = town.after(lambda: sent(first, closing, fields))
    assert {url("agendaitem", other_id), url("meeting", meeting_id)} <= told
    assert "Ankauf" not in str(town.follower.gone[url("agendaitem", other_id)])

    told = town.after(lambda: sent(first, f"/vorlage/{slug}/zurueckziehen", {"reason": "Falsche Fassung."}))
    assert town.follower.gone[url("paper", paper.id)]["ris:reason"] == "Falsche Fassung."
    assert url("consultation", station.id) in town.follower.gone
    assert url("agendaitem", item_id) in told

    town.after(lambda: sent(first, f"/sitzung/{meeting_id}/zurueckziehen", {"reason": "Doppelt."}))
    assert ids <= town.follower.gone.keys()
    assert not ids & town.follower.copy.keys()
    assert all("deleted" in thing and "name" not in thing for thing in town.follower.gone.values())


def test_replacing_moving_cancelling_and_taking_back_parts_reach_a_client(
    app: Flask, body: Body, clerks: tuple[FlaskClient, FlaskClient]
) -> None:
    first, second = clerks
    committee = council.organization(name="Bauausschuss")
    meeting = meetings.meeting(name="8. Sitzung", state="scheduled", start=START)
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
    item = meetings.agenda_item(meeting_id=meeting.id, public=True, name="Radweg", position=0)
    meetings.agenda_item(meeting_id=meeting.id, public=True, name="Verschiedenes", position=1)
    paper = documents.paper(name="Radweg bauen", public=True)
    digest = app.extensions["storage"].put(BytesIO(pdf("Alter Plan.")))
    file = documents.file(
        name="Plan", file_name="plan.pdf", mime_type=PDF, sha512_checksum=digest.sha512, size=digest.size
    )
    documents.paper_file(paper_id=paper.id, file_id=file.id)
    with transaction() as writing:
        freeze_paper(writing, writing.get_one(Paper, paper.id), now_utc())
    meeting_id, item_id, file_id, paper_id, slug = meeting.id, item.id, file.id, paper.id, paper.slug
    db.session.rollback()
    town = Watched(app)
    copy = town.follower.copy

    def replace() -> None:
        address = f"/datei/{file_id}/ersetzen"
        fields: dict[str, object] = {"reason": "Seite 3 fehlte.", "document": (BytesIO(pdf("Neuer Plan.")), "neu.pdf")}
        assert sent(first, address, fields).status_code == 303
        confirmed(second, address)

    told = town.after(replace)
    assert {url("file", file_id), url("paper", paper_id)} <= told
    assert copy[url("file", file_id)]["sha512Checksum"] != digest.sha512
    assert [one["sha512Checksum"] for one in copy[url("file", file_id)]["ris:versions"]] == [digest.sha512]
    assert [one["number"] for one in copy[url("paper", paper_id)]["ris:versions"]] == [1, 2]

    def act(address: str, **fields: object) -> set[str]:
        page = first.get(address).text
        seen = re.search(r'name="stand" value="([^"]*)"', page)
        answer: list[TestResponse] = []
        told = town.after(lambda: answer.append(sent(first, address, {"stand": seen[1] if seen else "", **fields})))
        assert answer[0].status_code in {302, 303}, answer[0].text
        return told

    told = act(f"/vorlage/{slug}/fassung/1/zurueckziehen", reason="Alte Fassung mit falschem Namen.")
    assert url("paper", paper_id) in told
    assert [one["number"] for one in copy[url("paper", paper_id)]["ris:versions"]] == [2]

    told = act(f"/datei/{file_id}/zurueckziehen", reason="Enthält Fremdes.")
    assert {url("file", file_id), url("paper", paper_id)} <= told
    assert town.follower.gone[url("file", file_id)]["ris:reason"] == "Enthält Fremdes."

    told = act(f"/top/{item_id}/zurueckziehen", reason="Gehört in eine andere Sitzung.")
    assert {url("agendaitem", item_id), url("meeting", meeting_id)} <= told
    assert not copy.keys() & town.follower.gone.keys()

    told = act(f"/sitzung/{meeting_id}/verlegen", tag="2027-02-16", uhrzeit="18:00", grund="Der Saal ist belegt.")
    moved = copy[url("meeting", meeting_id)]
    assert moved["ris:movedTo"] in told
    assert copy[moved["ris:movedTo"]]["start"] == "2027-02-16T18:00:00+01:00"

    new_id = int(moved["ris:movedTo"].rpartition("/")[2])
    act(f"/sitzung/{new_id}/absagen", grund="Kein Bedarf.")
    cancelled = copy[url("meeting", new_id)]
    assert (cancelled["cancelled"], cancelled["ris:cancelledReason"]) == (True, "Kein Bedarf.")
