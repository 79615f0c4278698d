"""A document of a paper in co-signing gets other bytes: nobody's name stays under what they have not seen."""

import io

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Body, Person
from ris.db import now_utc, transaction
from ris.documents.models import File, Paper, PaperVersion
from ris.documents.rules import PaperKind, PaperState
from ris.documents.services.replacing import NewBytes
from ris.drafting.models import FileCheck, FileFinding, Signature
from ris.drafting.queries.signing import open_stations, signature_sheet
from ris.drafting.rules import SignVerdict
from ris.drafting.services.attaching import Upload, attach_upload
from ris.drafting.services.signing import Saying, send_round, sign
from ris.drafting.services.stations import set_stations
from ris.drafting.services.writing import NewDraft, Stale, begin_draft, save_wording
from ris.mail.models import OutgoingMail
from ris.publication.replacing import propose_replacement
from tests.documents.uploads import pdf
from tests.drafting.desk import ADDRESS, WHOLE, Desk


@pytest.fixture
def desk(body: Body) -> Desk:
    return Desk(body)


@pytest.fixture
def paper(app: Flask, session: Session, desk: Desk) -> Paper:
    with transaction() as writing:
        now = now_utc()
        paper = begin_draft(writing, desk.author, NewDraft(PaperKind.PROPOSAL, "Radweg", desk.office.id), now=now)
        save_wording(writing, desk.author, paper, WHOLE, saves=0, now=now)
        upload = Upload(io.BytesIO(pdf()), "plan.pdf", public=True, name="Lageplan")
        attach_upload(writing, desk.author, app.extensions["storage"], paper, upload, converts=False, now=now)
        set_stations(writing, desk.author, paper, desk.stations, now=now)
        send_round(writing, desk.author, paper, address=ADDRESS, now=now)
    return paper


def digest(session: Session, paper: Paper) -> str:
    session.rollback()
    this = select(PaperVersion.digest).where(PaperVersion.paper_id == paper.id)
    return session.scalars(this.order_by(PaperVersion.number.desc())).first() or ""


def agree(session: Session, desk: Desk, person: Person, paper: Paper, seen: str = "") -> None:
    saying = Saying(SignVerdict.AGREED, seen or digest(session, paper))
    with transaction() as writing:
        this = writing.get_one(Paper, paper.id)
        sign(writing, desk.signer(person), this, saying, address=ADDRESS, now=now_utc())


def replace(actor: Actor) -> None:
    with transaction() as writing:
        new = NewBytes("ab" * 64, 4711, "plan.pdf", "application/pdf", "Maßstab berichtigt")
        file = writing.scalars(select(File)).one()
        assert propose_replacement(writing, actor, file, new, address=ADDRESS, now=now_utc()) is None


def test_replacing_a_document_voids_what_was_signed_and_asks_from_the_first_again(
    session: Session, desk: Desk, paper: Paper
) -> None:
    agree(session, desk, desk.treasurer, paper)
    replace(desk.clerk)
    session.rollback()
    line = signature_sheet(session, paper.id)[0]
    assert line.void_reason == "Die Unterlage „Lageplan“ wurde danach ersetzt."
    assert [station.person_id for station in open_stations(session, paper.id)] == [desk.treasurer.id]
    asked = [letter.recipient for letter in session.scalars(select(OutgoingMail))]
    assert asked.count("kaemmer@example.org") == 2
    agree(session, desk, desk.treasurer, paper)
    agree(session, desk, desk.lawyer, paper)
    session.rollback()
    assert session.scalars(select(Paper.state)).one() == PaperState.RELEASED


def test_the_new_document_is_looked_through_and_what_was_said_of_the_old_one_is_gone(
    app: Flask, session: Session, desk: Desk, paper: Paper
) -> None:
    app.extensions["worker"]().drain()
    session.rollback()
    file_id = session.scalars(select(File.id)).one()
    with transaction() as writing:
        writing.add(FileFinding(file_id=file_id, code="comments", accepted=now_utc(), accepted_reason="Nur ein Gruß."))
    replace(desk.clerk)
    session.rollback()
    assert session.scalars(select(FileFinding)).all() == []
    check = session.scalars(select(FileCheck)).one()
    assert (check.state, check.digest) == ("waiting", "ab" * 64)


def test_who_read_the_old_document_cannot_sign_the_new_one(session: Session, desk: Desk, paper: Paper) -> None:
    seen = digest(session, paper)
    replace(desk.clerk)
    with pytest.raises(Stale):
        agree(session, desk, desk.treasurer, paper, seen)


def test_a_paper_released_by_its_signatures_goes_back_to_who_writes_it(
    session: Session, desk: Desk, paper: Paper
) -> None:
    agree(session, desk, desk.treasurer, paper)
    agree(session, desk, desk.lawyer, paper)
    replace(desk.clerk)
    session.rollback()
    assert session.scalars(select(Paper.state)).one() == PaperState.DRAFT
    assert None not in session.scalars(select(Signature.void_since)).all()
