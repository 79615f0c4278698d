"""Letters that come back: known by their signed name whatever server reports them; forgeries and nonsense change nothing."""

import io
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry
from ris.council.letterhead import PostRoom
from ris.council.models import Body, Person
from ris.db import now_utc, transaction
from ris.mail.messages import LetterName, letter_named
from ris.mail.models import OutgoingMail
from ris.mail.reports import MOST_BYTES, Refused, Returned, returned_in
from ris.mail.returning import note_returned
from ris.mail.rules import MailState
from ris.mail.services import settle
from ris.meetings.invitation_models import Recipient
from ris.meetings.models import Meeting
from ris.meetings.queries.undelivered import undelivered_invitations
from ris.meetings.services.invitation_resending import NoAddress, send_again
from tests.mail.conftest import Post
from tests.mail.reports import FORMS, report
from tests.mail.server import Server
from tests.meetings.office import NOW, Office, open_office
from tests.meetings.test_invitation import ROOM, invite, ready
from tests.signing_in import sent as sent_form
from tests.signing_in import signed_in

NAME = "0123456789abcdef.1.7.000000000000000000000000@lindenau.example"
NOTHING = "nichts geändert"


def bounced(app: Flask, content: bytes) -> str:
    """What the command says to a message on its standard input."""
    result = app.test_cli_runner().invoke(args=["mail", "bounce"], input=content)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.fixture
def sent(server: Server, write: Post, work: Callable[[], None]) -> int:
    """A letter the mail server has taken."""
    mail_id = write()
    work()
    return mail_id


def name_of(session: Session, mail_id: int) -> str:
    session.rollback()
    return session.get_one(OutgoingMail, mail_id).message_id or ""


def state(session: Session, mail_id: int) -> MailState:
    session.rollback()
    return MailState(session.get_one(OutgoingMail, mail_id).state)


@pytest.mark.parametrize("form", FORMS)
def test_a_letter_that_comes_back_is_known(app: Flask, session: Session, sent: int, form: str) -> None:
    content = report(form, name_of(session, sent))
    session.rollback()
    assert f"E-Mail {sent} gilt als nicht zugestellt." in bounced(app, content)
    assert state(session, sent) is MailState.BOUNCED
    mail = session.get_one(OutgoingMail, sent)
    assert mail.answer is not None
    assert mail.answer.startswith("zurückgekommen: ")
    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.event == "mail:returned"))
    assert entry.details["was"] == "sent"
    session.rollback()
    assert NOTHING in bounced(app, content)
    assert len(session.scalars(select(AuditEntry)).all()) == 1


@pytest.mark.parametrize("form", ["Postfix", "Exchange", "Exim"])
@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_letter_that_is_late_or_arrived_has_not_come_back(form: str, action: str) -> None:
    assert returned_in(report(form, NAME, action=action, status="4.4.1")) is None


def test_given_up_after_days_it_has_come_back_though_the_reason_was_temporary() -> None:
    returned = returned_in(report("Postfix", NAME, action="failed", status="4.4.1"))
    assert returned == Returned(
        NAME, "4.4.1 550 5.1.1 <ada@lindenau.example>: Recipient address rejected: User unknown"
    )


def test_what_the_other_side_said_is_kept_on_one_short_line() -> None:
    returned = returned_in(report("Exchange", NAME, status="5.1.10"))
    assert returned is not None
    assert returned.answer.startswith("5.1.10 550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient ada@kreis.example")
    long = report("Postfix", NAME).replace(b"User unknown", b"x" * 5000)
    said = returned_in(long)
    assert said is not None
    assert len(said.answer) == 400


def test_a_forged_report_changes_nothing(app: Flask, session: Session, body: Body, sent: int) -> None:
    name = name_of(session, sent)
    session.rollback()
    local, _, domain = name.partition("@")
    token, body_id, mail_id, signature = local.split(".")
    forged = (
        f"{token}.{body_id}.{mail_id}.{'0' * 24}@{domain}",
        f"{'0' * 16}.{body_id}.{mail_id}.{signature}@{domain}",
        f"{token}.{body_id}.{int(mail_id) + 1}.{signature}@{domain}",
        f"{token}.{int(body_id) + 1}.{mail_id}.{signature}@{domain}",
        "4Cq8kP1bYz2@mail.lindenau.example",
        f"{name}@evil.example",
    )
    for other in forged:
        assert NOTHING in bounced(app, report("Postfix", other))
    assert state(session, sent) is MailState.SENT


def test_a_report_about_an_earlier_try_does_not_touch_the_later_one(
    app: Flask, session: Session, body: Body, sent: int, work: Callable[[], None], server: Server
) -> None:
    first = report("Exim", name_of(session, sent))
    session.rollback()
    bounced(app, first)
    with transaction() as writing:
        settle(writing, Actor.machine(body.id, "x"), writing.get_one(OutgoingMail, sent), again=True, now=now_utc())
    work()
    assert NOTHING in bounced(app, first)
    assert state(session, sent) is MailState.SENT
    assert len(server.temper.recipients) == 2


