"""The originals of a meeting's papers in one ZIP, and the way to them on the meeting's page."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ris.access.actor import Role
from ris.access.circles import PUBLIC, organization_token
from ris.council.models import Body
from ris.storage import FileStorage
from tests.factories.council import membership, organization, person
from tests.factories.documents import file
from tests.factories.meetings import agenda_item, agenda_item_file, meeting, meeting_file, meeting_organization
from tests.signing_in import signed_in

NOTE = "enthält auch den nichtöffentlichen Teil"


@pytest.fixture
def committee_id(body: Body) -> int:
    return organization(name="Bauausschuss").id


@pytest.fixture
def meeting_id(app: Flask, committee_id: int) -> int:
    """A meeting with papers for everybody and for members, one of them not here, and a file of its own."""
    storage: FileStorage = app.extensions["storage"]
    member = organization_token(committee_id)
    row = meeting(name="Bauausschuss")
    meeting_organization(meeting_id=row.id, organization_id=committee_id)
    opened = agenda_item(meeting_id=row.id, number="1", position=1, name="Radweg")
    closed = agenda_item(meeting_id=row.id, number="2", position=2, name="Ankauf", public=False, readers=[member])
    for item, name, here, reader in (
        (opened, "Lageplan.pdf", True, PUBLIC),
        (opened, "Gutachten", False, PUBLIC),
        (closed, "Kaufvertrag", True, member),
    ):
        digest = storage.put(BytesIO(name.encode())).sha512 if here else None
        elsewhere = None if here else "https://elsewhere.example/gutachten.pdf"
        stored = file(
            name=name,
            mime_type="application/pdf",
            sha512_checksum=digest,
            source_url=elsewhere,
            readers=[reader],
        )
        agenda_item_file(agenda_item_id=item.id, file_id=stored.id)
    own = file(name="Einladung", file_name="brief.txt", sha512_checksum=storage.put(BytesIO(b"Einladung")).sha512)
    meeting_file(meeting_id=row.id, file_id=own.id, role="invitation")
    return row.id


def zip_for(client: FlaskClient, meeting_id: int) -> dict[str, bytes]:
    answer = client.get(f"/sitzung/{meeting_id}/unterlagen.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Accept-Ranges"] == "none"
    assert "ETag" not in answer.headers
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_everybody_gets_what_everybody_may_read(client: FlaskClient, meeting_id: int) -> None:
    found = zip_for(client, meeting_id)
    missing = found.pop("Fehlende Unterlagen.txt").decode()
    assert found == {
        "01 TOP 1 Radweg/01 Lageplan.pdf": b"Lageplan.pdf",
        "02 Zur Sitzung/01 Einladung.txt": b"Einladung",
    }
    assert "Gutachten liegt nicht in diesem System, es gibt sie hier: https://elsewhere.example/" in missing


def test_a_member_gets_the_closed_part_too_and_is_told_on_the_page(
    app: Flask, client: FlaskClient, meeting_id: int, committee_id: int
) -> None:
    ada = person(name="Ada")
    membership(person_id=ada.id, organization_id=committee_id)
    member = signed_in(app, "Ada", Role.READER, person_id=ada.id)
    assert zip_for(member, meeting_id)["02 TOP 2 Ankauf/01 Kaufvertrag.pdf"] == b"Kaufvertrag"
    page = member.get(f"/sitzung/{meeting_id}").text
    for words in (
        "Sitzungsmappe (PDF)",
        "Alle Unterlagen einzeln (ZIP)",
        NOTE,
        f"/sitzung/{meeting_id}/unterlagen.zip",
    ):
        assert words in page
    page = client.get(f"/sitzung/{meeting_id}").text
    for words in ("Alle öffentlichen Unterlagen (PDF)", "Öffentliche Unterlagen einzeln (ZIP)"):
        assert words in page
    assert NOTE not in page


def test_a_meeting_without_papers_has_no_zip(client: FlaskClient, body: Body) -> None:
    bare = meeting(name="Bauausschuss")
    agenda_item(meeting_id=bare.id)
    assert client.get(f"/sitzung/{bare.id}/unterlagen.zip").status_code == 404
    assert "unterlagen.zip" not in client.get(f"/sitzung/{bare.id}").text
    assert client.get("/sitzung/4711/unterlagen.zip").status_code == 404


def test_a_meeting_nobody_knows_of_has_no_zip(client: FlaskClient, body: Body) -> None:
    hidden = meeting(readers=["council"])
    assert client.get(f"/sitzung/{hidden.id}/unterlagen.zip").status_code == 404
