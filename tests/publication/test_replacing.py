"""A document is replaced with a reason: the old bytes stay readable, papers get their next version, nothing is silent."""

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.circles import ADMINISTRATION, COUNCIL, closed_readers, during, organization_token
from ris.audit.models import PublicLogEntry
from ris.council.models import Body
from ris.db import transaction
from ris.documents.models import File, FileVersion, Paper, PaperVersion
from ris.jobs.models import Job, JobKind
from tests.documents.uploads import changed, pdf
from tests.factories import documents
from tests.signing_in import sent, signed_in

OLD, NEW = pdf("The old words of the plan."), pdf("The new words of the plan.")
REASON = "Seite 3 fehlte."


@pytest.fixture
def first(app: Flask, body: Body) -> FlaskClient:
    return signed_in(app, "Erste", Role.CLERK)


@pytest.fixture
def second(app: Flask, body: Body) -> FlaskClient:
    return signed_in(app, "Zweite", Role.CLERK)


def stored(app: Flask, *, readers: tuple[str, ...] = ("public",)) -> int:
    """Id of a document of a paper, with these readers."""
    digest = app.extensions["storage"].put(io.BytesIO(OLD))
    paper = documents.paper(name="Radweg", readers=readers)
    file = documents.file(
        name="Plan",
        file_name="plan.pdf",
        mime_type="application/pdf",
        sha512_checksum=digest.sha512,
        size=digest.size,
        readers=readers,
    )
    documents.paper_file(paper_id=paper.id, file_id=file.id)
    return file.id


def upload(client: FlaskClient, file_id: int, content: bytes = NEW, **fields: object) -> int:
    answer = sent(
        client,
        f"/datei/{file_id}/ersetzen",
        {"reason": REASON, "document": (io.BytesIO(content), "neu.pdf"), **fields},
    )
    return answer.status_code


def test_a_public_document_is_replaced_by_two_people(
    app: Flask, first: FlaskClient, second: FlaskClient, client: FlaskClient, session: Session
) -> None:
    file = stored(app)
    assert upload(first, file) == 303
    assert client.get(f"/datei/{file}").data == OLD
    page = second.get(f"/datei/{file}/ersetzen").text
    assert REASON in page
    confirm = page.split("/bestaetigen")[0].rsplit('action="', 1)[1] + "/bestaetigen"
    assert second.get(confirm.replace("bestaetigen", "datei")).data == NEW
    assert client.get(confirm.replace("bestaetigen", "datei")).status_code == 302
    assert sent(second, confirm, {}, page=f"/datei/{file}/ersetzen").status_code == 303

    assert client.get(f"/datei/{file}").data == NEW
    assert client.get(f"/datei/{file}/fassung/1").data == OLD
    assert client.get(f"/datei/{file}/fassung/2").status_code == 404
    assert REASON in client.get(f"/datei/{file}/fassungen").text
    row = session.get_one(File, file)
    assert (row.version, row.text, row.page_count) == (2, None, None)
    told = session.execute(select(PublicLogEntry.event, PublicLogEntry.address, PublicLogEntry.digest)).all()
    slug = session.scalars(select(Paper.slug)).one()
    assert [(event, address) for event, address, _ in told] == [
        ("replaced", f"/datei/{file}"),
        ("replaced", f"/vorlage/{slug}"),
    ]
    assert told[0].digest == row.sha512_checksum


def test_the_paper_says_since_when_and_why(app: Flask, first: FlaskClient, session: Session) -> None:
    upload(first, stored(app, readers=(ADMINISTRATION,)))
    paper = session.scalars(select(Paper)).one()
    version = session.scalars(select(PaperVersion)).one()
    assert (paper.version, version.number, version.reason) == (2, 2, REASON)


def test_a_closed_document_is_replaced_at_once_and_silently_for_the_public(
    app: Flask, first: FlaskClient, client: FlaskClient, session: Session
) -> None:
    file = stored(app, readers=(ADMINISTRATION, COUNCIL))
    assert upload(first, file) == 303
    assert first.get(f"/datei/{file}").data == NEW
    assert first.get(f"/datei/{file}/fassung/1").data == OLD
    for address in (f"/datei/{file}", f"/datei/{file}/fassung/1", f"/datei/{file}/fassungen"):
        assert client.get(address).status_code == 404
    assert session.scalars(select(PublicLogEntry)).all() == []


def test_the_new_text_will_be_read(app: Flask, first: FlaskClient, session: Session) -> None:
    file = stored(app, readers=(ADMINISTRATION,))
    upload(first, file)
    jobs = session.scalars(select(Job).where(Job.kind == JobKind.EXTRACT_TEXT)).all()
    assert [job.payload["file_id"] for job in jobs] == [file]


