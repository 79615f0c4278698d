"""The index follows the rows: a change queues its indexing in the same transaction."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import FileRole, Paper
from ris.jobs.models import Job, JobKind, JobState
from ris.meetings.models import Meeting
from ris.scope.readers import audience_for
from ris.search.engine import Hits, IndexWriter, Query
from ris.search.engines import ENGINES
from ris.search.index import SearchIndex
from tests.factories import council, documents, meetings

COUNCIL = frozenset({"public", "council"})


@pytest.fixture(params=sorted(ENGINES))
def engine_name(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def waiting(session: Session) -> set[str]:
    session.rollback()
    jobs = select(Job.key).where(Job.kind == JobKind.INDEX, Job.state == JobState.WAITING)
    return set(session.scalars(jobs))


@pytest.fixture
def found(index_of_town: SearchIndex, body: Body, work: Callable[[], int]) -> Callable[..., set[str]]:
    """Keys found once the worker is through."""

    def ask(text: str, reads: frozenset[str] = frozenset({"public"})) -> set[str]:
        work()
        answer: Hits = index_of_town.reader().search(Query(text=text, reads=reads, body_id=body.id))
        return {hit.key for hit in answer.hits}

    return ask


class TestJobs:
    def test_a_new_row_is_queued(self, session: Session) -> None:
        paper = documents.paper()
        assert f"paper:{paper.id}" in waiting(session)

    def test_many_changes_of_one_row_are_one_job(self, session: Session) -> None:
        paper = documents.paper()
        for name in ("eins", "zwei"):
            with transaction() as changing:
                changing.get_one(Paper, paper.id).name = name
        jobs = select(Job.key).where(Job.kind == JobKind.INDEX, Job.key == f"paper:{paper.id}")
        session.rollback()
        assert len(session.scalars(jobs).all()) == 1

    def test_a_change_undone_queues_nothing(self, session: Session) -> None:
        paper = documents.paper()
        with transaction() as clearing:
            for job in clearing.scalars(select(Job)):
                clearing.delete(job)
        with pytest.raises(LookupError), transaction() as changing:  # noqa: PT012 - the change must be in it
            changing.get_one(Paper, paper.id).name = "anders"
            changing.flush()
            raise LookupError
        assert waiting(session) == set()
        documents.file()
        assert f"paper:{paper.id}" not in waiting(session)

    def test_reading_queues_nothing(self, session: Session) -> None:
        documents.paper()
        before = waiting(session)
        with transaction() as reading:
            reading.scalars(select(Paper)).all()
        assert waiting(session) == before


class TestWhatIsFound:
    def test_a_paper_by_title_number_texts_and_main_file(self, found: Callable[..., set[str]]) -> None:
        paper = documents.paper(
            name="Neubau Kita Sonnenhang", reference="2026/0099", proposal="Der Bau wird beschlossen."
        )
        main = documents.file(text="Die Baugrube ist ausgehoben.")
        documents.paper_file(paper_id=paper.id, file_id=main.id, role=FileRole.MAIN)
        key = {f"paper:{paper.id}"}
        assert found("Sonnenhang") == found("2026/99") == found("beschließen") == found("Baugrube") == key

    def test_a_closed_main_file_of_a_public_paper_stays_closed(self, found: Callable[..., set[str]]) -> None:
        paper = documents.paper(name="Grundstückskauf")
        main = documents.file(name="Vertrag", text="Kaufpreis geheim", readers={"council"})
        documents.paper_file(paper_id=paper.id, file_id=main.id, role=FileRole.MAIN)
        assert found("Kaufpreis") == set()
        assert found("Kaufpreis", COUNCIL) == {f"file:{main.id}"}

    def test_a_file_of_a_closed_paper_is_not_public_however_public_it_is(self, found: Callable[..., set[str]]) -> None:
        paper = documents.paper(readers={"council"})
        attachment = documents.file(text="Lageplan Kronenhof")
        documents.paper_file(paper_id=paper.id, file_id=attachment.id, role=FileRole.AUXILIARY)
        assert found("Kronenhof") == set()

    def test_an_agenda_item_of_a_closed_meeting_is_not_public(self, found: Callable[..., set[str]]) -> None:
        meeting = meetings.meeting(readers={"council"})
        meetings.agenda_item(meeting_id=meeting.id, name="Stellenplan")
        assert found("Stellenplan") == set()

    def test_minutes_meetings_organizations_and_people(self, found: Callable[..., set[str]]) -> None:
        committee = council.organization(name="Bauausschuss")
        person = council.person(name="Petra Weber")
        meeting = meetings.meeting(name="12. Sitzung des Bauausschusses")
        meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
        minutes = documents.file(name="Protokoll", text="Frau Weber eröffnet.")
        meetings.meeting_file(meeting_id=meeting.id, file_id=minutes.id, role=FileRole.RESULTS_PROTOCOL)
        item = meetings.agenda_item(meeting_id=meeting.id, name="Radwege", resolution_text="Wird gebaut.")
        assert found("Petra") == {f"person:{person.id}"}
        assert found("eröffnen") == {f"file:{minutes.id}"}
        assert found("Bauausschuss") == {f"organization:{committee.id}", f"meeting:{meeting.id}", f"file:{minutes.id}"}
        assert found("bauen Radweg") == {f"agenda_item:{item.id}"}

    def test_a_file_that_hangs_on_nothing_is_not_found(self, found: Callable[..., set[str]]) -> None:
        documents.file(name="Verwaist", text="Verwaist")
        assert found("Verwaist") == set()


class TestChanges:
    def test_a_new_title_replaces_the_old_one(self, found: Callable[..., set[str]]) -> None:
        paper = documents.paper(name="Alter Titel")
        assert found("Alter") == {f"paper:{paper.id}"}
        with transaction() as changing:
            changing.get_one(Paper, paper.id).name = "Neuer Titel"
        assert found("Neuer") == {f"paper:{paper.id}"}
        assert found("Alter") == set()

    def test_a_file_follows_the_date_and_readers_of_its_meeting(self, found: Callable[..., set[str]]) -> None:
        meeting = meetings.meeting()
        minutes = documents.file(name="Protokoll", text="Vertagt wurde nichts.")
        meetings.meeting_file(meeting_id=meeting.id, file_id=minutes.id, role=FileRole.RESULTS_PROTOCOL)
        assert found("vertagt") == {f"file:{minutes.id}"}
        with transaction() as changing:
            changing.get_one(Meeting, meeting.id).audience = audience_for(changing, ["council"])
        assert found("vertagt") == set()

    def test_a_withdrawn_row_is_gone(self, found: Callable[..., set[str]]) -> None:
        paper = documents.paper(name="Zurückziehen")
        assert found("Zurückziehen") == {f"paper:{paper.id}"}
        with transaction() as changing:
            row = changing.get_one(Paper, paper.id)
            row.deleted, row.audience = True, audience_for(changing, [])
        assert found("Zurückziehen", COUNCIL) == set()


def test_a_flood_during_a_rebuild_is_written_and_not_lost(index_of_town: SearchIndex, work: Callable[[], int]) -> None:
    with transaction() as importing:
        public = audience_for(importing, ["public"])
        for number in range(260):
            now = now_utc()
            paper = Paper(name=f"Konzept {number}", slug=f"x-{number}", audience=public, created=now, modified=now)
            importing.add(paper)

    def texts() -> Iterator[str]:
        assert work() == 2 * 260  # the index and the public record
        yield ""

    def refresh(writer: IndexWriter, touched: list[str]) -> None:
        assert len(touched) == 260

    index_of_town.rebuild(texts(), (), refresh)


def test_a_flood_of_changes_becomes_one_rebuild(
    app: Flask,
    body: Body,
    session: Session,
    index_of_town: SearchIndex,
    work: Callable[[], int],
) -> None:
    with transaction() as importing:
        public = audience_for(importing, ["public"])
        for number in range(300):
            name = f"Das Konzept {number}" if number % 9 else f"Der Schulweg {number}"
            name = "Schulwegkonzept" if number == 1 else name
            day = date(2026, 1, 1)
            importing.add(
                Paper(
                    name=name,
                    slug=f"x-{number}",
                    date=day,
                    audience=public,
                    created=body.created,
                    modified=body.created,
                ),
            )
    done = work()
    assert done < 300 + 300  # those of the public record are looked at one by one
    assert waiting(session) == set()
    assert index_of_town.reader().count() == 300
    assert "schulweg" in index_of_town.splitter().parts_of("schulwegkonzept")
