"""A replaced document is compared by a job, and its changed pages are shown to who may read both versions."""

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import COUNCIL
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.comparing_tasks import compare_versions
from ris.documents.models import File, FileVersion
from ris.documents.queries.changes import changed_files, changed_pages, comparison_for
from ris.documents.services.replacing import NewBytes, replace_file
from ris.documents.version_models import FileComparison
from ris.jobs.models import Job, JobKind
from ris.jobs.worker import JobRun
from ris.scope.current import current_body_id
from ris.scope.readers import audience_for
from tests.documents.uploads import changed
from tests.factories import documents
from tests.notes.typesetting import dice, prose

PAGES = ["Der Radweg kostet 5000 Euro und wird bald gebaut.", "Zweite Seite, die bleibt.", "Dritte Seite, die geht."]
OTHER = ["Der Radweg kostet 6000 Euro und wird bald gebaut.", "Zweite Seite, die bleibt.", "Ganz andere Worte hier."]


def pages(*texts: str) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(300, 400), invariant=1)
    for text in texts:
        canvas.drawString(20, 350, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def replaced(app: Flask, body: Body) -> Callable[..., int]:
    """Store a document and replace it, version by version; the id."""

    def store(*versions: bytes, readers: tuple[str, ...] = ("public",)) -> int:
        digests = [app.extensions["storage"].put(io.BytesIO(version)) for version in versions]
        file = documents.file(
            name="Plan",
            file_name="plan.pdf",
            mime_type="application/pdf",
            sha512_checksum=digests[0].sha512,
            size=digests[0].size,
            readers=readers,
        )
        identity = file.id
        for digest in digests[1:]:
            with transaction() as session:
                row = session.scalars(select(File).where(File.id == identity)).one()
                new = NewBytes(digest.sha512, digest.size, "plan.pdf", "application/pdf", "Neue Kosten.")
                replace_file(session, Actor.machine(body.id, "test"), row, new, now=now_utc())
        return identity

    return store


def compared(file_id: int) -> None:
    """The job a replacement ordered."""
    compare_versions(JobRun(current_body_id(), [{"file_id": file_id}], ()))


def test_replacing_orders_a_comparison_and_that_the_search_for_notes(
    replaced: Callable[..., int], session: Session
) -> None:
    file = replaced(pages(*PAGES), pages(*OTHER))
    ordered = select(Job).where(Job.kind.in_((JobKind.COMPARE_VERSIONS, JobKind.REANCHOR)))
    assert [(job.kind, job.payload) for job in session.scalars(ordered)] == [("compare_versions", {"file_id": file})]
    compared(file)
    assert {job.kind for job in session.scalars(ordered)} == {"compare_versions", "reanchor"}


def test_the_page_shows_words_and_pictures_of_both_versions(replaced: Callable[..., int], client: FlaskClient) -> None:
    file = replaced(pages(*PAGES), pages(*OTHER))
    address = f"/datei/{file}/aenderungen"
    assert "wird gerade erstellt" in client.get(address).text
    compared(file)
    page = client.get(address).text
    assert "<h1>Geänderte Seiten (2)</h1>" in page
    assert "Grund: Neue Kosten." in page
    assert ">5000<" in page.replace("</span>", "<").replace("[entfallen:] <", ">")
    assert "Seite 1: Text geändert" in page
    assert "Seite 2" not in page
    for which in ("alt", "neu"):
        picture = client.get(f"/datei/{file}/seitenbild/1-2/{which}/3.png")
        assert picture.data.startswith(b"\x89PNG")
        assert picture.headers["Cache-Control"] == "public, no-cache"
    assert client.get(f"/datei/{file}/seitenbild/1-2/neu/2.png").status_code == 404
    assert address in client.get(f"/datei/{file}/fassungen").text


def test_a_comparison_is_made_once(replaced: Callable[..., int], session: Session) -> None:
    file = replaced(pages(*PAGES), pages(*OTHER))
    compared(file)
    made = session.scalars(select(FileComparison)).one().made
    compared(file)
    assert session.scalars(select(FileComparison)).one().made == made


def test_every_older_version_is_compared_with_the_current_one(
    body: Body, replaced: Callable[..., int], session: Session, client: FlaskClient
) -> None:
    file = replaced(pages(*PAGES), pages(*PAGES, "Vierte."), pages(*OTHER, "Vierte."))
    compared(file)
    reader = Actor.public(body.id)
    assert (found := changed_pages(session, reader, file)) is not None
    assert (found.since, found.pages, found.removed, found.count) == (2, (1, 3), (), 2)
    assert (first := changed_pages(session, reader, file, 1)) is not None
    assert (first.pages, first.removed) == ((1, 3, 4), (3,))
    assert changed_files(session, reader, [file])[file] == found
    assert "Geänderte Seiten (4)" in client.get(first.address).text
    assert client.get(f"/datei/{file}/aenderungen?von=9").status_code == 404


@pytest.mark.parametrize(
    ("old", "words"),
    [
        (changed(pages(*PAGES), "password"), "Fassung 1: Die Datei ist mit einem Kennwort geschützt."),
        (pages(*PAGES)[:60], "Fassung 1: Die Datei ist beschädigt und lässt sich nicht öffnen."),
        (b"", "Fassung 1: Die Datei ist leer (0 Byte)."),
    ],
    ids=["encrypted", "damaged", "empty"],
)
def test_a_version_that_cannot_be_read_is_named_with_its_reason(
    old: bytes, words: str, replaced: Callable[..., int], client: FlaskClient, session: Session
) -> None:
    file = replaced(old, pages(*OTHER))
    compared(file)
    page = client.get(f"/datei/{file}/aenderungen").text
    assert words in page
    assert f"/datei/{file}/fassung/1" in page
    assert changed_pages(session, Actor.public(current_body_id()), file) is not None


def test_who_may_not_read_both_versions_reads_no_comparison(
    body: Body, replaced: Callable[..., int], client: FlaskClient, session: Session
) -> None:
    file = replaced(pages(*PAGES), pages(*OTHER), readers=(COUNCIL,))
    compared(file)
    with transaction() as writing:  # only the newer version became public
        row = writing.scalars(select(File).where(File.id == file)).one()
        row.audience = audience_for(writing, {"public", COUNCIL})
    assert client.get(f"/datei/{file}").status_code == 200
    for address in ("aenderungen?von=1", "seitenbild/1-2/alt/1.png", "seitenbild/1-2/neu/1.png"):
        assert client.get(f"/datei/{file}/{address}").status_code == 404
    assert client.get(f"/datei/{file}/aenderungen").location == f"/datei/{file}/fassungen"
    told = client.get(f"/datei/{file}/fassungen").text
    assert "Frühere Fassungen waren nicht für alle bestimmt." in told
    assert "Geänderte Seiten" not in told
    public = Actor.public(body.id)
    assert changed_pages(session, public, file) is None
    assert comparison_for(session, public, file, 1, 2) is None


def test_a_withdrawn_version_takes_its_comparison_with_it(
    replaced: Callable[..., int], client: FlaskClient, session: Session
) -> None:
    file = replaced(pages(*PAGES), pages(*OTHER))
    compared(file)
    with transaction() as writing:
        version = writing.scalars(select(FileVersion).where(FileVersion.file_id == file)).one()
        version.audience = audience_for(writing, set())
    assert client.get(f"/datei/{file}/aenderungen").location == f"/datei/{file}/fassungen"
    assert client.get(f"/datei/{file}/seitenbild/1-2/neu/1.png").status_code == 404


def test_long_versions_are_compared_within_the_limits(replaced: Callable[..., int], session: Session) -> None:
    chance = dice("long")
    texts = [prose(chance, 1)[:60] for _ in range(250)]
    file = replaced(pages(*texts), pages(*texts[:150], "Eine neue Seite.", *texts[150:]))
    compared(file)
    found = changed_pages(session, Actor.public(current_body_id()), file)
    assert found is not None
    assert (found.pages, found.removed, found.note) == ((151,), (), None)
