"""An object that cannot be put into words: the others are recorded, and it is named to who looks after the machine."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ris.db import JsonObject, db, now_utc, transaction
from ris.documents.models import File, Paper
from ris.jobs.models import Job, JobKind, JobState
from ris.record.serial import WRITERS
from ris.record.serial.pen import Pen
from tests.factories import documents
from tests.record.keeping import keep, ledger, missed


@pytest.fixture
def papers(app: Flask, session: Session) -> list[Paper]:
    """Three papers the ledger knows; the second carries a file."""
    made = [documents.paper(name=f"Vorlage {number}") for number in (1, 2, 3)]
    documents.paper_file(paper_id=made[1].id, file_id=documents.file(name="Plan").id)
    keep(app)
    return made


def spoil(monkeypatch: pytest.MonkeyPatch, bad: int) -> None:
    """Let nobody be able to say what this paper says."""
    write = WRITERS["paper"]

    def writer(pen: Pen, ids: Iterable[int]) -> dict[int, JsonObject]:
        wanted = list(ids)
        if bad in wanted:
            raise ValueError("eine Spalte hält, was keine Spalte halten darf")
        return write(pen, wanted)

    monkeypatch.setitem(WRITERS, "paper", writer)


def rename_all(papers: list[Paper]) -> None:
    with transaction() as session:
        for paper in session.scalars(select(Paper).where(Paper.id.in_([one.id for one in papers]))):
            paper.name = f"{paper.name} (neu)"


def jobs_of(paper: Paper) -> list[tuple[str, str | None]]:
    """State and error of the unfinished jobs that look at a paper."""
    db.session.rollback()
    wanted = select(Job.state, Job.error).where(
        Job.kind == JobKind.RECORD, Job.key == f"paper:{paper.id}", Job.state != JobState.DONE
    )
    return [(state, error) for state, error in db.session.execute(wanted)]


def test_the_others_are_recorded_and_the_bad_one_is_named(
    app: Flask, papers: list[Paper], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before, bad = ledger(), papers[1]
    with monkeypatch.context() as broken:
        spoil(broken, bad.id)
        rename_all(papers)
        keep(app)
    after = ledger()
    changed = [paper.id for paper in papers if before["paper", paper.id] != after["paper", paper.id]]
    assert changed == [papers[0].id, papers[2].id]
    reason = f"paper {bad.id}: ValueError: eine Spalte hält, was keine Spalte halten darf"
    assert jobs_of(bad) == [(JobState.WAITING, reason)]
    assert f"paper {bad.id} cannot be put into words" in caplog.text
    assert "Traceback" in caplog.text
    try_again_now(app)
    assert ledger()["paper", bad.id].modified > before["paper", bad.id].modified
    assert (jobs_of(bad), missed()) == ([], {})


def try_again_now(app: Flask) -> None:
    """Do not wait until a failed job is due again."""
    with transaction() as session:
        session.execute(update(Job).where(Job.state == JobState.WAITING).values(due=now_utc()))
    keep(app)


def test_who_is_come_upon_by_the_way_gets_a_job_of_its_own(
    app: Flask, papers: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = papers[1]
    spoil(monkeypatch, bad.id)
    with transaction() as session:
        session.scalars(select(File)).one().name = "Lageplan"
    db.session.rollback()
    keep(app)
    ((state, error),) = jobs_of(bad)
    assert (state, str(error).partition(":")[0]) == (JobState.WAITING, f"paper {bad.id}")


def test_a_look_at_everything_goes_on_and_tells(
    app: Flask, papers: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = papers[1]
    spoil(monkeypatch, bad.id)
    done = app.test_cli_runner().invoke(args=["record", "check"])
    assert done.exit_code == 0, done.output
    assert f"nicht lesbar: paper {bad.id}: ValueError" in done.output
    assert "5 Objekte" in done.output
    assert jobs_of(bad) == [(JobState.WAITING, None)]
    for _ in range(6):  # as often as any job is tried
        try_again_now(app)
    assert [state for state, _error in jobs_of(bad)] == [JobState.FAILED]
