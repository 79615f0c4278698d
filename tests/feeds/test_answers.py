"""The calendar's list in every format: complete, paged, conditional, and the same for everybody."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from ris.council.models import Body
from ris.db import now_utc
from ris.meetings.models import Meeting
from tests.factories import council, meetings
from tests.feeds.reading import read_atom, read_calendar, read_json, read_table
from tests.meetings.office import open_office
from tests.signing_in import signed_in

FORMS = ("ics", "atom", "json", "csv")


def said(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True).replace("\r\n ", "")


def meeting_of(organization_id: int, name: str, **columns: Any) -> Meeting:  # noqa: ANN401 - of a row
    columns.setdefault("start", now_utc() + timedelta(days=3))
    row = meetings.meeting(name=name, **columns)
    meetings.meeting_organization(meeting_id=row.id, organization_id=organization_id)
    return row


def test_every_format_holds_only_what_was_asked_for_and_may_be_read_by_all(client: FlaskClient) -> None:
    wanted, other = council.organization(), council.organization()
    mine = meeting_of(wanted.id, "Meine")
    meeting_of(other.id, "Deine")
    hidden = meeting_of(wanted.id, "Geheime", readers={"council"})

    for form in FORMS:
        text = said(client, f"/sitzungen.{form}?gremium={wanted.id}")
        assert "Meine" in text
        assert "Deine" not in text
        assert "Geheime" not in text
    assert client.get(f"/sitzung/{hidden.id}.ics").status_code == 404
    assert read_calendar(client.get(f"/sitzung/{mine.id}.ics")).vevent.summary.value == "Meine"


def test_who_is_logged_in_gets_what_everybody_gets(app: Flask, body: Body, client: FlaskClient) -> None:
    office = open_office(body)
    window = signed_in(app, "Mitglied", person_id=office.members[1])
    meeting_of(office.organization_id, "Geheime", readers={"council", f"org:{office.organization_id}"})
    meeting_of(office.organization_id, "Öffentliche")

    for form in FORMS:
        mine, everybodys = window.get(f"/sitzungen.{form}"), client.get(f"/sitzungen.{form}")
        assert mine.data == everybodys.data
        assert mine.headers["ETag"] == everybodys.headers["ETag"]
        assert "Cookie" not in mine.headers.get("Vary", "")
        assert "Set-Cookie" not in mine.headers
        assert mine.headers["Cache-Control"] == "public, no-cache"
        assert mine.headers["Access-Control-Allow-Origin"] == "*"


def test_what_was_read_for_one_who_is_logged_in_is_kept_for_nobody_as_theirs(
    app: Flask, body: Body, client: FlaskClient
) -> None:
    office = open_office(body)
    window = signed_in(app, "Mitglied", person_id=office.members[1])
    meeting_of(office.organization_id, "Geheime", readers={"council", f"org:{office.organization_id}"})

    assert "Geheime" in window.get(f"/sitzungen?gremium={office.organization_id}").text
    assert "Geheime" not in window.get(f"/sitzungen.json?gremium={office.organization_id}").text
    assert "Geheime" not in client.get(f"/sitzungen?gremium={office.organization_id}").text


def test_an_unchanged_feed_is_not_sent_again_and_a_changed_one_is(client: FlaskClient) -> None:
    organization = council.organization()
    meeting_of(organization.id, "Erste")
    known = {form: {"If-None-Match": client.get(f"/sitzungen.{form}").headers["ETag"]} for form in FORMS}

    for form in FORMS:
        again = client.get(f"/sitzungen.{form}", headers=known[form])
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"
        assert client.head(f"/sitzungen.{form}").data == b""

    meeting_of(organization.id, "Zweite")
    for form in FORMS:
        assert "Zweite" in client.get(f"/sitzungen.{form}", headers=known[form]).get_data(as_text=True)


def test_a_feed_begins_with_what_changed_last(client: FlaskClient) -> None:
    organization, now = council.organization(), now_utc()
    old = meeting_of(organization.id, "Alte", modified=now - timedelta(days=5), start=now + timedelta(days=9))
    new = meeting_of(organization.id, "Neue", modified=now - timedelta(days=1), start=now + timedelta(days=2))

    assert [int(a.rpartition("/")[2]) for a in read_atom(client.get("/sitzungen.atom")).addresses] == [new.id, old.id]


def test_months_years_and_meetings_without_a_day_are_lists_too(client: FlaskClient) -> None:
    organization = council.organization()
    december = meeting_of(organization.id, "Im Dezember", start=now_utc().replace(year=2031, month=12, day=9))
    meeting_of(organization.id, "Im Mai", start=now_utc().replace(year=2031, month=5, day=9))
    undated = meeting_of(organization.id, "Irgendwann", start=None)

    for address, found in (
        ("?monat=2031-12", [december.id]),
        ("?monat=2031-12&ansicht=monat", [december.id]),
        ("?termin=offen", [undated.id]),
        ("?jahr=2032", []),
        (f"?jahr=2031&gremium={organization.id + 1}", []),
    ):
        items = read_json(client.get(f"/sitzungen.json{address}"))["items"]
        assert [int(item["url"].rpartition("/")[2]) for item in items] == found
        assert len(read_table(client.get(f"/sitzungen.csv{address}"))) == len(found)
        assert len(read_atom(client.get(f"/sitzungen.atom{address}")).entries) == len(found)
    assert "vevent" not in read_calendar(client.get("/sitzungen.ics?termin=offen")).contents
    assert read_calendar(client.get("/sitzungen.ics?monat=2031-12")).vevent.summary.value == "Im Dezember"


def test_a_nonsense_filter_answers_like_the_page_does(client: FlaskClient) -> None:
    meeting_of(council.organization().id, "Erste")

    for query in ("gremium=x", "jahr=99999", "monat=2026-13", "nach=%00", "nach=x_9", "termin=nie"):
        page = client.get(f"/sitzungen?{query}")
        for form in FORMS:
            answer = client.get(f"/sitzungen.{form}?{query}")
            assert answer.status_code == page.status_code, (form, query)
            assert answer.status_code in {200, 400}


def test_a_page_beyond_the_end_is_an_empty_one(client: FlaskClient) -> None:
    meeting_of(council.organization().id, "Erste")

    key = "nach=1900-01-01T00:00:00%2B00:00_1"
    assert read_json(client.get(f"/sitzungen.json?{key}"))["items"] == []
    assert read_atom(client.get(f"/sitzungen.atom?{key}")).entries == []


def test_the_old_feed_leads_to_the_new_one_with_its_filter(client: FlaskClient) -> None:
    moved = client.get("/sitzungen.rss?gremium=3&jahr=2026")

    assert (moved.status_code, moved.location) == (301, "/sitzungen.atom?gremium=3&jahr=2026")


def test_two_subscriptions_have_two_names(client: FlaskClient) -> None:
    names = set()
    for name in ("Bauausschuss", "Ortsbeirat"):
        organization = council.organization(name=name)
        meeting_of(organization.id, "Erste")
        address = f"/sitzungen.ics?gremium={organization.id}"
        names.add(read_calendar(client.get(address)).contents["x-wr-calname"][0].value)

    assert names == {"Sitzungen, Bauausschuss – Stadt Lindenau", "Sitzungen, Ortsbeirat – Stadt Lindenau"}


def test_an_ending_nobody_writes_is_a_missing_page(client: FlaskClient) -> None:
    assert client.get("/sitzungen.xlsx").status_code == 404


def test_the_page_names_its_formats_in_its_head_and_to_people(client: FlaskClient) -> None:
    organization = council.organization(name="Bauausschuss")
    meeting_of(organization.id, "Erste")
    page = client.get(f"/sitzungen?gremium={organization.id}&jahr=2031").text

    for form in FORMS:
        address = f"/sitzungen.{form}?gremium={organization.id}&amp;jahr=2031"
        assert page.count(f'href="{address}"') == 2, form
    assert f'href="webcal://localhost/sitzungen.ics?gremium={organization.id}&amp;jahr=2031"' in page
    assert "Abonnieren" in page
