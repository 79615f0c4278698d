"""Feeds as calendars, feed readers and spreadsheets use them: over HTTP, with a filter, again and again while things happen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import feedparser
import pytest
import vobject

from ris.access.actor import Actor
from ris.db import now_utc, transaction
from ris.feeds import answers
from ris.meetings.models import Meeting
from ris.meetings.services.planning_changes import NewTime, cancel_meeting, reschedule
from tests.browser.server import served
from tests.crawler.client import OverHttp
from tests.factories import council, meetings
from tests.feeds.reading import json_of, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from ris.council.models import Body

HERE = "http://localhost"
MADE = now_utc()
START = datetime(2027, 1, 14, 17, tzinfo=UTC)


class Subscriber:
    """A program that keeps an address, what it was told last, and asks only for news."""

    def __init__(self, site: str, ask: OverHttp, path: str) -> None:
        self.site, self.ask, self.path = site, ask, path
        self.tag = ""

    def again(self) -> bytes | None:
        """What is there now; None where nothing is new."""
        answer = self.ask("GET", self.site + self.path, {"If-None-Match": self.tag} if self.tag else {})
        assert answer.status in {200, 304}
        assert (answer.status == 304) == (answer.content == b"")
        self.tag = answer.headers["etag"]
        return answer.content or None

    def events(self) -> dict[str, Any]:
        """The entries of a calendar by their UID; it must have news."""
        content = self.again()
        assert content is not None
        whole = vobject.readOne(content.decode())
        assert whole.vtimezone.tzid.value == "Europe/Berlin"
        return {event.uid.value: event for event in whole.contents.get("vevent", [])}


@pytest.fixture
def site(app: Flask, body: Body, socket_enabled: None) -> Iterator[str]:
    del body, socket_enabled
    with served(app) as address:
        yield address


@pytest.fixture
def committee_id() -> int:
    return council.organization(name="Bauausschuss").id


def sitting(committee_id: int, name: str = "Bauausschuss", ago: timedelta = timedelta(days=1)) -> int:
    """A planned meeting, changed so long ago."""
    meeting = meetings.meeting(name=name, start=START, state="scheduled", modified=MADE - ago)
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee_id)
    return meeting.id


def test_a_calendar_follows_a_meeting_that_is_put_off_moved_and_called_off(
    site: str, body: Body, committee_id: int
) -> None:
    meeting_id, clerk = sitting(committee_id), Actor.machine(body.id, "test")
    sitting(council.organization().id, "Ortsbeirat")
    calendar = Subscriber(site, OverHttp(), f"/sitzungen.ics?gremium={committee_id}")

    def put(day: datetime) -> int:
        with transaction() as session:
            row = session.get_one(Meeting, meeting_id)
            return reschedule(session, clerk, row, NewTime(day, None), "Kein Saal frei", now=now_utc()).id

    [(uid, first)] = calendar.events().items()
    assert (uid, first.sequence.value, first.status.value) == (f"sitzung-{meeting_id}@localhost", "0", "CONFIRMED")
    assert first.dtstart.value == START
    assert calendar.again() is None

    put(START + timedelta(hours=1))
    [(same, later)] = calendar.events().items()
    assert (same, later.sequence.value, later.status.value) == (uid, "1", "CONFIRMED")
    assert later.dtstart.value == START + timedelta(hours=1)
    assert later.last_modified.value > first.last_modified.value

    other = put(START + timedelta(days=7))
    now = calendar.events()
    assert {name: (event.status.value, event.sequence.value) for name, event in now.items()} == {
        uid: ("CANCELLED", "2"),
        f"sitzung-{other}@localhost": ("CONFIRMED", "0"),
    }
    assert now[uid].description.value == "Kein Saal frei"
    assert calendar.again() is None

    with transaction() as session:
        cancel_meeting(session, clerk, session.get_one(Meeting, other), "Krankheit", now=now_utc())
    off = calendar.events()[f"sitzung-{other}@localhost"]
    assert (off.status.value, off.sequence.value, off.summary.value) == ("CANCELLED", "1", "Abgesagt: Bauausschuss")


def test_a_feed_reader_and_a_program_read_to_the_end_without_a_double_and_then_only_what_is_new(
    site: str, committee_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "FEED_SIZE", 3)
    monkeypatch.setattr(answers, "BATCH", 3)
    wanted = {f"{HERE}/sitzung/{sitting(committee_id, f'{n}. Sitzung')}" for n in range(8)}
    sitting(council.organization().id, "Ortsbeirat")
    ask, chosen = OverHttp(), f"?gremium={committee_id}&jahr=2027"

    def pages(address: str, following: str) -> list[str]:
        """Where the rows lead, from page to page as each says."""
        found: list[str] = []
        while address:
            content = ask("GET", address.replace(HERE, site), {}).content
            if following == "next":
                read = feedparser.parse(content)
                assert not read.bozo
                found += [entry.link for entry in read.entries]
                address = next((link.href for link in read.feed.links if link.rel == "next"), "")
            else:
                told = json_of(content.decode())
                found += [item["url"] for item in told["items"]]
                address = told.get(following, "")
        return found

    for found in (
        pages(f"{HERE}/sitzungen.atom{chosen}", "next"),
        pages(f"{HERE}/sitzungen.json{chosen}", "next_url"),
        [row["Adresse"] for row in table_of(ask("GET", f"{site}/sitzungen.csv{chosen}", {}).content)],
    ):
        assert len(found) == 8
        assert set(found) == wanted

    reader = Subscriber(site, ask, f"/sitzungen.atom{chosen}")
    assert reader.again() is not None
    assert reader.again() is None
    new = sitting(committee_id, "Sondersitzung", timedelta())
    content = reader.again()
    assert content is not None
    assert feedparser.parse(content).entries[0].link == f"{HERE}/sitzung/{new}"
