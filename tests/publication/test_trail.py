"""Who runs the house can ask the internal trail who did what; nobody else sees that it is there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ris.access.actor import Actor, Role
from ris.audit.events import AuditEvent
from ris.audit.log import record
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from tests.factories import council, documents
from tests.signing_in import signed_in


@pytest.fixture
def keeper(app: Flask, body: Body) -> FlaskClient:
    return signed_in(app, "Verwaltung", Role.ADMINISTRATOR)


@pytest.fixture
def paper(body: Body) -> Paper:
    row = documents.paper(slug="2026-0412", reference="2026/0412")
    organization = council.organization()
    with transaction() as session:
        machine = Actor.machine(body.id, "test")
        record(session, machine, AuditEvent.PAPER_ADDED, row, {"reference": "2026/0412"}, now=now_utc())
        record(session, machine, AuditEvent.COUNCIL_CHANGED, organization, {}, now=now_utc())
    return row


def text_of(client: FlaskClient, query: str = "") -> str:
    answer = client.get(f"/verwaltung/protokoll{query}")
    assert answer.status_code == 200
    return answer.text.replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " ")


def test_the_newest_entry_comes_first(keeper: FlaskClient, paper: Paper) -> None:
    text = text_of(keeper)
    assert text.index("Angemeldet: ") < text.index("Konto angelegt: ") or "Stammdaten geändert" in text
    assert "/vorlage/2026-0412" in text


@pytest.mark.parametrize(
    "query",
    [
        "?vorgang=paper:added",
        "?adresse=2026/0412",
        "?adresse=/vorlage/2026-0412",
        "?adresse=https://ris.example/vorlage/2026-0412",
    ],
)
def test_one_thing_can_be_asked_for(keeper: FlaskClient, paper: Paper, query: str) -> None:
    text = text_of(keeper, query)
    assert "1 Eintrag" in text
    assert "Vorlage aufgenommen" in text.split('id="liste"')[1]
    assert "Stammdaten geändert" not in text.split('id="liste"')[1]


def test_days_limit_the_trail(keeper: FlaskClient, paper: Paper) -> None:
    assert "Dazu steht nichts im Protokoll." in text_of(keeper, "?bis=2020-01-01")
    assert "Vorlage aufgenommen" in text_of(keeper, "?von=2020-01-01").split('id="liste"')[1]


@pytest.mark.parametrize("query", ["?von=gestern", "?bis=2026-13-01", "?vorgang=x"])
def test_nonsense_gets_a_sentence_and_stays_in_the_form(keeper: FlaskClient, query: str) -> None:
    answer = keeper.get(f"/verwaltung/protokoll{query}")
    assert answer.status_code == 422
    assert "Bitte prüfen Sie 1" in answer.text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    "query", ["?adresse=/gibt/es/nicht", "?konto=x", "?vor=-1", "?adresse=%00x", "?konto=" + "9" * 30]
)
def test_what_is_not_there_finds_nothing_or_everything(keeper: FlaskClient, query: str) -> None:
    assert keeper.get(f"/verwaltung/protokoll{query}").status_code in {200, 400}


def test_pages_follow_each_other(keeper: FlaskClient, body: Body) -> None:
    with transaction() as session:
        for number in range(60):
            record(session, Actor.machine(body.id, "test"), AuditEvent.BODY_ADDED, body, {"n": number}, now=now_utc())
    first = text_of(keeper, "?vorgang=body:added")
    assert "60 Einträge" in first
    following = first.split('rel="next"')[0].rsplit('href="', 1)[-1].split('"')[0].replace("&amp;", "&")
    assert keeper.get(following).text.count('class="ris-entry"') == 10


def test_the_trail_is_closed_to_others(app: Flask, client: FlaskClient, body: Body) -> None:
    assert client.get("/verwaltung/protokoll").status_code == 302
    assert signed_in(app, "Mitglied").get("/verwaltung/protokoll").status_code == 403
