"""Every other list of the portal as a feed, and what of it nobody may see."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import FileVersion, Paper
from ris.feeds import answers
from ris.feeds.listing import Form
from ris.publication.frozen import Retracted
from ris.publication.services import bury
from ris.scope.readers import audience_for
from ris.search import feeds as search_feeds
from tests.factories import council, documents, meetings
from tests.feeds.reading import AtomFeed, all_pages, read_atom, read_calendar, read_json, read_table
from tests.feeds.test_every_listing import NEWS, names_its_formats
from tests.meetings.office import open_office
from tests.signing_in import signed_in

HERE = "http://localhost"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def every_page(client: FlaskClient, address: str) -> list[AtomFeed]:
    pages = []
    while address:
        pages.append(read_atom(client.get(address)))
        address = pages[-1].links.get("next", "").removeprefix(HERE)
    return pages


def told(client: FlaskClient, page: str, *, by_change: bool = True) -> list[dict[str, Any]]:
    """What the three formats say of a list; each says the same rows, and a feed what changed last first."""
    path, _, query = page.partition("?")
    items = all_pages(client, f"{path}.json?{query}")
    table = read_table(client.get(f"{path}.csv?{query}"))
    entries = [entry for part in every_page(client, f"{path}.atom?{query}") for entry in part.entries]
    assert sorted(item["url"] for item in items) == sorted(line["Adresse"] for line in table)
    assert sorted(item["id"] for item in items) == sorted(entry["id"] for entry in entries)
    assert len({item["id"] for item in items}) == len(items)
    changed = [entry["updated_parsed"] for entry in entries]
    assert not by_change or changed == sorted(changed, reverse=True)
    return items


def test_papers_by_kind_and_year(client: FlaskClient) -> None:
    wanted = documents.paper(paper_type="Antrag", date=date(2026, 3, 1), reference="2026/0007", name="Radweg")
    documents.paper(paper_type="Antrag", date=date(2025, 3, 1))
    documents.paper(paper_type="Anfrage", date=date(2026, 3, 1))
    undated = documents.paper(paper_type="Antrag", date=None)
    documents.paper(paper_type="Antrag", date=date(2026, 4, 1), name="Geheimsache", readers={"council"})

    [item] = told(client, "/vorlagen?art=Antrag&jahr=2026")
    assert item["url"] == f"{HERE}/vorlage/{wanted.slug}"
    assert item["_angaben"] == {"titel": "Radweg", "nummer": "2026/0007", "art": "Antrag", "datum": "2026-03-01"}
    assert {item["url"] for item in told(client, "/vorlagen?art=Antrag")} >= {f"{HERE}/vorlage/{undated.slug}"}
    assert len(told(client, "/vorlagen")) == 4


def test_parts_of_papers_have_no_gaps_and_no_doubles(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "FEED_SIZE", 2)
    monkeypatch.setattr(answers, "BATCH", 2)
    for n in range(5):
        documents.paper(date=date(2026, 3, 1) if n % 2 else None, modified=NOW)

    assert len(told(client, "/vorlagen")) == 5


def test_organizations_and_people(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "FEED_SIZE", 2)
    monkeypatch.setattr(answers, "BATCH", 2)
    for name in ("Bauausschuss", "Ältestenrat", "Ortsbeirat"):
        council.organization(name=name)
    council.organization(name="Geheimrat", readers={"council"})
    for number in range(5):
        council.person(
            name=f"Kim Muster_{number}", family_name=f"Muster_{'x' * 50}{number}", given_name="Kim", modified=NOW
        )
    council.person(name="Geheime Person", readers={"council"})

    assert [item["title"] for item in told(client, "/gremien")] == ["Ältestenrat", "Bauausschuss", "Ortsbeirat"]
    assert [item["title"] for item in told(client, "/personen")] == [f"Kim Muster_{number}" for number in range(5)]
    assert client.get("/personen").location == "/gremien#personen"


def test_what_is_new_about_an_organization(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Meetings, papers and seats bear the same numbers and the same moment, and are told apart all the same."""
    monkeypatch.setattr(answers, "FEED_SIZE", 2)
    monkeypatch.setattr(answers, "BATCH", 2)
    committee, other = council.organization(name="Bauausschuss", modified=NOW), council.organization()
    for n in range(3):
        meeting = meetings.meeting(name=f"{n}. Sitzung", modified=NOW)
        meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
        paper = documents.paper(name=f"{n}. Vorlage", modified=NOW - timedelta(days=n))
        documents.paper_organization(paper_id=paper.id, organization_id=committee.id, part="originator")
        member = council.person(name=f"{n}. Mensch")
        council.membership(organization_id=committee.id, person_id=member.id, modified=NOW, start_date=date(2026, 4, 1))
    closed = meetings.meeting(name="Geheime Sitzung", modified=NOW, readers={"council"})
    meetings.meeting_organization(meeting_id=closed.id, organization_id=committee.id)
    hidden = documents.paper(name="Geheime Vorlage", modified=NOW, readers={"council"})
    documents.paper_organization(paper_id=hidden.id, organization_id=committee.id, part="originator")
    nobody = council.person(name="Geheimer Mensch", readers={"council"})
    council.membership(organization_id=committee.id, person_id=nobody.id, modified=NOW)
    elsewhere = meetings.meeting(name="Andere", modified=NOW)
    meetings.meeting_organization(meeting_id=elsewhere.id, organization_id=other.id)

    items = told(client, f"/gremium/{committee.id}")

    kinds = [item["_angaben"]["art"] for item in items]
    assert (kinds.count("Sitzung"), kinds.count("Mitgliedschaft"), len(items)) == (3, 3, 9)
    assert not [item for item in items if "Geheim" in str(item) or "Andere" in str(item)]
    calendar = read_calendar(client.get(f"/gremium/{committee.id}.ics?monat=2026-01"))
    assert "Geheime" not in calendar.serialize()


