"""Telling news: at once or once a day, by e-mail through a real server, never twice, and without a confidential word."""

from datetime import timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.accounts.models import User
from ris.council.models import Membership
from ris.db import now_utc, transaction
from ris.jobs.models import Job, JobKind
from ris.mail.models import OutgoingMail
from ris.notices.models import ToldUntil
from ris.notices.rules import BUNDLED, Channel, NoticeKind, Pace, next_digest
from tests.mail.server import Server
from tests.meetings.office import Office
from tests.notices.conftest import Happen, Work
from tests.signing_in import sent

ADDRESS = "/mein/konto/benachrichtigungen"


def letters(session: Session) -> list[str]:
    session.rollback()
    return list(
        session.scalars(select(OutgoingMail.text).where(OutgoingMail.purpose == "news").order_by(OutgoingMail.id))
    )


def choose(window: FlaskClient, kind: NoticeKind, pace: Pace, channel: Channel = Channel.MAIL) -> None:
    assert sent(window, ADDRESS, {f"{kind.value}-{channel.value}": pace.value}).status_code == 303


def test_a_letter_of_the_day_tells_how_much_is_new_and_nothing_of_it(
    window: FlaskClient, server: Server, happen: Happen, work: Work, session: Session
) -> None:
    happen()
    happen("Personalakte")
    work()
    [(recipient, letter)] = server.temper.taken
    assert recipient == "mitglied@lindenau.example"
    assert letter["Subject"] == "Neues vom Tag: Stadt Lindenau"
    [text] = letters(session)
    assert "- 2 geänderte Unterlagen" in text
    assert "http://localhost/mein\n" in text
    assert not [word for word in ("Kaufvertrag", "Quittenhof", "Personalakte", "Preis", "Bauausschuss") if word in text]


def test_the_same_day_brings_no_second_letter_and_loses_nothing(
    window: FlaskClient, server: Server, happen: Happen, work: Work, a_day_passes: Work, session: Session
) -> None:
    happen()
    work()
    work()
    happen("Noch eine")
    work()
    assert len(letters(session)) == 1
    with transaction() as writing:  # its letter belongs to yesterday as well
        mail = writing.scalars(select(OutgoingMail).where(OutgoingMail.purpose == "news")).one()
        mail.key += "-gestern"
    a_day_passes()
    work()
    assert len(letters(session)) == 2
    assert len(server.temper.taken) == 2
    assert "- 2 geänderte Unterlagen" in letters(session)[1], "since the day has only just passed, both are in it"


def test_at_once_means_after_the_bundle_and_once(
    window: FlaskClient, server: Server, happen: Happen, work: Work, session: Session
) -> None:
    choose(window, NoticeKind.CHANGED, Pace.NOW)
    happen()
    waiting = session.scalars(select(Job).where(Job.kind == JobKind.TELL_NEWS).order_by(Job.key)).all()
    assert [job.key for job in waiting] == ["daily", "now"]
    assert waiting[0].due == next_digest(waiting[0].created)
    assert waiting[1].due - waiting[1].created >= timedelta(minutes=2) - timedelta(seconds=1)
    work()
    work()
    assert [letter["Subject"] for _, letter in server.temper.taken] == ["Neues in Ihrem Bereich: Stadt Lindenau"]
    with time_machine.travel(now_utc() + BUNDLED - timedelta(seconds=10), tick=True):
        happen("Noch eine")  # its transaction began before that look, and is committed after it
        work()
    assert len(server.temper.taken) == 2
    assert "- 1 geänderte Unterlage\n" in letters(session)[1]


def test_never_is_never_and_what_was_not_wanted_is_not_told_later(
    window: FlaskClient, server: Server, happen: Happen, work: Work, a_day_passes: Work, session: Session
) -> None:
    choose(window, NoticeKind.CHANGED, Pace.NEVER)
    happen()
    work()
    choose(window, NoticeKind.CHANGED, Pace.NOW)
    work()
    assert server.temper.taken == []


def test_who_holds_no_seat_hears_nothing(
    window: FlaskClient, server: Server, happen: Happen, work: Work, office: Office, session: Session
) -> None:
    with transaction() as writing:
        for seat in writing.scalars(select(Membership).where(Membership.person_id == office.members[1])):
            seat.end_date = now_utc().date() - timedelta(days=1)
    happen()
    work()
    assert server.temper.taken == []
    assert session.scalars(select(ToldUntil)).all(), "and does not hear of it when they come back"


def test_a_town_without_accounts_looks_for_no_news(office: Office, happen: Happen, session: Session) -> None:
    happen()
    assert session.scalars(select(Job).where(Job.kind == JobKind.TELL_NEWS)).all() == []


def test_the_daily_look_comes_again_tomorrow_by_itself(
    window: FlaskClient, server: Server, happen: Happen, work: Work, session: Session
) -> None:
    happen()
    work()
    waiting = session.scalars(select(Job).where(Job.kind == JobKind.TELL_NEWS, Job.state == "waiting")).all()
    assert [(job.key, job.due > now_utc()) for job in waiting] == [("daily", True)]


def test_the_page_keeps_what_was_chosen_and_refuses_what_is_no_pace(
    app: Flask, window: FlaskClient, session: Session
) -> None:
    choose(window, NoticeKind.MINUTES, Pace.NEVER)
    page = window.get(ADDRESS).text
    field = page.partition('id="minutes-mail"')[2].partition("</select>")[0]
    assert '<option value="never" selected>' in field
    refused = sent(window, ADDRESS, {"minutes-mail": "stündlich"})
    assert refused.status_code == 422
    assert "<title>Fehler: " in refused.text
    assert "Bitte wählen Sie sofort, täglich oder nie." in refused.text
    assert session.scalars(select(User)).one().email == "mitglied@lindenau.example"


def test_invitations_cannot_be_turned_off_and_the_page_says_so(window: FlaskClient) -> None:
    page = window.get(ADDRESS).text
    assert "Das lässt sich nicht abstellen, solange Sie der elektronischen Zustellung zugestimmt haben." in page
    assert "/mein/konto/zustellung" in page
