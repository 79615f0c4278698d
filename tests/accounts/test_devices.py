"""Where somebody is logged in: shown, ended one by one or all together, and over by itself."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.accounts.models import LoginSession
from ris.accounts.rules import device_words, idle_hours
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from tests.accounts.conftest import EMAIL, PASSWORD, AddUser, LogIn

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0"
ANDROID = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox unter Windows"),
        (IPAD, "Safari auf einem iPad"),
        (EDGE, "Edge unter Windows"),
        (ANDROID, "Chrome unter Android"),
        ("curl/8", "Ein Browser"),
        ("", "Ein Browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_the_page_lists_devices_and_ends_them(user: int, log_in: LogIn, client: FlaskClient, session: Session) -> None:
    data = {"email": EMAIL, "password": PASSWORD}
    client.post("/anmelden", data=data, headers={"User-Agent": FIREFOX})
    lost = log_in(fresh=True)
    page = client.get("/mein/konto").text
    assert "Firefox unter Windows" in page
    assert "(dieses Gerät)" in page
    other = session.scalars(select(LoginSession.id).order_by(LoginSession.id.desc())).first()
    assert client.post(f"/mein/konto/geraete/{other}/abmelden").location == "/mein/konto"
    assert lost.get("/mein/konto").status_code == 302
    assert client.get("/mein/konto").status_code == 200


def test_everywhere_else_is_everywhere_but_here(user: int, log_in: LogIn) -> None:
    here, others = log_in(), [log_in(fresh=True) for _ in range(2)]
    assert here.post("/mein/konto/ueberall-abmelden").status_code == 302
    assert here.get("/mein/konto").status_code == 200
    assert [other.get("/mein/konto").status_code for other in others] == [302, 302]


def test_nobody_ends_or_sees_sessions_of_others(
    user: int, add_account: AddUser, log_in: LogIn, session: Session
) -> None:
    log_in(fresh=True)
    victim = session.scalars(select(LoginSession.id)).one()
    add_account("ada@lindenau.example")
    stranger = log_in("ada@lindenau.example")
    assert stranger.post(f"/mein/konto/geraete/{victim}/abmelden").status_code == 404
    assert f"/geraete/{victim}/" not in stranger.get("/mein/konto").text


def test_no_network_address_is_kept(user: int, log_in: LogIn, session: Session) -> None:
    log_in()
    row = session.scalars(select(LoginSession)).one()
    assert "127.0.0.1" not in [str(value) for value in vars(row).values()]


def test_an_office_session_is_over_after_a_quiet_working_day(user: int, log_in: LogIn) -> None:
    with time_machine.travel(now_utc(), tick=False) as clock:
        browser = log_in(stay=True)
        for _ in range(4):  # used now and then, it stays
            clock.shift(timedelta(hours=11))
            assert browser.get("/mein/konto").status_code == 200
        clock.shift(timedelta(hours=12, minutes=31))
        assert browser.get("/mein/konto").status_code == 302


def test_a_member_stays_logged_in_on_a_device_of_their_own(add_account: AddUser, log_in: LogIn) -> None:
    add_account("ada@lindenau.example")
    with time_machine.travel(now_utc(), tick=False) as clock:
        own, shared = log_in("ada@lindenau.example", stay=True), log_in("ada@lindenau.example", fresh=True)
        clock.shift(timedelta(days=29))
        assert own.get("/mein/konto").status_code == 200
        assert shared.get("/mein/konto").status_code == 302
        clock.shift(timedelta(days=30, minutes=31))
        assert own.get("/mein/konto").status_code == 302


def test_when_a_device_was_here_is_written_every_half_hour_only(user: int, log_in: LogIn, session: Session) -> None:
    with time_machine.travel(now_utc(), tick=False) as clock:
        browser = log_in()
        began = now_utc()
        clock.shift(timedelta(minutes=29))
        browser.get("/mein/konto")
        assert session.scalars(select(LoginSession.last_seen)).one() == began
        session.rollback()
        clock.shift(timedelta(minutes=2))
        browser.get("/mein/konto")
        assert session.scalars(select(LoginSession.last_seen)).one() == now_utc()


def test_staying_is_not_for_the_administration() -> None:
    limits = {"office_hours": 12, "member_days": 30}
    assert idle_hours([Role.CLERK], stay=True, **limits) == 12
    assert idle_hours([Role.MEMBER], stay=True, **limits) == 720
    assert idle_hours([Role.MEMBER], stay=False, **limits) == 12


def test_however_often_it_is_used_a_session_ends_after_the_days_the_town_allows(
    add_account: AddUser, log_in: LogIn, body: Body
) -> None:
    add_account("ada@lindenau.example")
    with transaction() as writing:
        settings = BodySettings(member_session_days=3, longest_session_days=5)
        writing.get_one(Body, body.id).settings = settings.to_json()
    with time_machine.travel(now_utc(), tick=False) as clock:
        own = log_in("ada@lindenau.example", stay=True)
        for _ in range(2):
            clock.shift(timedelta(days=2))
            assert own.get("/mein/konto").status_code == 200
        clock.shift(timedelta(days=1))
        assert own.get("/mein/konto").status_code == 302
