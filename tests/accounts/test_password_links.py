"""Passwords by a link in a letter: once, for a short time, and without telling who has an account."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.policy import Forbidden
from ris.accounts.models import LoginSession, OneTimeLink, User
from ris.accounts.rules import RESET_LASTS, RESET_OF_ACCOUNT, WELCOME_LASTS
from ris.accounts.services.links import welcome
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.jobs.models import Job
from ris.jobs.worker import Worker
from ris.mail.models import OutgoingMail
from tests.accounts.conftest import EMAIL, PASSWORD, AddUser, LogIn

NEW = "ein neues langes Passwort"
Letters = Callable[[], list[str]]


@pytest.fixture
def letters(app: Flask) -> Letters:
    """Let the worker do its work; the texts of the letters written so far."""

    def texts() -> list[str]:
        worker: Worker = app.extensions["worker"]()
        worker.drain()
        files = sorted(app.config["RIS"].letters_dir.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text(encoding="utf-8").replace("=\n", "") for path in files]

    return texts


def link_in(letter: str) -> str:
    found = re.search(r"http://localhost(/konto/passwort/\S+)", letter)
    assert found, letter
    return found[1]


def test_a_forgotten_password_becomes_a_new_one(
    user: int, log_in: LogIn, client: FlaskClient, letters: Letters, session: Session
) -> None:
    elsewhere = log_in(fresh=True)
    assert client.post("/passwort-vergessen", data={"email": EMAIL}).status_code == 200
    link = link_in(letters()[0])
    assert EMAIL in client.get(link).text
    assert client.post(link, data={"password": NEW}).location == "/anmelden?passwort=neu"
    assert client.post("/anmelden", data={"email": EMAIL, "password": PASSWORD}).status_code == 422
    assert client.post("/anmelden", data={"email": EMAIL, "password": NEW}).status_code == 302
    assert elsewhere.get("/mein/konto").status_code == 302, "all sessions from before are over"
    assert "password:changed" in session.scalars(select(AuditEntry.event)).all()


def test_a_link_works_once(user: int, client: FlaskClient, letters: Letters) -> None:
    client.post("/passwort-vergessen", data={"email": EMAIL})
    link = link_in(letters()[0])
    assert client.post(link, data={"password": NEW}).status_code == 302
    assert client.post(link, data={"password": NEW + "!"}).status_code == 404
    assert client.get(link).status_code == 404


def test_a_link_is_good_for_half_an_hour(user: int, client: FlaskClient, letters: Letters) -> None:
    with time_machine.travel(now_utc(), tick=False) as clock:
        client.post("/passwort-vergessen", data={"email": EMAIL})
        link = link_in(letters()[0])
        clock.shift(RESET_LASTS - timedelta(seconds=1))
        assert client.get(link).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert client.get(link).status_code == 404
        assert client.post(link, data={"password": NEW}).status_code == 404


def test_asking_says_the_same_and_writes_the_same_whether_or_not_there_is_an_account(
    user: int, client: FlaskClient, letters: Letters, session: Session
) -> None:
    known = client.post("/passwort-vergessen", data={"email": EMAIL})
    unknown = client.post("/passwort-vergessen", data={"email": "nobody@lindenau.example"})
    assert known.status_code == unknown.status_code
    assert known.text.replace(EMAIL, "") == unknown.text.replace("nobody@lindenau.example", "")
    kinds = session.scalars(select(Job.kind)).all()
    assert kinds == ["send_reset", "send_reset"], "who looks is a job, so that asking takes the same time"
    assert len(letters()) == 1


def test_nobody_floods_a_letter_box(user: int, client: FlaskClient, letters: Letters) -> None:
    for _ in range(RESET_OF_ACCOUNT.most + 3):
        assert client.post("/passwort-vergessen", data={"email": EMAIL}).status_code == 200
        letters()
    assert len(letters()) == RESET_OF_ACCOUNT.most


def test_only_the_hash_of_a_link_is_kept_and_the_letter_forgets_it(
    user: int, client: FlaskClient, letters: Letters, session: Session
) -> None:
    client.post("/passwort-vergessen", data={"email": EMAIL})
    token = link_in(letters()[0]).rpartition("/")[2]
    assert token not in session.scalars(select(OneTimeLink.token_hash)).all()
    assert session.scalars(select(OutgoingMail.text)).all() == [""]


@pytest.mark.parametrize("password", ["", "zu kurz", "x" * 1001])
def test_a_bad_password_leaves_the_link_alone(user: int, client: FlaskClient, letters: Letters, password: str) -> None:
    client.post("/passwort-vergessen", data={"email": EMAIL})
    link = link_in(letters()[0])
    refused = client.post(link, data={"password": password})
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.text
    assert password not in refused.text or not password
    assert client.post(link, data={"password": NEW}).status_code == 302


@pytest.mark.parametrize("token", ["x", "..%2f..", "0" * 5000])
def test_an_invented_link_opens_nothing(user: int, client: FlaskClient, token: str) -> None:
    assert client.get(f"/konto/passwort/{token}").status_code == 404


def test_a_new_account_waits_for_its_first_password(
    body: Body, add_account: AddUser, client: FlaskClient, letters: Letters
) -> None:
    user_id = add_account("neu@lindenau.example", Role.AUTHOR, password=None)
    assert client.post("/anmelden", data={"email": "neu@lindenau.example", "password": ""}).status_code == 422
    assert client.post("/anmelden", data={"email": "neu@lindenau.example", "password": "None"}).status_code == 422
    with time_machine.travel(now_utc(), tick=False) as clock:
        with transaction() as session:
            machine, new = Actor.machine(body.id, "test"), session.get_one(User, user_id)
            welcome(session, machine, new, public_url="http://localhost", town="Lindenau", now=now_utc())
        link = link_in(letters()[0])
        clock.shift(WELCOME_LASTS - timedelta(minutes=1))
        assert client.post(link, data={"password": NEW}).status_code == 302
    assert client.post("/anmelden", data={"email": "neu@lindenau.example", "password": NEW}).status_code == 302


def test_only_who_opens_accounts_sends_invitations(body: Body, user: int) -> None:
    with pytest.raises(Forbidden), transaction() as session:
        welcome(session, Actor.public(body.id), session.get_one(User, user), public_url="", town="", now=now_utc())


def test_changing_the_password_ends_the_other_sessions_and_says_so_by_letter(
    user: int, log_in: LogIn, letters: Letters, session: Session
) -> None:
    here, elsewhere = log_in(), log_in(fresh=True)
    wrong = here.post("/mein/konto/passwort", data={"old": "falsch", "password": NEW})
    assert wrong.status_code == 422
    assert here.post("/mein/konto/passwort", data={"old": PASSWORD, "password": NEW}).status_code == 302
    done = here.get("/mein/konto")
    assert "Ihr Passwort ist geändert." in done.text
    assert elsewhere.get("/mein/konto").status_code == 302
    assert len(session.scalars(select(LoginSession)).all()) == 1
    assert "Ihres Kontos wurde ge" in letters()[0]


def test_the_old_password_cannot_be_guessed_by_who_found_an_open_browser(user: int, log_in: LogIn) -> None:
    browser = log_in()
    answers = [browser.post("/mein/konto/passwort", data={"old": "falsch", "password": NEW}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
