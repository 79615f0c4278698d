"""What the office does on its pages reaches a client that only asks for what changed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ris.access.actor import Role
from ris.access.circles import ADMINISTRATION, COUNCIL
from ris.council.models import Body
from ris.db import db, now_utc
from tests.conftest import PUBLIC_URL
from tests.crawler.client import InProcess
from tests.crawler.following import Follower, check_modified, flat, whole
from tests.crawler.visit import visit
from tests.factories import council, documents, meetings
from tests.record.keeping import keep
from tests.signing_in import sent, signed_in

CLOSED = (COUNCIL, ADMINISTRATION)
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
        crawl = visit(self._ask, SYSTEM)
        assert not crawl.faults, str(crawl.faults)
        assert not self.follower.faults, str(self.follower.faults)
        self._everything = now
        return told

    def _whole(self) -> dict[str, dict[str, object]]:
        return whole(self._ask, SYSTEM, {}, self.follower.faults)


def publish(clerks: tuple[FlaskClient, FlaskClient], address: str) -> None:
    first, second = clerks
    keys = re.findall(r'name="zeile" value="([^"]+)" checked', first.get(address).text)
    assert sent(first, address, {"zeile": keys}).status_code == 303
    confirm = re.search(r'action="(/veroeffentlichung/\d+/bestaetigen)"', second.get(address).text)
    assert confirm is not None
    assert sent(second, confirm[1], {}, page=address).status_code == 303


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