def test_what_came_back_and_is_seen_to_does_not_count_as_sent(
    app: Flask, session: Session, body: Body, sent: int
) -> None:
    content = report("Exim", name_of(session, sent))
    session.rollback()
    bounced(app, content)
    with transaction() as writing:
        settle(writing, Actor.machine(body.id, "x"), writing.get_one(OutgoingMail, sent), again=False, now=now_utc())
    assert state(session, sent) is MailState.DROPPED


def test_only_who_may_decide_on_letters_notes_a_return(body: Body, sent: int) -> None:
    with transaction() as session, pytest.raises(Forbidden):
        note_returned(session, Actor.public(body.id), sent, Returned("x", ""), now=now_utc())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\xff\xfe" * 100,
        b"From: a@b.example\r\n\r\nIch bin bis 3. Dezember nicht im Haus.",
        b"Content-Type: multipart/report; report-type=delivery-status\r\n\r\nno boundary",
        b"Content-Type: multipart/report; report-type=disposition-notification; boundary=x\r\n\r\n--x--",
        report("Postfix", NAME).replace(b"message/delivery-status", b"text/plain"),
        report("Postfix", "").replace(b"message/rfc822", b"application/octet-stream"),
        report("Exim", "a b c"),
        report("Exchange", NAME).replace(b"Action:", b"Axtion:"),
        report("Postfix", NAME)[:1500],
    ],
)
def test_what_is_no_report_says_nothing(content: bytes) -> None:
    assert returned_in(content) is None


