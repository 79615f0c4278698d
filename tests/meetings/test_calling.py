"""Calling items on the day of the sitting: one at a time, with a way back, and for nobody who may not read them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.council.models import Body
from ris.db import db, transaction
from ris.meetings.models import AgendaItem, Meeting
from ris.meetings.queries.calling import called_items, calling_page
from ris.meetings.services.calling import NoSuchItem, NotToday, call_item, end_called, take_call_back
from ris.scope.current import working_for
from tests.meetings.office import START, Office, agenda
from tests.meetings.test_invitation import invited_office
from tests.signing_in import sent, signed_in

DAY = START + timedelta(minutes=10)


@pytest.fixture
def office(body: Body) -> Office:
    return invited_office(body)


def call(office: Office, item_id: int, minutes: int = 0, actor: Actor | None = None) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        call_item(session, actor or office.clerk, meeting, item_id, now=DAY + timedelta(minutes=minutes))


def called(session: Session, office: Office, actor: Actor) -> int | None:
    session.rollback()
    found = called_items(session, actor, [office.meeting_id], now=DAY).get(office.meeting_id)
    return None if found is None else found.id


def test_one_item_after_the_other(office: Office, session: Session) -> None:
    first, second, *_ = (item.id for item in agenda(session, office))
    assert called(session, office, office.member) is None
    call(office, first)
    call(office, first, 1)
    assert called(session, office, office.member) == first
    call(office, second, 5)
    assert called(session, office, office.member) == second
    begun, now = agenda(session, office)[:2]
    assert (begun.start, begun.end, now.start, now.end) == (DAY, DAY + timedelta(minutes=5), begun.end, None)
    events = session.scalars(select(AuditEntry.event).where(AuditEntry.event == "item:called")).all()
    assert len(events) == 2
    page = calling_page(session, office.clerk, office.meeting_id, now=DAY)
    assert page is not None
    assert page.following is not None
    assert page.following.id == agenda(session, office)[2].id


def test_a_call_by_mistake_is_taken_back(office: Office, session: Session) -> None:
    first, second, third, *_ = (item.id for item in agenda(session, office))
    call(office, first)
    call(office, third, 3)
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        take_call_back(writing, office.clerk, meeting, third, now=DAY + timedelta(minutes=4))
    assert called(session, office, office.member) == first
    assert agenda(session, office)[2].start is None
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        with pytest.raises(NoSuchItem):
            take_call_back(writing, office.clerk, meeting, second, now=DAY)
    with transaction() as writing:
        end_called(writing, office.clerk, writing.get_one(Meeting, office.meeting_id), now=DAY + timedelta(minutes=9))
    assert called(session, office, office.member) is None


def test_only_on_its_day_and_only_by_the_office(office: Office, session: Session) -> None:
    first = agenda(session, office)[0].id
    for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with transaction() as writing, pytest.raises(NotToday):
            call_item(writing, office.clerk, writing.get_one(Meeting, office.meeting_id), first, now=day)
    with pytest.raises(Forbidden):
        call(office, first, actor=office.chair)
    with pytest.raises(NoSuchItem):
        call(office, 4711)
    call(office, first)
    session.rollback()
    assert called_items(session, office.member, [office.meeting_id], now=DAY + timedelta(days=1)) == {}


def test_a_closed_item_is_announced_to_nobody_who_may_not_read_it(office: Office, session: Session) -> None:
    closed = next(item.id for item in agenda(session, office) if not item.public)
    before = session.scalars(select(PublicLogEntry)).all()
    call(office, closed)
    assert called(session, office, office.member) == closed
    assert called(session, office, Actor.public(office.body_id)) is None
    assert called(session, office, replace(office.member, reads=frozenset({"public"}))) is None
    assert len(session.scalars(select(PublicLogEntry)).all()) == len(before)


def test_two_who_call_at_once_leave_one_item_called(app: Flask, office: Office, session: Session) -> None:
    ids = [item.id for item in agenda(session, office)]
    session.rollback()

    def once(item_id: int) -> None:
        with app.app_context(), working_for(office.body_id):
            call(office, item_id, 1)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(once, ids[:4]))
    db.session.rollback()
    assert len([item for item in agenda(session, office) if item.start and not item.end]) == 1


@time_machine.travel(datetime(2026, 12, 10, 17, 30, tzinfo=UTC), tick=True)
def test_the_page_calls_the_next_and_takes_back(app: Flask, office: Office, session: Session) -> None:
    clerk = signed_in(app, "Kerstin", Role.CLERK)
    page = f"/sitzung/{office.meeting_id}/aufruf"
    assert "Zurzeit ist kein Punkt aufgerufen." in clerk.get(page).text
    assert f'href="{page}"' in clerk.get(f"/sitzung/{office.meeting_id}").text
    first = agenda(session, office)[0].id
    assert sent(clerk, page, {"tun": "aufrufen", "punkt": first}).status_code == 303
    shown = clerk.get(page).text
    assert "Aufgerufen: 1 Eröffnung" in shown
    assert "Nächster: TOP 2" in shown
    assert sent(clerk, page, {"tun": "zuruecknehmen", "punkt": first}).status_code == 303
    assert sent(clerk, page, {"tun": "zuruecknehmen", "punkt": first}).status_code == 303
    assert "Inzwischen ist ein anderer Punkt aufgerufen" in clerk.get(page).text
    assert clerk.get("/sitzung/4711/aufruf").status_code == 404
    public = app.test_client().get(f"/sitzung/{office.meeting_id}").text
    assert "ufgerufen" not in public
    session.rollback()
    assert session.scalars(select(AgendaItem.start).where(AgendaItem.id == first)).one() is None