def test_what_is_new_about_a_person(client: FlaskClient) -> None:
    person, committee = council.person(name="Kim Muster"), council.organization(name="Bauausschuss")
    council.membership(person_id=person.id, organization_id=committee.id, role="Vorsitz", start_date=date(2026, 4, 1))
    secret = council.organization(name="Geheimrat", readers={"council"})
    council.membership(person_id=person.id, organization_id=secret.id)
    paper = documents.paper(name="Radweg")
    documents.paper_person(paper_id=paper.id, person_id=person.id)

    items = told(client, f"/person/{person.id}")

    assert {item["title"] for item in items} == {"Bauausschuss: Vorsitz", f"{paper.reference}: Radweg"}


def test_the_way_of_a_paper(client: FlaskClient) -> None:
    paper = documents.paper(name="Radweg", reference="2026/0007", slug="2026-0007")
    committee = council.organization(name="Bauausschuss")
    early = meetings.meeting(name="Früh", start=datetime(2026, 9, 1, 16, tzinfo=UTC), modified=NOW)
    late = meetings.meeting(name="Spät", start=datetime(2026, 12, 1, 17, tzinfo=UTC), modified=NOW - timedelta(days=1))
    closed = meetings.meeting(name="Geheime", readers={"council"})
    for meeting, result in ((late, None), (early, "Einstimmig beschlossen"), (closed, "Verheimlicht")):
        readers = {"council"} if meeting is closed else {"public"}
        meetings.meeting_organization(meeting_id=meeting.id, organization_id=committee.id)
        item = meetings.agenda_item(meeting_id=meeting.id, number="7", result=result, modified=NOW, readers=readers)
        meetings.consultation(paper_id=paper.id, meeting_id=meeting.id, agenda_item_id=item.id, readers=readers)

    items = told(client, "/vorlage/2026-0007")
    calendar = read_calendar(client.get("/vorlage/2026-0007.ics"))

    assert [item["title"] for item in items] == [
        "Bauausschuss: Einstimmig beschlossen",
        "Bauausschuss: Di., 1.\N{NO-BREAK SPACE}Dezember 2026, 18:00\N{NO-BREAK SPACE}Uhr",
    ]
    assert items[0]["_angaben"]["ergebnis"] == "Einstimmig beschlossen"
    assert [event.summary.value for event in calendar.vevent_list] == ["Früh", "Spät"]
    moved = client.get(f"/vorlage/{paper.id}.atom")
    assert (moved.status_code, moved.location) == (301, "/vorlage/2026-0007.atom")


