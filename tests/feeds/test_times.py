"""When an entry of a feed changed: what the ledger of the public record says, in a constant number of statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, update

from ris.db import db, now_utc, transaction
from ris.feeds import answers
from ris.meetings.models import AgendaItem
from ris.record.models import PublishedObject
from tests.factories import council, documents, meetings
from tests.feeds.reading import read_atom, read_json
from tests.record.keeping import keep, ledger

LONG_AGO = now_utc().replace(microsecond=0) - timedelta(days=30)
HERE = "http://localhost"


@contextmanager
def listening(asked: list[tuple[str, Any]]) -> Iterator[None]:
    """Whatever the database is asked meanwhile, with its values."""

    def note(*said: Any) -> None:  # noqa: ANN401 - as SQLAlchemy calls it
        asked.append((said[2], said[3]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield
    event.remove(db.engine, "before_cursor_execute", note)


def times_in(client: FlaskClient, page: str) -> dict[str, datetime]:
    """When the entries changed, by what they are known by; both formats say the same, the feed the last first."""
    feed = {
        entry["id"]: datetime.fromisoformat(entry["updated"]) for entry in read_atom(client.get(f"{page}.atom")).entries
    }
    items = read_json(client.get(f"{page}.json"))["items"]
    assert {item["id"]: datetime.fromisoformat(item["date_modified"]) for item in items} == feed
    assert list(feed.values()) == sorted(feed.values(), reverse=True)
    return {known_as.removeprefix(HERE): moment for known_as, moment in feed.items()}


def test_what_a_decision_changed_comes_first_in_every_list_it_stands_in(app: Flask, client: FlaskClient) -> None:
    committee = council.organization(name="Bauausschuss", modified=LONG_AGO)
    paper = documents.paper(slug="2026-0007", date=date(2026, 3, 1), modified=LONG_AGO)
    documents.paper(slug="2026-0008", date=date(2026, 3, 1), modified=LONG_AGO + timedelta(days=1))
    old, new = (meetings.meeting(name=f"{days}. Tag", modified=LONG_AGO + timedelta(days=days)) for days in (1, 2))
    for meeting in (old, new):
        meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
    item = meetings.agenda_item(meeting_id=old.id, number="7", modified=LONG_AGO)
    other = meetings.agenda_item(meeting_id=old.id, number="8", modified=LONG_AGO + timedelta(hours=1))
    meetings.consultation(paper_id=paper.id, meeting_id=old.id, agenda_item_id=item.id, modified=LONG_AGO)
    keep(app)
    with transaction() as session:
        session.execute(update(PublishedObject).values(modified=LONG_AGO))
        newest = PublishedObject.subject_id == new.id
        session.execute(update(PublishedObject).where(newest).values(modified=LONG_AGO + timedelta(days=1)))
    assert next(iter(times_in(client, "/sitzungen"))) == f"/sitzung/{new.id}"

    with transaction() as session:
        session.get_one(AgendaItem, item.id).result = "Einstimmig beschlossen"
        session.flush()
        session.get_one(AgendaItem, item.id).modified = LONG_AGO  # as a row of an import has it
    keep(app)
    plan = documents.file(name="Lageplan", modified=LONG_AGO)
    documents.paper_file(paper_id=paper.id, file_id=plan.id)
    keep(app)

    said = ledger()
    for page, address, key in (
        ("/sitzungen", f"/sitzung/{old.id}", ("meeting", old.id)),
        (f"/gremium/{committee.id}", f"/sitzung/{old.id}", ("meeting", old.id)),
        ("/vorlagen", "/vorlage/2026-0007", ("paper", paper.id)),
    ):
        times = times_in(client, page)
        assert next(iter(times)) == address, page
        assert times[address] == said[key].modified > LONG_AGO + timedelta(days=10)
    agenda = times_in(client, f"/sitzung/{old.id}")
    assert list(agenda) == [f"/top/{item.id}", f"/top/{other.id}"]
    assert agenda[f"/top/{item.id}"] == said["paper", paper.id].modified, "its paper has a new document"
    [(station, moment)] = times_in(client, "/vorlage/2026-0007").items()
    assert station.startswith(f"/top/{item.id}#")
    assert moment == said["agenda_item", item.id].modified


def test_a_feed_costs_the_same_for_few_rows_and_many(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    committee = council.organization()

    def statements() -> dict[str, int]:
        pages = ("/sitzungen", "/vorlagen", "/personen", "/gremien", f"/gremium/{committee.id}", f"/sitzung/{first}")
        counts = {}
        client.get("/protokoll.atom")  # what a process asks once is not counted
        for address in [f"{page}.{ending}" for page in pages for ending in ("atom", "json")]:
            asked: list[tuple[str, Any]] = []
            with listening(asked):
                assert client.get(address).status_code == 200
            counts[address] = len(asked)
        return counts

    def more() -> int:
        meeting = meetings.meeting()
        meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
        paper, person = documents.paper(), council.person()
        council.membership(organization_id=committee.id, person_id=person.id)
        for _ in range(2):
            item = meetings.agenda_item(meeting_id=first or meeting.id)
            meetings.consultation(paper_id=paper.id, meeting_id=meeting.id, agenda_item_id=item.id)
        return meeting.id

    first = 0
    first = more()
    keep(app)
    few = statements()
    for _ in range(3):
        more()
    keep(app)
    monkeypatch.setattr(answers, "FEED_SIZE", 3)
    assert statements() == few


def test_no_feed_reads_all_of_the_ledger_for_each_row_whatever_the_statistics_say(client: FlaskClient) -> None:
    """SQLite plans by what it counted last, and that may have been while the ledger was short."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL counts by itself")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    db.engine.dispose()  # statistics are read when a connection begins
    meetings.meeting()
    documents.paper()
    council.person()
    for page in ("/sitzungen", "/vorlagen", "/personen"):
        asked: list[tuple[str, Any]] = []
        with listening(asked):
            assert client.get(f"{page}.atom").status_code == 200
        [(statement, values)] = [each for each in asked if "coalesce((SELECT published_object" in each[0]]
        with db.engine.connect() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
        ways = [row[3] for row in plan if "published_object" in row[3]]
        assert ways, page
        assert all(way.endswith("(kind=? AND subject_id=?)") for way in ways), ways