@given(st.binary(max_size=3000), st.integers(0, 3000), st.sampled_from(sorted(FORMS)))
def test_broken_reports_are_refused_or_say_nothing_wrong(noise: bytes, at: int, form: str) -> None:
    whole = report(form, NAME)
    for content in (noise, whole[:at] + noise + whole[at:], whole[at:] + noise):
        try:
            returned = returned_in(content)
        except Refused:
            continue
        assert returned is None or len(returned.answer) <= 400


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Subject: x\r\n\r\n" + b"x" * (MOST_BYTES + 1), "zu groß"),
        (b"Subject: x\r\n" * 50_000, "zu viele Zeilen"),
        (
            b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\r\n\r\n'
            + b"--x\r\n\r\na\r\n" * 10_000,
            "zu viele Teile",
        ),
        (
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(40)),
            "Teile",
        ),
    ],
)
def test_what_is_too_much_is_refused_before_it_is_taken_apart(content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        returned_in(content)


class Endless(io.BytesIO):
    """A message of 100 MB that is made while it is read."""

    left = 100_000_000

    def read(self, size: int | None = -1, /) -> bytes:
        got = min(self.left, self.left if size is None or size < 0 else size)
        self.left -= got
        return b"x" * got


def test_a_hundred_megabytes_are_read_in_little_memory(app: Flask) -> None:
    from ris.mail.cli import _taken  # noqa: PLC0415 - the command without its shell

    stream = Endless()
    tracemalloc.start()
    try:
        assert _taken(stream) == "Nicht gelesen: zu groß."
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stream.left == 0, "the mail server would think it was not taken"
    assert peak < 20_000_000


def test_a_folder_of_returns_is_read_once(app: Flask, session: Session, sent: int, tmp_path: Path) -> None:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "new" / "1.mail").write_bytes(report("Postfix", name_of(session, sent)))
    (tmp_path / "new" / "2.mail").write_bytes(b"Werbung")
    session.rollback()
    result = app.test_cli_runner().invoke(args=["mail", "bounce", "--maildir", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "1.mail: E-Mail" in result.output
    assert "2.mail: Keine Rückmeldung" in result.output
    assert state(session, sent) is MailState.BOUNCED
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["1.mail:2,S", "2.mail:2,S"]
    assert list((tmp_path / "new").iterdir()) == []


def test_names_of_letters_are_signed_with_the_secret_of_the_house(app: Flask, session: Session, sent: int) -> None:
    name, secret = name_of(session, sent), app.config["RIS"].secret_key
    mail = session.get_one(OutgoingMail, sent)
    assert letter_named(name, secret) == LetterName(mail.body_id, sent)
    assert letter_named(name, f"{secret}!") is None
    assert letter_named(f"<{name}>", secret) is None
    assert len(name.partition("@")[0]) <= 64


def test_the_envelope_names_the_address_for_reports_and_the_letter_its_sender(
    app: Flask, server: Server, write: Post, work: Callable[[], None]
) -> None:
    config = replace(
        app.config["RIS"], smtp_url=server.url, mail_from="ris@lindenau.example", mail_return="rueck@lindenau.example"
    )
    app.extensions["mail"] = PostRoom(config)
    write()
    work()
    assert server.temper.senders == ["rueck@lindenau.example"]
    assert "ris@lindenau.example" in server.temper.taken[0][1]["From"]


@pytest.fixture
def office(body: Body) -> Office:
    """A committee that is invited; the letters wait."""
    office = open_office(body, start=now_utc() + timedelta(days=40))  # the pages ask the real clock
    ready(office)
    invite(office)
    return office


def test_the_office_sees_at_once_whom_an_invitation_did_not_reach(
    app: Flask,
    server: Server,
    office: Office,
    session: Session,
    work: Callable[[], None],
    pass_time: Callable[[timedelta], None],
) -> None:
    app.extensions["storage"] = ROOM.storage  # where the entries for calendars lie
    pass_time(timedelta(days=1))
    work()
    recipient = session.scalars(select(Recipient).order_by(Recipient.id)).first()
    assert recipient is not None
    assert recipient.mail_id is not None
    name, content = recipient.name, report("Postfix", name_of(session, recipient.mail_id))
    session.rollback()
    assert undelivered_invitations(session, office.clerk, now=NOW) == []
    session.rollback()
    assert "nicht zugestellt" in bounced(app, content)
    (found,) = undelivered_invitations(session, office.clerk, now=NOW)
    assert (found.meeting_id, found.version, list(found.names)) == (office.meeting_id, 1, [name])
    assert undelivered_invitations(session, office.clerk, now=now_utc() + timedelta(days=60)) == []
    session.rollback()
    clerk: FlaskClient = signed_in(app, "Kern", Role.CLERK)
    page = clerk.get(f"/sitzung/{office.meeting_id}/einladung").text
    assert "Zurückgekommen" in page
    assert "User unknown" in page
    assert "geben den Brief zur Post" in page
    assert f"Einladung nicht zugestellt an {name}" in clerk.get("/buero").text
    with transaction() as writing:
        row = writing.get_one(Recipient, recipient.id)
        row.posted_on = NOW.date()
    assert undelivered_invitations(session, office.clerk, now=NOW) == []


def test_sent_once_more_it_goes_to_the_address_of_today(
    app: Flask,
    server: Server,
    office: Office,
    session: Session,
    work: Callable[[], None],
    pass_time: Callable[[timedelta], None],
) -> None:
    app.extensions["storage"] = ROOM.storage
    pass_time(timedelta(days=1))
    work()
    recipient = session.scalars(select(Recipient).order_by(Recipient.id)).first()
    assert recipient is not None
    recipient_id, person_id, mail_id = recipient.id, recipient.person_id, recipient.mail_id
    assert mail_id is not None
    bounced(app, report("Exim", name_of(session, mail_id)))
    with transaction() as writing:
        writing.get_one(Person, person_id).email = ["neu@lindenau.example"]
    clerk = signed_in(app, "Kern", Role.CLERK)
    page = f"/sitzung/{office.meeting_id}/einladung"
    again = f"{page}/{recipient_id}/erneut"
    assert sent_form(clerk, again, {"fassung": 1}, page=page).status_code == 302
    work()
    assert server.temper.recipients[-1] == "neu@lindenau.example"
    session.rollback()
    fresh = session.get_one(Recipient, recipient_id)
    assert fresh.mail is not None
    assert (fresh.mail.state, fresh.mail.id == mail_id) == (MailState.SENT, False)
    assert state(session, mail_id) is MailState.DROPPED
    count = len(server.temper.recipients)
    session.rollback()
    assert sent_form(clerk, again, {"fassung": 1}, page=page).status_code == 302
    assert "Es wird nichts noch einmal gesendet" in clerk.get(page).text
    work()
    assert len(server.temper.recipients) == count


def test_without_another_address_the_same_letter_goes_again_and_without_any_none(
    app: Flask,
    server: Server,
    office: Office,
    session: Session,
    work: Callable[[], None],
    pass_time: Callable[[timedelta], None],
) -> None:
    app.extensions["storage"] = ROOM.storage
    pass_time(timedelta(days=1))
    work()
    recipient = session.scalars(select(Recipient).order_by(Recipient.id)).first()
    assert recipient is not None
    assert recipient.mail_id is not None
    recipient_id, person_id, mail_id = recipient.id, recipient.person_id, recipient.mail_id
    for address, outcome in (("mitglied0@lindenau.example", MailState.QUEUED), (None, MailState.BOUNCED)):
        bounced(app, report("Exim", name_of(session, mail_id)))
        with transaction() as writing:
            writing.get_one(Person, person_id).email = [address] if address else None
        with transaction() as writing:
            row, meeting = writing.get_one(Recipient, recipient_id), writing.get_one(Meeting, office.meeting_id)
            if address:
                assert send_again(writing, office.clerk, meeting, row, now=now_utc()) == address
            else:
                with pytest.raises(NoAddress):
                    send_again(writing, office.clerk, meeting, row, now=now_utc())
        assert state(session, mail_id) is outcome
        session.rollback()
        work()