def test_the_agenda_of_a_meeting(client: FlaskClient) -> None:
    meeting = meetings.meeting(name="Haushaltssitzung", start=datetime(2026, 12, 1, 17, tzinfo=UTC))
    decided = meetings.agenda_item(meeting_id=meeting.id, number="2", name="Radweg", result="Beschlossen", position=2)
    why = "Noch nicht reif"
    meetings.agenda_item(meeting_id=meeting.id, number="1", name="Brücke", position=1, removed=NOW, removed_reason=why)
    meetings.agenda_item(meeting_id=meeting.id, number="3", name="Kaufvertrag", position=3, readers={"council"})
    for slug, readers in (("2026-0007", {"public"}), ("2026-0008", {"council"})):
        paper = documents.paper(reference=slug, slug=slug, readers=readers)
        meetings.consultation(paper_id=paper.id, meeting_id=meeting.id, agenda_item_id=decided.id)

    items = told(client, f"/sitzung/{meeting.id}")

    assert [item["title"] for item in items] == ["TOP 1: Brücke", "TOP 2: Radweg"]
    assert items[0]["_angaben"]["stand"] == "Abgesetzt: Noch nicht reif"
    assert items[1]["_angaben"]["vorlagen"] == ["2026-0007"]
    assert read_calendar(client.get(f"/sitzung/{meeting.id}.ics")).vevent.summary.value == "Haushaltssitzung"
    assert f'href="/sitzung/{meeting.id}.csv"' in client.get(f"/sitzung/{meeting.id}").text


def test_who_may_read_of_a_closed_meeting_gets_its_date_at_another_address(
    app: Flask, body: Body, client: FlaskClient
) -> None:
    office = open_office(body)
    readers = {"administration", f"org:{office.organization_id}"}
    meeting = meetings.meeting(name="Klausur", start=now_utc() + timedelta(days=3), readers=readers)
    window = signed_in(app, "Mitglied", person_id=office.members[1])
    here = f"/sitzung/{meeting.id}"

    page = window.get(here).text
    assert f'href="{here}/termin.ics"' in page
    assert f"{here}.ics" not in page
    assert "Abonnieren" not in page
    own = window.get(f"{here}/termin.ics")
    assert read_calendar(own).vevent.summary.value == "Klausur"
    assert "private" in own.headers["Cache-Control"]
    for address in (f"{here}.ics", f"{here}.json", f"{here}/termin.ics"):
        assert client.get(address).status_code == 404
    assert window.get(f"{here}.ics").status_code == 404


def test_what_is_closed_or_unknown_has_no_feed_and_what_was_withdrawn_says_so(client: FlaskClient) -> None:
    closed = documents.paper(slug="2026-0001", readers={"council"})
    with transaction() as session:
        gone = session.get_one(Paper, documents.paper(slug="2026-0002", readers=()).id)
        gone.deleted = True
        bury(session, [Retracted("paper", gone.id, "/vorlage/2026-0002", None)], "Enthielt Namen", now=now_utc())
    hidden = {
        "/vorlage/2026-0001": "/vorlage/2026-9999",
        f"/gremium/{council.organization(readers={'council'}).id}": "/gremium/999999",
        f"/person/{council.person(readers={'council'}).id}": "/person/999999",
    }
    for form in ("atom", "json", "csv"):
        for there, nowhere in hidden.items():
            answer, unknown = client.get(f"{there}.{form}"), client.get(f"{nowhere}.{form}")
            assert (answer.status_code, unknown.status_code) == (404, 404)
            assert answer.text.replace(there, "") == unknown.text.replace(nowhere, "")
        assert client.get(f"/vorlage/{closed.id}.{form}").status_code == 404
        withdrawn = client.get(f"/vorlage/2026-0002.{form}")
        assert withdrawn.status_code == 410
        assert "Enthielt Namen" in withdrawn.text


