"""Notes are their writer's: no route, no log, no index and no other member shows a word of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.db import Base
from tests.leaks.closed import addresses_for, routes
from tests.notes.notebooks import Notebook, change, new_id, note
from tests.reader.tablets import TODAY, Sitting, Tablet, sitting_with_papers, tablet_of
from tests.signing_in import sent, signed_in

WORDS = ("Silberdistelgedanke", "silberdistelzitat")


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """Before anybody logs in: a session from the future is none."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def sitting(app: Flask, body: Body) -> Sitting:
    return sitting_with_papers(app, body)


def private_note(sitting: Sitting) -> dict[str, object]:
    content = note(f"{WORDS[0]}: Wir lehnen ab")
    content["target"]["selector"][1]["exact"] = WORDS[1]
    return {**content, "ris:meeting": sitting.meeting, "ris:item": sitting.open_item, "ris:ink": {"text": WORDS[0]}}


def test_nobody_reads_a_word_of_it_by_any_route(
    app: Flask, sitting: Sitting, session: Session, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    mia = Notebook(tablet_of(app, sitting, 1))
    uuid = new_id()
    mia.sync(change(uuid, private_note(sitting)))
    app.extensions["worker"]().drain()
    keys: list[int | str] = [sitting.meeting, uuid]
    readers = [
        signed_in(app, "Kerstin", Role.CLERK, Role.ADMINISTRATOR),
        tablet_of(app, sitting, 0, "Ada", str(uuid4())).client,
    ]
    asked = 0
    for reader in readers:
        for rule in routes(app):
            for address in addresses_for(app, rule, keys):
                answer = reader.get(address, headers={"X-Device": str(uuid4())})
                told = answer.data.decode("utf-8", "replace").casefold() + str(answer.headers).casefold()
                assert not [word for word in WORDS if word.casefold() in told], address
                asked += 1
        for query in WORDS:
            assert query.casefold() not in reader.get(f"/suche?q={query[:-2]}").text.casefold()
    assert asked > 150
    assert not [word for word in WORDS if word in caplog.text]
    session.rollback()
    for entry in session.scalars(select(AuditEntry)):
        assert not [word for word in WORDS if word in str(entry.details)]


def test_no_table_and_no_file_holds_a_word_of_it(
    app: Flask, sitting: Sitting, session: Session, tmp_path: Path
) -> None:
    mia = Notebook(tablet_of(app, sitting, 1))
    uuid = new_id()
    mia.sync(change(uuid, private_note(sitting)))
    mia.sync(change(uuid, {**private_note(sitting), "motivation": "highlighting"}, base=1))
    mia.sync(change(new_id(), private_note(sitting), base=0), change(uuid, private_note(sitting), base=1))
    app.extensions["worker"]().drain()
    session.rollback()
    for name in Base.metadata.tables:
        for row in session.execute(text(f'SELECT * FROM "{name}"')):  # noqa: S608 - our own names
            assert not [word for word in WORDS if word in str(row)], name
    assert inspect(session.get_bind()).has_table("note")
    for path in (each for each in tmp_path.rglob("*") if each.is_file()):
        content = path.read_bytes()
        assert not [word for word in WORDS if word.encode() in content], path


def test_who_looks_with_other_eyes_sees_no_notes_at_all(app: Flask, sitting: Sitting) -> None:
    clerk = signed_in(app, "Kerstin", Role.CLERK)
    own = Notebook(Tablet(clerk))
    own.sync(change(new_id(), private_note(sitting)))
    token = own.tablet.told("ich")["csrf"]
    organization = sitting.office.organization_id
    answer = sent(clerk, "/verwaltung/ansicht", {"role": Role.MEMBER.value, "organization": organization})
    assert answer.status_code in {302, 303}, answer.text
    for path in ("ich", "liste", f"sitzung/{sitting.meeting}", "personen", f"aufgerufen/{sitting.meeting}"):
        told = own.tablet.get(path)
        assert (told.status_code, told.get_json()) == (
            403,
            {"error": "In der Ansicht als andere Rolle gibt es keine Mappe und keine Notizen."},
        )
    refused = clerk.post(
        "/mappe/daten/abgleich", json={"since": 0}, headers={**own.tablet.headers, "X-CSRFToken": token}
    )
    assert refused.status_code == 403
    assert WORDS[0] not in refused.text
