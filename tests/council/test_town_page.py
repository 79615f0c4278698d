"""What a town decides for itself about numbers and sessions: kept in bounds, and told at the field what is wrong."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.archive.cli import chosen_town
from ris.audit.events import AuditEvent
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import transaction
from ris.jobs.cli import current_worker
from tests.drafting.desk import Desk
from tests.drafting.test_pages import logged_in

PAGE = "/verwaltung/koerperschaft"
ZERO, NAMED = "https://www.govdata.de/dl-de/zero-2-0", "https://www.govdata.de/dl-de/by-2-0"


@pytest.fixture
def administrator(app: Flask, body: Body) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return logged_in(app, Desk(body), "Technik", (Role.ADMINISTRATOR,))


def typed(session: Session, body: Body, **more: str) -> dict[str, str]:
    session.rollback()
    row = session.get_one(Body, body.id)
    spans = {"ruhe_amt_stunden": "8", "ruhe_mandat_tage": "14", "hoechstens_tage": "30"}
    return {"name": row.name, "stand": row.modified.isoformat(), "lizenz": row.license or ZERO, **spans, **more}


def settings(session: Session, body: Body) -> BodySettings:
    session.rollback()
    return BodySettings.from_json(session.get_one(Body, body.id).settings)


def test_numbers_and_sessions_are_set_on_the_page_of_the_town(
    session: Session, body: Body, administrator: FlaskClient
) -> None:
    page = administrator.get(PAGE).text
    assert 'name="ruhe_amt_stunden" type="text" value="12"' in page
    assert "Jede Art von Vorlage hat eine eigene Nummernreihe." in page
    sent = administrator.post(PAGE, data=typed(session, body, nummern_je_art="1"))
    assert sent.status_code == 302
    kept = settings(session, body)
    assert (kept.numbers_by_kind, kept.office_session_hours, kept.member_session_days) == (True, 8, 14)
    assert kept.longest_session_days == 30


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ruhe_amt_stunden", "25", "Bitte geben Sie eine ganze Zahl von 1 bis 24 ein."),
        ("ruhe_mandat_tage", "0", "Bitte geben Sie eine ganze Zahl von 1 bis 90 ein."),
        ("hoechstens_tage", "91", "Bitte geben Sie eine ganze Zahl von 1 bis 90 ein."),
        ("hoechstens_tage", "", "Bitte geben Sie an, wie lange man angemeldet bleibt."),
        ("lizenz", "https://lizenz.example/", "Bitte wählen Sie eine der angebotenen Lizenzen."),
        ("lizenz", "", "Bitte wählen Sie eine der angebotenen Lizenzen."),
        ("hoechstens_tage", "13", "mindestens so viele Tage wie bei den Mitgliedern"),
    ],
)
def test_what_is_out_of_bounds_is_told_at_its_field(
    session: Session, body: Body, administrator: FlaskClient, field: str, value: str, sentence: str
) -> None:
    answer = administrator.post(PAGE, data=typed(session, body, **{field: value}))
    assert answer.status_code == 422
    assert f'id="{field}-fehler"' in answer.text
    assert sentence in answer.text
    assert settings(session, body).longest_session_days == BodySettings().longest_session_days


def test_the_licence_a_town_chooses_stands_wherever_its_data_are_handed_out(
    session: Session, body: Body, administrator: FlaskClient, client: FlaskClient, app: Flask
) -> None:
    def told() -> tuple[str, str, str, str]:
        system = client.get("/oparl/system").get_json()
        own = client.get(f"/oparl/body/{body.id}").get_json()
        catalog = client.get("/offene-daten/katalog.jsonld").get_json(force=True)
        concepts = {
            node["dct:license"]["@id"] for node in nodes_in(catalog) if isinstance(node.get("dct:license"), dict)
        }
        assert len(concepts) == 1
        with app.app_context():
            return system["license"], own["license"], concepts.pop(), chosen_town(None).licence

    assert told() == (ZERO, ZERO, "http://dcat-ap.de/def/licenses/dl-zero-de/2.0", ZERO)
    assert "Sie müssen niemanden fragen und niemanden nennen" in client.get("/offene-daten").text
    assert f'value="{ZERO}" checked' in administrator.get(PAGE).text
    administrator.post(PAGE, data=typed(session, body))
    session.rollback()
    assert session.get_one(Body, body.id).license is None, "saved without another choice"

    assert administrator.post(PAGE, data=typed(session, body, lizenz=NAMED)).status_code == 302
    current_worker().drain()
    assert told() == (NAMED, NAMED, "http://dcat-ap.de/def/licenses/dl-by-de/2.0", NAMED)
    page = client.get("/offene-daten").text
    assert f'<a href="{NAMED}">Datenlizenz Deutschland – Namensnennung – Version 2.0</a>' in page
    assert "nennen Sie als Quelle „Stadt Lindenau“" in page
    system, own = client.get("/oparl/system").get_json(), client.get(f"/oparl/body/{body.id}").get_json()
    assert system["modified"] >= own["licenseValidSince"]
    session.rollback()
    [entry] = session.scalars(
        select(AuditEntry).where(AuditEntry.event == AuditEvent.COUNCIL_CHANGED).order_by(AuditEntry.id.desc()).limit(1)
    )
    assert entry.details["changed"]["license"] == [None, NAMED]


def test_a_licence_the_town_brought_with_it_stays_among_those_it_may_choose(
    session: Session, body: Body, administrator: FlaskClient
) -> None:
    brought = "https://lizenz.example/eigene"
    with transaction() as writing:
        writing.get_one(Body, body.id).license = brought
    assert f'value="{brought}" checked' in administrator.get(PAGE).text
    assert administrator.post(PAGE, data=typed(session, body)).status_code == 302
    assert administrator.post(PAGE, data=typed(session, body, lizenz=ZERO)).status_code == 302
    assert brought not in administrator.get(PAGE).text


def nodes_in(value: object) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes_in(inner)


def test_an_installation_whose_towns_chose_different_licences_names_none(body: Body, client: FlaskClient) -> None:
    with transaction() as writing:
        now = writing.get_one(Body, body.id).created
        writing.add(
            Body(name="Niederbach", host="niederbach.example", license=NAMED, created=now, modified=now, settings={})
        )
    system = client.get("/oparl/system").get_json()
    assert "license" not in system
    assert client.get(f"/oparl/body/{body.id}").get_json()["license"] == ZERO
