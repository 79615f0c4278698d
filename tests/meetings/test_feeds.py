"""Calendars and feeds: what other programs read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from ris.db import now_utc
from ris.meetings import feeds
from ris.meetings.queries.lines import MeetingLine
from ris.web.dates import midnight
from tests.factories import council, meetings

START = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)


LINE = MeetingLine(
    id=7,
    title="Ausschuss für Bauen, Umwelt; und Verkehr",
    start=START,
    end=None,
    modified=datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
    place="Rathaus, Saal 1",
    cancelled=False,
    moved=False,
    reason="",
    organizations=(),
    topics=0,
    sequence=0,
    badge="",
)


def event_of(line: MeetingLine) -> list[str]:
    text = feeds.calendar([line], name="Sitzungen", public_url="https://ris.lindenau.example")
    assert text.endswith("END:VCALENDAR\r\n")
    return text.replace("\r\n ", "").split("\r\n")


def test_an_entry_has_a_name_for_good_and_escapes_what_means_something() -> None:
    event = event_of(LINE)

    assert "UID:sitzung-7@ris.lindenau.example" in event
    assert "SUMMARY:Ausschuss für Bauen\\, Umwelt\\; und Verkehr" in event
    assert "DTSTART:20261210T170000Z" in event
    assert "DTEND:20261210T190000Z" in event
    assert "STATUS:CONFIRMED" in event


def test_a_cancelled_meeting_is_struck_from_calendars() -> None:
    event = event_of(replace(LINE, cancelled=True, reason="Kein Saal", sequence=2))

    assert "STATUS:CANCELLED" in event
    assert "DESCRIPTION:Kein Saal" in event
    assert "SEQUENCE:2" in event


def test_a_day_without_a_time_is_a_whole_day() -> None:
    event = event_of(replace(LINE, start=midnight(date(2026, 12, 10))))

    assert "DTSTART;VALUE=DATE:20261210" in event
    assert not [part for part in event if part.startswith("DTEND")]


@pytest.mark.parametrize("letter", ["ä", "x", "🌳"])
def test_no_line_is_longer_than_75_bytes_and_none_breaks_a_letter(letter: str) -> None:
    text = feeds.calendar([replace(LINE, title=letter * 200)], name="Sitzungen", public_url="https://x.example")

    lines = text.encode().split(b"\r\n")
    assert max(len(part) for part in lines) <= 75
    assert letter * 200 in text.replace("\r\n ", "")


def test_a_feed_is_well_formed_whatever_a_title_holds() -> None:
    content = feeds.news(
        [replace(LINE, title="Tom & <b>\x0b")], title="T", public_url="https://x.example", address="/sitzungen"
    )

    titles = [element.text or "" for element in ET.fromstring(content).iter("title")]  # noqa: S314 - our own words
    assert titles[1].startswith("Tom & <b>, Do., 10.")


def test_a_calendar_holds_only_what_was_asked_for_and_may_be_read(client: FlaskClient) -> None:
    soon = now_utc() + timedelta(days=3)
    wanted, other = council.organization(), council.organization()
    mine = meetings.meeting(name="Meine", start=soon)
    meetings.meeting_organization(meeting_id=mine.id, organization_id=wanted.id)
    yours = meetings.meeting(name="Deine", start=soon)
    meetings.meeting_organization(meeting_id=yours.id, organization_id=other.id)
    hidden = meetings.meeting(name="Geheime", start=soon, readers={"council"})
    meetings.meeting_organization(meeting_id=hidden.id, organization_id=wanted.id)

    answer = client.get(f"/sitzungen.ics?gremium={wanted.id}")
    text = answer.get_data(as_text=True)

    assert answer.mimetype == "text/calendar"
    assert "SUMMARY:Meine" in text
    assert "Deine" not in text
    assert "Geheime" not in text
    assert client.get(f"/sitzung/{hidden.id}.ics").status_code == 404
    assert "SUMMARY:Meine" in client.get(f"/sitzung/{mine.id}.ics").get_data(as_text=True)
    assert "Meine" in client.get("/sitzungen.rss").get_data(as_text=True)
