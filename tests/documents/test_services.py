"""Papers and files come in, reach their readers and change, always on the record."""

import io
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import File, FileRole, Paper, PaperFile, PaperVersion, TextState
from ris.documents.services.files import KnownText, NewFile, store_file
from ris.documents.services.papers import (
    NewPaper,
    NewWording,
    add_paper,
    attach_file,
    release_paper,
    revise_paper,
)
from ris.jobs.models import Job, JobKind
from ris.storage import MemoryStorage

DAY = date(2026, 3, 5)
NEW = NewPaper(name="Radweg am Mühlgraben", paper_type="Antrag", date=DAY, proposal="Er wird gebaut.")
PDF = NewFile(name="Antrag", file_name="antrag.pdf", date=DAY)


def clerk(body: Body) -> Actor:
    return Actor.machine(body.id, "test")


def stored(session: Session, actor: Actor, content: bytes = b"%PDF-1.7", new: NewFile = PDF) -> File:
    stream = io.BytesIO(content)
    return store_file(session, actor, MemoryStorage(), stream, new, readers={ADMINISTRATION}, now=now_utc())


def taken_in(session: Session, actor: Actor, new: NewPaper = NEW) -> Paper:
    return add_paper(session, actor, new, readers={ADMINISTRATION}, now=now_utc())


def released(body: Body, *readers: str) -> int:
    """A paper with one file, given to these readers."""
    with transaction() as session:
        actor = clerk(body)
        paper = taken_in(session, actor)
        attach_file(session, actor, paper, stored(session, actor), FileRole.MAIN, position=0)
        release_paper(session, actor, paper, readers=readers, now=now_utc())
        return paper.id


def test_numbers_have_no_gaps_and_are_counted_by_year(body: Body) -> None:
    with transaction() as session:
        numbers = [taken_in(session, clerk(body)).reference for _ in range(3)]
        later = NewPaper(name="Später", paper_type="Anfrage", date=date(2027, 1, 4))
        numbers.append(taken_in(session, clerk(body), later).reference)
    with transaction() as session:
        numbers.append(taken_in(session, clerk(body)).reference)
    assert numbers == ["2026/0001", "2026/0002", "2026/0003", "2027/0001", "2026/0004"]


def test_a_number_drawn_by_a_change_that_failed_is_drawn_again(body: Body) -> None:
    def fail() -> None:
        with transaction() as session:
            taken_in(session, clerk(body))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with transaction() as session:
        assert taken_in(session, clerk(body)).reference == "2026/0001"


def test_a_paper_taken_in_is_nobodys_business_yet(body: Body, session: Session) -> None:
    with transaction() as writing:
        taken_in(writing, clerk(body))
    assert session.scalars(select(Paper)).one().reader_tokens == {ADMINISTRATION}
    assert session.scalars(select(AuditEntry.event)).all() == ["paper:added"]
    assert session.scalars(select(PublicLogEntry)).all() == []
    assert session.scalars(select(PaperVersion)).all() == []


def test_a_released_paper_is_frozen_and_stands_with_its_file_in_the_public_log(body: Body, session: Session) -> None:
    released(body, PUBLIC)
    paper, file = session.scalars(select(Paper)).one(), session.scalars(select(File)).one()
    version = session.scalars(select(PaperVersion)).one()
    assert paper.reader_tokens == file.reader_tokens == {PUBLIC}
    assert version.content["proposal"] == "Er wird gebaut."
    entries = session.execute(select(PublicLogEntry.address, PublicLogEntry.digest).order_by(PublicLogEntry.sequence))
    assert list(map(tuple, entries)) == [
        ("/vorlage/2026-0001", version.digest),
        (f"/datei/{file.id}", file.sha512_checksum),
    ]


def test_what_is_released_to_the_council_leaves_no_public_trace(body: Body, session: Session) -> None:
    released(body, COUNCIL, ADMINISTRATION)
    assert session.scalars(select(Paper)).one().reader_tokens == {COUNCIL, ADMINISTRATION}
    assert session.scalars(select(PublicLogEntry)).all() == []


