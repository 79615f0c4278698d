"""What a town decides for itself about numbers and sessions: kept in bounds, and told at the field what is wrong."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.council.models import Body
from ris.council.settings import BodySettings
from tests.drafting.desk import Desk
from tests.drafting.test_pages import logged_in

PAGE = "/verwaltung/koerperschaft"


@pytest.fixture
def administrator(app: Flask, body: Body) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return logged_in(app, Desk(body), "Technik", (Role.ADMINISTRATOR,))


def typed(session: Session, body: Body, **more: str) -> dict[str, str]:
    session.rollback()
    row = session.get_one(Body, body.id)
    spans = {"ruhe_amt_stunden": "8", "ruhe_mandat_tage": "14", "hoechstens_tage": "30"}
    return {"name": row.name, "stand": row.modified.isoformat(), **spans, **more}


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
