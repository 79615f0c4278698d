"""A small invented town as an OParl source would give it, and running an import of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ris.access.actor import Actor
from ris.db import transaction
from ris.oparl.cli import enqueue_indexing
from ris.oparl.folder import Folder
from ris.oparl.progress import Lines
from ris.oparl.report import Report
from ris.oparl.run import Surroundings
from ris.oparl.services import import_from
from ris.oparl.sources import Source
from ris.oparl.towns import Order

HOME = "https://ris.example.org/oparl"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
Json = dict[str, Any]


def url(path: str) -> str:
    return f"{HOME}/{path}"


def thing(kind: str, path: str, **properties: Any) -> Json:  # noqa: ANN401 - any JSON
    times = {"created": "2026-01-05T09:00:00+01:00", "modified": "2026-02-05T09:00:00+01:00"}
    return {"id": url(path), "type": f"https://schema.oparl.org/1.1/{kind}", **times, **properties}


def file(number: int, **properties: Any) -> Json:  # noqa: ANN401
    links = {"accessUrl": url(f"datei/{number}"), "downloadUrl": url(f"datei/{number}/download")}
    return thing("File", f"file/{number}", name=f"Datei {number}", mimeType="application/pdf", **links, **properties)


def committee() -> Json:
    return thing("Organization", "organization/1", name="Ausschuss für Gärten", organizationType="Gremium")


def paper(number: int = 1, **properties: Any) -> Json:  # noqa: ANN401
    consultation = thing(
        "Consultation",
        f"consultation/{number}",
        meeting=url("meeting/1"),
        agendaItem=url(f"item/{number}"),
        organization=[url("organization/1")],
        role="Beschlussfassung",
    )
    told: Json = {
        "name": f"Vorlage Nummer {number}",
        "reference": f"V {number}/2026",
        "paperType": "Beschlussvorlage",
        "date": "2026-03-01",
        "mainFile": file(number * 10),
        "auxiliaryFile": [file(number * 10 + 1)],
        "consultation": [consultation],
    }
    return thing("Paper", f"paper/{number}", **{**told, **properties})


def item(number: int, **properties: Any) -> Json:  # noqa: ANN401
    told = {"number": str(number), "order": number * 7, "name": f"Punkt {number}", "public": True}
    return thing("AgendaItem", f"item/{number}", **{**told, **properties})


def meeting(items: Iterable[Json], **properties: Any) -> Json:  # noqa: ANN401
    told: Json = {
        "name": "3. Sitzung",
        "start": "2026-04-03T17:00:00+02:00",
        "organization": [url("organization/1")],
        "location": thing("Location", "location/1", description="Rathaus", locality="", streetAddress=None),
        "invitation": file(1),
        "agendaItem": list(items),
    }
    return thing("Meeting", "meeting/1", **{**told, **properties})


def town() -> list[Json]:
    """A meeting with two items, a paper for the first one."""
    return [meeting([item(1, consultation=url("consultation/1")), item(2)]), paper(1), committee()]


def closed_town() -> list[Json]:
    """The second item is closed, with a file, a consultation and a paper of its own."""
    closed = item(2, public=False, name="GEHEIM Grundstück", auxiliaryFile=[file(99, text="GEHEIM im Text")])
    return [*town(), meeting([item(1, consultation=url("consultation/1")), closed]), paper(2)]


def write_folder(folder: Path, objects: Iterable[object]) -> Path:
    folder.mkdir(exist_ok=True)
    lines = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in objects)
    (folder / "objects.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def bring(source: Source | Path, *, now: datetime = NOW, scratch: Path | None = None, **order: Any) -> Report:  # noqa: ANN401
    """Run an import as the command does."""
    house = Surroundings(
        transaction=transaction,
        enqueue_indexing=enqueue_indexing,
        scratch=scratch or Path("/tmp"),  # noqa: S108 - files without a name
        progress=Lines(),
        now=now,
    )
    order.setdefault("body_name", "Stadt Lindenau")
    source = Folder(source) if isinstance(source, Path) else source
    return import_from(source, Actor.machine(0, "import"), Order(**order), house)
