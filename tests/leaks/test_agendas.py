"""Closed items of an agenda on its way: prepared, approved, invited, supplemented; asked for by everybody at every address."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.council.models import Body
from ris.documents.models import File
from ris.mail.models import OutgoingMail
from ris.meetings.invitation_models import Invitation, Recipient
from ris.meetings.models import AgendaItem
from tests.meetings.office import Office, open_office
from tests.meetings.test_agenda_supplement import REASON, supplemented
from tests.meetings.test_invitation import REPLIES, ROOM, invite, ready, seal

SECRETS = ("Ankauf Quittenhof", "Quittenhof", "Grundstück", "Fördermittel", REASON)


@pytest.fixture
def office(body: Body) -> Office:
    """A committee with a closed item on its agenda."""
    office = open_office(body)
    ready(office)
    return office


def addresses(session: Session, office: Office) -> list[str]:
    """Everything that could be asked for about the meeting."""
    here = f"/sitzung/{office.meeting_id}"
    items = session.scalars(select(AgendaItem.id)).all()
    files = session.scalars(select(File.id)).all()
    word = seal(f"meeting:{office.meeting_id}:v1:person:{office.members[0]}")
    session.rollback()
    office_pages = ("bearbeiten", "bearbeiten/pruefung", "freigeben", "einladung", "einladung/post", "nachtrag")
    return [
        here,
        f"{here}.ics",
        f"{here}/stand/1",
        f"{here}/stand/2",
        f"{here}/mappe.pdf",
        f"{here}/tagesordnung.pdf",
        f"{here}/bekanntmachung",
        f"{here}/bekanntmachung.txt",
        f"{here}/bekanntmachung.pdf",
        f"{here}/einladung/post.pdf",
        *(f"{here}/{page}" for page in office_pages),
        *(f"/top/{item}" for item in items),
        *(f"/top/{item}/nichtoeffentlich" for item in items),
        *(f"/datei/{file}" for file in files),
        f"/einladung/{word}",
        f"/rueckmeldung/{REPLIES.word(office.body_id, office.meeting_id, office.members[0])}",
        f"{here}/rueckmeldung",
        f"{here}/rueckmeldungen",
        f"{here}/vertretung",
        "/sitzungen",
        "/sitzungen.ics",
        "/sitzungen.atom",
        "/protokoll.jsonl",
    ]


@pytest.mark.parametrize("stage", ["prepared", "invited", "supplemented"])
def test_nobody_outside_reads_what_is_closed_at_any_stage(
    client: FlaskClient, office: Office, session: Session, stage: str
) -> None:
    if stage != "prepared":
        invite(office)
    if stage == "supplemented":
        supplemented(office, session)
    session.rollback()
    for address in addresses(session, office):
        answer = client.get(address)
        for secret in SECRETS:
            assert secret not in answer.text, address


def test_letters_their_attachments_and_the_log_tell_nothing(
    client: FlaskClient, office: Office, session: Session
) -> None:
    invite(office)
    supplemented(office, session)
    for mail in session.scalars(select(OutgoingMail)):
        attached = [ROOM.storage.open(file["sha512"]).read().decode() for file in mail.attachments["files"]]
        told = "\n".join([mail.subject, mail.text, *attached])
        for secret in (*SECRETS, "Radweg"):
            assert secret not in told


def test_the_letter_on_paper_is_for_those_invited_only(client: FlaskClient, office: Office, session: Session) -> None:
    invite(office)
    file_id = session.scalars(select(Invitation.file_id)).one()
    session.rollback()
    assert client.get(f"/datei/{file_id}").status_code == 404


def test_a_guessed_link_is_a_missing_page_and_the_word_is_not_kept(
    client: FlaskClient, office: Office, session: Session
) -> None:
    invite(office)
    word = seal(f"meeting:{office.meeting_id}:v1:person:{office.members[0]}")
    assert word not in session.scalars(select(Recipient.seal)).all()
    session.rollback()
    assert client.get("/einladung/geraten").status_code == 404
    assert client.get(f"/einladung/{word}").status_code == 200
