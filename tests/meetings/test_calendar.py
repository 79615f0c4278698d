"""The calendar's page: a month as a grid, and meetings without a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from ris.access.actor import Actor
from ris.council.models import Body
from ris.db import db, now_utc
from ris.meetings.calendar_pages import CalendarPage, calendar_page
from ris.meetings.forms import CalendarQuery
from ris.web.paging import PAGE_SIZE
from tests.factories import council, meetings
from tests.meetings.test_views import text_of

GRID = "/sitzungen?ansicht=monat&monat=2026-12"


def shown(body: Body, **values: str) -> CalendarPage:
    return calendar_page(db.session(), Actor.public(body.id), CalendarQuery.parse(values), now=now_utc())


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield told
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_month_is_a_table_of_seven_named_days_with_its_meetings_in_their_cells(client: FlaskClient) -> None:
    organization = council.organization(name="Bauausschuss")
    meeting = meetings.meeting(start=datetime(2026, 12, 3, 17, tzinfo=UTC))
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=organization.id)

    tree = html5lib.parse(text_of(client, GRID), namespaceHTMLElements=False)
    [table] = tree.iter("table")
    cells = [
        cell for cell in table.iter("td") if any(a.get("href") == f"/sitzung/{meeting.id}" for a in cell.iter("a"))
    ]
    [caption] = table.iter("caption")

    assert "Sitzungen im Dezember 2026" in words_of(caption)
    assert [head.get("scope") for head in table.iter("th")] == ["col"] * 7
    assert {len(row.findall("td")) for row in table.iterfind("tbody/tr")} == {7}
    assert [time.get("datetime") for cell in cells for time in cell.iter("time")] == ["2026-12-03"]
    assert "18:00 Uhr Bauausschuss" in words_of(cells[0])


def test_a_meeting_late_in_the_evening_stands_on_the_german_day(client: FlaskClient, body: Body) -> None:
    meetings.meeting(start=datetime(2026, 12, 3, 23, 30, tzinfo=UTC))

    days = [day for week in shown(body, ansicht="monat", monat="2026-12").weeks for day in week if day]

    assert [day.day for day in days if day.meetings] == [date(2026, 12, 4)]
    assert len(days) == 31


def test_a_cancelled_and_a_moved_meeting_say_so_in_words(client: FlaskClient) -> None:
    new = meetings.meeting(start=datetime(2026, 12, 8, 18, tzinfo=UTC))
    meetings.meeting(start=datetime(2026, 12, 1, 18, tzinfo=UTC), moved_to_id=new.id)
    meetings.meeting(start=datetime(2026, 12, 2, 18, tzinfo=UTC), cancelled=True)

    page = text_of(client, GRID)

    assert page.count("Verschoben") == page.count("Abgesagt") == 1


def test_the_grid_keeps_the_chosen_body_from_month_to_month(client: FlaskClient) -> None:
    organization = council.organization(name="Bauausschuss")
    own = meetings.meeting(start=datetime(2026, 6, 3, 18, tzinfo=UTC))
    meetings.meeting_organization(meeting_id=own.id, organization_id=organization.id)
    other = meetings.meeting(start=datetime(2026, 6, 4, 18, tzinfo=UTC))

    page = text_of(client, f"/sitzungen?ansicht=monat&monat=2026-06&gremium={organization.id}")

    assert f'href="/sitzung/{own.id}"' in page
    assert f'href="/sitzung/{other.id}"' not in page
    assert f'href="/sitzungen?ansicht=monat&amp;monat=2026-07&amp;gremium={organization.id}" rel="next"' in page
    assert f'href="/sitzungen?monat=2026-06&amp;gremium={organization.id}"' in page  # the same month as a list
    assert f'href="/sitzungen.ics?gremium={organization.id}"' in page


def test_an_empty_month_is_a_sentence_and_no_table(client: FlaskClient) -> None:
    meetings.meeting(start=now_utc() + timedelta(days=90))

    page = text_of(client, "/sitzungen?ansicht=monat&monat=1990-01")

    assert "In diesem Monat sind keine Sitzungen geplant. Die nächste Sitzung ist am" in " ".join(page.split())
    assert "<table" not in page


@pytest.mark.parametrize(
    ("month", "before", "beyond"),
    [
        (date(2020, 1, 1), None, date(2020, 2, 1)),
        (date(2020, 2, 1), date(2020, 1, 1), date(2020, 3, 1)),
        (date(2026, 12, 1), date(2026, 11, 1), None),
        (date(1990, 1, 1), None, date(1990, 2, 1)),
        (date(2090, 1, 1), date(2089, 12, 1), None),
    ],
)
def test_months_end_where_the_meetings_do(month: date, before: date | None, beyond: date | None) -> None:
    page = CalendarPage(
        query=CalendarQuery.parse({}),
        organizations=(),
        years=(2025, 2024, 2020),
        groups=(),
        total=0,
        month=month,
        today=date(2026, 3, 1),
        undated=0,
    )

    assert (page.before, page.beyond) == (before, beyond)


def test_a_month_costs_the_same_statements_whatever_is_in_it(client: FlaskClient) -> None:
    counts = []
    for _ in range(2):
        made = [meetings.meeting(start=datetime(2026, 12, day, 18, tzinfo=UTC)) for day in range(1, 20)]
        for meeting in made:
            organization = council.organization()
            meetings.meeting_organization(meeting_id=meeting.id, organization_id=organization.id)
        client.get(GRID)  # what a process remembers of the town until it changes
        with counted_statements() as told:
            client.get(GRID)
        counts.append(len(told))

    assert counts[0] == counts[1] <= 10


def test_an_unchanged_grid_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get(GRID).headers["ETag"]
    assert client.get(GRID, headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/sitzungen?monat=2026-12", headers={"If-None-Match": tag}).status_code == 200


def test_meetings_without_a_day_are_counted_and_reached_page_by_page(client: FlaskClient) -> None:
    made = [meetings.meeting(start=None).id for _ in range(PAGE_SIZE + 3)]
    meetings.meeting(start=None, readers={"council"})
    meetings.meeting()

    first = text_of(client, "/sitzungen")
    page = text_of(client, "/sitzungen?termin=offen")
    following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    rest = text_of(client, following)

    assert 'href="/sitzungen?termin=offen"' in first
    assert f"{PAGE_SIZE + 3} Sitzungen ohne Termin" in first
    assert f"{PAGE_SIZE + 3} Sitzungen ohne Termin" in page
    assert {own for own in made if f'/sitzung/{own}"' in page} == set(made[3:])
    assert {own for own in made if f'/sitzung/{own}"' in rest} == set(made[:3])
    assert "Datum offen" in page


def test_the_undated_of_one_body_are_counted_alone(client: FlaskClient) -> None:
    organization = council.organization()
    own = meetings.meeting(start=None)
    meetings.meeting_organization(meeting_id=own.id, organization_id=organization.id)
    meetings.meeting(start=None)

    archive = text_of(client, f"/sitzungen?gremium={organization.id}")
    page = text_of(client, f"/sitzungen?termin=offen&gremium={organization.id}")

    assert "1 Sitzung ohne Termin" in archive
    assert "1 Sitzung ohne Termin" in page
    assert f'/sitzung/{own.id}"' in page


@pytest.mark.parametrize("query", ["ansicht=monat&monat=2026-99", "ansicht=quer", "termin=offen&nach=x", "termin=nie"])
def test_what_nobody_understands_is_left_out(client: FlaskClient, query: str) -> None:
    assert client.get(f"/sitzungen?{query}").status_code == 200


def test_the_filter_names_no_organization_whose_meetings_are_all_closed(body: Body) -> None:
    open_one, closed_one = council.organization(name="Bauausschuss"), council.organization(name="Magistrat")
    meetings.meeting_organization(meeting_id=meetings.meeting().id, organization_id=open_one.id)
    closed = meetings.meeting(readers={"administration"})
    meetings.meeting_organization(meeting_id=closed.id, organization_id=closed_one.id)
    assert [line.name for line in shown(body).organizations] == ["Bauausschuss"]
