"""Whoever may do something with what a page shows finds the way there on it; nobody else sees any of it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ris.access.actor import Actor, Role
from ris.access.circles import PUBLIC
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from ris.documents.services.papers import NewPaper, add_paper
from ris.meetings.models import Meeting
from ris.meetings.rules import MeetingState
from ris.meetings.services.planning import NewMeeting, add_meeting
from tests.signing_in import signed_in

LINK = re.compile(r'class="ris-tools__link" href="([^"]+)"')


@pytest.fixture
def addresses(body: Body) -> tuple[str, str]:
    """A meeting and a paper everybody may read."""
    now = now_utc()
    with transaction() as session:
        machine = Actor.machine(body.id, "test")
        meeting = add_meeting(
            session,
            machine,
            NewMeeting(name="Sitzung", organizations=(), start=now.replace(year=2999)),
            readers={PUBLIC},
            now=now,
        )
        paper = add_paper(
            session, machine, NewPaper(name="Radweg", paper_type="Antrag", date=now.date()), readers={PUBLIC}, now=now
        )
        session.flush()
        return f"/sitzung/{meeting.id}", f"/vorlage/{paper.slug}"


def found_by(client: FlaskClient, address: str) -> list[str]:
    return [link.removeprefix(address) for link in LINK.findall(client.get(address).text)]


def test_visitors_and_readers_see_no_tools(app: Flask, client: FlaskClient, addresses: tuple[str, str]) -> None:
    reader = signed_in(app, "Lina", Role.READER)
    for address in addresses:
        assert found_by(client, address) == []
        assert found_by(reader, address) == []


def test_the_session_office_finds_every_act(app: Flask, addresses: tuple[str, str]) -> None:
    clerk = signed_in(app, "Klara", Role.CLERK)
    meeting, paper = addresses
    assert found_by(clerk, meeting) == [
        "/bearbeiten",
        "/veroeffentlichen",
        "/vertretung",
        "/verlegen",
        "/absagen",
        "/zurueckziehen",
    ]
    assert found_by(clerk, paper) == ["/veroeffentlichen", "/zurueckziehen"]
    for address in addresses:
        for act in found_by(clerk, address):
            assert clerk.get(address + act).status_code == 200, act


def test_a_meeting_called_off_is_not_edited_any_more(app: Flask, addresses: tuple[str, str]) -> None:
    with transaction() as session:
        meeting = session.scalars(select(Meeting)).one()
        meeting.enter(MeetingState.CANCELLED)
        meeting.cancelled = True
    assert found_by(signed_in(app, "Klara", Role.CLERK), addresses[0]) == ["/veroeffentlichen", "/zurueckziehen"]


def test_a_paper_taken_in_from_elsewhere_is_not_edited_here(app: Flask, addresses: tuple[str, str]) -> None:
    with transaction() as session:
        assert session.scalars(select(Paper.state)).one() is None
    assert "/bearbeiten" not in found_by(signed_in(app, "Ada", Role.AUTHOR), addresses[1])


def test_who_writes_for_a_department_has_a_bar_with_the_own_papers(app: Flask, body: Body) -> None:
    author, reader = signed_in(app, "Ada", Role.AUTHOR), signed_in(app, "Lina", Role.READER)
    assert body.id
    assert 'aria-label="Ihre Arbeit"' in author.get("/").text
    assert 'href="/buero/vorlagen"' in author.get("/").text
    assert 'aria-label="Ihre Arbeit"' not in reader.get("/").text
