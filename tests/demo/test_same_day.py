"""The same day makes the same town, on every database; and it can be taken away without a trace."""

from collections.abc import Iterator
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.accounts.models import User
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.db import db, transaction
from ris.demo import make_demo
from ris.demo_town.removal import remove_town
from ris.documents.models import File, Paper, PaperVersion
from ris.meetings.models import AgendaItem, Meeting
from ris.scope.current import working_for
from tests.demo_town import DemoTown


def fingerprint(session: Session) -> Iterator[object]:
    """Everything that can be read of a town, without the numbers of its rows."""
    for query in (
        select(File.name, File.sha512_checksum, File.text, File.created).order_by(File.id),
        select(Paper.reference, Paper.name, Paper.version, Paper.created, Paper.modified).order_by(
            func.coalesce(Paper.reference, ""), Paper.name
        ),
        select(Meeting.name, Meeting.start, Meeting.end, Meeting.meeting_state).order_by(Meeting.id),
        select(AgendaItem.number, AgendaItem.name, AgendaItem.result, AgendaItem.votes_yes).order_by(AgendaItem.id),
        select(AuditEntry.sequence, AuditEntry.at, AuditEntry.event).order_by(AuditEntry.sequence),
    ):
        yield list(map(tuple, session.execute(query)))


def made_at(session: Session) -> datetime:
    return session.scalars(select(User.created)).first() or datetime.min  # noqa: DTZ901 - never reached


def test_the_same_day_makes_the_same_town_and_it_leaves_no_trace(app: Flask, demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        expected, now = list(fingerprint(session)), made_at(session)
    with transaction() as session:
        town = make_demo(session, now=now)
    with working_for(town.body_id):
        found = list(fingerprint(db.session()))
    for told, wanted in zip(found, expected, strict=True):
        assert told == wanted
    with transaction() as session:
        remove_town(session, town.body_id, app.extensions["storage"])
    with working_for(town.body_id):
        counts = [db.session.scalar(select(func.count()).select_from(model)) for model in (File, PaperVersion, User)]
    assert counts == [0, 0, 0]
    assert db.session.scalars(select(Body)).all() == []
    assert not [path for path in app.config["RIS"].files_dir.rglob("*") if path.is_file()]


def test_asking_for_the_town_again_changes_nothing(demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        before = session.scalar(select(func.max(AuditEntry.sequence)))
    for arguments in (["demo"], ["demo", "--if-empty"]):
        answer = demo_town.app.test_cli_runner().invoke(args=arguments)
        assert answer.exit_code == 0, answer.output
    with demo_town.at_work() as session:
        assert session.scalar(select(func.max(AuditEntry.sequence))) == before
