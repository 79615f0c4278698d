import io

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.policy import Forbidden
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.converting import office_program, reads_scans
from ris.documents.models import File, Paper, PaperFile
from ris.documents.rules import PaperKind, StepRefused
from ris.drafting.models import FileFinding
from ris.drafting.queries.desk import DeskFile, desk_files
from ris.drafting.services.attaching import (
    NotAccepted,
    Upload,
    accept_finding,
    attach_upload,
    describe_picture,
    detach_file,
    order_check,
    order_recognition,
)
from ris.drafting.services.numbering import NotReady, check_ready
from ris.drafting.services.writing import NewDraft, NoReasonGiven, begin_draft, save_wording
from tests.documents.uploads import changed, docx, pdf, png, scan
from tests.drafting.desk import WHOLE, Desk


@pytest.fixture
def desk(body: Body) -> Desk:
    return Desk(body)


@pytest.fixture
def paper(session: Session, desk: Desk) -> Paper:
    with transaction() as writing:
        new = begin_draft(writing, desk.author, NewDraft(PaperKind.PROPOSAL, "Radweg", desk.office.id), now=now_utc())
        save_wording(writing, desk.author, new, WHOLE, saves=0, now=now_utc())
    return new


def attach(app: Flask, desk: Desk, paper: Paper, content: bytes, *, converts: bool = True) -> None:
    with transaction() as session:
        upload = Upload(io.BytesIO(content), "unterlage.bin", public=True, name="Plan")
        storage = app.extensions["storage"]
        attach_upload(session, desk.author, storage, paper, upload, converts=converts, now=now_utc())


def worked(app: Flask, session: Session, paper: Paper) -> DeskFile:
    session.rollback()
    app.extensions["worker"]().drain()
    session.rollback()
    return desk_files(session, paper.id)[0]


def test_a_file_that_is_not_looked_through_yet_holds_the_paper(
    app: Flask, session: Session, desk: Desk, paper: Paper
) -> None:
    attach(app, desk, paper, pdf())
    with pytest.raises(NotReady, match="wird noch geprüft"):
        check_ready(session, paper)
    assert not worked(app, session, paper).waiting
    check_ready(session, paper)


def test_a_finding_is_settled_with_a_reason_only(app: Flask, session: Session, desk: Desk, paper: Paper) -> None:
    attach(app, desk, paper, pdf(bar=True))
    worked(app, session, paper)
    with pytest.raises(NotReady, match="Unter dunklen Flächen"):
        check_ready(session, paper)
    covered = session.scalars(select(FileFinding.id).where(FileFinding.code == "covered_text")).one()
    for actor, reason, refusal in ((desk.author, "  ", NoReasonGiven), (desk.stranger, "Egal.", Forbidden)):
        with transaction() as writing, pytest.raises(refusal):
            accept_finding(writing, actor, paper, covered, reason, now=now_utc())
    with transaction() as writing:
        accept_finding(writing, desk.author, paper, covered, "Nur ein Farbbalken.", now=now_utc())
    check_ready(session, paper)


def test_what_must_be_replaced_cannot_be_accepted(app: Flask, session: Session, desk: Desk, paper: Paper) -> None:
    attach(app, desk, paper, changed(pdf(), "password"))
    worked(app, session, paper)
    locked = session.scalars(select(FileFinding.id)).one()
    with transaction() as writing, pytest.raises(StepRefused):
        accept_finding(writing, desk.author, paper, locked, "Trotzdem.", now=now_utc())


def test_the_check_runs_twice_and_says_the_same(app: Flask, session: Session, desk: Desk, paper: Paper) -> None:
    attach(app, desk, paper, pdf(bar=True))
    before = [told.title for told in worked(app, session, paper).findings]
    with transaction() as writing:
        order_check(writing, writing.scalars(select(File)).one(), now=now_utc())
    assert [told.title for told in worked(app, session, paper).findings] == before


def test_without_libreoffice_an_office_document_is_refused(
    app: Flask, session: Session, desk: Desk, paper: Paper
) -> None:
    with pytest.raises(NotAccepted, match="speichern Sie die Datei als PDF"):
        attach(app, desk, paper, docx(), converts=False)