def test_old_bytes_keep_their_readers(app: Flask, first: FlaskClient, client: FlaskClient, session: Session) -> None:
    """A closed version does not become public because the next one does."""
    file = stored(app, readers=(ADMINISTRATION,))
    upload(first, file)
    with transaction() as writing:
        everybody = writing.get_one(File, stored(app)).audience
        writing.get_one(File, file).audience = everybody
    assert client.get(f"/datei/{file}").data == NEW
    assert client.get(f"/datei/{file}/fassung/1").status_code == 404
    assert REASON not in client.get(f"/datei/{file}/fassungen").text


def test_a_withdrawn_document_is_gone_in_every_version(
    app: Flask, first: FlaskClient, client: FlaskClient, session: Session
) -> None:
    file = stored(app, readers=(ADMINISTRATION,))
    upload(first, file)
    sent(first, f"/datei/{file}/zurueckziehen", {"reason": "Irrtum."})
    assert [version.reader_tokens for version in session.scalars(select(FileVersion))] == [frozenset()]
    assert first.get(f"/datei/{file}/fassung/1").status_code in {404, 410}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "Bitte nennen Sie den Grund."),
        ({"document": (b"", "")}, "Bitte wählen Sie die neue Datei aus."),
        ({"document": (b"GIF89a", "bild.pdf")}, "von anderer Art"),
        ({"document": (OLD, "plan.pdf")}, "Das ist dieselbe Datei."),
        ({"document": (b"%PDF-1.4 broken", "neu.pdf")}, "Die Datei ist beschädigt und lässt sich nicht öffnen"),
        ({"document": (changed(NEW, "password"), "neu.pdf")}, "mit einem Kennwort geschützt"),
    ],
)
def test_what_cannot_replace_it_gets_a_sentence_and_changes_nothing(
    app: Flask, first: FlaskClient, session: Session, fields: dict[str, Any], sentence: str
) -> None:
    file = stored(app)
    content, name = fields.get("document", (NEW, "neu.pdf"))
    given = {"reason": fields.get("reason", REASON), "document": (io.BytesIO(content), name)}
    answer = sent(first, f"/datei/{file}/ersetzen", given)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.get_one(File, file).version == 1


def test_what_is_too_large_for_a_draft_is_too_large_here(
    app: Flask, first: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ris.publication.forms.LARGEST_UPLOAD", len(NEW) - 1)
    assert upload(first, stored(app)) == 422


def test_both_people_read_what_stands_out_in_the_new_bytes(
    app: Flask, first: FlaskClient, second: FlaskClient, session: Session
) -> None:
    file = stored(app)
    assert upload(first, file, pdf("Konto der Familie: DE89 3704 0044 0532 0130 00")) == 303
    for client in (first, second):
        assert "Kontonummer" in client.get(f"/datei/{file}/ersetzen").text


def test_a_document_goes_on_by_the_name_it_has(app: Flask, first: FlaskClient, session: Session) -> None:
    """What the file is called on the clerk's own disk is nobody's business."""
    file = stored(app, readers=(ADMINISTRATION,))
    document = (io.BytesIO(NEW), "Entwurf_Mueller_vertraulich.pdf")
    sent(first, f"/datei/{file}/ersetzen", {"reason": REASON, "document": document})
    assert session.get_one(File, file).file_name == "plan.pdf"


def test_a_confirmation_that_comes_too_late_replaces_nothing(
    app: Flask, first: FlaskClient, second: FlaskClient, client: FlaskClient, session: Session
) -> None:
    file = stored(app)
    upload(first, file)
    page = second.get(f"/datei/{file}/ersetzen").text
    confirm = page.split("/bestaetigen")[0].rsplit('action="', 1)[1] + "/bestaetigen"
    with transaction() as writing:
        writing.get_one(File, file).sha512_checksum = "0" * 128
    assert sent(second, confirm, {}, page=f"/datei/{file}/ersetzen").status_code == 303
    assert session.get_one(File, file).version == 1


def test_who_had_left_before_does_not_read_the_new_bytes(app: Flask, first: FlaskClient, session: Session) -> None:
    """A document opened to a circle years ago is open to those who have left since; its new version is not."""
    file = stored(app, readers=tuple(closed_readers([7], day=date(2020, 1, 1))))
    upload(first, file)
    former = Actor(1, reads=during(organization_token(7), date(2019, 1, 1), date(2021, 1, 1)))
    row = session.get_one(File, file)
    assert former.reads.isdisjoint(row.reader_tokens)
    assert not former.reads.isdisjoint(session.scalars(select(FileVersion)).one().reader_tokens)