def test_the_search_is_a_list_too(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_feeds, "MOST_AT_ONCE", 1)
    documents.paper(name="Radweg nach Niederbach", paper_type="Antrag", date=date(2026, 3, 1))
    documents.paper(name="Radweg geheim", readers={"council"})
    meetings.meeting(name="Radweg-Konferenz")
    meetings.meeting(name="Radweg-Klausur", readers={"council"})
    later = client.get("/suche.json?q=Radweg")
    assert (later.status_code, later.headers["Retry-After"]) == (503, "60")
    assert told(client, "/suche") == [], "who asks for nothing needs no index"
    for command in (["search", "rebuild"], ["jobs", "drain"]):
        assert app.test_cli_runner().invoke(args=command).exit_code == 0

    assert len(told(client, "/suche?q=Radweg", by_change=False)) == 2
    assert [item["_angaben"]["art"] for item in told(client, "/suche?q=Radweg&art=vorlage")] == ["Vorlage"]
    assert told(client, "/suche") == []
    assert told(client, "/suche?q=Quastenflosser") == []
    names_its_formats(client, "/suche?q=Radweg", "/suche?q=Radweg", NEWS)
    only_meetings = "/suche?q=Radweg&art=sitzung"
    names_its_formats(client, only_meetings, only_meetings, {*Form})
    calendar = read_calendar(client.get("/suche.ics?q=Radweg&art=sitzung"))
    assert [event.summary.value for event in calendar.vevent_list] == ["Radweg-Konferenz"]
    assert len(read_json(client.get("/suche.json?q=Radweg&nach=unfug"))["items"]) == 1
    monkeypatch.setattr(search_feeds, "LARGEST_TABLE", 1)
    documents.paper(name="Noch ein Radweg")  # so that nobody is handed what was kept
    assert len(read_table(client.get("/suche.csv?q=Radweg"))) == 1


def test_the_public_log_is_a_list_too(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "FEED_SIZE", 2)
    monkeypatch.setattr(answers, "BATCH", 2)
    with transaction() as session:
        for number in range(1, 6):
            bury(session, [Retracted("paper", number, f"/vorlage/{number}", None)], "Grund", now=now_utc())

    items = told(client, "/protokoll")
    assert [item["_angaben"]["eintrag"] for item in items] == [5, 4, 3, 2, 1]


def test_the_versions_of_a_document(client: FlaskClient) -> None:
    file = documents.file(name="Lageplan", sha512_checksum="cc" * 64, version=3, created=NOW - timedelta(days=9))
    with transaction() as session:
        everybody, council_only = audience_for(session, {"public"}), audience_for(session, {"council"})
        for number, readers, why in ((1, everybody, "Maßstab fehlte"), (2, council_only, "Enthielt Namen")):
            session.add(
                FileVersion(
                    file_id=file.id,
                    number=number,
                    sha512_checksum=f"{number}a" * 64,
                    replaced=NOW - timedelta(days=9 - 3 * number),
                    reason=why,
                    audience_id=readers.id,
                )
            )

    items = told(client, f"/datei/{file.id}/fassungen")

    assert [item["title"] for item in items] == ["Fassung 3 (aktuell)", "Fassung 1"]
    assert [item["url"] for item in items] == [f"{HERE}/datei/{file.id}", f"{HERE}/datei/{file.id}/fassung/1"]
    assert items[1]["_angaben"]["seit"] == "2026-11-11T10:00:00+01:00"
    assert "Enthielt Namen" not in str(items), "why nobody may read the second"
    assert "seit" not in items[0]["_angaben"]
    closed = documents.file(name="Geheimplan", readers={"council"})
    for form in ("atom", "json", "csv"):
        assert client.get(f"/datei/{closed.id}/fassungen.{form}").status_code == 404


def test_a_page_of_a_list_names_the_feeds_of_the_whole_list_with_its_filter(client: FlaskClient) -> None:
    assert 'href="/vorlagen.atom?art=Antrag"' in client.get("/vorlagen?art=Antrag&nach=2026-01-01_3").text
