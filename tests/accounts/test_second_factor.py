"""The second factor: codes of an app, codes on paper, and towns that ask for one."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
import time_machine
from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.accounts.models import RecoveryCode, TotpKey
from ris.accounts.rules import FRESH, PENDING_LASTS, SECOND_FACTOR
from ris.accounts.sealing import KeyRing, owner
from ris.accounts.totp import picture_of, step_of
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from tests.accounts.conftest import EMAIL, PASSWORD, AddUser, LogIn

CODE = re.compile(r"<code[^>]*>([a-z2-9]{5}-[a-z2-9]{5})<")


def app_code(session: Session, at: datetime | None = None) -> str:
    """What the app shows."""
    session.rollback()
    key = session.scalars(select(TotpKey)).one()
    keys: KeyRing = current_app.extensions["keys"]
    return pyotp.TOTP(keys.open(key.secret, about=owner(key.user_id))).at(at or now_utc())


def set_up(browser: FlaskClient, session: Session) -> list[str]:
    """Set up an app in a browser; the recovery codes shown."""
    assert browser.post("/mein/konto/app/beginnen").location == "/mein/konto/app"
    assert 'src="data:image/svg+xml;base64,' in browser.get("/mein/konto/app").text
    done = browser.post("/mein/konto/app", data={"code": app_code(session)})
    assert done.status_code == 200
    return CODE.findall(done.text)


def first_step(client: FlaskClient) -> str | None:
    return client.post("/anmelden?weiter=/sitzungen", data={"email": EMAIL, "password": PASSWORD}).location


def test_with_an_app_the_password_alone_opens_nothing(
    user: int, log_in: LogIn, client: FlaskClient, session: Session
) -> None:
    set_up(log_in(fresh=True), session)
    assert first_step(client) == "/anmelden/code?weiter=/sitzungen"
    assert client.get("/mein/konto").status_code == 302
    assert client.post("/anmelden/code", data={"code": "000000"}).status_code == 422
    assert client.get("/mein/konto").status_code == 302
    code = app_code(session, now_utc() + timedelta(seconds=30))  # the one of now was used to set it up
    opened = client.post("/anmelden/code?weiter=/sitzungen", data={"code": f"{code[:3]} {code[3:]}"})
    assert (opened.status_code, opened.location) == (302, "/sitzungen")
    assert client.get("/mein/konto").status_code == 200


def test_no_code_works_twice(user: int, log_in: LogIn, client: FlaskClient, session: Session) -> None:
    with time_machine.travel(now_utc(), tick=False) as clock:
        set_up(log_in(fresh=True), session)
        clock.shift(timedelta(minutes=1))
        first_step(client)
        code = app_code(session)
        assert client.post("/anmelden/code", data={"code": code}).status_code == 302
        first_step(client)
        assert client.post("/anmelden/code", data={"code": code}).status_code == 422


def test_a_code_on_paper_opens_once(user: int, log_in: LogIn, client: FlaskClient, session: Session) -> None:
    codes = set_up(log_in(fresh=True), session)
    assert len(codes) == 10
    assert not set(codes) & set(session.scalars(select(RecoveryCode.code_hash)))
    first_step(client)
    assert client.post("/anmelden/code", data={"code": codes[0].upper().replace("-", " ")}).status_code == 302
    first_step(client)
    assert client.post("/anmelden/code", data={"code": codes[0]}).status_code == 422
    assert client.post("/anmelden/code", data={"code": codes[1]}).status_code == 302


def test_new_codes_make_the_old_ones_worthless(user: int, log_in: LogIn, client: FlaskClient, session: Session) -> None:
    browser = log_in(fresh=True)
    old = set_up(browser, session)
    new = CODE.findall(browser.post("/mein/konto/codes").text)
    assert not set(old) & set(new)
    first_step(client)
    assert client.post("/anmelden/code", data={"code": old[0]}).status_code == 422
    assert client.post("/anmelden/code", data={"code": new[0]}).status_code == 302


def test_codes_cannot_be_tried_out(user: int, log_in: LogIn, client: FlaskClient, session: Session) -> None:
    codes = set_up(log_in(fresh=True), session)
    answers = []
    for _ in range(2):  # giving the password anew does not give new tries
        first_step(client)
        answers += [client.post("/anmelden/code", data={"code": "000000"}).status_code for _ in range(3)]
    assert answers == [422] * 5 + [429]
    assert client.post("/anmelden/code", data={"code": codes[0]}).status_code == 429
    with time_machine.travel(now_utc() + SECOND_FACTOR.span + timedelta(seconds=1)):
        first_step(client)
        assert client.post("/anmelden/code", data={"code": codes[0]}).status_code == 302


def test_the_password_is_remembered_for_ten_minutes(
    user: int, log_in: LogIn, client: FlaskClient, session: Session
) -> None:
    set_up(log_in(fresh=True), session)
    first_step(client)
    with time_machine.travel(now_utc() + PENDING_LASTS + timedelta(seconds=1)):
        assert client.get("/anmelden/code").location == "/anmelden"


def test_the_second_step_is_nowhere_without_the_first(client: FlaskClient) -> None:
    assert client.get("/anmelden/code").location == "/anmelden"
    assert client.post("/anmelden/code", data={"code": "123456"}).location == "/anmelden"


def test_dangerous_acts_ask_for_the_password_again(user: int, log_in: LogIn, session: Session) -> None:
    browser = log_in()
    later = now_utc() + FRESH + timedelta(seconds=1)
    with time_machine.travel(later):
        asked = browser.post("/mein/konto/app/beginnen")
        assert asked.location == "/mein/konto/bestaetigen?weiter=/mein/konto"
        assert session.scalars(select(TotpKey)).all() == []
        assert browser.post("/mein/konto/bestaetigen", data={"old": "falsch"}).status_code == 422
        assert browser.post(asked.location, data={"old": PASSWORD}).location == "/mein/konto"
        assert browser.post("/mein/konto/app/beginnen").location == "/mein/konto/app"


def test_removing_the_app_removes_the_codes_on_paper(
    user: int, log_in: LogIn, client: FlaskClient, session: Session
) -> None:
    browser = log_in(fresh=True)
    set_up(browser, session)
    assert browser.post("/mein/konto/app/entfernen").status_code == 302
    session.rollback()
    assert session.scalars(select(RecoveryCode)).all() == []
    assert first_step(client) == "/sitzungen"


@pytest.fixture
def strict_town(body: Body) -> None:
    """A town that asks a second factor of its administration."""
    with transaction() as session:
        session.get_one(Body, body.id).settings = BodySettings(second_factor_for_office=True).to_json()


@pytest.mark.usefixtures("strict_town")
def test_where_the_town_asks_for_it_the_office_goes_nowhere_before(user: int, log_in: LogIn, session: Session) -> None:
    browser = log_in()
    assert browser.get("/sitzungen").location == "/mein/konto"
    assert "Bitte richten Sie einen zweiten Faktor ein." in browser.get("/mein/konto").text
    set_up(browser, session)
    assert browser.get("/sitzungen").status_code == 200


@pytest.mark.usefixtures("strict_town")
def test_members_are_not_asked_for_it(add_account: AddUser, log_in: LogIn) -> None:
    add_account("ada@lindenau.example", Role.READER)
    assert log_in("ada@lindenau.example").get("/sitzungen").status_code == 200


def test_a_code_is_good_for_the_half_minute_before_and_after() -> None:
    secret, now = pyotp.random_base32(), now_utc()
    seconds = [-90, -30, 0, 30, 90]
    codes = [pyotp.TOTP(secret).at(now + timedelta(seconds=by)) for by in seconds]
    found = [step_of(secret, code, after=0, now=now) is not None for code in codes]
    assert found == [False, True, True, True, False]


def test_the_picture_holds_no_script_and_no_style() -> None:
    assert picture_of("otpauth://totp/x").startswith("data:image/svg+xml;base64,")
