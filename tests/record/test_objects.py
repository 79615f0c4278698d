"""What each type says, and that it says nothing of what is closed: not by name, not by reference, not by place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.council.models import Body
from ris.db import transaction
from ris.documents.models import File, FileVersion
from ris.meetings.models import AgendaItem, Meeting
from ris.record.kinds import KINDS, LISTED
from tests.factories import council, meetings
from tests.factories.rows import Factory
from tests.record.small_town import CLOSED, HOME, SECRET, START, WRITTEN, SmallTown, ask, build_town, set_columns

file_version = Factory(FileVersion)
TIMES = {"created": "2026-01-05T10:00:00+01:00", "modified": "2026-01-05T10:00:00+01:00"}


@pytest.fixture
def town(body: Body) -> SmallTown:
    return build_town()


def test_a_meeting_says_what_is_public_of_it(client: FlaskClient, town: SmallTown) -> None:
    said = ask(client, town.url("meeting", "meeting"))
    item, place, invitation = said.pop("agendaItem"), said.pop("location"), said.pop("invitation")
    assert said == {
        "id": town.url("meeting", "meeting"),
        "type": "https://schema.oparl.org/1.1/Meeting",
        "name": "3. Sitzung",
        "meetingState": "terminiert",
        "cancelled": False,
        "start": "2026-04-03T17:00:00+02:00",
        "organization": [town.url("organization", "council")],
        "participant": [town.url("person", "ada")],
        "web": f"http://localhost/sitzung/{town['meeting']}",
        **TIMES,
    }
    assert [one["id"] for one in item] == [town.url("agendaitem", "item")]
    assert place["description"] == "Rathaus"
    assert invitation["name"] == "Einladung"


def test_an_item_counts_its_place_among_what_is_public_and_says_how_was_voted(
    client: FlaskClient, town: SmallTown
) -> None:
    said = ask(client, town.url("agendaitem", "item"))
    assert (said["order"], said["public"]) == (0, True)
    assert said["meeting"] == town.url("meeting", "meeting")
    assert said["consultation"] == town.url("consultation", "station")
    assert said["resolutionFile"]["name"] == "Auszug"
    assert "masterFile" not in said["resolutionFile"]
    assert (said["ris:votes"], said["ris:decision"]) == ({"yes": 9, "no": 0}, "accepted")
    embedded = ask(client, town.url("meeting", "meeting"))["agendaItem"][0]
    assert embedded == {name: value for name, value in said.items() if name != "meeting"}


def test_what_is_called_during_a_sitting_here_is_not_told(
    client: FlaskClient, town: SmallTown, session: Session
) -> None:
    set_columns(session.get_one(AgendaItem, town["item"]), start=START)
    assert ask(client, town.url("agendaitem", "item"))["start"] == "2026-04-03T17:00:00+02:00"  # an imported agenda
    set_columns(session.get_one(Meeting, town["meeting"]), state="invited")
    assert "start" not in ask(client, town.url("agendaitem", "item"))


def test_a_paper_says_where_it_goes_and_what_belongs_to_it(client: FlaskClient, town: SmallTown) -> None:
    said = ask(client, town.url("paper", "paper"))
    assert said["body"] == f"{HOME}/body/1"
    assert (said["name"], said["date"], said["keyword"]) == ("Radweg", "2026-03-01", ["Rad"])
    assert said["ris:summary"] == "Ein Weg."
    assert "license" not in said
    assert said["subordinatedPaper"] == [town.url("paper", "annex")]  # said by the other one
    assert "relatedPaper" not in said
    assert said["originatorOrganization"] == [town.url("organization", "council")]
    assert said["originatorPerson"] == [town.url("person", "ada")]
    assert "underDirectionOf" not in said
    assert [one["description"] for one in said["location"]] == ["Rathaus"]
    assert "auxiliaryFile" not in said
    (station,) = said["consultation"]
    assert station == {
        "id": town.url("consultation", "station"),
        "type": "https://schema.oparl.org/1.1/Consultation",
        "agendaItem": town.url("agendaitem", "item"),
        "meeting": town.url("meeting", "meeting"),
        "organization": [town.url("organization", "council")],
        "authoritative": True,
        "role": "Beschlussfassung",
        **TIMES,
    }
    assert ask(client, town.url("consultation", "station")) == {**station, "paper": town.url("paper", "paper")}
    assert ask(client, town.url("paper", "annex"))["superordinatedPaper"] == [town.url("paper", "paper")]


def test_a_file_has_its_text_where_it_is_asked_for_itself_only(client: FlaskClient, town: SmallTown) -> None:
    said = ask(client, town.url("file", "main"))
    page = f"http://localhost/datei/{town['main']}"
    assert (said["accessUrl"], said["downloadUrl"], said["web"]) == (page, f"{page}/download", f"{page}/fassungen")
    assert (said["sha512Checksum"], said["size"], said["mimeType"]) == ("ab" * 64, 10, "application/pdf")
    assert (said["text"], said["paper"]) == ("Ein Weg\fzum Bach.", [town.url("paper", "paper")])
    embedded = ask(client, town.url("paper", "paper"))["mainFile"]
    assert embedded == {name: value for name, value in said.items() if name not in {"text", "paper"}}
    (listed,) = (one for one in ask(client, "/oparl/body/1/file")["data"] if one["id"] == said["id"])
    assert listed == said


def test_a_replaced_file_names_its_older_versions_as_far_as_they_are_public(
    client: FlaskClient, town: SmallTown, session: Session
) -> None:
    set_columns(session.get_one(File, town["main"]), version=3)
    old: dict[str, Any] = {"file_id": town["main"], "sha512_checksum": "cd" * 64, "replaced": WRITTEN}
    file_version(number=1, reason=SECRET, readers=CLOSED, **old)
    file_version(number=2, reason="Zahlendreher auf Seite 3", **old)
    (version,) = ask(client, town.url("file", "main"))["ris:versions"]
    assert (version["number"], version["reason"]) == (2, "Zahlendreher auf Seite 3")
    assert version["web"].endswith(f"/datei/{town['main']}/fassung/2")


def test_a_person_has_seats_and_no_place_that_is_closed(client: FlaskClient, town: SmallTown) -> None:
    said = ask(client, town.url("person", "ada"))
    assert said["title"] == ["Dr."]
    assert not {"location", "locationObject"} & said.keys()
    (seat,) = said["membership"]
    assert seat["organization"] == town.url("organization", "council")
    assert "onBehalfOf" not in seat
    assert ask(client, seat["id"]) == {**seat, "person": said["id"]}


def test_an_organization_names_its_seats_and_lists(client: FlaskClient, town: SmallTown) -> None:
    said = ask(client, town.url("organization", "council"))
    assert said["membership"] == [town.url("membership", "seat")]
    assert "website" not in said
    assert [one["id"] for one in ask(client, said["meeting"])["data"]] == [town.url("meeting", "meeting")]
    assert [one["id"] for one in ask(client, said["consultation"])["data"]] == [town.url("consultation", "station")]
    assert "subOrganizationOf" not in ask(client, town.url("organization", "board"))


def test_a_place_names_who_is_there(client: FlaskClient, town: SmallTown) -> None:
    said = ask(client, town.url("location", "hall"))
    assert said["organizations"] == [town.url("organization", "council")]
    assert said["meetings"] == [town.url("meeting", "meeting")]
    assert said["papers"] == [town.url("paper", "paper")]
    assert not {"persons", "bodies"} & said.keys()


def test_the_body_names_all_lists_and_the_system_the_bodies(client: FlaskClient, town: SmallTown) -> None:
    entry = ask(client, "/oparl/system")
    assert entry["oparlVersion"] == "https://schema.oparl.org/1.1/"
    (said,) = ask(client, entry["body"])["data"]
    assert said == ask(client, said["id"])
    assert said["system"] == entry["id"]
    assert said["license"] == "https://www.govdata.de/dl-de/zero-2-0"
    assert [one["id"] for one in said["legislativeTerm"]] == [town.url("legislativeterm", "term")]
    for kind in LISTED:
        assert ask(client, said[kind.listed])["data"], kind


def test_terms_of_office_are_told_even_when_there_are_none(client: FlaskClient) -> None:
    assert ask(client, "/oparl/body/1")["legislativeTerm"] == []


def test_nothing_closed_is_told_anywhere(client: FlaskClient, town: SmallTown) -> None:
    said = []
    for kind in LISTED:
        for thing in ask(client, f"/oparl/body/1/{kind.word}")["data"]:
            said += [thing, ask(client, thing["id"])]
    text = json.dumps(said, ensure_ascii=False)
    assert SECRET not in text
    hidden = {"cellar": "location", "cabinet": "organization", "spy": "person", "lost item": "agendaitem"}
    hidden |= {"closed meeting": "meeting", "closed paper": "paper", "closed file": "file", "orphan": "file"}
    hidden |= {"closed item": "agendaitem", "closed station": "consultation", "lost station": "consultation"}
    hidden |= {"spy seat": "membership", "cabinet seat": "membership"}
    for word, named in hidden.items():
        assert f'{town.url(named, word)}"' not in text, word
        assert client.get(f"/oparl/{named}/{town[word]}").status_code == 404, word


def test_every_object_is_the_same_in_its_list_and_by_itself(client: FlaskClient, town: SmallTown) -> None:
    for kind in LISTED:
        for thing in ask(client, f"/oparl/body/1/{kind.word}")["data"]:
            assert thing == ask(client, thing["id"])
            assert thing["type"] == KINDS[kind.table].type


def test_what_a_source_said_with_its_own_prefix_is_passed_on(client: FlaskClient, body: Body) -> None:
    said = {"stadt:farbe": "grün", "ohne": "x", "leer:wert": [], ":": 1}
    place = council.location(extra=said, web="https://quelle.example/ort")
    told = ask(client, f"/oparl/location/{place.id}")
    assert told["stadt:farbe"] == "grün"
    assert not {"ohne", "leer:wert", ":"} & told.keys()
    assert told["ris:originWeb"] == "https://quelle.example/ort"


def test_a_cancelled_meeting_says_why_and_where_it_went(client: FlaskClient, body: Body) -> None:
    new, hidden = meetings.meeting(), meetings.meeting(readers=CLOSED)
    moved = meetings.meeting(cancelled=True, change_reason="Saal gesperrt", moved_to_id=new.id)
    said = ask(client, f"/oparl/meeting/{moved.id}")
    assert (said["cancelled"], said["ris:cancelledReason"]) == (True, "Saal gesperrt")
    assert said["ris:movedTo"] == f"{HOME}/meeting/{new.id}"
    with transaction() as writing:
        writing.get_one(Meeting, moved.id).moved_to_id = hidden.id
    assert "ris:movedTo" not in ask(client, f"/oparl/meeting/{moved.id}")
