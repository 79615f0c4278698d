"""A committee that was invited, a member of it who is logged in, a real mail server and a real push service."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from ris.accounts.models import User
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import FileVersion
from ris.jobs.models import Job
from ris.jobs.worker import Worker
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting
from ris.notices.models import ToldUntil
from ris.notices.push_line import PushLine
from ris.notices.rules import BUNDLED
from ris.scope.readers import audience_for
from tests.factories import documents, meetings
from tests.mail.conftest import sends_through
from tests.mail.server import Server, smtp_server
from tests.meetings.office import Office
from tests.meetings.test_invitation import invited_office
from tests.notices.push_service import PushService, push_service
from tests.signing_in import signed_in

Work = Callable[[], None]
Happen = Callable[..., None]


@pytest.fixture
def office(body: Body) -> Office:
    """A committee of three, invited a month ago to four items of a sitting in two weeks."""
    office = invited_office(body)
    with transaction() as session:
        session.get_one(Meeting, office.meeting_id).start = now_utc() + timedelta(days=14)
        for version in session.scalars(select(AgendaVersion)):
            version.at = now_utc() - timedelta(days=30)
        for item in session.scalars(select(AgendaItem)):
            item.created = now_utc() - timedelta(days=40)
        for mail in session.scalars(select(OutgoingMail)):
            mail.state = MailState.SENT
    return office


@pytest.fixture
def window(app: Flask, office: Office) -> FlaskClient:
    """The browser of its second member; the account is older than what happens in the tests."""
    window = signed_in(app, "Mitglied", person_id=office.members[1])
    with transaction() as session:
        user = session.scalars(select(User)).one()
        user.created -= timedelta(days=30)
    return window


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """A real mail server."""
    with smtp_server() as running:
        sends_through(app, running.url)
        yield running


@pytest.fixture
def service(app: Flask, tmp_path: Path) -> Iterator[PushService]:
    """A real push service on this machine, which the application trusts."""
    with push_service(tmp_path) as running:
        app.extensions["push"] = PushLine(str(running.certificate), frozenset({"localhost"}))
        yield running


@pytest.fixture
def happen(office: Office) -> Happen:
    """A document of the agenda is replaced."""

    def replace(name: str = "Kaufvertrag Quittenhof") -> None:
        file = documents.file(
            name=name, created=now_utc() - timedelta(days=40), readers={f"org:{office.organization_id}"}
        )
        item = meetings.agenda_item(meeting_id=office.meeting_id, created=now_utc() - timedelta(days=40))
        meetings.agenda_item_file(agenda_item_id=item.id, file_id=file.id, role="main")
        with transaction() as session:
            session.add(
                FileVersion(
                    file_id=file.id,
                    number=1,
                    sha512_checksum="0" * 128,
                    replaced=now_utc(),
                    reason="Preis berichtigt",
                    audience_id=audience_for(session, {"public"}).id,
                )
            )

    return replace


@pytest.fixture
def work(app: Flask) -> Work:
    """The worker does everything that waits, also what waits for tomorrow morning; nothing of it goes by."""

    def drain() -> None:
        with transaction() as session:
            session.execute(update(Job).where(Job.state == "waiting").values(due=now_utc() - timedelta(seconds=1)))
        worker: Worker = app.extensions["worker"]()
        with time_machine.travel(now_utc() + BUNDLED, tick=True):
            while worker.work_once():
                pass

    return drain


@pytest.fixture
def a_day_passes() -> Work:
    """Everybody was told what is new a day ago."""

    def shift() -> None:
        with transaction() as session:
            for row in session.scalars(select(ToldUntil)):
                row.at -= timedelta(days=1)

    return shift
