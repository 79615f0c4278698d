"""Two towns with closed things: the demo town, and an import whose source marks items as not public."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from config import Config
from ris.app import create_app
from ris.council.models import Body
from ris.db import db
from tests.demo_town import DemoTown, demo_town_in
from tests.leaks.closed import Closed, closed_things

SOURCE = "https://eschbach.example/oparl"


@dataclass(frozen=True)
class Town:
    """A town on a database of its own, and everything closed in it."""

    app: Flask
    body_id: int
    closed: list[Closed]


@pytest.fixture(scope="session", params=["demo", "import"])
def town(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp(f"town-{request.param}") / "data"
    towns = demo_town_in(folder, tmp_path_factory) if request.param == "demo" else imported_town_in(folder)
    with towns as found:
        with found.at_work() as session:
            closed = closed_things(session)
        with found.app.app_context():
            yield Town(found.app, found.body_id, closed)
            db.session.remove()


@contextmanager
def imported_town_in(folder: Path) -> Iterator[DemoTown]:
    """A town that came from the source below."""
    app = create_app(Config.from_env({"RIS_DATA": str(folder)}))
    app.testing = True
    with app.app_context():  # before the commands: they would work for another application whose context is open
        run(app, ["prepare"], ["import-oparl", str(write_source(folder / "source"))], ["jobs", "drain"])
        body_id = db.session.scalars(select(Body.id)).one()
        db.session.remove()
    yield DemoTown(app, body_id, folder)
    with app.app_context():
        db.engine.dispose()


def run(app: Flask, *commands: list[str]) -> None:
    """Run commands as from a shell."""
    for arguments in commands:
        outcome = app.test_cli_runner().invoke(args=arguments)
        assert outcome.exit_code == 0, outcome.output


def write_source(folder: Path) -> Path:
    """An open-data folder of a town that publishes two closed items, with a paper and files."""
    folder.mkdir()
    for number, item in enumerate(source_objects()):
        (folder / f"{number}.json").write_text(json.dumps(item))
    return folder


def thing(kind: str, key: str, **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {
        "id": f"{SOURCE}/{kind.lower()}/{key}",
        "type": f"https://schema.oparl.org/1.1/{kind}",
        "created": "2026-01-05T10:00:00+01:00",
        "modified": "2026-01-05T10:00:00+01:00",
        **properties,
    }


def file(key: str, name: str) -> dict[str, Any]:
    address = f"https://eschbach.example/dateien/{key}.pdf"
    text = f"Vermerk zu {name}: Kennwort {key} Silberdistel."
    return thing("File", key, name=name, fileName=f"{key}-geheimakte.pdf", accessUrl=address, text=text)


def source_objects() -> list[dict[str, Any]]:
    closed_file = file("kaufvertrag", "Kaufvertrag Grundstück Ziegelhütte")
    items = [
        thing("AgendaItem", "1", order=0, number="1", name="Begrüßung und Eröffnung", public=True),
        thing(
            "AgendaItem",
            "2",
            order=1,
            number="2",
            name="Ankauf des Grundstücks Ziegelhütte",
            public=False,
            result="Dem Kaufpreis von 812.000 Euro wird zugestimmt",
            resolutionText="Der Kaufpreis beträgt 812.000 Euro an die Erbengemeinschaft Quendel.",
            consultation=f"{SOURCE}/consultation/2",
            auxiliaryFile=[closed_file],
        ),
        thing("AgendaItem", "3", order=2, number="3", name="Personalsache Hausmeisterei Nordschule", public=False),
    ]
    body = thing(
        "Body",
        "1",
        name="Gemeinde Eschbach",
        **{k: f"{SOURCE}/{k}" for k in ("organization", "person", "meeting", "paper")},
    )
    council = thing("Organization", "1", name="Gemeindevertretung", body=body["id"])
    meeting = thing(
        "Meeting",
        "1",
        name="Sitzung der Gemeindevertretung",
        start="2026-02-03T19:00:00+01:00",
        organization=[council["id"]],
        agendaItem=items,
    )
    paper = thing(
        "Paper",
        "1",
        body=body["id"],
        name="Radweg nach Niederbach",
        reference="2026/0001",
        date="2026-01-12",
        mainFile=file("radweg", "Vorlage Radweg"),
        consultation=[thing("Consultation", "1", meeting=meeting["id"], agendaItem=items[0]["id"])],
    )
    return [body, council, meeting, paper]