def test_an_office_document_becomes_a_pdf_and_stays_as_original(
    app: Flask, session: Session, desk: Desk, paper: Paper
) -> None:
    if office_program() is None:
        pytest.skip("LibreOffice: soffice is not installed (Debian: libreoffice-writer-nogui)")
    attach(app, desk, paper, docx())
    file = worked(app, session, paper)
    assert file.line.facts.startswith("PDF")
    assert file.original is not None
    assert [link.file_id for link in session.scalars(select(PaperFile))] == [file.line.id]
    assert file.public


def test_a_document_that_swells_is_not_even_kept(app: Flask, session: Session, desk: Desk, paper: Paper) -> None:
    swelling = docx(word__filler_xml=b"<x/>" + b" " * 90_000_000)
    forged = bytearray(docx())
    end = forged.rfind(b"PK\x05\x06")
    forged[end + 12 : end + 16] = (40_000_000).to_bytes(4, "little")
    far = docx() + b"PK\x06\x07" + b"\0" * 16
    for content in (swelling, bytes(forged), far):
        with pytest.raises(NotAccepted, match="bläht sich beim Öffnen auf"):
            attach(app, desk, paper, content)
    with pytest.raises(NotAccepted, match="mehr als 50 Millionen Bildpunkte"):
        attach(app, desk, paper, png(30_000, 30_000))
    assert session.scalars(select(File)).all() == []
    attach(app, desk, paper, docx())


def test_a_macro_never_reaches_libreoffice(app: Flask, session: Session, desk: Desk, paper: Paper) -> None:
    attach(app, desk, paper, docx(word__vbaProject_bin=b"x"))
    file = worked(app, session, paper)
    assert file.original is None
    assert [told.code.value for told in file.findings] == ["macros"]


def test_the_text_of_a_scan_is_recognised_when_somebody_asks(
    app: Flask, session: Session, desk: Desk, paper: Paper
) -> None:
    if not reads_scans():
        pytest.skip("OCR: tesseract with German is not installed (Debian: tesseract-ocr tesseract-ocr-deu)")
    attach(app, desk, paper, scan())
    before = worked(app, session, paper)
    assert before.is_scan
    with transaction() as writing:
        order_recognition(writing, desk.author, paper, before.line.id, now=now_utc())
    after = worked(app, session, paper)
    assert after.line.id != before.line.id
    assert after.original is not None
    assert after.original.id == before.line.id


def test_a_detached_file_is_gone_from_the_paper_only(app: Flask, session: Session, desk: Desk, paper: Paper) -> None:
    attach(app, desk, paper, pdf())
    file_id = session.scalars(select(File.id)).one()
    with transaction() as writing:
        detach_file(writing, desk.author, paper, file_id, now=now_utc())
    assert desk_files(session, paper.id) == []
    assert session.scalars(select(File.id)).all() == [file_id]


def test_a_picture_is_described_when_it_is_uploaded_or_the_paper_waits(
    app: Flask, session: Session, desk: Desk, paper: Paper
) -> None:
    attach(app, desk, paper, png(300, 200))
    bare = worked(app, session, paper)
    with pytest.raises(NotReady, match="Alternativtext"):
        check_ready(session, paper)
    with transaction() as writing, pytest.raises(Forbidden):
        describe_picture(writing, desk.stranger, paper, bare.line.id, "Ein Wehr.", now=now_utc())
    with transaction() as writing:
        describe_picture(writing, desk.author, paper, bare.line.id, " Drei Bänke am Wehr. ", now=now_utc())
    told = worked(app, session, paper)
    assert (told.findings, told.line.note) == ([], "Bildbeschreibung: Drei Bänke am Wehr.")
    check_ready(session, paper)


def test_words_given_with_the_upload_leave_nothing_to_find(
    app: Flask, session: Session, desk: Desk, paper: Paper
) -> None:
    with transaction() as writing:
        upload = Upload(io.BytesIO(png(300, 200)), "wehr.png", public=True, alt_text="Das Wehr von Süden.")
        attach_upload(writing, desk.author, app.extensions["storage"], paper, upload, converts=False, now=now_utc())
    assert worked(app, session, paper).findings == []
