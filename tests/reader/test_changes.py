"""What changed since somebody read it: told with the plan, forgotten by all devices once it was read anywhere."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import File, FileVersion
from ris.documents.version_models import FileComparison
from ris.scope.readers import audience_for
from tests.reader.tablets import TODAY, Sitting, Tablet, sitting_with_papers, stored, tablet_of

COMPARED = {
    "pages": [3, 4],
    "changes": [
        {"change": "changed", "old": 2, "new": 3, "pieces": []},
        {"change": "inserted", "old": None, "new": 1, "pieces": []},
    ],
    "moved_to": [2, 3, 4],
}


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """Before anybody logs in: a session from the future is none."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def sitting(app: Flask, body: Body) -> Sitting:
    return sitting_with_papers(app, body)


@pytest.fixture
def tablet(app: Flask, sitting: Sitting) -> Tablet:
    return tablet_of(app, sitting, 1)


def told(tablet: Tablet, sitting: Sitting) -> dict[str, Any]:
    """The open document, as the plan tells of it."""
    documents = [each for item in tablet.told(f"sitzung/{sitting.meeting}")["items"] for each in item["documents"]]
    return next(each for each in documents if each["file"] == sitting.open_file)


def read(tablet: Tablet, digest: str) -> None:
    """The device says that this was read."""
    assert tablet.post("abgleich", {"since": 0, "changes": [], "read": [digest]}).status_code == 200


def replaced(app: Flask, sitting: Sitting) -> None:
    """The document has a second version, and the two were compared."""
    newer = stored(app, "Neu", b"%PDF-1.7 Lageplan neu", {PUBLIC}).sha512_checksum
    with transaction() as session:
        row = session.get_one(File, sitting.open_file)
        everybody = audience_for(session, {PUBLIC}).id
        before = {"sha512_checksum": row.sha512_checksum, "reason": "Maße", "replaced": now_utc()}
        session.add(FileVersion(file_id=row.id, number=1, audience_id=everybody, **before))
        session.add(
            FileComparison(
                file_id=row.id,
                old_number=1,
                new_number=2,
                old_sha512=row.sha512_checksum,
                new_sha512=newer,
                pages={"changed": [1, 3], "removed": []},
                content=COMPARED,
                made=now_utc(),
            )
        )
        row.sha512_checksum, row.version, row.page_count = newer, 2, 4


def test_changed_pages_come_with_what_they_were_before(app: Flask, tablet: Tablet, sitting: Sitting) -> None:
    old = told(tablet, sitting)["hash"]
    read(tablet, old)
    replaced(app, sitting)
    assert told(tablet, sitting)["changed"] == {
        "since_version": 1,
        "since_hash": old,
        "pages": [1, 3],
        "old": [0, 2],
        "removed": [],
        "reason": "Maße",
    }


def test_each_document_is_compared_with_its_own_present_version(app: Flask, tablet: Tablet, sitting: Sitting) -> None:
    closed = [each for item in tablet.told(f"sitzung/{sitting.meeting}")["items"] for each in item["documents"]]
    read(tablet, told(tablet, sitting)["hash"])
    read(tablet, next(each["hash"] for each in closed if each["file"] == sitting.closed_file))
    replaced(app, sitting)
    replaced(app, replace(sitting, open_file=sitting.closed_file))
    with transaction() as session:
        row = session.get_one(File, sitting.open_file)
        first = session.scalars(select(FileComparison).where(FileComparison.file_id == row.id)).one()
        facts = {"file_id": row.id, "old_number": 1, "old_sha512": first.old_sha512, "made": now_utc()}
        session.delete(first)
        moved = {**COMPARED, "changes": [{"change": "changed", "old": 1, "new": 3, "pieces": []}]}
        for number, content in ((3, moved), (2, COMPARED)):  # the present one is not the last in the table
            session.flush()
            pages = {"changed": [3], "removed": []}
            session.add(
                FileComparison(new_number=number, new_sha512=f"{number}" * 128, pages=pages, content=content, **facts)
            )
        row.version = 3
    assert [told(tablet, sitting)["changed"][key] for key in ("pages", "old")] == [[3], [1]]
    listed = next(each for each in tablet.told("liste")["packs"] if each["meeting"] == sitting.meeting)
    assert listed["digest"] == tablet.told(f"sitzung/{sitting.meeting}")["digest"]


def test_who_never_read_it_has_nothing_to_compare_it_with(app: Flask, tablet: Tablet, sitting: Sitting) -> None:
    replaced(app, sitting)
    assert told(tablet, sitting)["changed"] is None


def test_what_was_read_on_one_device_is_read_on_all(app: Flask, tablet: Tablet, sitting: Sitting) -> None:
    read(tablet, told(tablet, sitting)["hash"])
    replaced(app, sitting)
    before = [each["digest"] for each in tablet.told("liste")["packs"]]
    read(tablet, told(tablet, sitting)["hash"])
    other = Tablet(tablet.client, "22222222-2222-4222-8222-222222222222")
    assert told(other, sitting)["changed"] is None
    assert [each["digest"] for each in other.told("liste")["packs"]] != before, "the other device asks again"
