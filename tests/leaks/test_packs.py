"""The papers of a meeting in one piece: for everybody, for members, for who has left, for members of another Gremium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdfium2 import PdfDocument
from sqlalchemy import select

from ris.access.actor import Role
from ris.access.circles import PUBLIC, closed_readers
from ris.accounts.models import User
from ris.audit.events import AuditEvent
from ris.audit.models import AuditEntry
from ris.council.models import Body, Membership
from ris.db import db, now_utc, transaction
from ris.documents.models import DrawnDocument, File, FileVersion
from ris.jobs.models import Job, JobKind
from ris.meetings.models import AgendaVersion, Meeting
from ris.scope.readers import audience_for
from ris.storage import FileStorage
from ris.web.dates import local_day
from tests.documents import papers
from tests.factories.council import membership, organization, person
from tests.factories.documents import file
from tests.factories.meetings import agenda_item, agenda_item_file, meeting, meeting_organization
from tests.signing_in import signed_in

SECRETS = ("Ankauf Quittenhof", "Kaufvertrag Quittenhof")
Entering = Callable[..., FlaskClient]


@dataclass(frozen=True)
class Room:
    """A committee's meeting whose second item is closed since today."""

    meeting_id: int
    committee_id: int
    other_id: int
    today: date


@pytest.fixture
def room(app: Flask, body: Body, tmp_path: Path) -> Room:
    storage: FileStorage = app.extensions["storage"]
    folder = tmp_path / "papers"
    folder.mkdir()
    today = local_day(now_utc())
    committee, other = organization(name="Bauausschuss"), organization(name="Sozialausschuss")
    row = meeting(name="Bauausschuss")
    meeting_organization(meeting_id=row.id, organization_id=committee.id)
    closed = closed_readers([committee.id], day=today, council=False, meeting_ids=[row.id])
    for position, (name, title, readers) in enumerate(
        (("Lageplan", "Radweg", {PUBLIC}), (SECRETS[1], SECRETS[0], closed)), start=1
    ):
        with papers.paper(folder, name, 2).open("rb") as stream:
            digest = storage.put(stream)
        item = agenda_item(
            meeting_id=row.id,
            number=str(position),
            position=position,
            name=title,
            public=readers == {PUBLIC},
            readers=readers,
        )
        stored = file(
            name=name, mime_type="application/pdf", sha512_checksum=digest.sha512, size=digest.size, readers=readers
        )
        agenda_item_file(agenda_item_id=item.id, file_id=stored.id)
    return Room(row.id, committee.id, other.id, today)


@pytest.fixture
def enter(app: Flask) -> Entering:
    def entered(name: str, organization_id: int, *, last: date | None = None, role: str = "Mitglied") -> FlaskClient:
        somebody = person(name=name)
        membership(
            person_id=somebody.id,
            organization_id=organization_id,
            role=role,
            start_date=date(2020, 1, 1),
            end_date=last,
        )
        return signed_in(app, name, Role.READER, person_id=somebody.id)

    return entered


def pack_of(app: Flask, client: FlaskClient, room: Room, name: str = "mappe.pdf") -> bytes:
    """The pack this client is given, once it is drawn."""
    address = f"/sitzung/{room.meeting_id}/{name}"
    waiting = client.get(address)
    if waiting.status_code == 202:
        assert not [secret for secret in SECRETS if secret in waiting.text]
        app.extensions["worker"]().drain()
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return bytes(answer.data)


def zip_of(client: FlaskClient, room: Room) -> str:
    """The names in the ZIP this client is given, and what its bytes say."""
    answer = client.get(f"/sitzung/{room.meeting_id}/unterlagen.zip")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with ZipFile(BytesIO(answer.data)) as archive:
        contents = [archive.read(name) for name in archive.namelist() if name.endswith(".pdf")]
        return " ".join([*archive.namelist(), *map(words_of, contents)])


def words_of(content: bytes) -> str:
    document = PdfDocument(BytesIO(content))
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join([*texts, *(bookmark.get_title() for bookmark in document.get_toc())])


def told(words: str) -> list[str]:
    return [secret for secret in SECRETS if secret in words]


