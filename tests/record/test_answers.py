"""How machines are answered: errors in JSON, open to every page of the web, unchanged for nothing, alike for everybody."""

from __future__ import annotations

import json
from datetime import timedelta
from email.utils import format_datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ris.access.actor import Actor
from ris.council.models import Body
from ris.council.services.towns import add_body
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from ris.record import views
from ris.record.kinds import BY_WORD
from ris.scope.current import working_for
from tests.factories import council, documents
from tests.record.small_town import HOME, SECRET, Statements, ask, bring_ledger_up_to_date, build_town

NOT_FOUND = {"type": "https://schema.oparl.org/1.1/Error", "message": "Unter dieser Adresse gibt es hier nichts."}
UNKNOWN = 999_999
ASKED = 10
"""How often somebody asks for what has not changed."""
TOWNS = ("oben.example", "unten.example")


def assert_open_to_machines(answer: TestResponse) -> None:
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not {"Set-Cookie", "Vary", "Access-Control-Allow-Methods"} & set(answer.headers.keys())


@pytest.mark.parametrize(
    "path",
    [
        "paper/99",
        "paper/x",
        "paper/-1",
        "paper/" + "9" * 60,
        "paper/",
        "nichts",
        "body/99",
        "body/99/paper",
        "body/1/nichts",
        "body/1/paper/",
        "organization/99/meeting",
        "organization/1/paper",
        "system/",
        "paper/%00",
        "paper/1/../../system",
        "a" * 5000,
    ],
)
def test_what_is_not_there_is_said_in_json(client: FlaskClient, path: str) -> None:
    answer = client.get(f"/oparl/{path}")
    assert answer.status_code == (400 if "%00" in path else 404)
    said = json.loads(answer.data)
    assert said == NOT_FOUND or answer.status_code == 400
    assert_open_to_machines(answer)


CLOSED_THINGS = {
    "agendaitem": ("closed item", "lost item"),
    "consultation": ("closed station", "lost station"),
    "file": ("closed file", "orphan"),
    "legislativeterm": ("closed term",),
    "location": ("cellar",),
    "meeting": ("closed meeting",),
    "membership": ("cabinet seat", "spy seat"),
    "organization": ("cabinet",),
    "paper": ("closed paper",),
    "person": ("spy",),
}
"""Of every kind what is closed itself, and what hangs on something closed."""


def test_what_is_closed_answers_word_for_word_like_what_never_was(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    town = build_town()
    town.ids["closed term"] = council.legislative_term(name=f"{SECRET}e Wahlzeit", readers=("council",)).id
    bring_ledger_up_to_date(app)
    assert {*CLOSED_THINGS, "body"} == BY_WORD.keys()
    pairs = [(f"{word}/{town[name]}", f"{word}/{UNKNOWN}") for word, names in CLOSED_THINGS.items() for name in names]
    lists = ("meeting", "consultation", "meeting?limit=x", "meeting?modified_since=2020-01-01T00:00:00Z")
    pairs += [(f"organization/{town['cabinet']}/{rest}", f"organization/{UNKNOWN}/{rest}") for rest in lists]
    tomorrow = {"If-Modified-Since": format_datetime(now_utc() + timedelta(days=1), usegmt=True)}
    for asked in ({}, {"If-None-Match": "*"}, {"If-None-Match": 'W/"x"'}, tomorrow):
        for closed, unknown in pairs:
            answers = [client.get(f"/oparl/{path}", headers=asked) for path in (closed, unknown)]
            facts = [(answer.status_code, answer.data, list(answer.headers)) for answer in answers]
            assert facts[0] == facts[1], closed
            assert facts[0][0] == (400 if "limit=x" in closed else 404)
    for closed, unknown in pairs[:3]:
        answers = [client.head(f"/oparl/{path}") for path in (closed, unknown)]
        assert answers[0].status_code == 404
        assert list(answers[0].headers) == list(answers[1].headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["system", "paper/1", "body/1/paper"])
def test_nothing_can_be_written(client: FlaskClient, method: str, path: str) -> None:
    answer = client.open(f"/oparl/{path}", method=method, data=b"{}")
    assert answer.status_code == 405
    assert json.loads(answer.data)["type"] == NOT_FOUND["type"]
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert_open_to_machines(answer)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "modified_since=2026-01-01", "omit_internal=ja", "limit=1&limit=2"]
)
def test_a_wrong_value_is_named(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/oparl/body/1/paper?{query}")
    assert answer.status_code == 400
    said = json.loads(answer.data)
    assert query.partition("=")[0] in said["message"]
    assert "Traceback" not in answer.text
    assert_open_to_machines(answer)


def test_a_fault_of_ours_is_said_in_json_too(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_facts: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(views, "addresses_of", fail)
    answer = client.get("/oparl/body/1")
    assert (answer.status_code, SECRET in answer.text) == (500, False)
    assert json.loads(answer.data)["type"] == NOT_FOUND["type"]
    assert_open_to_machines(answer)


def test_a_browser_may_ask_before_it_asks(client: FlaskClient) -> None:
    answer = client.options("/oparl/system")
    assert answer.status_code == 200
    assert "GET" in answer.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_head_says_how_long_the_answer_would_be(client: FlaskClient) -> None:
    whole, head = client.get("/oparl/body/1"), client.head("/oparl/body/1")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.data))
    assert whole.mimetype == "application/json"
    assert_open_to_machines(head)


