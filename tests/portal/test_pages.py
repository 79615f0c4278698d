"""The pages that read several subjects, asked by a visitor without an account."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from ris.council.models import Body
from ris.db import db, now_utc
from ris.web.kept_pages import KeptPages
from ris.web.paging import PAGE_SIZE
from tests.factories import council, documents, meetings


@contextmanager
def counted_statements(app: Flask) -> Iterator[list[str]]:
    """Every statement the database gets meanwhile, no page being kept from before."""
    seen: list[str] = []
    app.extensions["kept_pages"] = KeptPages(0)

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM body " not in statement.replace("\n", " "):  # known for two seconds, then read again
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True).replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " ")


def meeting_with(items: int) -> int:
    """A public meeting of so many items, each with a paper of two files and a result."""
    organization = council.organization()
    meeting = meetings.meeting(start=now_utc() - timedelta(days=3))
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=organization.id)
    for position in range(items):
        item = meetings.agenda_item(meeting_id=meeting.id, position=position, result="einstimmig angenommen")
        paper = documents.paper()
        meetings.consultation(agenda_item_id=item.id, paper_id=paper.id, meeting_id=meeting.id)
        for number in range(2):
            documents.paper_file(paper_id=paper.id, file_id=documents.file().id, position=number)
    return meeting.id


def test_an_empty_town_has_a_home_page_that_says_so(client: FlaskClient) -> None:
    assert "Hier ist noch keine Sitzung veröffentlicht." in text_of(client, "/")


def test_home_tells_the_next_meetings_and_what_was_decided_last(client: FlaskClient) -> None:
    meeting_with(items=2)
    coming = meetings.meeting(name="Bauausschuss", start=now_utc() + timedelta(days=3))
    hidden = meetings.meeting(name="Geheimrat", start=now_utc() + timedelta(days=3), readers={"council"})

    page = text_of(client, "/")

    assert f'href="/sitzung/{coming.id}"' in page
    assert "einstimmig angenommen" in page
    assert f'href="/sitzung/{hidden.id}"' not in page
    assert "Geheimrat" not in page


@pytest.mark.parametrize("address", ["/", "/sitzungen", "/vorlagen", "/gremien"])
def test_a_list_needs_as_many_statements_for_many_rows_as_for_few(
    app: Flask, client: FlaskClient, address: str
) -> None:
    meeting_with(items=2)
    client.get(address)
    with counted_statements(app) as few:
        client.get(address)
    for _ in range(3):
        meeting_with(items=4)
        council.person()
    client.get(address)  # summaries are read again after a change
    with counted_statements(app) as many:
        client.get(address)

    assert len(many) == len(few) <= 12


def test_a_meeting_needs_as_many_statements_for_many_items_as_for_few(app: Flask, client: FlaskClient) -> None:
    short, long = meeting_with(items=2), meeting_with(items=9)
    client.get(f"/sitzung/{short}")
    with counted_statements(app) as few:
        client.get(f"/sitzung/{short}")
    with counted_statements(app) as many:
        client.get(f"/sitzung/{long}")

    assert len(many) == len(few) <= 14


def test_papers_page_by_key_and_say_how_many(client: FlaskClient) -> None:
    made = [documents.paper().slug for _ in range(PAGE_SIZE + 3)]

    first = text_of(client, "/vorlagen")
    following = first.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    second = text_of(client, following)

    assert f"{PAGE_SIZE + 3} Vorlagen" in first
    shown_first = {slug for slug in made if f"/vorlage/{slug}" in first}
    shown_second = {slug for slug in made if f"/vorlage/{slug}" in second}
    assert (len(shown_first), len(shown_second)) == (PAGE_SIZE, 3)
    assert shown_first | shown_second == set(made)
    assert 'rel="next"' not in second


@pytest.mark.parametrize("nonsense", ["x", "2026-13-45_1", "_", "1_99999999999999999999", "';--_3"])
def test_a_key_that_is_none_shows_a_page_all_the_same(client: FlaskClient, nonsense: str) -> None:
    documents.paper()

    assert client.get(f"/vorlagen?nach={nonsense}").status_code == 200
    assert client.get(f"/sitzungen?nach={nonsense}").status_code == 200
    assert client.get(f"/gremien?nach={nonsense}").status_code == 200


def test_the_id_of_a_paper_leads_to_its_one_address(client: FlaskClient) -> None:
    paper = documents.paper(slug="2026-0412")

    answer = client.get(f"/vorlage/{paper.id}")

    assert (answer.status_code, answer.location) == (301, "/vorlage/2026-0412")
    assert '<link rel="canonical" href="http://localhost/vorlage/2026-0412">' in text_of(client, "/vorlage/2026-0412")


def test_a_paper_shows_its_way_with_results_in_order_of_time(client: FlaskClient) -> None:
    paper = documents.paper(slug="radweg")
    for days, name, result in ((10, "Bauausschuss", "verwiesen"), (3, "Versammlung", "mehrheitlich abgelehnt")):
        organization = council.organization(name=name)
        meeting = meetings.meeting(start=now_utc() - timedelta(days=days))
        item = meetings.agenda_item(meeting_id=meeting.id, result=result)
        station = meetings.consultation(paper_id=paper.id, agenda_item_id=item.id, meeting_id=meeting.id)
        meetings.consultation_organization(consultation_id=station.id, organization_id=organization.id)

    way = text_of(client, "/vorlage/radweg").partition('id="weg"')[2]

    assert way.index("Bauausschuss") < way.index("verwiesen") < way.index("Versammlung") < way.index("abgelehnt")
    assert "ris-result--rejected" in way


def test_a_station_before_closed_doors_names_neither_the_meeting_nor_the_item(client: FlaskClient) -> None:
    paper = documents.paper(slug="grundstueck")
    closed = meetings.meeting(name="Geheime Runde", readers={"council"})
    item = meetings.agenda_item(meeting_id=closed.id, name="Verkauf", result="zugestimmt", readers={"council"})
    meetings.consultation(paper_id=paper.id, agenda_item_id=item.id, meeting_id=closed.id)

    page = text_of(client, "/vorlage/grundstueck")

    assert f"/sitzung/{closed.id}" not in page
    assert f"/top/{item.id}" not in page
    assert "zugestimmt" not in page


def test_an_organization_shows_its_members_by_size_of_their_faction(client: FlaskClient) -> None:
    assembly = council.organization(name="Versammlung")
    for name, seats in (("Kleine", 1), ("Große", 2)):
        faction = council.organization(name=f"Fraktion {name}", organization_type="Fraktion")
        for _ in range(seats):
            person = council.person()
            council.membership(
                person_id=person.id, organization_id=assembly.id, on_behalf_of_id=faction.id, role="Mitglied"
            )

    page = text_of(client, f"/gremium/{assembly.id}")

    assert page.index("Fraktion Große") < page.index("Fraktion Kleine")


def test_a_past_mandate_stays_on_the_page_of_a_person(client: FlaskClient) -> None:
    person = council.person(name="Alex Beispiel")
    assembly = council.organization(name="Versammlung")
    today = now_utc().date()
    council.membership(
        person_id=person.id,
        organization_id=assembly.id,
        start_date=today.replace(year=2016),
        end_date=today.replace(year=2021),
    )

    page = text_of(client, f"/person/{person.id}")

    assert page.index("Frühere Ämter und Mandate") < page.index("Versammlung")


@pytest.mark.parametrize("address", ["/sitzung/{}", "/top/{}", "/gremium/{}", "/person/{}", "/datei/{}", "/vorlage/{}"])
def test_what_may_not_be_read_is_not_there(client: FlaskClient, body: Body, address: str) -> None:
    meeting = meetings.meeting(readers={"council"})
    hidden: Any = {
        "/sitzung/{}": meeting,
        "/top/{}": meetings.agenda_item(meeting_id=meeting.id, readers={"council"}),
        "/gremium/{}": council.organization(readers={"council"}),
        "/person/{}": council.person(readers={"council"}),
        "/datei/{}": documents.file(readers={"council"}),
        "/vorlage/{}": documents.paper(readers={"council"}),
    }[address]

    nowhere = client.get(address.format(999_999))
    answer = client.get(address.format(hidden.id))

    assert (answer.status_code, nowhere.status_code) == (404, 404)
    said, expected = (
        reply.get_data(as_text=True).replace(address.format(number), "")
        for reply, number in ((answer, hidden.id), (nowhere, 999_999))
    )
    assert said == expected


def test_a_missing_page_offers_the_search_and_the_next_meetings(client: FlaskClient) -> None:
    coming = meetings.meeting(start=now_utc() + timedelta(days=3))
    hidden = meetings.meeting(start=now_utc() + timedelta(days=2), readers={"council"})

    answer = client.get("/gibt/es/nicht")

    assert answer.status_code == 404
    assert 'action="/suche"' in answer.text
    assert f'href="/sitzung/{coming.id}"' in answer.text
    assert f'href="/sitzung/{hidden.id}"' not in answer.text


def test_an_organization_whose_place_says_nothing_has_no_empty_box_of_facts(client: FlaskClient) -> None:
    silent = council.location(description=None, room=None)
    organization = council.organization(location_id=silent.id)

    assert "ris-facts" not in client.get(f"/gremium/{organization.id}").text.partition('class="ris-columns')[0]