def test_a_new_version_leaves_the_one_before_as_it_was(body: Body, session: Session) -> None:
    identity = released(body, PUBLIC)
    with transaction() as writing:
        paper = writing.get_one(Paper, identity)
        file = stored(writing, clerk(body), b"%PDF-1.7 second")
        wording = NewWording(None, "Er wird breiter gebaut.", None, [(file, FileRole.MAIN)])
        revise_paper(writing, clerk(body), paper, wording, now=now_utc())
    first, second = session.scalars(select(PaperVersion).order_by(PaperVersion.number)).all()
    assert (first.content["proposal"], second.content["proposal"]) == ("Er wird gebaut.", "Er wird breiter gebaut.")
    assert first.content["files"][0]["digest"] != second.content["files"][0]["digest"]
    assert session.scalar(select(func.count()).select_from(File)) == 2
    assert session.scalar(select(func.count()).select_from(PaperFile)) == 1
    events = session.scalars(select(PublicLogEntry.event).order_by(PublicLogEntry.sequence)).all()
    assert events == ["published", "published", "replaced", "replaced"]


def test_a_file_of_unknown_text_is_read_by_a_job_of_the_same_transaction(body: Body, session: Session) -> None:
    with transaction() as writing:
        stored(writing, clerk(body))
    job = session.scalars(select(Job).where(Job.kind == JobKind.EXTRACT_TEXT)).one()
    assert job.payload == {"file_id": session.scalars(select(File.id)).one()}


def test_the_text_of_our_own_writings_is_known_at_once(body: Body, session: Session) -> None:
    known = NewFile(name="Antrag", file_name="a.pdf", known=KnownText(("Seite eins", "Seite zwei"), tagged=True))
    with transaction() as writing:
        stored(writing, clerk(body), new=known)
    file = session.scalars(select(File)).one()
    assert (file.text, file.page_count, file.text_state) == ("Seite eins\fSeite zwei", 2, TextState.FOUND)
    assert file.tagged is True
    assert session.scalars(select(Job).where(Job.kind == JobKind.EXTRACT_TEXT)).all() == []


def test_only_the_session_office_writes_papers(body: Body) -> None:
    identity = released(body, PUBLIC)
    everybody = Actor.public(body.id)
    with transaction() as session:
        paper, file = session.get_one(Paper, identity), session.scalars(select(File)).one()
        wording = NewWording(None, "Anders.", None, [])
        for forbidden in (
            lambda: stored(session, everybody),
            lambda: taken_in(session, everybody),
            lambda: attach_file(session, everybody, paper, file, FileRole.MAIN, position=1),
            lambda: release_paper(session, everybody, paper, readers={PUBLIC}, now=now_utc()),
            lambda: revise_paper(session, everybody, paper, wording, now=now_utc()),
        ):
            with pytest.raises(Forbidden):
                forbidden()


def test_a_version_keeps_the_readers_it_was_given_to(body: Body, session: Session) -> None:
    """What was written for the council does not become public because a later wording does."""
    identity = released(body, COUNCIL)
    with transaction() as writing:
        paper = writing.get_one(Paper, identity)
        wording = NewWording(None, "Er wird breiter gebaut.", None, [])
        revise_paper(writing, clerk(body), paper, wording, now=now_utc())
        release_paper(writing, clerk(body), paper, readers={PUBLIC}, now=now_utc())
    versions = session.scalars(select(PaperVersion).order_by(PaperVersion.number)).all()
    assert [(version.number, set(version.reader_tokens)) for version in versions] == [(1, {COUNCIL}), (2, {PUBLIC})]


def test_what_changed_between_two_releases_is_another_version(body: Body, session: Session) -> None:
    identity = released(body, COUNCIL)
    with transaction() as writing:
        paper = writing.get_one(Paper, identity)
        paper.proposal = "Er wird schmaler gebaut."
        release_paper(writing, clerk(body), paper, readers={PUBLIC}, now=now_utc())
    versions = session.scalars(select(PaperVersion).order_by(PaperVersion.number)).all()
    assert [(version.number, set(version.reader_tokens)) for version in versions] == [(1, {COUNCIL}), (2, {PUBLIC})]
    assert session.scalars(select(Paper.version)).one() == 2
