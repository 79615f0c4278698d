"""Whoever asks for what changed since they last began to ask is told of everything, whatever happens meanwhile."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from random import Random
from threading import Thread
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from ris.council.models import Body, Location, Organization
from ris.db import db, now_utc, transaction
from ris.jobs.models import Job, JobState
from ris.jobs.worker import Worker
from ris.record import rounds, services
from ris.record.in_time import look_at_changed
from ris.scope.current import working_for
from ris.scope.readers import audience_for
from tests.factories import council
from tests.meetings.killing import killed_after
from tests.record.keeping import HANDLERS, keep, ledger, missed

KILLS = 6
pytestmark = pytest.mark.usefixtures("body")


@pytest.fixture
def small_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """So little in one transaction that a change goes through many."""
    for module in (rounds, services):
        monkeypatch.setattr(module, "AT_ONCE", 3)


def committees(count: int) -> list[int]:
    """Committees in one hall, each with a seat and somebody in it."""
    place = council.location().id
    ids = []
    for _ in range(count):
        own = council.organization(location_id=place).id
        council.membership(organization_id=own, person_id=council.person().id)
        ids.append(own)
    return ids


def rename(*ids: int, to: str) -> None:
    """Change committees and their hall."""
    with transaction() as session:
        for row in session.scalars(select(Organization).where(Organization.id.in_(ids))):
            row.name = f"{to} {row.id}"
        for place in session.scalars(select(Location)):
            place.description = to


def nothing_was_lost(before: datetime) -> None:
    """Everything that was renamed says so, and nothing is left for a look at everything."""
    assert missed() == {}
    lines = ledger()
    assert all(line.modified > before for (kind, _), line in lines.items() if kind in {"organization", "location"})
    failed = db.session.scalars(select(Job.error).where(Job.state == JobState.FAILED)).all()
    db.session.rollback()
    assert failed == []


@pytest.mark.usefixtures("small_rounds")
def test_a_worker_killed_anywhere_loses_nothing(app: Flask) -> None:
    dice = Random(5)  # noqa: S311 - fixed dice
    ids = committees(6)
    keep(app)
    kills = 0
    longest = 0.2
    while kills < KILLS:
        before = now_utc().replace(microsecond=0)
        rename(*ids, to=f"Ausschuss {kills} {longest}")
        killed = killed_after(dice.uniform(0, longest), lambda: keep(app))
        kills += killed
        longest *= 1.15 if killed else 0.7
        leases_run_out()
        keep(app)
        nothing_was_lost(before)


def leases_run_out() -> None:
    """What a dead worker had in hand is taken up again at once."""
    with transaction() as session:
        session.execute(update(Job).where(Job.state == JobState.RUNNING).values(state=JobState.WAITING))


@pytest.mark.usefixtures("small_rounds")
def test_two_workers_and_somebody_who_goes_on_changing(app: Flask, body: Body) -> None:
    ids = committees(4)
    before = now_utc().replace(microsecond=0)
    own_body = body.id

    def change() -> None:
        with app.app_context(), working_for(own_body):
            for number in range(5):
                rename(*ids, to=f"Runde {number}")

    db.session.rollback()
    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(Worker(app, HANDLERS).drain) for _ in range(2)]
        pool.submit(change).result()
        for worker in workers:
            worker.result()
    keep(app)
    nothing_was_lost(before)


def test_a_stamp_that_was_overtaken_by_its_own_commit_is_given_anew(app: Flask) -> None:
    own = committees(1)[0]
    keep(app)
    rename(own, to="Bauausschuss")
    begun = datetime(2040, 1, 1, 12, 0, tzinfo=UTC)
    ended = begun + timedelta(seconds=30)
    readings = iter([begun, ended, ended, ended])
    place = min(own_id for kind, own_id in ledger() if kind == "location")
    look_at_changed([("location", place)], clock=lambda: next(readings))
    lines = ledger()
    assert lines["location", place].modified >= ended
    assert lines["organization", own].modified >= ended, "it embeds the hall, with its new moment"
    with transaction() as session:
        for job in session.scalars(select(Job)):
            session.delete(job)
    assert missed() == {}


class IncrementalClient:
    """Keeps a copy of the committees, and each time asks for what changed since it began to ask the time before."""

    def __init__(self, app: Flask, body_id: int) -> None:
        self.names: dict[str, str] = {}
        self.asked = 0
        self._app, self._list = app, f"/oparl/body/{body_id}/organization"
        self._since = datetime(2000, 1, 1, tzinfo=UTC)

    def ask(self) -> None:
        """Ask once, through all pages."""
        begun = now_utc()
        place = (
            f"{self._list}?{urlencode({'modified_since': self._since.isoformat(timespec='microseconds'), 'limit': 2})}"
        )
        with self._app.app_context():
            client = self._app.test_client()
            while place:
                page = json.loads(client.get(place).text)
                for said in page["data"]:
                    self._note(said)
                place = page["links"].get("next", "")
        self._since = begun
        self.asked += 1

    def _note(self, said: dict[str, str]) -> None:
        if said.get("deleted"):
            self.names.pop(said["id"], None)
        else:
            self.names[said["id"]] = said["name"]


@pytest.fixture
def client_at_work(app: Flask, body: Body) -> Iterator[IncrementalClient]:
    """A client that asks, in another thread, between the begin and the commit of everything that is written."""
    keen = IncrementalClient(app, body.id)

    def ask(_session: Session) -> None:
        asking = Thread(target=keen.ask)
        asking.start()
        asking.join()

    event.listen(Session, "before_commit", ask)
    yield keen
    event.remove(Session, "before_commit", ask)


def test_a_client_that_asks_in_the_middle_of_everything_misses_nothing(
    app: Flask, client_at_work: IncrementalClient
) -> None:
    ids = committees(3)
    for number in range(3):
        rename(*ids, to=f"Runde {number}")
        keep(app)
    with transaction() as session:
        session.get_one(Organization, ids[0]).audience = audience_for(session, {"council"})
    keep(app)
    client_at_work.ask()
    assert client_at_work.asked > 10
    assert sorted(client_at_work.names.values()) == [f"Runde 2 {own}" for own in ids[1:]]
