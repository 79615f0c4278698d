"""Devices that keep packs: known from their first contact, told to delete everything whenever it must be, even logged out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.policy import Forbidden
from ris.accounts.device_models import ReaderDevice
from ris.accounts.device_queries import reader_device_for, reader_devices_of
from ris.accounts.models import LoginSession, User
from ris.accounts.queries import actor_for
from ris.accounts.services.reader_devices import order_wipe
from ris.audit.models import AuditEntry
from ris.council.models import Body, Membership
from ris.db import now_utc, transaction
from tests.notes.notebooks import Notebook, change, new_id, note
from tests.reader.tablets import TODAY, Sitting, Tablet, sitting_with_papers, tablet_of
from tests.signing_in import PASSWORD, sent, signed_in

WIPE = {"error": "login", "wipe": True}


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """Before anybody logs in: a session from the future is none."""
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def sitting(app: Flask, body: Body) -> Sitting:
    return sitting_with_papers(app, body)


@pytest.fixture
def tablet(app: Flask, sitting: Sitting) -> Tablet:
    return tablet_of(app, sitting, 1, "Mia")


def owner(session: Session) -> User:
    session.rollback()
    return session.scalars(select(User).where(User.name == "Mia")).one()


def ordered(session: Session) -> None:
    """As its owner, on the page of the account."""
    user = owner(session)
    actor, device_id = actor_for(session, user), reader_devices_of(session, user)[0].id
    with transaction() as writing:
        device = reader_device_for(writing, actor, device_id)
        assert device is not None
        order_wipe(writing, actor, device, now=now_utc())


def test_a_device_is_known_from_its_first_contact_by_no_more_than_it_says(tablet: Tablet, session: Session) -> None:
    assert tablet.told("ich")["wipe"] is False
    [device] = reader_devices_of(session, owner(session))
    assert (device.words, device.packs, device.unsent) == ("Safari auf einem iPad", 0, 0)
    assert tablet.device not in str(vars(device))
    holds = {"packs": 2, "bytes": 250_000_000, "unsent": 3}
    assert tablet.post("abgleich", {"since": 0, "changes": [], "holds": holds}).status_code == 200
    [device] = reader_devices_of(session, owner(session))
    assert (device.packs, device.bytes, device.unsent) == (2, 250_000_000, 3)
    before = device.last_contact
    with time_machine.travel(before + timedelta(minutes=11), tick=True):
        tablet.told("liste")
    [device] = reader_devices_of(session, owner(session))
    assert device.last_contact > before + timedelta(minutes=10)
    for nonsense in ({"packs": -1, "bytes": "x", "unsent": 10**30}, 3, None):
        assert tablet.post("abgleich", {"since": 0, "holds": nonsense}).status_code == 200


def test_a_lost_device_is_told_at_every_door_and_believed_when_it_is_empty(
    app: Flask, tablet: Tablet, sitting: Sitting, session: Session
) -> None:
    tablet.told("liste")
    ordered(session)
    assert session.scalars(select(LoginSession)).all() == []
    for path in ("ich", "liste", f"sitzung/{sitting.meeting}", f"dokument/1/{'0' * 128}", "personen"):
        assert (tablet.get(path).status_code, tablet.get(path).get_json()) == (401, WIPE)
    other = Tablet(app.test_client(), str(uuid4()))
    assert other.get("ich").get_json() == {"error": "login"}
    assert other.client.post("/mappe/daten/abgemeldet", headers=other.headers).status_code == 204
    assert tablet.get("ich").get_json() == WIPE
    assert tablet.client.post("/mappe/daten/abgemeldet", headers=tablet.headers).status_code == 204
    assert tablet.get("ich").get_json() == {"error": "login"}
    [device] = reader_devices_of(session, owner(session))
    assert device.wiped is not None
    told = session.scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("device:"))).all()
    assert told == ["device:wipe-ordered", "device:wiped"]
    assert sent(tablet.client, "/anmelden", {"email": "mia@lindenau.example", "password": PASSWORD}).status_code == 302
    assert tablet.told("ich")["wipe"] is False
    assert len(tablet.told("liste")["packs"]) == 1


def test_who_logs_in_again_on_a_device_to_be_wiped_gets_nothing_but_that(
    app: Flask, tablet: Tablet, sitting: Sitting, session: Session
) -> None:
    tablet.told("liste")
    ordered(session)
    assert sent(tablet.client, "/anmelden", {"email": "mia@lindenau.example", "password": PASSWORD}).status_code == 302
    assert tablet.told("ich")["wipe"] is True
    refused = tablet.get(f"sitzung/{sitting.meeting}")
    assert (refused.status_code, refused.get_json()["wipe"]) == (403, True)
    notebook = Notebook(tablet)
    told = notebook.sync(change(new_id(), note("Noch nicht abgeglichen")))
    assert (told["wipe"], len(told["acks"])) == (True, 1)
    elsewhere = Notebook(Tablet(tablet.client, str(uuid4())))
    elsewhere.sync()
    assert elsewhere.texts() == ["Noch nicht abgeglichen"]


def test_the_end_of_a_mandate_and_of_an_account_wipe(tablet: Tablet, sitting: Sitting, session: Session) -> None:
    tablet.told("liste")
    with transaction() as writing:
        seat = writing.scalars(select(Membership).where(Membership.person_id == sitting.office.members[1])).one()
        seat.start_date, seat.end_date = date(2026, 4, 1), date(2026, 11, 22)
    assert tablet.told("ich")["wipe"] is True
    assert tablet.get("liste").get_json()["wipe"] is True
    with transaction() as writing:
        seat = writing.scalars(select(Membership).where(Membership.person_id == sitting.office.members[1])).one()
        seat.end_date = None
    assert tablet.told("ich")["wipe"] is False
    with transaction() as writing:
        writing.get_one(User, owner(session).id).active = False
    assert tablet.get("ich").get_json() == WIPE


def test_nobody_wipes_somebody_elses_device_but_who_keeps_accounts(
    app: Flask, tablet: Tablet, sitting: Sitting, session: Session
) -> None:
    tablet.told("liste")
    device_id = reader_devices_of(session, owner(session))[0].id
    stranger = actor_for(session, session.scalars(select(User)).one())
    stranger = Actor(stranger.body_id, user_id=4711, roles=frozenset({Role.CLERK, Role.MEMBER}))
    keeper = Actor(stranger.body_id, user_id=4712, roles=frozenset({Role.ADMINISTRATOR}))
    assert reader_device_for(session, stranger, device_id) is None
    with transaction() as writing, pytest.raises(Forbidden):
        order_wipe(writing, stranger, writing.get_one(ReaderDevice, device_id), now=now_utc())
    with transaction() as writing:
        order_wipe(writing, keeper, writing.get_one(ReaderDevice, device_id), now=now_utc())
    assert tablet.get("ich").get_json() == WIPE
    assert app.test_client().get(f"/mappe/daten/sitzung/{sitting.meeting}").get_json() == {"error": "login"}


def test_a_device_without_a_name_reads_and_is_not_kept(app: Flask, body: Body, session: Session) -> None:
    nameless = Tablet(signed_in(app, "Rita", Role.READER), "kein Name")
    assert nameless.told("ich")["wipe"] is False
    assert nameless.client.post("/mappe/daten/abgemeldet", headers=nameless.headers).status_code == 204
    assert session.scalars(select(ReaderDevice)).all() == []
    assert body.id
