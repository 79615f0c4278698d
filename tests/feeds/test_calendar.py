"""Calendars: what other programs read in them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject

from ris.feeds.calendar import Event, Method, calendar
from ris.web.dates import BERLIN, midnight

START = datetime(2026, 12, 10, 17, 0, tzinfo=UTC)
EVENT = Event(
    name="sitzung-7",
    address="/sitzung/7",
    title="Ausschuss für Bauen, Umwelt; und Verkehr",
    start=START,
    end=None,
    modified=datetime(2026, 12, 1, 8, 0, tzinfo=UTC),
    place="Rathaus, Saal 1",
)


def written(event: Event, **more: Any) -> str:  # noqa: ANN401 - the writer's own words
    return calendar([event], name="Sitzungen", public_url="https://ris.lindenau.example", **more)


def read(event: Event, **more: Any) -> Any:  # noqa: ANN401 - vobject makes its attributes up
    return vobject.readOne(written(event, **more))


def test_an_entry_has_a_name_for_good_and_says_what_it_says() -> None:
    event = read(EVENT).vevent

    assert event.uid.value == "sitzung-7@ris.lindenau.example"
    assert event.summary.value == "Ausschuss für Bauen, Umwelt; und Verkehr"
    assert event.location.value == "Rathaus, Saal 1"
    assert event.url.value == "https://ris.lindenau.example/sitzung/7"
    assert event.status.value == "CONFIRMED"
    assert event.last_modified.value == EVENT.modified


def test_times_are_german_and_name_a_zone_that_comes_along() -> None:
    text = written(EVENT)
    event = vobject.readOne(text).vevent

    assert "DTSTART;TZID=Europe/Berlin:20261210T180000" in text
    assert event.dtstart.value == START
    assert event.dtend.value == START + timedelta(hours=2)


@pytest.mark.parametrize("year", [1983, 1995, 1996, 2011, 2026, 2040])
def test_the_zone_is_right_in_every_month_since_there_is_summer_time(year: int) -> None:
    """Vobject reads the zone from the file's own rules, Python from the machine's data base."""
    moments = [datetime(year, month, 28, 18, 30, tzinfo=BERLIN) for month in range(1, 13)]
    events = [replace(EVENT, name=f"sitzung-{moment.month}", start=moment) for moment in moments]
    whole = vobject.readOne(calendar(events, name="Sitzungen", public_url="https://ris.lindenau.example"))

    assert [event.dtstart.value for event in whole.vevent_list] == moments


def test_a_cancelled_meeting_is_struck_from_calendars() -> None:
    event = read(replace(EVENT, cancelled=True, text="Kein Saal", sequence=2)).vevent

    assert (event.status.value, event.description.value, event.sequence.value) == ("CANCELLED", "Kein Saal", "2")


def test_who_takes_an_entry_out_says_who_asks_for_it() -> None:
    whole = read(EVENT, method=Method.CANCEL, organizer="sitzungsdienst@lindenau.example")

    assert whole.method.value == "CANCEL"
    assert whole.vevent.organizer.value == "mailto:sitzungsdienst@lindenau.example"


def test_a_day_without_a_time_is_a_whole_day() -> None:
    event = read(replace(EVENT, start=midnight(date(2026, 12, 10)))).vevent

    assert event.dtstart.value == date(2026, 12, 10)
    assert "dtend" not in event.contents


def test_an_end_before_the_start_is_not_believed() -> None:
    event = read(replace(EVENT, end=START - timedelta(hours=1))).vevent

    assert event.dtend.value == START + timedelta(hours=2)


@pytest.mark.parametrize("letter", ["ä", "x", "🌳"])
def test_no_line_is_longer_than_75_bytes_and_none_breaks_a_letter(letter: str) -> None:
    text = written(replace(EVENT, title=letter * 200))

    lines = text.encode().split(b"\r\n")
    assert max(len(part) for part in lines) <= 75
    assert vobject.readOne(text).vevent.summary.value == letter * 200


@pytest.mark.parametrize("title", ["Zeile\nURL:https://fremd.example", "a\r\nEND:VEVENT", "x\x00\x0by", "„a;b\\,c“:d"])
def test_no_title_ends_its_line(title: str) -> None:
    event = read(replace(EVENT, title=title)).vevent

    assert event.url.value == "https://ris.lindenau.example/sitzung/7"
    assert event.summary.value == " ".join(title.replace("\x00", "").split())


def test_an_empty_calendar_is_one() -> None:
    whole = vobject.readOne(calendar([], name="Sitzungen", public_url="https://ris.lindenau.example"))

    assert whole.version.value == "2.0"
    assert "vevent" not in whole.contents


def test_the_name_of_a_calendar_is_one_name() -> None:
    whole = vobject.readOne(calendar([], name="Sitzungen, Bau; Umwelt", public_url="https://ris.lindenau.example"))

    assert whole.contents["name"][0].value == "Sitzungen, Bau; Umwelt"
    assert whole.contents["x-wr-calname"][0].value == "Sitzungen, Bau; Umwelt"


def test_the_same_events_are_the_same_bytes() -> None:
    assert written(EVENT) == written(EVENT)
