"""A small town with one of everything, open and closed, for machines to read."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from ris.access.circles import ADMINISTRATION, COUNCIL
from ris.db import db, transaction
from ris.documents.models import PaperLocation
from ris.meetings.models import MeetingParticipant
from tests.factories import council, documents, meetings
from tests.factories.rows import Factory

HOME = "http://localhost/oparl"
SECRET = "GEHEIM"
CLOSED = (COUNCIL, ADMINISTRATION)
WRITTEN = datetime(2026, 1, 5, 9, 0, 0, 250_000, tzinfo=UTC)
START = datetime(2026, 4, 3, 15, 0, tzinfo=UTC)

participant = Factory(MeetingParticipant)
paper_location = Factory(PaperLocation)


@dataclass
class SmallTown:
    """Ids of what is there, by a word of ours."""

    ids: dict[str, int] = field(default_factory=dict)

    def __getitem__(self, word: str) -> int:
        """The id of a thing."""
        return self.ids[word]

    def url(self, kind: str, word: str) -> str:
        """Its id for machines."""
        return f"{HOME}/{kind}/{self.ids[word]}"


def build_town() -> SmallTown:
    """One of everything, joined; what is closed says so in its name."""
    town = SmallTown()
    ids = town.ids
    times: dict[str, Any] = {"created": WRITTEN, "modified": WRITTEN}
    ids["term"] = council.legislative_term(name="Wahlzeit 2026–2031", start_date=date(2026, 4, 1), **times).id
    ids["hall"] = council.location(description="Rathaus", locality="Lindenau", **times).id
    ids["cellar"] = council.location(description=f"{SECRET}er Keller", readers=CLOSED, **times).id
    ids["council"] = council.organization(name="Rat", location_id=ids["hall"], website="", **times).id
    ids["cabinet"] = council.organization(name=f"{SECRET}es Kabinett", readers=CLOSED, **times).id
    ids["board"] = council.organization(name="Ausschuss", sub_organization_of_id=ids["cabinet"], **times).id
    ids["ada"] = council.person(name="Dr. Ada Müller", title=["Dr."], location_id=ids["cellar"], **times).id
    ids["spy"] = council.person(name=f"{SECRET} Mann", readers=CLOSED, **times).id
    ids["seat"] = council.membership(
        person_id=ids["ada"], organization_id=ids["council"], on_behalf_of_id=ids["cabinet"], **times
    ).id
    for word, person, organization in (("cabinet seat", "ada", "cabinet"), ("spy seat", "spy", "council")):
        ids[word] = council.membership(person_id=ids[person], organization_id=ids[organization], **times).id
    _build_papers(town, times)
    _build_meeting(town, times)
    return town


def _build_papers(town: SmallTown, times: dict[str, Any]) -> None:
    ids = town.ids
    ids["paper"] = documents.paper(
        name="Radweg", date=date(2026, 3, 1), summary="Ein Weg.", license=" ", keyword=["Rad"], **times
    ).id
    ids["annex"] = documents.paper(name="Radweg, Teil 2", **times).id
    ids["closed paper"] = documents.paper(name=f"{SECRET}e Vorlage", readers=CLOSED, **times).id
    documents.paper_relation(paper_id=ids["annex"], related_id=ids["paper"], kind="superordinated")
    documents.paper_relation(paper_id=ids["paper"], related_id=ids["closed paper"], kind="related")
    ids["main"] = documents.file(
        name="Vorlage", sha512_checksum="ab" * 64, size=10, text="Ein Weg\fzum Bach.", **times
    ).id
    ids["closed file"] = documents.file(name=f"{SECRET}e Anlage", text=SECRET, readers=CLOSED, **times).id
    ids["orphan"] = documents.file(name=f"{SECRET}, hängt an Geschlossenem", **times).id
    documents.paper_file(paper_id=ids["paper"], file_id=ids["main"])
    documents.paper_file(paper_id=ids["paper"], file_id=ids["closed file"], role="auxiliary")
    documents.paper_file(paper_id=ids["closed paper"], file_id=ids["orphan"])
    documents.paper_organization(paper_id=ids["paper"], organization_id=ids["council"])
    documents.paper_organization(paper_id=ids["paper"], organization_id=ids["cabinet"], part="under_direction_of")
    for person in ("spy", "ada"):
        documents.paper_person(paper_id=ids["paper"], person_id=ids[person])
    for place in ("hall", "cellar"):
        paper_location(paper_id=ids["paper"], location_id=ids[place])


def _build_meeting(town: SmallTown, times: dict[str, Any]) -> None:
    ids = town.ids
    ids["meeting"] = meetings.meeting(name="3. Sitzung", start=START, location_id=ids["hall"], **times).id
    ids["closed meeting"] = meetings.meeting(name=f"{SECRET}e Sitzung", readers=CLOSED, **times).id
    for position, organization in enumerate(("cabinet", "council")):
        meetings.meeting_organization(meeting_id=ids["meeting"], organization_id=ids[organization], position=position)
    for person in ("spy", "ada"):
        participant(meeting_id=ids["meeting"], person_id=ids[person])
    ids["invitation"] = documents.file(name="Einladung", **times).id
    meetings.meeting_file(meeting_id=ids["meeting"], file_id=ids["invitation"], role="invitation")
    meetings.meeting_file(meeting_id=ids["meeting"], file_id=ids["closed file"])
    closed: dict[str, Any] = {"readers": CLOSED, "public": False, "name": f"{SECRET}er Punkt"}
    ids["closed item"] = meetings.agenda_item(meeting_id=ids["meeting"], position=0, **closed, **times).id
    ids["item"] = meetings.agenda_item(
        meeting_id=ids["meeting"], position=1, result="Einstimmig beschlossen", votes_yes=9, votes_no=0, **times
    ).id
    ids["lost item"] = meetings.agenda_item(meeting_id=ids["closed meeting"], name=f"{SECRET} ohne Sitzung", **times).id
    ids["extract"] = documents.file(name="Auszug", master_file_id=ids["closed file"], **times).id
    meetings.agenda_item_file(agenda_item_id=ids["item"], file_id=ids["extract"], role="resolution")
    station: dict[str, Any] = {"meeting_id": ids["meeting"], "paper_id": ids["paper"], "role": "Beschlussfassung"}
    ids["station"] = meetings.consultation(agenda_item_id=ids["item"], authoritative=True, **station, **times).id
    ids["closed station"] = meetings.consultation(readers=CLOSED, **{**station, "role": SECRET}, **times).id
    ids["lost station"] = meetings.consultation(
        agenda_item_id=ids["item"], paper_id=ids["closed paper"], role=f"{SECRET} ohne Vorlage", **times
    ).id
    for position, organization in enumerate(("cabinet", "council")):
        meetings.consultation_organization(
            consultation_id=ids["station"], organization_id=ids[organization], position=position
        )


def bring_ledger_up_to_date(app: Flask) -> None:
    """What the worker does after every change."""
    outcome = app.test_cli_runner().invoke(args=["record", "check"])
    assert outcome.exit_code == 0, outcome.output


def ask(client: FlaskClient, address: str) -> Any:  # noqa: ANN401 - JSON
    """What an address says."""
    answer = client.get(address.removeprefix("http://localhost"))
    assert answer.status_code == 200, (address, answer.text)
    return json.loads(answer.data)


class Statements:
    """How many statements were run; SQLite's BEGIN asks for nothing."""

    def __init__(self) -> None:
        self.count = 0
        event.listen(db.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: object, _cursor: object, statement: str, *_facts: object) -> None:
        self.count += statement != "BEGIN"

    def of(self, client: FlaskClient, address: str) -> int:
        """How many one request runs; a second one, since the first teaches the process what never changes."""
        ask(client, address)
        before = self.count
        ask(client, address)
        return self.count - before


def set_columns(row: Any, **columns: Any) -> None:  # noqa: ANN401 - any row
    """Change a row as a service would."""
    with transaction() as session:
        kept = session.get_one(type(row), row.id)
        for name, value in columns.items():
            setattr(kept, name, value)
