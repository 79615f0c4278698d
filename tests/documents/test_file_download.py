"""Handing out stored files: to whom, as what, whole and in parts."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.access.circles import COUNCIL
from ris.documents.models import File
from tests.factories.documents import file

CONTENT = b"%PDF-1.7\n" + bytes(range(256)) * 40


def stored(app: Flask, **columns: Any) -> File:  # noqa: ANN401 - columns of File
    digest = app.extensions["storage"].put(BytesIO(CONTENT))
    return file(sha512_checksum=digest.sha512, size=digest.size, **columns)


def test_a_file_comes_with_its_name_and_length(app: Flask, client: FlaskClient, session: Session) -> None:
    row = stored(app, file_name="Gebührensatzung Straße.pdf")
    answer = client.get(f"/datei/{row.id}")
    assert (answer.status_code, answer.data) == (200, CONTENT)
    assert answer.content_length == len(CONTENT)
    assert answer.content_type == "application/pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("inline")
    assert "filename*=UTF-8''Geb%C3%BChrensatzung%20Stra%C3%9Fe.pdf" in disposition


def test_it_is_asked_for_anew_and_answered_shortly(app: Flask, client: FlaskClient, session: Session) -> None:
    row = stored(app)
    first = client.get(f"/datei/{row.id}")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = client.get(f"/datei/{row.id}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    part = client.get(f"/datei/{row.id}", headers={"Range": "bytes=4-8"})
    assert (part.status_code, part.data) == (206, CONTENT[4:9])


@pytest.mark.parametrize("wanted", ["bytes=0-0,4-8", "pages=1-2", "bytes=abc", "bytes"])
def test_what_is_no_single_stretch_of_bytes_gets_the_whole_file(
    app: Flask, client: FlaskClient, session: Session, wanted: str
) -> None:
    answer = client.get(f"/datei/{stored(app).id}", headers={"Range": wanted})
    assert (answer.status_code, answer.data) == (200, CONTENT)


def test_bytes_behind_the_end_are_not_there(app: Flask, client: FlaskClient, session: Session) -> None:
    answer = client.get(f"/datei/{stored(app).id}", headers={"Range": "bytes=99999-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


def test_foreign_bytes_never_run_as_a_page_of_ours(app: Flask, client: FlaskClient, session: Session) -> None:
    answer = client.get(f"/datei/{stored(app, mime_type='text/html', file_name='login.html').id}")
    assert answer.headers["Content-Disposition"].startswith("inline")  # OParl's accessUrl; a browser shows it locked in
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_it_is_saved_under_its_name_at_an_address_of_its_own(app: Flask, client: FlaskClient, session: Session) -> None:
    row = stored(app, file_name="Gebührensatzung Straße.pdf")
    answer = client.get(f"/datei/{row.id}/download")
    assert (answer.status_code, answer.data) == (200, CONTENT)
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename=")
    assert "filename*=UTF-8''Geb%C3%BChrensatzung%20Stra%C3%9Fe.pdf" in disposition
    assert client.get(f"/datei/{file(readers=[COUNCIL]).id}/download").status_code == 404


def test_what_one_may_not_read_is_not_there(app: Flask, client: FlaskClient, session: Session) -> None:
    assert client.get(f"/datei/{stored(app, readers=[COUNCIL]).id}").status_code == 404


def test_bytes_that_are_elsewhere_are_pointed_to(client: FlaskClient, session: Session) -> None:
    elsewhere = file(source_url="https://elsewhere.example/1.pdf")
    answer = client.get(f"/datei/{elsewhere.id}")
    assert (answer.status_code, answer.location) == (302, "https://elsewhere.example/1.pdf")
    assert client.get(f"/datei/{file(source_url='javascript:alert(1)').id}").status_code == 404


def test_bytes_that_were_lost_are_a_missing_page_not_a_crash(client: FlaskClient, session: Session) -> None:
    assert client.get(f"/datei/{file(sha512_checksum='0' * 128).id}").status_code == 404
