"""A large index is built anew in a process of its own: other jobs go on, and nothing is lost."""

import os
import signal
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.documents.models import Paper
from ris.handlers import HANDLERS
from ris.jobs.models import Job, JobKind, JobState
from ris.jobs.queue import enqueue
from ris.jobs.worker import Worker
from ris.record import listeners
from ris.scope.current import working_for
from ris.scope.readers import audience_for
from ris.search.builder import WITH_PARENT, Builder
from ris.search.engine import Query
from ris.search.index import SearchIndex
from ris.search.services import bring_up_to_date, rebuild
from ris.search.tasks import get_ready_to_index
from tests.factories import documents

MANY = 450


def import_papers() -> None:
    with transaction() as importing:
        public, now = audience_for(importing, ["public"]), now_utc()
        for number in range(MANY):
            name = f"Das Konzept {number}" if number % 2 else f"Der Schulweg {number}"
            importing.add(Paper(name=name, slug=f"x-{number}", audience=public, created=now, modified=now))


def rename(paper_id: int, name: str) -> None:
    with transaction() as changing:
        changing.get_one(Paper, paper_id).name = name


def total(app: Flask, body: Body, text: str) -> int:
    index: SearchIndex = app.extensions["search"]
    return index.reader().search(Query(text=text, reads=frozenset({"public"}), body_id=body.id)).total


def job(session: Session) -> Job:
    session.rollback()
    return session.scalars(select(Job).where(Job.kind == JobKind.REBUILD_INDEX)).one()


@pytest.fixture(autouse=True)
def _no_public_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests count steps of the worker; what the public record has to look at would come between."""
    monkeypatch.setattr(listeners, "order_looks", lambda *_: None)
    monkeypatch.setattr(listeners, "order_check", lambda *_: None)


@pytest.fixture
def builder(app: Flask) -> Builder:
    made: Builder = app.extensions["search_builder"]
    return made


@pytest.fixture
def worker(app: Flask) -> Worker:
    made: Worker = app.extensions["worker"]()
    return made


@pytest.mark.slow
class TestAnotherProcess:
    def test_other_jobs_and_changes_do_not_wait_for_a_rebuild(
        self,
        app: Flask,
        body: Body,
        session: Session,
        builder: Builder,
    ) -> None:
        import_papers()
        packs: list[bool] = []
        worker = Worker(app, {**HANDLERS, JobKind.BUILD_PACK: lambda _run: packs.append(builder.running())})
        assert worker.work_once() == 200  # the flood becomes one rebuild
        assert worker.work_once() == 1  # which begins
        with transaction() as ordering:
            enqueue(ordering, JobKind.BUILD_PACK, body.id, key="pack")
        paper = documents.paper(name="Seilbahn")
        for _ in range(3):
            worker.work_once()
        assert total(app, body, "Seilbahn") == 1
        assert packs == [True]
        worker.drain()
        assert job(session).state == JobState.DONE
        assert job(session).attempts == 1
        assert (total(app, body, "Schulweg"), total(app, body, "Seilbahn")) == (MANY // 2, 1)
        rename(paper.id, "Standseilbahn")
        worker.drain()
        assert (total(app, body, "Standseilbahn"), total(app, body, "")) == (1, MANY + 1)

    def test_a_killed_rebuild_is_begun_again(
        self,
        app: Flask,
        body: Body,
        session: Session,
        builder: Builder,
        worker: Worker,
    ) -> None:
        import_papers()
        worker.work_once()
        worker.work_once()
        assert builder.running()
        assert builder._process is not None
        os.kill(builder._process.pid, signal.SIGKILL)
        builder._process.wait()
        with transaction() as hurrying:
            hurrying.scalars(select(Job).where(Job.kind == JobKind.REBUILD_INDEX)).one().due = now_utc()
        worker.work_once()
        assert job(session).error == "RuntimeError: search rebuild: exit status -9"
        with transaction() as hurrying:
            hurrying.scalars(select(Job).where(Job.kind == JobKind.REBUILD_INDEX)).one().due = now_utc()
        worker.drain()
        assert job(session).state == JobState.DONE
        assert total(app, body, "") == MANY

    def test_it_ends_with_the_worker(self, app: Flask, builder: Builder) -> None:
        index: SearchIndex = app.extensions["search"]
        builder.start("search", "rebuild", WITH_PARENT)
        process = builder._process
        assert process is not None
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 1
        assert index.begun() is None

    def test_a_second_flood_during_a_rebuild_causes_another(
        self,
        app: Flask,
        body: Body,
        session: Session,
        builder: Builder,
        worker: Worker,
    ) -> None:
        import_papers()
        worker.work_once()
        first = job(session).payload["since"]
        worker.work_once()
        with transaction() as importing:
            public, now = audience_for(importing, ["public"]), now_utc()
            for number in range(500):
                paper = Paper(name=f"Brücke {number}", slug=f"y-{number}", audience=public, created=now, modified=now)
                importing.add(paper)
        worker.work_once()
        worker.work_once()  # one of both was another look at the rebuild, on a slow machine
        assert job(session).payload["since"] > first
        worker.drain()
        assert not builder.running()
        assert (total(app, body, "Brücke"), total(app, body, "")) == (500, MANY + 500)


class TestNothingIsLost:
    def test_what_was_written_before_the_reading_began_is_read(
        self,
        app: Flask,
        body: Body,
        index_of_town: SearchIndex,
        work: Callable[[], int],
    ) -> None:
        paper = documents.paper(name="Alter Titel")
        work()
        with Session(db.engine) as old:
            old.execute(select(Job.id)).all()  # on SQLite this session now sees an older state
            rename(paper.id, "Neuer Titel")
            work()
            rebuild(index_of_town, old, lambda _done, _total: None)
        assert (total(app, body, "Neuer"), total(app, body, "Alter")) == (1, 0)

    def test_what_is_written_while_it_is_read_is_brought_up_to_date(
        self,
        app: Flask,
        body: Body,
        index_of_town: SearchIndex,
        work: Callable[[], int],
    ) -> None:
        paper = documents.paper(name="Alter Titel")
        work()
        changed: list[int] = []

        def change(_done: int, _total: int) -> None:
            if not changed:
                changed.append(paper.id)
                rename(paper.id, "Neuer Titel")
                documents.paper(name="Zwischendurch")
                with working_for(body.id):
                    work()

        with Session(db.engine) as reading:
            rebuild(index_of_town, reading, change)
        assert (total(app, body, "Neuer"), total(app, body, "Alter"), total(app, body, "Zwischendurch")) == (1, 0, 1)


def test_an_index_begun_by_a_single_change_counts_as_no_rebuild(index_of_town: SearchIndex, body: Body) -> None:
    bring_up_to_date(index_of_town, db.session(), [])
    assert index_of_town.begun() is None
    before = now_utc()
    index_of_town.rebuild((), (), lambda _writer, _keys: None)
    begun = index_of_town.begun()
    assert begun is not None
    assert begun >= before


def test_an_index_of_another_version_is_built_anew_when_there_is_time(
    index_of_town: SearchIndex,
    body: Body,
    session: Session,
) -> None:
    index_of_town.rebuild((), (), lambda _writer, _keys: None)
    get_ready_to_index()
    session.rollback()
    wanted = select(Job).where(Job.kind == JobKind.REBUILD_INDEX)
    assert session.scalars(wanted).all() == []
    (index_of_town.root / "CURRENT").write_text("v0-00000000000000000001")
    get_ready_to_index()
    assert job(session).state == JobState.WAITING
