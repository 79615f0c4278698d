"""Letters through a real server: sent once, whatever the server does."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.jobs.models import Job, JobState
from ris.mail.mailers import SmtpMailer, SmtpServer
from ris.mail.messages import Sender
from ris.mail.models import OutgoingMail
from ris.mail.queries import postbox_for
from ris.mail.rules import GIVE_UP, LONGEST_WAIT, SILENCE, MailState
from ris.mail.services import Attachment, BadLetter, Letter, NothingToDecide, post, settle
from tests.mail.conftest import Post, sends_through
from tests.mail.server import Server, Temper, free_port, smtp_server

Work = Callable[[], None]
PassTime = Callable[[timedelta], None]
CLERK = frozenset({Role.CLERK})


def state(session: Session, mail_id: int) -> MailState:
    session.expire_all()
    return MailState(session.get_one(OutgoingMail, mail_id).state)


def decide(body: Body, mail_id: int, *, again: bool) -> None:
    with transaction() as session:
        actor = Actor(body_id=body.id, user_id=1, roles=CLERK)
        settle(session, actor, session.get_one(OutgoingMail, mail_id), again=again, now=now_utc())


def test_a_letter_arrives_as_it_was_written(server: Server, write: Post, work: Work, session: Session) -> None:
    mail_id = write(text="Größe: 1 €\n.\nEin Punkt allein beendet nichts.")
    work()
    recipient, message = server.temper.taken[0]
    mail = session.get_one(OutgoingMail, mail_id)
    assert recipient == "ada@lindenau.example"
    assert message["To"] == "Ada Öhl <ada@lindenau.example>"
    assert message["From"] == "Stadt Lindenau <ris@lindenau.example>"
    assert message["Subject"] == "Einladung: Bauausschuss"
    assert message["Message-ID"] == f"<{mail.message_id}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_payload(decode=True) == "Größe: 1 €\r\n.\r\nEin Punkt allein beendet nichts.\r\n".encode()
    assert mail.state == MailState.SENT
    assert mail.answer == "250 OK queued"


def test_the_same_letter_is_written_once_and_sent_once(server: Server, write: Post, work: Work) -> None:
    first = write("Ada@lindenau.example")
    assert write("ada@lindenau.example") == first
    work()
    assert write("ada@lindenau.example") == first
    work()
    assert server.temper.recipients == ["Ada@lindenau.example"]


def test_a_new_version_is_another_letter(server: Server, write: Post, work: Work) -> None:
    assert write(about="meeting:1:v1") != write(about="meeting:1:v2")
    work()
    assert len(server.temper.taken) == 2


def _post_all(*recipients: str) -> None:
    with transaction() as session:
        for recipient in recipients:
            post(session, Letter("invitation", "m", recipient, "S", "T"), now=now_utc())


def test_what_is_rolled_back_was_never_written(server: Server, body: Body, work: Work, session: Session) -> None:
    with pytest.raises(BadLetter):
        _post_all("ada@lindenau.example", "no address")
    work()
    assert server.temper.taken == []
    assert session.scalars(select(OutgoingMail)).all() == []


def test_many_letters_share_one_connection(server: Server, write: Post, work: Work) -> None:
    people = [f"person{number}@lindenau.example" for number in range(12)]
    for person in people:
        write(person)
    work()
    assert server.temper.recipients == people
    assert server.temper.connections == 1


def test_a_refused_address_stops_nobody_else(server: Server, write: Post, work: Work, session: Session) -> None:
    server.temper.refuses = {"gone@lindenau.example"}
    gone, here = write("gone@lindenau.example"), write("here@lindenau.example")
    work()
    assert state(session, gone) is MailState.BOUNCED
    assert state(session, here) is MailState.SENT
    assert session.get_one(OutgoingMail, gone).answer == "550 5.1.1 No such user"
    assert server.temper.connections == 1


def test_a_full_box_is_tried_again(
    server: Server, write: Post, work: Work, session: Session, pass_time: PassTime
) -> None:
    server.temper.puts_off = {"full@lindenau.example"}
    mail_id = write("full@lindenau.example")
    work()
    assert state(session, mail_id) is MailState.QUEUED
    server.temper.puts_off = set()
    work()
    assert server.temper.taken == [], "not before its time"
    pass_time(timedelta(minutes=2))
    work()
    assert state(session, mail_id) is MailState.SENT


def test_a_letter_is_given_up_after_five_days_and_not_after_five_tries(
    server: Server, write: Post, work: Work, session: Session, pass_time: PassTime
) -> None:
    server.temper.puts_off = {"full@lindenau.example"}
    mail_id = write("full@lindenau.example")
    for _ in range(8):
        work()
        pass_time(LONGEST_WAIT)
    assert state(session, mail_id) is MailState.QUEUED
    assert session.get_one(OutgoingMail, mail_id).attempts == 8
    pass_time(GIVE_UP)
    work()
    assert state(session, mail_id) is MailState.FAILED
    assert session.scalars(select(Job.id).where(Job.state == JobState.FAILED)).all() == []


def test_letters_wait_for_a_server_that_is_away(
    app: Flask, write: Post, work: Work, session: Session, pass_time: PassTime, body: Body
) -> None:
    port = free_port()
    sends_through(app, f"smtp://127.0.0.1:{port}")
    letters = [write(f"person{number}@lindenau.example") for number in range(3)]
    work()
    assert {state(session, mail_id) for mail_id in letters} == {MailState.QUEUED}
    postbox = postbox_for(session, Actor(body_id=body.id, user_id=1, roles=CLERK))
    assert [mail.id for mail in postbox.unsent] == letters
    assert "Connect" in (postbox.unsent[0].answer or "")
    session.rollback()
    with smtp_server(port=port) as back:
        pass_time(timedelta(minutes=2))
        work()
        assert len(back.temper.taken) == 3
    assert {state(session, mail_id) for mail_id in letters} == {MailState.SENT}


def test_a_line_that_breaks_before_the_text_is_harmless(
    server: Server, write: Post, work: Work, session: Session, pass_time: PassTime
) -> None:
    server.temper.hangs_up_before = True
    mail_id = write()
    work()
    assert state(session, mail_id) is MailState.QUEUED
    server.temper.hangs_up_before = False
    pass_time(timedelta(minutes=2))
    work()
    assert server.temper.recipients == ["ada@lindenau.example"]


def test_a_line_that_breaks_after_the_text_leaves_a_question_and_no_second_letter(
    server: Server, write: Post, work: Work, session: Session, pass_time: PassTime, body: Body
) -> None:
    server.temper.hangs_up = True
    mail_id = write()
    other = write("other@lindenau.example")
    work()
    server.temper.hangs_up = False
    pass_time(timedelta(days=1))
    work()
    assert state(session, mail_id) is state(session, other) is MailState.UNCERTAIN
    assert sorted(server.temper.recipients) == ["ada@lindenau.example", "other@lindenau.example"]
    decide(body, mail_id, again=True)
    decide(body, other, again=False)
    work()
    assert server.temper.recipients[2:] == ["ada@lindenau.example"]
    assert state(session, other) is MailState.SENT
    events = session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events == ["mail:settled", "mail:settled"]


def test_a_killed_worker_leaves_a_question(
    server: Server, write: Post, work: Work, session: Session, pass_time: PassTime
) -> None:
    mail_id = write()
    with transaction() as writing:  # as far as it came
        mail = writing.get_one(OutgoingMail, mail_id)
        mail.state, mail.sending_since = MailState.SENDING, now_utc()
    work()
    assert state(session, mail_id) is MailState.SENDING, "somebody may still be at it"
    pass_time(SILENCE + timedelta(seconds=1))
    work()
    assert state(session, mail_id) is MailState.UNCERTAIN
    assert server.temper.taken == []


def test_a_slow_server_is_not_asked_twice(app: Flask, write: Post, work: Work, session: Session) -> None:
    with smtp_server(Temper(seconds=1.0)) as slow:
        sends_through(app, slow.url)
        target = SmtpServer.from_url(slow.url)
        impatient = SmtpServer(target.host, target.port, seconds=0.3)
        sender = Sender("ris@lindenau.example", "Stadt")
        app.extensions["mail"] = lambda _body: (SmtpMailer(impatient, sender.address), sender)
        mail_id = write()
        work()
        work()
        assert state(session, mail_id) is MailState.UNCERTAIN


def test_a_town_without_server_keeps_its_letters(app: Flask, write: Post, work: Work, session: Session) -> None:
    mail_id = write()
    work()
    files = list(app.config["RIS"].letters_dir.glob("*.eml"))
    assert state(session, mail_id) is MailState.KEPT
    assert b"ada@lindenau.example" in files[0].read_bytes()


def test_a_demo_never_sends(server: Server, body: Body, write: Post, work: Work, session: Session) -> None:
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = BodySettings(keeps_mail=True).to_json()
    mail_id = write()
    work()
    assert server.temper.taken == []
    assert state(session, mail_id) is MailState.KEPT


def test_attachments_travel_by_the_name_of_their_content(server: Server, app: Flask, body: Body, work: Work) -> None:
    digest = app.extensions["storage"].put(io.BytesIO(b"BEGIN:VCALENDAR"))
    attachment = Attachment("sitzung.ics", "text/calendar; method=REQUEST; charset=utf-8", digest.sha512)
    letter = Letter("invitation", "m", "ada@lindenau.example", "S", "T", html="<p>T</p>", attachments=[attachment])
    with transaction() as session:
        post(session, letter, now=now_utc())
    work()
    parts = {part.get_content_type(): part for part in server.temper.taken[0][1].walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["text/calendar"].get_filename() == "sitzung.ics"
    assert parts["text/calendar"].get_payload(decode=True) == b"BEGIN:VCALENDAR"
    assert "text/html" in parts


def test_an_attachment_that_is_gone_stops_only_its_letter(
    server: Server, write: Post, body: Body, work: Work, session: Session
) -> None:
    lost = Attachment("weg.pdf", "application/pdf", "0" * 128)
    with transaction() as writing:
        broken = post(
            writing, Letter("invitation", "m", "ada@lindenau.example", "S", "T", attachments=[lost]), now=now_utc()
        ).id
    fine = write("other@lindenau.example")
    work()
    assert state(session, broken) is MailState.FAILED
    assert state(session, fine) is MailState.SENT


def test_a_secret_is_forgotten_once_it_is_sent(server: Server, body: Body, work: Work, session: Session) -> None:
    with transaction() as writing:
        post(writing, Letter("password-reset", "t", "ada@lindenau.example", "S", "geheim", secret=True), now=now_utc())
    work()
    assert b"geheim" in server.temper.taken[0][1].get_payload(decode=True)
    assert session.scalars(select(OutgoingMail.text)).all() == [""]


@pytest.mark.parametrize(
    ("recipient", "subject", "name"),
    [
        ("ada@lindenau.example\nBcc: all@evil.example", "S", "Ada"),
        ("ada@lindenau.example, all@evil.example", "S", "Ada"),
        ("Ada <ada@lindenau.example>", "S", "Ada"),
        ("ada@localhost", "S", "Ada"),
        ("ada", "S", "Ada"),
        ("", "S", "Ada"),
        (f"{'a' * 65}@lindenau.example", "S", "Ada"),
        ("ada@lindenau.example", "S\r\nBcc: all@evil.example", "Ada"),
        ("ada@lindenau.example", "S", "Ada\nBcc: all@evil.example"),
    ],
)
def test_nothing_becomes_a_header_that_is_none(
    body: Body, session: Session, recipient: str, subject: str, name: str
) -> None:
    with pytest.raises(BadLetter), transaction() as writing:
        post(writing, Letter("invitation", "m", recipient, subject, "T", recipient_name=name), now=now_utc())
    assert session.scalars(select(OutgoingMail)).all() == []


def test_only_the_session_office_decides_and_only_where_there_is_a_question(
    server: Server, write: Post, work: Work, body: Body, session: Session
) -> None:
    mail_id = write()
    work()
    with pytest.raises(NothingToDecide):
        decide(body, mail_id, again=True)
    mail = session.get_one(OutgoingMail, mail_id)
    with pytest.raises(Forbidden):
        settle(session, Actor.public(body.id), mail, again=True, now=now_utc())
    with pytest.raises(Forbidden):
        postbox_for(session, Actor.public(body.id))