def test_only_who_belongs_to_the_committee_gets_the_closed_part(
    app: Flask, client: FlaskClient, room: Room, enter: Entering
) -> None:
    """Members first, so that their pack is there already when the others ask."""
    yesterday = room.today - timedelta(days=1)
    for member in (enter("Ada", room.committee_id), enter("Vera", room.committee_id, role="Vorsitzende")):
        assert told(words_of(pack_of(app, member, room))) == list(SECRETS)
        assert told(zip_of(member, room)) == list(SECRETS)
    strangers = {
        "anonymous": client,
        "of another committee": enter("Otto", room.other_id),
        "left before it was closed to them": enter("Lea", room.committee_id, last=yesterday),
    }
    for who, stranger in strangers.items():
        assert told(words_of(pack_of(app, stranger, room))) == [], who
        assert told(zip_of(stranger, room)) == [], who
        assert told(stranger.get(f"/sitzung/{room.meeting_id}").text) == [], who


@pytest.mark.parametrize("name", ["mappe-2-auf-1.pdf", "mappe-grossdruck.pdf"])
def test_other_sheets_show_no_more_than_the_pack_and_bear_the_name(
    name: str, app: Flask, client: FlaskClient, room: Room, enter: Entering
) -> None:
    content = pack_of(app, enter("Ada", room.committee_id), room, name)
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(BytesIO(content))]
    closed = [text for text in pages if told(text)]
    assert told(" ".join(pages)) == list(SECRETS)
    assert all("Ada, " in text for text in closed)
    for stranger in (client, enter("Otto", room.other_id)):
        words = words_of(pack_of(app, stranger, room, name))
        assert "Lageplan" in words
        assert told(words) == []


def test_the_press_gets_what_everybody_reads_whoever_asks(
    app: Flask, client: FlaskClient, room: Room, enter: Entering
) -> None:
    for asking in (enter("Ada", room.committee_id), client):
        words = words_of(pack_of(app, asking, room, "pressemappe.pdf"))
        assert "Pressemappe" in words
        assert "Fassung für die Presse" in words
        assert "Lageplan" in words
        assert told(words) == []
        assert "Ada" not in words
    subjects = set(db.session.scalars(select(DrawnDocument.subject)))
    assert subjects == {f"meeting:{room.meeting_id} press {PUBLIC}"}


def test_a_pack_of_changes_tells_nobody_of_what_they_may_not_read(
    app: Flask, client: FlaskClient, room: Room, enter: Entering
) -> None:
    """Invited yesterday; today the closed contract came, and the public plan was replaced."""
    yesterday = now_utc() - timedelta(days=1)
    with transaction() as session:
        sitting = session.get_one(Meeting, room.meeting_id)
        sitting.state, sitting.agenda_version = "invited", 1
        for readers in ({PUBLIC}, closed_readers([room.committee_id], day=room.today, council=False)):
            session.add(
                AgendaVersion(
                    meeting_id=sitting.id,
                    number=1,
                    at=yesterday,
                    occasion="invited",
                    content={"items": []},
                    digest="",
                    audience=audience_for(session, readers),
                )
            )
        for row in session.scalars(select(File)).all():
            row.created = now_utc() if row.name == SECRETS[1] else yesterday - timedelta(days=1)
            if row.name != SECRETS[1]:
                older = FileVersion(file_id=row.id, number=1, sha512_checksum=row.sha512_checksum, replaced=now_utc())
                older.reason, older.audience, row.version = "Maßstab berichtigt.", row.audience, 2
                session.add(older)
    member = words_of(pack_of(app, enter("Ada", room.committee_id), room, "aenderungen.pdf"))
    assert told(member) == list(SECRETS)
    assert "Ada, " in member
    for stranger in (client, enter("Otto", room.other_id)):
        words = words_of(pack_of(app, stranger, room, "aenderungen.pdf"))
        assert "Nur Änderungen" in words
        assert "Maßstab berichtigt." in words
        assert told(words) == []


