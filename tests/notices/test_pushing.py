"""Pushes: a browser is entered, gets the one sentence sealed for it, and is left alone when it or its owner is gone."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.accounts.models import LoginSession
from ris.accounts.sealing import KeyRing
from ris.council.models import Membership
from ris.db import now_utc, transaction
from ris.jobs.models import Job, JobKind
from ris.notices.models import PushKey, PushSubscription
from tests.meetings.office import Office
from tests.notices.conftest import Happen, Work
from tests.notices.push_service import Browser, PushService, claims_of
from tests.signing_in import TOKEN, sent, signed_in

PAGE = "/mein/konto/benachrichtigungen"
SAID = {"body": "Es gibt etwas Neues in Ihrem Bereich.", "tag": "neues", "url": "/mein"}


def enter(window: FlaskClient, subscription: object) -> tuple[int, str]:
    found = TOKEN.search(window.get(PAGE).text)
    assert found
    answer = window.post(f"{PAGE}/geraete", json=subscription, headers={"X-CSRFToken": found[1]})
    return answer.status_code, answer.text


def subscriptions(session: Session) -> list[PushSubscription]:
    session.rollback()
    return list(session.scalars(select(PushSubscription).order_by(PushSubscription.id)))


def test_a_browser_reads_that_there_is_something_and_nothing_else(
    window: FlaskClient, service: PushService, happen: Happen, work: Work, session: Session
) -> None:
    browser = Browser("tablet")
    assert enter(window, browser.subscription(service.url))[0] == 200
    assert "eingetragen am" in window.get(PAGE).text
    happen()
    work()
    assert service.messages(browser) == [SAID]
    [(_, headers, body)] = service.taken
    claims, key = claims_of(headers["Authorization"])
    assert (claims["aud"], claims["sub"]) == (service.url, "http://localhost")
    assert f'data-push="{key}"' in window.get(PAGE).text
    assert (headers["TTL"], headers["Topic"], headers["Content-Encoding"]) == ("86400", "neues", "aes128gcm")
    assert b"Neues" not in body
    work()
    assert len(service.taken) == 1, "once"
    assert subscriptions(session)[0].last_sent is not None


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    window: FlaskClient, service: PushService, happen: Happen, work: Work, session: Session, status: int
) -> None:
    enter(window, Browser("alt").subscription(service.url))
    enter(window, Browser("neu").subscription(service.url))
    service.answers["/push/alt"] = status
    happen()
    work()
    assert [row.endpoint.rpartition("/")[2] for row in subscriptions(session)] == ["neu"]


def test_who_was_reached_is_not_pushed_again_while_another_is_tried(
    window: FlaskClient, service: PushService, happen: Happen, work: Work, session: Session
) -> None:
    for name in ("langsam", "schnell"):
        enter(window, Browser(name).subscription(service.url))
    service.answers["/push/langsam"] = 503
    happen()
    work()
    [job] = session.scalars(select(Job).where(Job.kind == JobKind.SEND_PUSH)).all()
    assert (job.state, job.error) == ("waiting", "NotPushed: push not taken: 503")
    service.answers.clear()
    work()
    assert sorted(path for path, _, _ in service.taken) == ["/push/langsam", "/push/langsam", "/push/schnell"]


def test_logging_out_ends_the_pushes_to_this_device(
    app: Flask, window: FlaskClient, service: PushService, happen: Happen, work: Work, session: Session
) -> None:
    enter(window, Browser("tablet").subscription(service.url))
    with transaction() as writing:
        writing.delete(writing.scalars(select(LoginSession)).one())
    happen()
    work()
    assert service.taken == []


def test_a_lost_seat_ends_them_too(
    window: FlaskClient, service: PushService, happen: Happen, work: Work, office: Office
) -> None:
    enter(window, Browser("tablet").subscription(service.url))
    with transaction() as writing:
        for seat in writing.scalars(select(Membership).where(Membership.person_id == office.members[1])):
            seat.end_date = now_utc().date() - timedelta(days=1)
    happen()
    work()
    assert service.taken == []


def test_a_browser_belongs_to_who_entered_it_last_and_only_they_take_it_out(
    app: Flask, window: FlaskClient, service: PushService, office: Office, session: Session
) -> None:
    enter(window, Browser("tablet").subscription(service.url))
    other = signed_in(app, "Andere", person_id=office.members[2])
    [first] = subscriptions(session)
    assert sent(other, f"{PAGE}/geraete/{first.id}/entfernen", {}, page=PAGE).status_code == 404
    enter(other, Browser("tablet").subscription(service.url))
    [second] = subscriptions(session)
    assert sent(window, f"{PAGE}/geraete/{second.id}/entfernen", {}, page=PAGE).status_code == 404
    assert sent(other, f"{PAGE}/geraete/{second.id}/entfernen", {}, page=PAGE).status_code == 303
    assert subscriptions(session) == []


@pytest.mark.parametrize(
    "subscription",
    [
        None,
        [],
        "text",
        {},
        {"endpoint": "https://push.example/x"},
        {"endpoint": "https://push.example/x", "keys": []},
        {"endpoint": "https://push.example/x", "keys": {"p256dh": "x", "auth": "y"}},
        {"endpoint": 7, "keys": {"p256dh": 8, "auth": 9}},
    ],
)
def test_what_is_no_subscription_is_refused(window: FlaskClient, session: Session, subscription: object) -> None:
    assert enter(window, subscription)[0] == 422
    assert subscriptions(session) == []


def test_an_address_in_our_own_network_is_refused(window: FlaskClient, session: Session) -> None:
    for host in ("127.0.0.1", "[::1]", "169.254.169.254"):
        assert enter(window, Browser("x").subscription(f"https://{host}"))[0] == 422
    assert subscriptions(session) == []


def test_ten_browsers_are_enough(window: FlaskClient, service: PushService, session: Session) -> None:
    for number in range(10):
        assert enter(window, Browser(f"b{number}").subscription(service.url))[0] == 200
    status, text = enter(window, Browser("b10").subscription(service.url))
    assert (status, len(subscriptions(session))) == (422, 10)
    assert "zehn Ger" in text


def test_browsers_of_sessions_that_ended_count_no_more(
    window: FlaskClient, service: PushService, session: Session
) -> None:
    enter(window, Browser("hier").subscription(service.url))
    [here] = subscriptions(session)
    with transaction() as writing:
        for number in range(12):
            facts = {"endpoint_hash": f"{number:064}", "endpoint": "https://push.example/x", "device": "Fort"}
            keys = {"p256dh": here.p256dh, "auth": here.auth}
            ended = PushSubscription(user_id=here.user_id, login_id=900 + number, created=now_utc(), **facts, **keys)
            writing.add(ended)
    assert enter(window, Browser("noch-hier").subscription(service.url))[0] == 200
    assert len(subscriptions(session)) == 2


def test_a_key_sealed_with_an_older_secret_is_kept_and_sealed_anew(
    app: Flask, window: FlaskClient, service: PushService, happen: Happen, work: Work, session: Session
) -> None:
    browser = Browser("tablet")
    enter(window, browser.subscription(service.url))
    first = session.scalars(select(PushKey)).one()
    public, private = first.public, first.private
    app.extensions["keys"] = KeyRing(["another secret of the machine", app.config["SECRET_KEY"]])
    happen()
    work()
    session.rollback()
    row = session.scalars(select(PushKey)).one()
    assert row.public == public
    assert row.private != private
    assert app.extensions["keys"].is_present(row.private)
    assert service.messages(browser) == [SAID]


def test_a_key_nobody_can_open_any_more_is_replaced_and_browsers_subscribe_anew(
    app: Flask, window: FlaskClient, service: PushService, happen: Happen, work: Work, session: Session
) -> None:
    enter(window, Browser("tablet").subscription(service.url))
    first = session.scalars(select(PushKey.public)).one()
    app.extensions["keys"] = KeyRing(["another secret of the machine"])
    happen()
    work()
    session.rollback()
    assert session.scalars(select(PushKey.public)).one() != first
    assert (subscriptions(session), service.taken) == ([], [])
