"""One's own page names devices with packs and what they hold; signing one out ends its session and orders the wipe."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.accounts.device_models import ReaderDevice
from ris.accounts.models import LoginSession, User
from ris.accounts.services.logins import Device, open_login
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.db import now_utc, transaction
from tests.factories import council
from tests.signing_in import sent, signed_in


@pytest.fixture
def window(app: Flask, body: Body) -> FlaskClient:
    organization, person = council.organization(name="Bauausschuss"), council.person()
    council.membership(person_id=person.id, organization_id=organization.id, role="Mitglied")
    return signed_in(app, "Mitglied", person_id=person.id)


def tablet(session: Session, **columns: object) -> int:
    """A tablet the account is logged in on, with two packs."""
    session.rollback()
    with transaction() as writing:
        user = writing.scalars(select(User)).first()
        assert user is not None
        open_login(writing, user, Device("Safari auf einem iPad", stay=True), second_factor=False, now=now_utc())
        writing.flush()
        login = writing.scalars(select(LoginSession.id).where(LoginSession.device.contains("iPad"))).one()
        facts = {"packs": 2, "bytes": 38_000_000, "unsent": 3, **columns}
        device = ReaderDevice(
            user_id=user.id,
            name_hash="0" * 64,
            login_id=login,
            words="Safari auf einem iPad",
            first_contact=now_utc(),
            last_contact=now_utc(),
            **facts,
        )
        writing.add(device)
        writing.flush()
        return device.id


def said(window: FlaskClient, address: str) -> str:
    """A page's words, with plain blanks."""
    return window.get(address).text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_page_names_devices_and_what_they_hold(window: FlaskClient, session: Session) -> None:
    tablet(session)
    page = said(window, "/mein/konto")
    assert "2 Mappen, 38" in page
    assert "3 Änderungen nur auf diesem Gerät" in page
    assert "Gerät abmelden und Daten löschen" in page


def test_signing_it_out_names_the_consequence_first_and_then_ends_the_session_at_once(
    window: FlaskClient, session: Session
) -> None:
    address = f"/mein/konto/lesegeraete/{tablet(session)}/loeschen"
    page = said(window, address)
    assert "2 Mappen" in page
    assert "3 Änderungen gibt" in page
    assert "sobald es wieder Internet hat" in page
    assert len(session.scalars(select(LoginSession)).all()) == 2
    assert sent(window, address, {}).status_code == 303
    session.rollback()
    assert [row.device for row in session.scalars(select(LoginSession))] != []
    assert not session.scalars(select(LoginSession).where(LoginSession.device.contains("iPad"))).all()
    device = session.scalars(select(ReaderDevice)).one()
    assert (device.wipe_ordered is not None, device.wiped) == (True, None)
    assert "wird gelöscht, sobald es wieder Internet hat" in window.get("/mein/konto").text
    assert session.scalars(select(AuditEntry.event).where(AuditEntry.subject_kind == "reader_device")).all()


def test_nobody_sees_or_wipes_a_device_of_somebody_else(app: Flask, window: FlaskClient, session: Session) -> None:
    address = f"/mein/konto/lesegeraete/{tablet(session)}/loeschen"
    other = signed_in(app, "Andere")
    assert other.get(address).status_code == 404
    assert "iPad" not in other.get("/mein/konto").text
    assert sent(other, address, {}, page="/mein/konto").status_code == 404
    assert session.scalars(select(ReaderDevice)).one().wipe_ordered is None


def test_an_empty_device_is_not_signed_out_again(window: FlaskClient, session: Session) -> None:
    identity = tablet(session, wiped=now_utc(), wipe_ordered=now_utc())
    assert window.get(f"/mein/konto/lesegeraete/{identity}/loeschen").status_code == 404
    assert "gelöscht am" in window.get("/mein/konto").text


def test_the_office_has_a_lost_tablet_emptied(app: Flask, window: FlaskClient, session: Session) -> None:
    device_id = tablet(session)
    user = session.scalars(select(ReaderDevice.user_id)).one()
    assert window.post(f"/verwaltung/benutzer/{user}/leeren").status_code == 403
    office = signed_in(app, "Technik", Role.ADMINISTRATOR)
    assert "Safari auf einem iPad" in said(office, f"/verwaltung/benutzer/{user}")
    assert sent(office, f"/verwaltung/benutzer/{user}/leeren", {}).status_code == 302
    assert "wird gelöscht, sobald es wieder Internet hat" in said(office, f"/verwaltung/benutzer/{user}")
    session.rollback()
    device = session.get_one(ReaderDevice, device_id)
    assert device.wipe_ordered is not None
    assert device.login_id is None
    assert [each.device for each in session.scalars(select(LoginSession).where(LoginSession.user_id == user))] != []
    assert session.scalars(select(AuditEntry.event).order_by(AuditEntry.id.desc())).first() == "device:wipe-ordered"
