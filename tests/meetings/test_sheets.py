"""The notice for the board and the letters for window envelopes, as their readers and the folding machine meet them."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pikepdf import Name, Pdf
from pypdfium2 import PdfDocument
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ris.access.actor import Role
from ris.council.models import Body, Person
from ris.db import transaction
from ris.documents.pdf.codes import code_picture
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.services.agenda_supplement import remove_item
from tests.meetings.office import Office, agenda, later, open_office
from tests.meetings.test_invitation import invite, ready
from tests.signing_in import signed_in

MILLIMETRE = 72 / 25.4
WINDOW = (20 * MILLIMETRE, 45 * MILLIMETRE, 105 * MILLIMETRE, 90 * MILLIMETRE)
"""Left, top, right, bottom of the address field from the upper left corner (DIN 5008, form B)."""


@pytest.fixture
def office(body: Body) -> Office:
    """A committee that is invited; one member by post, one item closed."""
    office = open_office(body)
    ready(office)
    with transaction() as session:
        session.get_one(Person, office.members[2]).electronic_since = None
    return office


@pytest.fixture
def clerk(app: Flask, body: Body) -> FlaskClient:
    return signed_in(app, "Kern", Role.CLERK)


def opened(answer: TestResponse, folder: Path) -> Pdf:
    assert answer.status_code == 200, answer.text
    if answer.mimetype != "application/pdf":
        pytest.skip("no pango on this machine")
    assert answer.headers["Cache-Control"] == "no-store"
    (folder / "sheet.pdf").write_bytes(answer.data)
    return Pdf.open(folder / "sheet.pdf")


def asked(client: FlaskClient, address: str) -> TestResponse:
    answer = client.get(address)
    if answer.status_code == 302:
        pytest.skip("no pango on this machine")
    return answer


def words(answer: TestResponse) -> list[str]:
    """The words of each page."""
    document = PdfDocument(answer.data)
    found = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return found


def test_the_notice_is_tagged_and_names_the_public_part_only(
    clerk: FlaskClient, office: Office, session: Session, tmp_path: Path
) -> None:
    address = f"/sitzung/{office.meeting_id}/bekanntmachung.pdf"
    invite(office)
    answer = asked(clerk, address)
    pdf = opened(answer, tmp_path)
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert str(metadata["dc:title"]).startswith("Öffentliche Bekanntmachung – 3. Sitzung des Bauausschusses")
    assert str(pdf.Root.Lang) == "de"
    assert Name.StructTreeRoot in pdf.Root
    text = " ".join(words(answer))
    assert "Radweg" in text
    assert "Quittenhof" not in text
    assert "Für einen Punkt ist vorgesehen, die Öffentlichkeit auszuschließen" in text
    assert f"http://localhost/sitzung/{office.meeting_id}" in text
    assert b"QR-Code mit der Adresse" in answer.data or any("QR-Code" in said for said in spoken(pdf))


def spoken(pdf: Pdf) -> list[str]:
    """What is said instead of pictures."""
    return [str(thing.Alt) for thing in pdf.objects if isinstance(thing, type(pdf.Root)) and Name.Alt in thing]


def test_what_was_taken_off_is_not_announced(
    clerk: FlaskClient, office: Office, session: Session, tmp_path: Path
) -> None:
    invite(office)
    item: AgendaItem = next(row for row in agenda(session, office) if row.name == "Radweg")
    item_id = item.id
    session.rollback()
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        remove_item(writing, office.clerk, meeting, item_id, "Zurückgezogen.", revision=5, now=later(1))
    answer = asked(clerk, f"/sitzung/{office.meeting_id}/bekanntmachung.pdf")
    assert "Radweg" not in " ".join(words(answer))


def test_letters_by_post_stand_in_the_window(
    clerk: FlaskClient, office: Office, session: Session, tmp_path: Path
) -> None:
    invite(office)
    answer = asked(clerk, f"/sitzung/{office.meeting_id}/einladung/post.pdf?fassung=1")
    pdf = opened(answer, tmp_path)
    assert Name.StructTreeRoot in pdf.Root
    listed, letter = words(answer)
    assert "Postliste" in listed
    assert "1 Brief" in listed
    assert "Mühlgraben 3" in listed
    assert "anbei erhalten Sie die Einladung mit der Tagesordnung" in letter
    assert "Radweg" not in letter
    document = PdfDocument(answer.data)
    page = document[1]
    left, top, right, bottom = WINDOW
    seen = page.get_textpage().get_text_bounded(left, page.get_height() - bottom, right, page.get_height() - top)
    document.close()
    assert "Mühlgraben 3" in seen
    assert "36999 Lindenau" in seen
    assert "anbei" not in seen


def test_sheets_are_for_the_office(app: Flask, office: Office) -> None:
    invite(office)
    reader = signed_in(app, "Leser", Role.READER)
    for address in ("bekanntmachung.pdf", "einladung/post.pdf"):
        assert reader.get(f"/sitzung/{office.meeting_id}/{address}").status_code in {403, 404}
        assert app.test_client().get(f"/sitzung/{office.meeting_id}/{address}").status_code != 200


def test_a_code_is_square_with_a_quiet_edge_and_the_same_each_time() -> None:
    picture = code_picture("https://lindenau.example/sitzung/17")
    assert picture == code_picture("https://lindenau.example/sitzung/17")
    assert picture != code_picture("https://lindenau.example/sitzung/18")
    assert 'width="37" height="37"' in picture  # version 3: 29 squares, and 4 on each side
    assert "M4 4h1v1h-1z" in picture  # the upper left finder begins behind the quiet edge
    assert "M3 " not in picture
