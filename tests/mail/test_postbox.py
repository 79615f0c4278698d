"""The session office's page of letters: what waits, what went wrong, and how it decides."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.council.models import Body
from ris.db import transaction
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from tests.mail.conftest import Post
from tests.signing_in import sent, signed_in


@pytest.fixture
def clerk(app: Flask, body: Body) -> FlaskClient:
    return signed_in(app, "Clerk", Role.CLERK)


def set_state(mail_id: int, state: MailState, answer: str) -> None:
    with transaction() as session:
        mail = session.get_one(OutgoingMail, mail_id)
        mail.state, mail.answer, mail.attempts = state, answer, 3


def test_what_waits_and_what_is_to_be_decided_is_shown(clerk: FlaskClient, write: Post) -> None:
    set_state(write("lost@lindenau.example"), MailState.UNCERTAIN, "connection closed")
    set_state(write("full@lindenau.example"), MailState.QUEUED, "452 Mailbox full <script>")
    page = clerk.get("/verwaltung/email").text
    assert re.search(r"1\xa0E-Mail wartet", page)
    assert "lost@lindenau.example: ungeklärt" in page
    assert "452 Mailbox full &lt;script&gt;" in page


@pytest.mark.parametrize(("again", "state"), [("1", MailState.QUEUED), ("", MailState.SENT)])
def test_the_office_decides(clerk: FlaskClient, write: Post, session: Session, again: str, state: MailState) -> None:
    mail_id = write()
    set_state(mail_id, MailState.UNCERTAIN, "")
    assert sent(clerk, f"/verwaltung/email/{mail_id}", {"again": again}, page="/verwaltung/email").status_code == 302
    assert session.get_one(OutgoingMail, mail_id).state == state
    sent(clerk, f"/verwaltung/email/{mail_id}", {"again": "1"}, page="/verwaltung/email")
    assert "schon entschieden" in clerk.get("/verwaltung/email").text


def test_a_letter_that_is_not_there_is_404(clerk: FlaskClient) -> None:
    assert sent(clerk, "/verwaltung/email/999", {}, page="/verwaltung/email").status_code == 404


def test_nothing_to_decide_is_said(clerk: FlaskClient) -> None:
    assert "Es gibt nichts zu entscheiden." in clerk.get("/verwaltung/email").text