def say_nothing(*_facts: object, **_more: object) -> None:
    pytest.fail("something was put into words that the client has already")


@pytest.mark.parametrize("path", ["system", "body", "body/1", "body/1/paper?limit=1", "paper/1"])
def test_what_has_not_changed_costs_one_question_and_no_rendering(
    app: Flask, client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    paper = documents.paper()
    bring_ledger_up_to_date(app)
    first = client.get(f"/oparl/{path}")
    assert_open_to_machines(first)
    asked = {"If-None-Match": first.headers["ETag"]}
    counting = Statements()
    before = counting.count
    with monkeypatch.context() as mute:
        for writer in ("objects", "page_of", "bodies_page", "system", "tombstones", "reply"):
            mute.setattr(views, writer, say_nothing)
        answers = [client.get(f"/oparl/{path}", headers=asked) for _ in range(ASKED)]
    assert {(again.status_code, again.data) for again in answers} == {(304, b"")}
    assert counting.count - before <= ASKED + 2  # two: which towns there are, asked every two seconds
    assert_open_to_machines(answers[-1])
    with transaction() as writing:
        writing.get_one(Paper, paper.id).name = "Anders"
    assert client.get(f"/oparl/{path}", headers=asked).status_code == 200


def test_a_moment_is_an_answer_only_when_it_is_later_than_the_last_change(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    bring_ledger_up_to_date(app)
    now = now_utc()
    for moment, status in ((now - timedelta(days=1), 200), (now + timedelta(days=1), 304)):
        said = {"If-Modified-Since": format_datetime(moment.replace(microsecond=0), usegmt=True)}
        assert client.get("/oparl/body/1/paper", headers=said).status_code == status


def test_other_questions_have_other_marks(client: FlaskClient) -> None:
    paths = ("body/1/paper", "body/1/paper?limit=2", "body/1/paper?after=2", "body/1/file", "body/1")
    assert len({client.get(f"/oparl/{path}").headers["ETag"] for path in paths}) == len(paths)


def test_each_thing_has_one_address(client: FlaskClient) -> None:
    for asked, meant in (
        ("body/001", "body/1"),
        ("body/01/paper?limit=5&after=2", "body/1/paper?after=2&limit=5"),
        ("organization/007/meeting", "organization/7/meeting"),
    ):
        answer = client.get(f"/oparl/{asked}")
        assert (answer.status_code, answer.location) == (301, f"{HOME}/{meant}")


def test_no_host_changes_what_is_said(app: Flask, client: FlaskClient, session: Session) -> None:
    made = {}
    for name in TOWNS:
        with transaction() as writing:
            town = add_body(writing, Actor.machine(0, "test"), f"Stadt {name}", host=name, now=now_utc())
        with working_for(town.id):
            made[name] = town.id, documents.paper(name=f"Vorlage {name}").id
    with transaction() as writing:
        writing.get_one(Body, 1).host = "mitte.example"
    app.extensions["bodies"]._read_at = float("-inf")
    seen = ask(client, "/oparl/body")
    assert [one["id"] for one in seen["data"]] == [
        f"{HOME}/body/{own}" for own in (1, *(own for own, _ in made.values()))
    ]
    for host in ("localhost", "nirgends.example", *TOWNS):
        for name, (body_id, paper_id) in made.items():
            answers = [
                client.get(path, base_url=f"http://{host}")
                for path in (f"/oparl/paper/{paper_id}", f"/oparl/body/{body_id}/paper", "/oparl/system", "/oparl/x")
            ]
            assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
            paper = json.loads(answers[0].data)
            assert (paper["id"], paper["name"]) == (f"{HOME}/paper/{paper_id}", f"Vorlage {name}")
            assert paper["web"].startswith(f"http://{name}/vorlage/")
            assert json.loads(answers[1].data)["data"] == [paper]


def test_who_is_logged_in_is_told_what_everybody_is(client: FlaskClient) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = "1"
        cookie["anything"] = "else"
    assert_open_to_machines(client.get("/oparl/body/1/paper"))
