"""Pages of meetings and their points, asked by a visitor without an account."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from ris.db import now_utc
from ris.web.paging import PAGE_SIZE
from tests.factories import council, documents, meetings


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True).replace("\N{SOFT HYPHEN}", "").replace("\N{NO-BREAK SPACE}", " ")


def test_a_month_tells_its_meetings_in_german_time(client: FlaskClient) -> None:
    meetings.meeting(name="Silvesterrunde", start=datetime(2026, 11, 30, 23, 30, tzinfo=UTC))

    assert "Silvesterrunde" in text_of(client, "/sitzungen?monat=2026-12")
    assert "Silvesterrunde" not in text_of(client, "/sitzungen?monat=2026-11")


def test_an_empty_month_says_when_the_next_meeting_is(client: FlaskClient) -> None:
    start = now_utc() + timedelta(days=90)
    meetings.meeting(start=start)

    page = text_of(client, "/sitzungen?monat=1990-01")

    assert "In diesem Monat sind keine Sitzungen geplant." in page
    assert "Die nächste Sitzung ist am" in page
    assert f"/sitzungen?monat={start:%Y-%m}" in page


def test_a_cancelled_meeting_stays_visible_with_its_reason(client: FlaskClient) -> None:
    meeting = meetings.meeting(
        start=datetime(2026, 12, 1, 18, tzinfo=UTC), cancelled=True, change_reason="Der Saal ist überflutet."
    )

    month = text_of(client, "/sitzungen?monat=2026-12")
    page = text_of(client, f"/sitzung/{meeting.id}")

    assert "Abgesagt" in month
    assert "Der Saal ist überflutet." in month
    assert "Diese Sitzung findet nicht statt." in page
    assert "Der Saal ist überflutet." in page


def test_a_moved_meeting_leads_to_its_new_day(client: FlaskClient) -> None:
    new = meetings.meeting(start=datetime(2026, 12, 8, 18, tzinfo=UTC))
    old = meetings.meeting(start=datetime(2026, 12, 1, 18, tzinfo=UTC), moved_to_id=new.id)

    page = text_of(client, f"/sitzung/{old.id}")

    assert "Diese Sitzung wurde verschoben" in page
    assert f'href="/sitzung/{new.id}"' in page


def test_the_archive_of_a_year_pages_by_key(client: FlaskClient) -> None:
    first = datetime(2020, 1, 1, 18, tzinfo=UTC)
    made = [meetings.meeting(start=first + timedelta(days=days)).id for days in range(PAGE_SIZE + 2)]

    page = text_of(client, "/sitzungen?jahr=2020")
    following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    rest = text_of(client, following)

    assert f"{PAGE_SIZE + 2} Sitzungen" in page
    assert {id_ for id_ in made if f'/sitzung/{id_}"' in rest} == set(made[:2])


@pytest.mark.parametrize(
    "query", ["monat=2026-99", "monat=99999-01", "jahr=abc", "jahr=1", "gremium=-1", "gremium=9" * 9]
)
def test_a_question_nobody_understands_is_left_out(client: FlaskClient, query: str) -> None:
    assert client.get(f"/sitzungen?{query}").status_code == 200


def test_closed_points_are_counted_but_never_named(client: FlaskClient) -> None:
    meeting = meetings.meeting()
    meetings.agenda_item(meeting_id=meeting.id, name="Radweg", position=0)
    meetings.agenda_item(meeting_id=meeting.id, name="Grundstück Meyer", position=1, public=False, readers={"council"})

    page = text_of(client, f"/sitzung/{meeting.id}")

    assert "Nichtöffentlicher Teil" in page
    assert "(§ 52 HGO)" in page
    assert "1 Punkt" in page
    assert "Grundstück Meyer" not in page


def test_an_agenda_keeps_empty_and_repeated_numbers_and_names_over_two_lines(client: FlaskClient) -> None:
    meeting = meetings.meeting()
    meetings.agenda_item(meeting_id=meeting.id, number=None, name="- öffentlicher Teil -", position=0)
    meetings.agenda_item(meeting_id=meeting.id, number="1", name="Eröffnung\n- Feststellung", position=1)
    meetings.agenda_item(meeting_id=meeting.id, number="1", name="Radweg", position=2)
    meetings.agenda_item(meeting_id=meeting.id, number="", name=None, position=3)

    page = text_of(client, f"/sitzung/{meeting.id}")

    assert page.count("ris-item--heading") == 1
    assert "Eröffnung\n- Feststellung" in page
    assert "Punkt ohne Titel" in page


def test_forty_files_of_a_paper_are_behind_a_disclosure(client: FlaskClient) -> None:
    meeting = meetings.meeting()
    item = meetings.agenda_item(meeting_id=meeting.id)
    paper = documents.paper()
    meetings.consultation(agenda_item_id=item.id, paper_id=paper.id)
    for position in range(40):
        documents.paper_file(paper_id=paper.id, file_id=documents.file().id, position=position, role="auxiliary")

    page = text_of(client, f"/sitzung/{meeting.id}")

    assert page.count('class="ris-file"') == 40
    assert "35 weitere Unterlagen" in page


def test_a_file_that_only_another_system_has_is_linked_there_unless_it_is_no_web_address(client: FlaskClient) -> None:
    paper = documents.paper(slug="p")
    for number, address in enumerate(("https://stadt.example/a.pdf", "javascript:alert(1)")):
        file = documents.file(name=f"Datei {number}", source_url=address)
        documents.paper_file(paper_id=paper.id, file_id=file.id, position=number)

    page = text_of(client, "/vorlage/p")

    assert 'href="https://stadt.example/a.pdf"' in page
    assert "Datei 1" in page
    assert "javascript:" not in page


def test_a_point_tells_result_votes_wording_and_its_neighbours(client: FlaskClient) -> None:
    meeting = meetings.meeting(start=now_utc() - timedelta(days=2))
    before, item, after = (
        meetings.agenda_item(
            meeting_id=meeting.id,
            position=position,
            name=f"Sache {position}",
            result="mit Mehrheit angenommen",
            resolution_text="Der Radweg wird gebaut.",
            votes_yes=29,
            votes_no=9,
            votes_abstain=1,
        )
        for position in range(3)
    )

    page = text_of(client, f"/top/{item.id}")

    assert "mit Mehrheit angenommen" in page
    assert "29 Ja, 9 Nein, 1 Enthaltung" in page
    assert "Der Radweg wird gebaut." in page
    assert "Vorläufiges Ergebnis. Verbindlich ist die Niederschrift." in page
    assert f'href="/top/{before.id}" rel="prev"' in page
    assert f'href="/top/{after.id}" rel="next"' in page


def test_the_result_binds_once_the_minutes_are_there(client: FlaskClient) -> None:
    meeting = meetings.meeting(start=now_utc() - timedelta(days=2))
    item = meetings.agenda_item(meeting_id=meeting.id, result="angenommen")
    meetings.meeting_file(meeting_id=meeting.id, file_id=documents.file().id, role="results_protocol")

    assert "Vorläufiges Ergebnis" not in text_of(client, f"/top/{item.id}")
    assert "Niederschrift veröffentlicht" in text_of(client, f"/sitzung/{meeting.id}")


def test_an_agenda_version_is_read_as_it_stood(client: FlaskClient) -> None:
    meeting = meetings.meeting(agenda_version=1)
    meetings.agenda_item(meeting_id=meeting.id, name="Neuer Titel")
    old = [{"id": 1, "number": "1", "name": "Alter Titel", "public": True, "papers": [{"slug": "a-1", "version": 2}]}]
    closed = [{"id": 2, "number": "2", "name": "Geheim", "public": False, "papers": []}]
    meetings.agenda_version(
        meeting_id=meeting.id,
        number=1,
        at=now_utc(),
        occasion="invited",
        content={"items": old + closed},
        digest="0" * 64,
    )

    page = text_of(client, f"/sitzung/{meeting.id}/stand/1")

    assert "Alter Titel" in page
    assert "Fassung 2" in page
    assert "Neuer Titel" not in page
    assert "Geheim" not in page
    assert "Stand bei Einladung" in text_of(client, f"/sitzung/{meeting.id}")


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    meeting = meetings.meeting()
    address = f"/sitzung/{meeting.id}"
    tag = client.get(address).headers["ETag"]

    unchanged = client.get(address, headers={"If-None-Match": tag})
    council.organization()
    changed = client.get(address, headers={"If-None-Match": tag})

    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert changed.status_code == 200
