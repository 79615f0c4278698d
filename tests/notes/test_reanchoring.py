"""A document is replaced: the worker finds the places of all its notes again, and the devices learn of it."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.comparing_tasks import compare_versions
from ris.documents.extraction import extract_text
from ris.documents.models import File
from ris.documents.services.replacing import NewBytes, replace_file
from ris.documents.squeezing import squeezed
from ris.jobs.models import Job, JobKind
from ris.jobs.worker import JobRun
from ris.meetings.models import AgendaItem, Meeting
from ris.notes.anchoring import selectors_for
from ris.notes.models import Note
from ris.notes.services.reanchoring import touched_words
from ris.notes.tasks import reanchor_notes
from ris.scope.current import current_body_id
from tests.documents.uploads import changed
from tests.factories import documents, meetings
from tests.notes.notebooks import Notebook, change, new_id, note
from tests.notes.typesetting import Layout, Paragraph, dice, drawn, prose, typeset
from tests.reader.tablets import Tablet
from tests.signing_in import signed_in

LAYOUT = Layout()
OLD = [Paragraph(f"p{at}", prose(dice(f"reanchor{at}"), 4), new_page=at % 4 == 0) for at in range(16)]
FRESH = [Paragraph(f"n{at}", prose(dice(f"fresh{at}"), 4), new_page=at == 0) for at in range(4)]


@pytest.fixture
def notebook(app: Flask, body: Body) -> Notebook:
    assert body.id
    return Notebook(Tablet(signed_in(app, "Mia", Role.READER)))


@pytest.fixture
def put(app: Flask) -> Callable[[bytes], Any]:
    """Store bytes; their digest."""
    return lambda content: app.extensions["storage"].put(io.BytesIO(content))


@pytest.fixture
def file_id(put: Callable[[bytes], Any]) -> int:
    digest = put(pdf(OLD))
    row = documents.file(
        name="Plan", file_name="plan.pdf", mime_type="application/pdf", sha512_checksum=digest.sha512, size=digest.size
    )
    return row.id


def pdf(paragraphs: list[Paragraph]) -> bytes:
    return drawn(typeset(paragraphs, LAYOUT), LAYOUT)


def about(app: Flask, file_id: int, paragraph: int) -> dict[str, Any]:
    """A note on the first sentence of a paragraph, as a device makes it from what it extracted."""
    with transaction() as session:
        digest = session.scalars(select(File.sha512_checksum).where(File.id == file_id)).one()
    assert digest
    pages = [squeezed(page) for page in extract_text(app.extensions["storage"].path(digest)).pages]
    words = squeezed(OLD[paragraph].text.partition(". ")[0])
    page = next(at for at, text in enumerate(pages) if words in text)
    start = pages[page].index(words)
    target = {
        "source": f"urn:sha512:{digest}",
        "scope": file_id,
        "selector": selectors_for(pages, page, start, start + len(words)),
    }
    return note("Nachfragen", target=target, **{"ris:anchored_to": digest})


def rectangle(made: dict[str, Any]) -> dict[str, Any]:
    area = {
        "type": "FragmentSelector",
        "conformsTo": "http://www.w3.org/TR/media-frags/",
        "value": "xywh=percent:1,2,3,4",
    }
    target = {**made["target"], "selector": [made["target"]["selector"][0], area]}
    return {**made, "target": target}


def replaced(app: Flask, file_id: int, content: bytes) -> str:
    """Replace the document and let the worker do what that orders; the new digest."""
    digest = app.extensions["storage"].put(io.BytesIO(content))
    with transaction() as session:
        row = session.scalars(select(File).where(File.id == file_id)).one()
        new = NewBytes(digest.sha512, digest.size, "plan.pdf", "application/pdf", "Neue Fassung.")
        replace_file(session, Actor.machine(current_body_id(), "test"), row, new, now=now_utc())
    run = JobRun(current_body_id(), [{"file_id": file_id}], ())
    compare_versions(run)
    reanchor_notes(run)
    return str(digest.sha512)


def test_devices_learn_where_their_notes_are_now(
    app: Flask, notebook: Notebook, file_id: int, session: Session
) -> None:
    ids = {name: new_id() for name in ("kept", "moved", "gone", "area")}
    notebook.sync(
        change(ids["kept"], about(app, file_id, 1)),
        change(ids["moved"], about(app, file_id, 9)),
        change(ids["gone"], about(app, file_id, 5)),
        change(ids["area"], rectangle(about(app, file_id, 13))),
    )
    digest = replaced(app, file_id, pdf([*OLD[:4], *FRESH, *OLD[8:12], *FRESH[:1], *OLD[12:]]))
    notebook.sync()
    states = {name: notebook.notes[uuid]["ris:anchor"] for name, uuid in ids.items()}
    assert states == {"kept": "same", "moved": "same", "gone": "orphan", "area": "moved"}
    assert notebook.notes[ids["moved"]]["target"]["source"] == f"urn:sha512:{digest}"
    assert notebook.notes[ids["area"]]["target"]["selector"][0]["value"] == "page=5"
    gone = notebook.notes[ids["gone"]]
    assert gone["target"]["source"] != f"urn:sha512:{digest}"  # all that was known, for the next version
    assert [each["body"][0]["value"] for each in notebook.notes.values()] == ["Nachfragen"] * 4
    assert touched_words(1) == "1 Ihrer Notizen betrifft eine geänderte Stelle"


def test_a_note_that_lost_its_place_gets_it_back_with_its_words(app: Flask, notebook: Notebook, file_id: int) -> None:
    uuid = new_id()
    notebook.sync(change(uuid, about(app, file_id, 5)))
    replaced(app, file_id, pdf(OLD[:4] + OLD[8:]))
    replaced(app, file_id, pdf([*FRESH, *OLD]))
    notebook.sync()
    assert notebook.notes[uuid]["ris:anchor"] == "moved"
    assert notebook.notes[uuid]["target"]["selector"][0]["value"] == "page=3"


def test_looking_again_changes_nothing(app: Flask, notebook: Notebook, file_id: int, session: Session) -> None:
    notebook.sync(change(new_id(), about(app, file_id, 1)), change(new_id(), about(app, file_id, 5)))
    replaced(app, file_id, pdf(OLD[:4] + OLD[8:]))
    revisions = session.scalars(select(Note.revision).order_by(Note.id)).all()
    reanchor_notes(JobRun(current_body_id(), [{"file_id": file_id}], ()))
    assert session.scalars(select(Note.revision).order_by(Note.id)).all() == revisions == [2, 2]


def test_a_version_nobody_can_read_leaves_notes_where_they_are(
    app: Flask, notebook: Notebook, file_id: int, session: Session
) -> None:
    notebook.sync(change(new_id(), about(app, file_id, 1)))
    replaced(app, file_id, changed(pdf(OLD), "password"))
    assert session.scalars(select(Note.revision)).all() == [1]


def test_what_a_device_wrote_about_replaced_bytes_is_looked_for_later(
    app: Flask, notebook: Notebook, file_id: int, session: Session
) -> None:
    uuid, late = new_id(), about(app, file_id, 9)
    replaced(app, file_id, pdf(OLD[4:]))
    ordered = select(Job.id).where(Job.kind == JobKind.REANCHOR)
    before = len(session.scalars(ordered).all())
    with transaction() as writing:
        for job in writing.scalars(select(Job).where(Job.kind == JobKind.REANCHOR)):
            job.state = "done"
    notebook.sync(change(uuid, late))
    assert len(session.scalars(ordered).all()) == before + 1
    reanchor_notes(JobRun(current_body_id(), [{"file_id": file_id}], ()))
    notebook.sync()
    assert notebook.notes[uuid]["ris:anchor"] == "moved"


def test_notes_stay_with_their_item_and_go_with_their_sitting(notebook: Notebook, session: Session) -> None:
    first, second, third = (meetings.meeting().id for _ in range(3))
    item = meetings.agenda_item(meeting_id=first, number="3").id
    ids = {name: new_id() for name in ("item", "sitting")}
    about_item = {"source": f"urn:ris:item:{item}", "selector": []}
    plain = {"ris:meeting": first, "ris:anchored_to": None}
    notebook.sync(
        change(ids["item"], note("Fragen", target=about_item, **{**plain, "ris:item": item})),
        change(ids["sitting"], note("Bus nehmen", target={"source": "urn:ris:meeting", "selector": []}, **plain)),
    )
    with transaction() as writing:  # another number, then another day
        row = writing.scalars(select(AgendaItem).where(AgendaItem.id == item)).one()
        row.number = "7"
        writing.flush()
        row.meeting_id = second
    with transaction() as writing:
        writing.scalars(select(Meeting).where(Meeting.id == first)).one().moved_to_id = third
    notebook.sync(
        change(ids["sitting"], note("Bus um fünf nehmen", target={"source": "x", "selector": []}, **plain), base=1)
    )
    assert {name: notebook.notes[uuid]["ris:meeting"] for name, uuid in ids.items()} == {
        "item": second,
        "sitting": third,
    }
    assert notebook.notes[ids["item"]]["ris:item"] == item
    assert session.scalars(select(Note.revision).order_by(Note.id)).all() == [2, 3]
