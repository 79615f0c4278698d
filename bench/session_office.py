"""How fast the session office's desk is: the check panel on 120 items, and an invitation of 93 members through SMTP.

Run: ``python -m bench.session_office``. Makes a town of its own in a temporary folder and a mail server on the loopback.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from flask import Flask
from sqlalchemy import delete, event

from config import Config
from ris.app import create_app
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.jobs.models import Job, JobKind
from ris.jobs.worker import Worker
from ris.law.sitting import Convening
from ris.mail.tasks import send_mail
from ris.meetings.invitation_models import AgendaDraft
from ris.meetings.models import Meeting
from ris.meetings.queries.desk import desk_for
from ris.meetings.reply_rules import ReplySeal
from ris.meetings.services.agenda_editing import add_paper_item
from ris.meetings.services.agenda_terms import Terms, set_terms
from ris.meetings.services.invitation import PostRoom, approve_and_invite
from ris.scope.current import working_for
from tests.mail.conftest import sends_through
from tests.mail.server import smtp_server
from tests.meetings.office import NOW, Office, open_office, waiting_paper

ITEMS, MEMBERS, TRIES = 120, 93, 20


def run() -> dict[str, float]:
    """Measure and print; the rows for results.json."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        address = f"sqlite:///{data / 'ris.db'}"
        config = Config(data_dir=data, database_url=address, secret_key="-", public_url="http://localhost")  # noqa: S106
        app = create_app(config)
        with app.app_context():
            db.create_all()
            with transaction() as session:
                now = now_utc()
                town = Body(name="Stadt Lindenau", created=now, modified=now, settings={})
                session.add(town)
            with working_for(town.id):
                office = open_office(town, members=MEMBERS)
                fill(office)
                results = check(office) | invite(app, office)
            db.session.remove()
            db.engine.dispose()
    for name, value in results.items():
        print(f"{name:60} {value:10.2f}")
    return results


def fill(office: Office) -> None:
    """An agenda of 120 items, each with a paper."""
    stations = [waiting_paper(office, f"Vorlage {number}") for number in range(ITEMS - 2)]
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        for revision, station in enumerate(stations, 1):
            add_paper_item(session, office.clerk, meeting, station, revision=revision, now=NOW)
        terms = Terms(Convening.REGULAR, agreed_on=NOW.date())
        set_terms(session, office.clerk, meeting, terms, revision=len(stations) + 1, now=NOW)


def check(office: Office) -> dict[str, float]:
    """The panel as one page load computes it: reading the facts and all rules."""
    statements = 0

    def count(*_: object) -> None:
        nonlocal statements
        statements += 1

    event.listen(db.engine, "before_cursor_execute", count)
    times = []
    for _ in range(TRIES):
        db.session.expunge_all()
        statements, begun = 0, process_time()
        desk = desk_for(db.session(), office.clerk, office.meeting_id, now=NOW)
        times.append((process_time() - begun) * 1000)
        if desk is None or len(desk.rows) != ITEMS:
            raise SystemExit("the agenda is not there")
        db.session.rollback()
    event.remove(db.engine, "before_cursor_execute", count)
    panel = f"check panel, {ITEMS} items, {MEMBERS} members"
    return {f"{panel}: CPU ms": statistics.median(times), f"{panel}: statements": statements}


def invite(app: Flask, office: Office) -> dict[str, float]:
    """Approve, freeze and write; then hand everything to a real mail server."""
    room = PostRoom(
        "Stadt Lindenau", "Sitzungsdienst", "http://localhost", app.extensions["storage"], seal, ReplySeal("bench")
    )
    with smtp_server() as server:
        sends_through(app, server.url)
        begun = perf_counter()
        with transaction() as session:
            meeting = session.get_one(Meeting, office.meeting_id)
            revision = session.get_one(AgendaDraft, meeting.id).revision
            approve_and_invite(session, office.chair, meeting, room, revision=revision, now=now_utc())
        written = perf_counter() - begun
        with transaction() as session:
            session.execute(delete(Job).where(Job.kind != JobKind.SEND_MAIL))
        begun = perf_counter()
        Worker(app, {JobKind.SEND_MAIL: send_mail}).drain()
        sent = perf_counter() - begun
        if len(server.temper.taken) != MEMBERS:
            raise SystemExit(f"{len(server.temper.taken)} letters arrived")
    return {
        f"invitation of {MEMBERS}: approved, frozen and written, wall s": written,
        f"invitation of {MEMBERS}: sent, wall s": sent,
        f"invitation of {MEMBERS}: e-mails per second": MEMBERS / sent,
    }


def seal(about: str) -> str:
    """A word for a link."""
    return about.replace(":", "-")


if __name__ == "__main__":
    run()
