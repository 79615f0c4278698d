"""What the session office waits for: a meeting published until everybody sees and finds it, a log checked, and many at once.

A small town of its own under the real ``python -m ris serve`` on SQLite.
"""

from __future__ import annotations

import io
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from bench import many
from bench.following import serving
from config import Config
from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.accounts.services.users import add_user
from ris.app import create_app
from ris.audit.cli import public_lines
from ris.audit.events import PublicEvent
from ris.audit.log import PublicAct, publish_entries
from ris.audit.verify_log import problems_in
from ris.council.models import Body
from ris.council.services.towns import add_body
from ris.db import db, now_utc, transaction
from ris.documents.services.files import KnownText, NewFile, store_file
from ris.publication.models import PublicationProposal
from ris.publication.publishing import confirm_publication, plan_of, prepare_publication
from ris.publication.rules import Subject
from ris.scope.current import working_for
from tests.factories import council, documents, meetings
from tests.meetings.office import Office, open_office

Json = dict[str, Any]
FILES = 60
ENTRIES = 100_000
BATCH = 5_000
CHANGED_ITEMS = 8
POLL_SECONDS = 0.05
PATIENCE_SECONDS = 120
WORD = "unverwechselbar"
CLOSED = (COUNCIL, ADMINISTRATION)
HITS = re.compile(r"(\d+) Treffer für")


@dataclass(frozen=True)
class Town:
    """What is measured on."""

    app: Flask
    body_id: int
    clerks: tuple[Actor, Actor]
    office: Office
    items: tuple[int, ...]
    """Items of the agenda in the making that both clerks change."""
    meeting_id: int
    """A closed meeting with sixty papers and files."""


def run() -> Json:
    """Measure and print; the rows for results.json."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"RIS_DATA": folder, "RIS_SEARCH_ENGINE": "whoosh"}
        app = create_app(Config.from_env(environment))
        with app.app_context(), ExitStack() as works:
            upgrade()
            with transaction() as session:
                body_id = add_body(session, Actor.machine(0, "bench"), "Stadt Lindenau", now=now_utc()).id
            works.enter_context(working_for(body_id))
            town = _town(app, body_id)
            app.extensions["worker"]().drain()
            db.session.remove()
            with serving(environment) as port:
                results = _published(town, port) | _many(town, port, Path(folder))
            results |= _log_checked(Path(folder))
            db.session.remove()
            db.engine.dispose()
    for name, value in results.items():
        print(f"{name:60} {value:10.2f}" if isinstance(value, float) else f"{name:60} {value:10}")
    return results


def _town(app: Flask, body_id: int) -> Town:
    circles = frozenset({PUBLIC, ADMINISTRATION, COUNCIL})
    with transaction() as session:
        machine, roles = Actor.machine(body_id, "bench"), frozenset({Role.CLERK})
        users = [
            add_user(session, machine, email=email, name="Kern", password=many.PASSWORD, roles=roles, now=now_utc())
            for email in many.CLERKS
        ]
    first, second = (Actor(body_id, reads=circles, roles=roles, user_id=user.id) for user in users)
    office = open_office(db.session.get_one(Body, body_id))
    items = tuple(
        meetings.agenda_item(meeting_id=office.meeting_id, position=10 + number, readers=CLOSED).id
        for number in range(CHANGED_ITEMS)
    )
    return Town(app, body_id, (first, second), office, items, _closed_meeting(app, machine))


def _closed_meeting(app: Flask, machine: Actor) -> int:
    meeting = meetings.meeting(readers=CLOSED, state="invited")
    meetings.meeting_organization(meeting_id=meeting.id, organization_id=council.organization().id)
    for position in range(FILES):
        item = meetings.agenda_item(meeting_id=meeting.id, position=position, readers=CLOSED)
        paper = documents.paper(public=True, readers=CLOSED, state="on_agenda")
        meetings.consultation(meeting_id=meeting.id, agenda_item_id=item.id, paper_id=paper.id, readers=CLOSED)
        new = NewFile(f"Anlage {position}", "anlage.pdf", known=KnownText((f"{WORD} Seite {position}",), tagged=True))
        with transaction() as session:
            bytes_of = io.BytesIO(b"%PDF-1.7 Anlage " + str(position).encode())
            file = store_file(
                session, machine, app.extensions["storage"], bytes_of, new, readers=CLOSED, now=now_utc()
            ).id
        documents.paper_file(paper_id=paper.id, file_id=file, public=True)
    return meeting.id


def _published(town: Town, port: int) -> Json:
    """The second person confirms; from then on until every page answers, and until the search names every file."""
    first, second = town.clerks
    with transaction() as session:
        plan = plan_of(session, first, Subject.MEETING, town.meeting_id)
        if plan is None:
            raise LookupError(town.meeting_id)
        keys = {row.facts.key for row in plan.offered}
        addresses = [row.facts.address for row in plan.offered if row.facts.address]
        proposal = prepare_publication(session, first, plan, keys, looked=True, now=now_utc()).id
    begun = time.monotonic()
    with transaction() as session:
        confirm_publication(session, second, session.get_one(PublicationProposal, proposal), now=now_utc())
    stored = time.monotonic() - begun
    for address in addresses:
        _until(port, address, lambda status, _text: status == 200)  # noqa: PLR2004
    seen = time.monotonic() - begun
    _until(port, f"/suche?q={WORD}", lambda _status, text: _hits(text) >= FILES)
    return {
        f"publish {FILES} files: stored, wall s": stored,
        f"publish {FILES} files: all {len(addresses)} pages answer, wall s": seen,
        f"publish {FILES} files: all found by the search, wall s": time.monotonic() - begun,
    }


def _hits(page: str) -> int:
    found = HITS.search(page)
    return int(found[1]) if found else 0


def _until(port: int, address: str, enough: Callable[[int, str], bool]) -> None:
    begun = time.monotonic()
    while time.monotonic() - begun < PATIENCE_SECONDS:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
        connection.request("GET", address)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        connection.close()
        if enough(answer.status, text):
            return
        time.sleep(POLL_SECONDS)
    raise TimeoutError(address)


def _many(town: Town, port: int, folder: Path) -> Json:
    pages = (
        "/",
        "/sitzungen",
        f"/sitzung/{town.meeting_id}",
        "/vorlagen",
        f"/suche?q={WORD}",
        "/gremien",
        "/protokoll",
    )
    return many.run(port, folder, pages, f"/sitzung/{town.office.meeting_id}/bearbeiten", town.items)


def _log_checked(folder: Path) -> Json:
    """A public log of 100,000 entries, checked as everybody can check it."""
    for start in range(0, ENTRIES, BATCH):
        with transaction() as session:
            acts = [PublicAct(PublicEvent.PUBLISHED, f"/datei/{start + n}", f"{n:0128x}") for n in range(BATCH)]
            publish_entries(session, acts, now=now_utc())
    log = folder / "protokoll.jsonl"
    begun = time.process_time()
    with log.open("w") as lines:
        lines.writelines(f"{line}\n" for line in public_lines(db.session()))
    written, begun = time.process_time() - begun, time.process_time()
    with log.open() as lines:
        problems = list(problems_in(lines))
    checked = time.process_time() - begun
    if problems:
        raise RuntimeError(problems[0])
    entries = sum(1 for _ in log.open())
    return {
        f"log of {entries:,} entries: written, CPU s": written,
        f"log of {entries:,} entries: checked, CPU s": checked,
    }


if __name__ == "__main__":
    run()
