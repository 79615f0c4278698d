"""The crawler itself: a faultless small town passes, and every single fault put into it is found."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import pytest

from tests.crawler.client import Answer
from tests.crawler.schema import FOLDER, at_hand
from tests.crawler.types import SCHEMA, TYPES
from tests.crawler.visit import visit

HOME = "http://127.0.0.1/oparl"
SYSTEM = f"{HOME}/system"
Town = dict[str, dict[str, Any]]


def thing(name: str, number: int, /, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - any property
    times = {"created": "2026-01-05T08:00:00+01:00", "modified": "2026-02-05T08:00:00+01:00"}
    return {"id": address(name, number), "type": f"{SCHEMA}{name}", **times, **said}


def address(name: str, number: int) -> str:
    return f"{HOME}/{name.lower()}/{number}"


def small_town() -> Town:
    """Two items, a paper on its way, a member, a document, a place; all of it right."""
    body = address("Body", 1)
    lists = {key: f"{body}/{known.of.lower()}" for key, known in TYPES["Body"].items() if known.how == "list"}
    place = thing("Location", 1, description="Rathaus")
    file = thing("File", 1, accessUrl="http://127.0.0.1/datei/1", sha512Checksum="ab" * 64)
    item = thing("AgendaItem", 1, order=0, consultation=address("Consultation", 1), resolutionFile=file)
    seat = thing("Membership", 1, organization=address("Organization", 1), role="Mitglied")
    route = thing(
        "Consultation",
        1,
        meeting=address("Meeting", 1),
        agendaItem=address("AgendaItem", 1),
        organization=[address("Organization", 1)],
    )
    whole = [
        thing("Body", 1, name="Lindenau", system=SYSTEM, legislativeTerm=[], **lists),
        thing(
            "Organization",
            1,
            body=body,
            name="Rat",
            membership=[seat["id"]],
            meeting=f"{HOME}/organization/1/meeting",
            consultation=f"{HOME}/organization/1/consultation",
        ),
        thing("Person", 1, body=body, name="Alex Muster", membership=[seat]),
        thing("Meeting", 1, name="Rat", location=place, organization=[address("Organization", 1)], agendaItem=[item]),
        thing("Paper", 1, body=body, name="Spielplatz", date="2026-01-05", consultation=[route]),
        {**seat, "person": address("Person", 1)},
        {**item, "meeting": address("Meeting", 1)},
        {**route, "paper": address("Paper", 1)},
        {**file, "agendaItem": [address("AgendaItem", 1)]},
        {**place, "meetings": [address("Meeting", 1)]},
    ]
    return {one["id"]: deepcopy(one) for one in whole}


def serving(town: Town) -> Callable[[str, str, Mapping[str, str]], Answer]:
    system = {**thing("System", 1), "id": SYSTEM, "oparlVersion": SCHEMA, "body": f"{HOME}/body"}
    headers = {"access-control-allow-origin": "*", "content-type": "application/json"}

    def ask(_method: str, url: str, _headers: Mapping[str, str]) -> Answer:
        name = url.rpartition("/")[2]
        said: Any = system if url == SYSTEM else town.get(url)
        if said is None:
            data = [one for own, one in town.items() if own.split("/")[-2] == name]
            said = {"data": data, "pagination": {"totalElements": len(data)}, "links": {"self": url}}
        return Answer(url, 200, headers, json.dumps(said).encode())

    return ask


def test_a_town_without_fault_passes() -> None:
    crawl = visit(serving(small_town()), SYSTEM)
    assert not crawl.faults, str(crawl.faults)
    assert {seen.type for seen in crawl.objects.values()} == TYPES.keys() - {"System", "LegislativeTerm"}


def put(name: str, /, **said: Any) -> Callable[[Town], None]:  # noqa: ANN401 - any property
    return lambda town: town[address(name, 1)].update(said)


def take(name: str, key: str) -> Callable[[Town], None]:
    return lambda town: town[address(name, 1)].pop(key)


FAULTS: list[tuple[str, Callable[[Town], Any]]] = [
    ("Meeting.modified is missing", take("Meeting", "modified")),
    ("Body.legislativeTermList is missing", take("Body", "legislativeTermList")),
    ("AgendaItem.meeting is missing", take("AgendaItem", "meeting")),
    ("Meeting.start is no instant", put("Meeting", start="2026-01-05T08:00:00Z")),
    ("Meeting.start is no instant", put("Meeting", start="2026-01-05T08:00:00.5+01:00")),
    ("Paper.date is no date", put("Paper", date="2026-02-30")),
    ("Paper.reference is empty", put("Paper", reference=None)),
    ("Paper.keyword is empty", put("Paper", keyword=[])),
    ("Paper.votes is no property", put("Paper", votes=3)),
    ("Paper.relatedPaper should be an array", put("Paper", relatedPaper=address("Paper", 1))),
    ("Paper.relatedPaper names a Meeting", put("Paper", relatedPaper=[address("Meeting", 1)])),
    ("Paper.relatedPaper names what is in no list", put("Paper", relatedPaper=[address("Paper", 2)])),
    ("Organization.name is escaped", put("Organization", name="Bau &amp; Umwelt")),
    ("modified lies before created", put("Person", modified="2020-01-01T00:00:00+01:00")),
    ("AgendaItem: embedded in a Meeting it says something else", put("AgendaItem", name="anders")),
    ("File: embedded in a AgendaItem it says something else", put("File", name="anders")),
    ("File.agendaItem lacks", take("File", "agendaItem")),
    ("File.paper names who does not", put("File", paper=[address("Paper", 1)])),
    ("Location.meetings lacks", take("Location", "meetings")),
    ("Membership.organization", put("Membership", organization=address("Organization", 2))),
    ("Organization.membership", take("Organization", "membership")),
    ("the list Organization.meeting", put("Meeting", organization=[])),
    ("a deleted object tells more", put("Paper", deleted=True)),
    ("AgendaItem.order is not its place", lambda town: town[address("Meeting", 1)]["agendaItem"][0].update(order=1)),
    (
        "AgendaItem.meeting is told where",
        lambda town: town[address("Meeting", 1)]["agendaItem"][0].update(meeting=HOME),
    ),
    ("AgendaItem.consultation does not name", take("Consultation", "agendaItem")),
    ("Location.geojson is no feature", put("Location", geojson={"type": "Point", "coordinates": [8.4, 49.0]})),
    ("an object stands in a list twice", lambda town: town.update({address("Paper", 9): town[address("Paper", 1)]})),
]


@pytest.mark.parametrize(("told", "spoil"), FAULTS, ids=[f"{n}-{told}" for n, (told, _) in enumerate(FAULTS)])
def test_every_fault_is_found(told: str, spoil: Callable[[Town], Any]) -> None:
    town = small_town()
    spoil(town)
    assert told in str(visit(serving(town), SYSTEM).faults)


@pytest.mark.parametrize(
    ("told", "spoil"),
    [
        ("Body.ags breaks the schema file: pattern", put("Body", ags="12")),
        ("File.sha512Checksum breaks the schema file: pattern", put("File", sha512Checksum="ab")),
        ("Paper.web breaks the schema file: pattern", put("Paper", web="https://ris.example.org/{nummer}")),
    ],
)
def test_the_schema_files_are_asked_as_well(told: str, spoil: Callable[[Town], Any]) -> None:
    if not at_hand():
        pytest.skip(f"schema files of OParl 1.1: there is no folder {FOLDER}")
    town = small_town()
    spoil(town)
    assert told in str(visit(serving(town), SYSTEM).faults)
