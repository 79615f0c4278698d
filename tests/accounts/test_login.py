"""Logging in: the right person, for the right town, and nobody by guessing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.policy import Forbidden
from ris.accounts.models import AttemptCount, LoginSession, User
from ris.accounts.rules import LOGIN_FROM_PLACE, LOGIN_OF_ACCOUNT
from ris.accounts.services.users import AddressTaken, NoAddress, WeakPassword, add_user
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.scope.current import working_for
from tests.accounts.conftest import EMAIL, PASSWORD, LogIn

Attempt = Callable[..., int]


@pytest.fixture
def attempt(client: FlaskClient) -> Attempt:
    """Try to log in; the status of the answer."""

    def post(email: str = EMAIL, password: str = PASSWORD, **more: object) -> int:
        return client.post("/anmelden", data={"email": email, "password": password}, **more).status_code

    return post


def test_the_right_password_opens_and_is_not_kept_in_clear(user: int, session: Session, attempt: Attempt) -> None:
    assert attempt() == 302
    assert PASSWORD not in str(session.get_one(User, user).password_hash)
    assert session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()[-1] == "user:logged-in"


def test_the_address_may_be_typed_in_capitals(user: int, attempt: Attempt) -> None:
    assert attempt(email=f"  {EMAIL.upper()} ") == 302


def test_the_cookie_opens_nothing_without_its_row(user: int, log_in: LogIn, session: Session) -> None:
    client = log_in()
    assert client.get("/mein/konto").status_code == 200
    with transaction() as writing:
        writing.delete(writing.scalars(select(LoginSession)).one())
    assert client.get("/mein/konto").status_code == 302


def test_the_table_of_sessions_opens_nothing(user: int, log_in: LogIn, client: FlaskClient, session: Session) -> None:
    log_in()
    kept = session.scalars(select(LoginSession.token_hash)).one()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = kept
    assert client.get("/mein/konto").status_code == 302


def said(page: str, email: str) -> str:
    """A page without what differs between any two: the address typed and the token against forged forms."""
    return re.sub(r'csrf_token" value="[^"]+"', "", page.replace(email, ""))


def test_nobody_learns_whether_there_is_an_account(user: int, client: FlaskClient) -> None:
    known = client.post("/anmelden", data={"email": EMAIL, "password": "falsch"})
    unknown = client.post("/anmelden", data={"email": "nobody@lindenau.example", "password": "falsch"})
    assert known.status_code == unknown.status_code == 422
    assert said(known.text, EMAIL) == said(unknown.text, "nobody@lindenau.example")


def test_a_wrong_password_costs_the_same_hashing_as_an_unknown_address(
    user: int, attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def verify(kept: str, _typed: str) -> bool:
        hashed.append(kept)
        return False

    monkeypatch.setattr("ris.accounts.passwords._verify", verify)
    attempt(password="falsch")
    attempt(email="nobody@lindenau.example")
    assert len(hashed) == 2


@pytest.mark.parametrize("email", [EMAIL, "nobody@lindenau.example"])
def test_five_wrong_passwords_block_for_five_minutes_whether_or_not_there_is_an_account(
    user: int, attempt: Attempt, email: str
) -> None:
    with time_machine.travel(now_utc(), tick=False) as clock:
        assert [attempt(email, "falsch") for _ in range(LOGIN_OF_ACCOUNT.most)] == [422] * LOGIN_OF_ACCOUNT.most
        assert attempt(email, "falsch") == 429
        assert attempt() == (429 if email == EMAIL else 302)
        clock.shift(LOGIN_OF_ACCOUNT.span + timedelta(seconds=1))
        assert attempt() == 302


def test_the_right_password_forgets_the_wrong_ones(user: int, attempt: Attempt) -> None:
    for _ in range(3):
        assert [attempt(password="falsch") for _ in range(LOGIN_OF_ACCOUNT.most - 1)] == [422] * 4
        assert attempt() == 302


def test_one_address_may_not_try_all_accounts(user: int, attempt: Attempt) -> None:
    with transaction() as session:  # as if most of its tries were spent
        attempt_ = session.scalars(select(AttemptCount)).first()
        assert attempt_ is None
    for number in range(3):
        attempt(f"nobody{number}@lindenau.example")
    with transaction() as session:
        place = session.scalars(select(AttemptCount).where(AttemptCount.key.startswith("login-from:"))).one()
        assert place.count == 3
        place.count = LOGIN_FROM_PLACE.most
    assert attempt() == 429


def test_a_town_hall_full_of_members_behind_one_address_gets_in(user: int, attempt: Attempt, session: Session) -> None:
    assert [attempt() for _ in range(4)] == [302] * 4
    place = select(AttemptCount.count).where(AttemptCount.key.startswith("login-from:"))
    assert session.scalars(place).one() == 0


def test_counts_are_forgotten_when_they_count_no_more(user: int, attempt: Attempt, session: Session) -> None:
    with time_machine.travel(now_utc(), tick=False) as clock:
        attempt("nobody@lindenau.example")
        clock.shift(LOGIN_FROM_PLACE.span + timedelta(seconds=1))
        attempt("somebody@lindenau.example")
    assert len(session.scalars(select(AttemptCount)).all()) == 2


def test_counts_hold_no_address_of_anybody(user: int, attempt: Attempt, session: Session) -> None:
    attempt(password="falsch")
    assert not [key for key in session.scalars(select(AttemptCount.key)) if "127.0.0.1" in key or "lindenau" in key]


def test_an_account_of_another_town_does_not_open_here(user: int, body: Body, log_in: LogIn) -> None:
    client = log_in()
    with transaction() as session:
        other = Body(name="Eschbach", host="eschbach.example", created=now_utc(), modified=now_utc(), settings={})
        session.add(other)
        session.flush()
        session.get_one(Body, body.id).host = "localhost"
        identity = other.id
    client.application.extensions["bodies"].__init__()
    assert client.get("/mein/konto").status_code == 200
    assert client.get("/mein/konto", headers={"Host": "eschbach.example"}).status_code == 302
    wrong_town = client.post(
        "/anmelden", data={"email": EMAIL, "password": PASSWORD}, headers={"Host": "eschbach.example"}
    )
    assert wrong_town.status_code == 422
    with working_for(identity):
        assert identity != body.id


def test_a_closed_account_opens_nothing(user: int, log_in: LogIn, attempt: Attempt) -> None:
    client = log_in()
    with transaction() as session:
        session.get_one(User, user).active = False
    assert client.get("/mein/konto").status_code == 302
    assert attempt() == 422


def test_who_is_sent_to_log_in_comes_back(user: int, client: FlaskClient) -> None:
    sent = client.get("/mein/konto")
    assert (sent.status_code, sent.location) == (302, "/anmelden?weiter=/mein/konto")
    back = client.post(sent.location, data={"email": EMAIL, "password": PASSWORD})
    assert back.location == "/mein/konto"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:x"]
)
def test_logging_in_never_leads_to_a_foreign_site(user: int, client: FlaskClient, target: str) -> None:
    answer = client.post("/anmelden", query_string={"weiter": target}, data={"email": EMAIL, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (302, "/")


def test_logging_out_ends_the_session_and_empties_the_browser(user: int, log_in: LogIn, session: Session) -> None:
    client = log_in()
    left = client.post("/abmelden")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert session.scalars(select(LoginSession)).all() == []
    assert client.get("/mein/konto").status_code == 302


def test_a_forged_form_is_refused(user: int, client: FlaskClient) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = True
    assert client.post("/anmelden", data={"email": EMAIL, "password": PASSWORD}).status_code == 400


@pytest.mark.parametrize(
    "data",
    [{}, {"email": "x"}, {"email": "a@b", "password": ""}, {"email": "a" * 100_000, "password": "b" * 1_000_000}],
)
def test_nonsense_is_answered_with_a_sentence(user: int, client: FlaskClient, data: dict[str, str]) -> None:
    answer = client.post("/anmelden", data=data)
    assert answer.status_code == 422
    assert "Bitte" in answer.text


def test_bad_accounts_are_refused(body: Body) -> None:
    machine = Actor.machine(body.id, "test")

    def add(actor: Actor = machine, email: str = EMAIL, password: str | None = PASSWORD) -> None:
        with transaction() as session:
            add_user(session, actor, email=email, name="B", password=password, now=now_utc())

    with pytest.raises(WeakPassword):
        add(password="zu kurz")
    with pytest.raises(WeakPassword):
        add(password="x" * 1001)
    with pytest.raises(NoAddress):
        add(email="b")
    with pytest.raises(Forbidden):
        add(Actor(body_id=body.id, user_id=9, roles=frozenset({Role.CLERK})))
    add()
    with pytest.raises(AddressTaken):
        add(email=EMAIL.upper())
