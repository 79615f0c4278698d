"""An older version of a paper is read as it was, by those it was given to, with the files they may read."""

from datetime import UTC, datetime
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories import documents
from tests.meetings.test_views import text_of

AT = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


def said(**values: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    words = {"name": "Radweg", "reference": "2026/0001", "paper_type": "Antrag", "summary": None, "reasons": None}
    return {**words, "proposal": "Er wird gebaut.", "date": "2026-03-04", "files": [], **values}


def version(paper_id: int, number: int, content: dict[str, Any], **columns: Any) -> None:  # noqa: ANN401 - columns
    documents.paper_version(paper_id=paper_id, number=number, at=AT, content=content, digest="0" * 64, **columns)


def test_an_older_version_says_what_it_said_and_leads_to_the_current_one(client: FlaskClient) -> None:
    paper = documents.paper(slug="2026-0001", name="Radweg am Bach", version=2, proposal="Er wird breiter gebaut.")
    version(paper.id, 1, said())
    version(paper.id, 2, said(name="Radweg am Bach", proposal="Er wird breiter gebaut."))

    old = text_of(client, "/vorlage/2026-0001/fassung/1")
    new = text_of(client, "/vorlage/2026-0001/fassung/2")
    page = text_of(client, "/vorlage/2026-0001")

    assert "Fassung 1</strong> vom Do., 5. März 2026, 10:30 Uhr" in old
    assert "Zur aktuellen Fassung" in old
    assert "Er wird gebaut." in old
    assert "Er wird breiter gebaut." not in old
    assert "4. März 2026" in old
    assert "das ist die aktuelle Fassung" in new
    assert 'href="/vorlage/2026-0001/fassung/1"' in page


def test_the_id_of_a_paper_leads_to_the_one_address_of_its_version(client: FlaskClient) -> None:
    paper = documents.paper(slug="2026-0001")
    version(paper.id, 1, said())

    answer = client.get(f"/vorlage/{paper.id}/fassung/1")

    assert (answer.status_code, answer.headers["Location"]) == (301, "/vorlage/2026-0001/fassung/1")


def test_a_version_for_the_council_is_not_there_for_the_public(client: FlaskClient) -> None:
    paper = documents.paper(slug="2026-0001", version=2)
    version(paper.id, 1, said(proposal="Für 812.000 Euro."), readers={"council"})
    version(paper.id, 2, said())

    page = text_of(client, "/vorlage/2026-0001")
    hidden, nowhere = client.get("/vorlage/2026-0001/fassung/1"), client.get("/vorlage/2026-0001/fassung/7")

    assert "/fassung/1" not in page
    assert hidden.status_code == nowhere.status_code == 404
    assert hidden.text.replace("/fassung/1", "") == nowhere.text.replace("/fassung/7", "")


def test_versions_of_a_paper_the_public_may_not_read_are_not_there(client: FlaskClient) -> None:
    paper = documents.paper(slug="2026-0001", readers={"council"})
    version(paper.id, 1, said())

    assert client.get("/vorlage/2026-0001/fassung/1").status_code == 404


def test_a_version_names_only_files_its_reader_may_read_with_the_bytes_of_then(client: FlaskClient) -> None:
    paper = documents.paper(slug="2026-0001", version=2)
    same = documents.file(name="Plan", sha512_checksum="a" * 128)
    replaced = documents.file(name="Kosten", sha512_checksum="b" * 128)
    closed = documents.file(name="Angebot Quendel", sha512_checksum="c" * 128, readers={"council"})
    files = [
        {"id": file.id, "name": file.name, "role": "auxiliary", "digest": digest}
        for file, digest in ((same, "a" * 128), (replaced, "d" * 128), (closed, "c" * 128))
    ]
    version(paper.id, 1, said(files=files))

    page = text_of(client, "/vorlage/2026-0001/fassung/1")

    assert f'href="/datei/{same.id}"' in page
    assert f'href="/datei/{replaced.id}"' not in page
    assert "1 Unterlage von damals ist inzwischen ersetzt." in page
    assert "Angebot Quendel" not in page


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "x"])
def test_a_number_no_version_has_is_nowhere(client: FlaskClient, number: str) -> None:
    documents.paper(slug="2026-0001")
    assert client.get(f"/vorlage/2026-0001/fassung/{number}").status_code == 404


def test_an_unchanged_version_is_not_sent_again(client: FlaskClient) -> None:
    paper = documents.paper(slug="2026-0001")
    version(paper.id, 1, said())
    tag = client.get("/vorlage/2026-0001/fassung/1").headers["ETag"]
    assert client.get("/vorlage/2026-0001/fassung/1", headers={"If-None-Match": tag}).status_code == 304