def test_the_log_knows_who_was_sent_the_closed_part_and_nothing_of_what_everybody_may_have(
    app: Flask, client: FlaskClient, room: Room, enter: Entering
) -> None:
    ada, otto = enter("Ada", room.committee_id), enter("Otto", room.other_id)
    for one in (ada, otto, client):
        pack_of(app, one, room)
        zip_of(one, room)
    ada.head(f"/sitzung/{room.meeting_id}/mappe.pdf")
    db.session.rollback()
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == AuditEvent.PACK_FETCHED)).all()
    ada_id = db.session.scalars(select(User.id).where(User.name == "Ada")).one()
    assert [(entry.actor, entry.subject_id, entry.details["kind"]) for entry in entries] == [
        (f"user:{ada_id}", room.meeting_id, "pack"),
        (f"user:{ada_id}", room.meeting_id, "originals"),
    ]
    assert not [entry for entry in entries for secret in SECRETS if secret in str(entry.details)]


def test_what_is_closed_or_withdrawn_lies_in_no_drawn_pack_any_more(
    app: Flask, client: FlaskClient, room: Room, enter: Entering
) -> None:
    drawn: FileStorage = app.extensions["drawn"]
    ada = enter("Ada", room.committee_id)
    for name in ("mappe.pdf", "mappe-2-auf-1.pdf", "pressemappe.pdf"):
        pack_of(app, ada, room, name)
    other = meeting(name="Kulturausschuss")
    agenda_item(meeting_id=other.id, number="1", position=1, name="Orgel")
    pack_of(app, client, replace(room, meeting_id=other.id))
    db.session.rollback()
    digests = {row.sha512: row.subject for row in db.session.scalars(select(DrawnDocument)).all() if row.sha512}
    db.session.rollback()
    assert len(digests) == 4
    with transaction() as withdrawing:
        contract = withdrawing.scalars(select(File).where(File.name == SECRETS[1])).one()
        contract.audience = audience_for(withdrawing, set())
    app.extensions["worker"]().drain()
    kept = [subject for digest, subject in digests.items() if drawn.holds(digest)]
    assert kept == [f"meeting:{other.id} {PUBLIC}"]
    db.session.rollback()
    assert db.session.scalars(select(DrawnDocument.subject)).all() == kept
    assert told(words_of(pack_of(app, ada, room))) == [SECRETS[0]]


def test_reading_a_files_text_throws_no_pack_away(app: Flask, client: FlaskClient, room: Room) -> None:
    pack_of(app, client, room)
    with transaction() as reading:
        for row in reading.scalars(select(File)).all():
            row.text, row.page_count = "Wörter", 2
    db.session.rollback()
    assert not db.session.scalars(select(Job).where(Job.kind == JobKind.PURGE_PACKS)).all()


def test_who_leaves_loses_the_pack_they_had(app: Flask, client: FlaskClient, room: Room, enter: Entering) -> None:
    ada = enter("Ada", room.committee_id)
    pack_of(app, ada, room)
    with transaction() as leaving:
        seat = leaving.scalars(select(Membership)).one()
        seat.end_date = room.today - timedelta(days=1)
    assert told(words_of(pack_of(app, ada, room))) == []
    assert told(zip_of(ada, room)) == []


def test_every_closed_page_names_who_got_it_and_nobody_else(
    app: Flask, client: FlaskClient, room: Room, enter: Entering
) -> None:
    names = ("Ada", "Bea")
    for own, client_of in {name: enter(name, room.committee_id) for name in names}.items():
        document = PdfDocument(BytesIO(pack_of(app, client_of, room)))
        pages = [page.get_textpage().get_text_bounded() for page in document]
        closed = [text for text in pages if told(text)]
        assert closed
        assert all(f"{own}, " in text for text in closed)
        assert not [text for text in pages for name in names if name != own and f"{name}, " in text]
    assert not [name for name in names if f"{name}, " in words_of(pack_of(app, client, room))]


def test_one_pack_is_kept_for_all_members_and_one_for_everybody_else(
    app: Flask, client: FlaskClient, room: Room, enter: Entering
) -> None:
    readers = [enter(name, room.committee_id) for name in ("Ada", "Bea", "Cem")]
    for reader in [*readers, client, enter("Otto", room.other_id)]:
        pack_of(app, reader, room)
    db.session.rollback()
    subjects = db.session.scalars(select(DrawnDocument.subject)).all()
    assert sorted(subjects) == sorted(
        [f"meeting:{room.meeting_id} {PUBLIC}", f"meeting:{room.meeting_id} org:{room.committee_id} {PUBLIC}"]
    )
