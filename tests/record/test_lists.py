"""Lists: page by page without gap or double, every filter, what is gone, and the same cost however many there are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.documents.models import Paper
from ris.publication.withdrawals import withdraw_paper
from ris.record.kinds import LISTED
from ris.record.models import PublishedObject
from tests.factories import council, documents, meetings
from tests.record.small_town import HOME, SECRET, SmallTown, Statements, ask, bring_ledger_up_to_date, build_town

PAPERS = "/oparl/body/1/paper"
DAY = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def pages(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    found = []
    while address:
        found.append(ask(client, address))
        assert found[-1]["links"]["self"].removeprefix("http://localhost") == address.removeprefix("http://localhost")
        address = found[-1]["links"].get("next", "")
    return found


def ids(page: dict[str, Any]) -> list[str]:
    return [thing["id"] for thing in page["data"]]


def since(moment: datetime) -> str:
    return quote(moment.isoformat())


def enter(kind: str, subject_id: int, moment: datetime) -> None:
    """Let the ledger say a moment of our choice."""
    with transaction() as session:
        chosen = (PublishedObject.kind == kind, PublishedObject.subject_id == subject_id)
        session.execute(update(PublishedObject).where(*chosen).values(created=moment, modified=moment))


def test_pages_hold_everything_once_and_carry_what_was_asked(client: FlaskClient, body: Body) -> None:
    made = [documents.paper().id for _ in range(7)]
    found = pages(client, f"{PAPERS}?limit=3&omit_internal=true")
    assert [len(page["data"]) for page in found] == [3, 3, 1]
    assert [own for page in found for own in ids(page)] == [f"{HOME}/paper/{own}" for own in made]
    for page in found:
        assert page["pagination"] == {"totalElements": 7, "elementsPerPage": 3}
        assert page["links"]["first"] == f"http://localhost{PAPERS}?limit=3&omit_internal=true"
        assert page["links"]["web"] == "http://localhost/vorlagen"
    assert found[1]["links"]["self"].endswith(f"?after={made[2]}&limit=3&omit_internal=true")


def test_what_comes_meanwhile_shifts_nothing(client: FlaskClient, body: Body) -> None:
    first = [documents.paper().id for _ in range(3)]
    page = ask(client, f"{PAPERS}?limit=2")
    new = documents.paper().id
    assert ids(ask(client, page["links"]["next"])) == [f"{HOME}/paper/{own}" for own in (first[2], new)]


def test_a_page_beyond_the_end_is_an_empty_page(client: FlaskClient, body: Body) -> None:
    documents.paper()
    page = ask(client, f"{PAPERS}?after=999999999999")
    assert (page["data"], "next" in page["links"]) == ([], False)


@pytest.mark.parametrize("of", ["created", "modified"])
def test_filters_take_both_ends_in_and_compare_moments(app: Flask, client: FlaskClient, body: Body, of: str) -> None:
    made = [documents.paper().id for _ in range(3)]
    bring_ledger_up_to_date(app)
    for number, own in enumerate(made):
        enter("paper", own, DAY + timedelta(seconds=number))
    both = f"{PAPERS}?{of}_since={since(DAY + timedelta(seconds=1))}&{of}_until=2026-03-01T13:00:01%2B01:00"
    assert ids(ask(client, both)) == [f"{HOME}/paper/{made[1]}"]
    assert len(ids(ask(client, f"{PAPERS}?{of}_since={since(DAY)}"))) == 3
    assert len(ids(ask(client, f"{PAPERS}?{of}_until={since(DAY - timedelta(seconds=1))}"))) == 0
    assert ask(client, f"{PAPERS}?{of}_since={since(DAY)}")["data"][0][of] == "2026-03-01T13:00:00+01:00"
    first = ask(client, f"{PAPERS}?limit=1&{of}_since={since(DAY)}")["links"]["first"]
    carried = pages(client, first)
    assert len(carried) == 3


def test_what_is_gone_says_so_with_modified_since_only(app: Flask, client: FlaskClient, body: Body) -> None:
    stays, goes, instead = (documents.paper(name=f"{SECRET} {word}") for word in ("bleibt", "geht", "statt dessen"))
    file = documents.file()
    documents.paper_file(paper_id=goes.id, file_id=file.id)
    hidden = documents.paper(readers=("council",))
    bring_ledger_up_to_date(app)
    now = now_utc()
    with transaction() as session:
        actor = Actor.machine(body.id, "test")
        rows = session.get_one(Paper, goes.id), session.get_one(Paper, instead.id)
        withdraw_paper(session, actor, rows[0], "Doppelt erfasst", successor=rows[1], now=now)
        hidden_row = session.get_one(Paper, hidden.id)
        withdraw_paper(session, actor, hidden_row, "War nie öffentlich", now=now)
    bring_ledger_up_to_date(app)
    shown = {f"{HOME}/paper/{paper.id}" for paper in (stays, instead)}
    gone = f"{HOME}/paper/{goes.id}"
    assert set(ids(ask(client, PAPERS))) == shown
    assert (
        set(ids(ask(client, f"{PAPERS}?created_since=2020-01-01T00:00:00Z&modified_until=2099-01-01T00:00:00Z")))
        == shown
    )
    page = ask(client, f"{PAPERS}?modified_since=2020-01-01T00:00:00Z")
    assert set(ids(page)) == {*shown, gone}
    assert page["pagination"]["totalElements"] == 3
    (tombstone,) = (thing for thing in page["data"] if thing["id"] == gone)
    assert tombstone == ask(client, gone)
    assert tombstone.keys() == {"id", "type", "created", "modified", "deleted", "ris:reason", "ris:replacedBy"}
    assert (tombstone["deleted"], tombstone["ris:reason"]) == (True, "Doppelt erfasst")
    assert tombstone["ris:replacedBy"] == f"http://localhost/vorlage/{instead.slug}"
    assert set(ids(ask(client, f"{PAPERS}?modified_since={quote(tombstone['modified'])}"))) >= {gone}
    assert ask(client, f"/oparl/file/{file.id}")["deleted"] is True
    assert client.get(f"/datei/{file.id}").status_code == client.get(f"/datei/{file.id}/download").status_code == 410
    assert client.get(f"/oparl/paper/{hidden.id}").status_code == 404


def test_what_closes_is_gone_before_the_ledger_knows(app: Flask, client: FlaskClient, session: Session) -> None:
    paper = documents.paper(name=SECRET)
    bring_ledger_up_to_date(app)
    with transaction() as writing:
        writing.get_one(Paper, paper.id).audience = documents.paper(readers=("council",)).audience
    for address in (
        PAPERS,
        f"{PAPERS}?modified_since=2020-01-01T00:00:00Z",
        f"{PAPERS}?created_since=2020-01-01T00:00:00Z",
    ):
        page = ask(client, address)
        assert SECRET not in str(page)
        assert all(thing.get("deleted") for thing in page["data"])
    assert ask(client, f"/oparl/paper/{paper.id}").keys() == {"id", "type", "created", "modified", "deleted"}


def test_inner_lists_are_left_out_on_request(client: FlaskClient, body: Body) -> None:
    town = build_town()

    def short(word: str, own: str) -> dict[str, Any]:
        page = ask(client, f"/oparl/body/1/{word}?omit_internal=true")
        return next(thing for thing in page["data"] if thing["id"] == town.url(word, own))

    assert not {"agendaItem", "auxiliaryFile"} & short("meeting", "meeting").keys()
    assert {"invitation", "location"} <= short("meeting", "meeting").keys()
    assert not {"location", "auxiliaryFile"} & short("paper", "paper").keys()
    assert {"mainFile", "consultation"} <= short("paper", "paper").keys()
    assert "membership" not in short("person", "ada")
    assert "resolutionFile" in short("agendaitem", "item")
    assert "legislativeTerm" not in ask(client, "/oparl/body?omit_internal=true")["data"][0]
    assert "agendaItem" in ask(client, town.url("meeting", "meeting") + "?omit_internal=true")


def test_the_list_of_bodies_filters_as_well(app: Flask, client: FlaskClient, body: Body) -> None:
    bring_ledger_up_to_date(app)
    assert len(ask(client, "/oparl/body?created_since=2020-01-01T00:00:00Z&limit=1")["data"]) == 1
    assert ask(client, "/oparl/body?created_until=2020-01-01T00:00:00Z")["data"] == []
    assert ask(client, "/oparl/body?after=1")["data"] == []


def agenda(*, items: int) -> SmallTown:
    """A meeting with whatever a meeting can have."""
    town = build_town()
    for position in range(items):
        item = meetings.agenda_item(meeting_id=town["meeting"], position=10 + position)
        file = documents.file()
        meetings.agenda_item_file(agenda_item_id=item.id, file_id=file.id)
        meetings.consultation(agenda_item_id=item.id, meeting_id=town["meeting"], paper_id=town["paper"])
    return town


def test_any_number_of_objects_costs_the_same_number_of_questions(client: FlaskClient, body: Body) -> None:
    agenda(items=1)
    counting = Statements()
    few = {kind.word: counting.of(client, f"/oparl/body/1/{kind.word}") for kind in LISTED}
    for _ in range(4):
        agenda(items=3)
    for _ in range(80):
        meetings.meeting()
        council.membership(person_id=council.person().id, organization_id=council.organization().id)
    many = {kind.word: counting.of(client, f"/oparl/body/1/{kind.word}") for kind in LISTED}
    assert many == few
    assert max(many.values()) <= 30
    db.session.remove()
