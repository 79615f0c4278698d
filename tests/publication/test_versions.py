"""Older versions follow what they tell of: what is withdrawn, or was never public, is read in none of them."""

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, COUNCIL, PUBLIC
from ris.access.policy import Forbidden
from ris.audit.models import PublicLogEntry
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import Paper, PaperVersion
from ris.documents.services.papers import NewPaper, NewWording, add_paper, release_paper, revise_paper
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting
from ris.meetings.services.agendas import NewItem, add_item, invite_members, supplement_agenda
from ris.meetings.services.planning import NewMeeting, add_meeting
from ris.publication.services import NoReason, SuccessorNotPublic, Withdrawal, withdraw
from ris.publication.withdrawals import CurrentVersion, withdraw_meeting, withdraw_paper, withdraw_paper_version
from ris.web.addresses import address_of
from tests.factories import council, documents, meetings

REASON = "Enthielt Angaben über einen Betrieb."
SECRET = "Ankauf der Gärtnerei Quendel"


@pytest.fixture
def clerk(body: Body) -> Actor:
    return Actor.machine(body.id, "test")


@pytest.fixture
def meeting(clerk: Actor) -> int:
    """A meeting with two public items and a closed one, invited to, then supplemented."""
    organization = council.organization()
    with transaction() as session:
        start = datetime(2026, 4, 1, 18, tzinfo=UTC)
        planned = NewMeeting(name="1. Sitzung", organizations=(organization.id,), start=start)
        row = add_meeting(session, clerk, planned, readers={PUBLIC}, now=now_utc())
        for number, name in (("1", "Eröffnung"), ("2", SECRET)):
            add_item(session, clerk, row, NewItem(number, name, public=True), readers={PUBLIC}, now=now_utc())
        closed = NewItem("3", "Grundstück", public=False)
        add_item(session, clerk, row, closed, readers={COUNCIL}, now=now_utc())
        session.flush()
        invite_members(session, clerk, row, now=now_utc())
        add_item(session, clerk, row, NewItem("4", "Nachtrag", public=True), readers={PUBLIC}, now=now_utc())
        session.flush()
        supplement_agenda(session, clerk, row, now=now_utc())
        return row.id


def take_back_item(clerk: Actor, name: str) -> None:
    with transaction() as session:
        item = session.scalars(select(AgendaItem).where(AgendaItem.name == name)).one()
        withdraw(session, clerk, [Withdrawal(item, address_of("agenda_item", item.id))], REASON, now=now_utc())


def test_an_item_that_is_withdrawn_stands_on_no_older_agenda(
    clerk: Actor, meeting: int, session: Session, client: FlaskClient
) -> None:
    places = [f"/sitzung/{meeting}", *(f"/sitzung/{meeting}/stand/{number}" for number in (1, 2))]
    assert all(SECRET in client.get(place).text for place in places)

    take_back_item(clerk, SECRET)

    answers = [client.get(place) for place in places]
    assert [answer.status_code for answer in answers] == [200, 410, 410]
    assert not any(SECRET in answer.text for answer in answers)
    assert all(REASON in answer.text for answer in answers[1:])
    assert all(f'href="/sitzung/{meeting}"' in answer.text for answer in answers[1:])
    assert "/stand/" not in answers[0].text
    assert not any(version.reader_tokens for version in session.scalars(select(AgendaVersion)))


def test_agendas_that_did_not_name_it_stay(clerk: Actor, meeting: int, session: Session, client: FlaskClient) -> None:
    take_back_item(clerk, "Nachtrag")

    assert client.get(f"/sitzung/{meeting}/stand/1").status_code == 200
    assert client.get(f"/sitzung/{meeting}/stand/2").status_code == 410
    kept = [version.number for version in session.scalars(select(AgendaVersion)) if version.reader_tokens]
    assert sorted(kept) == [1, 1]


def test_a_closed_item_that_is_withdrawn_leaves_the_public_agenda_alone(
    clerk: Actor, meeting: int, session: Session, client: FlaskClient
) -> None:
    take_back_item(clerk, "Grundstück")

    assert client.get(f"/sitzung/{meeting}/stand/1").status_code == 200
    kept = [version.reader_tokens for version in session.scalars(select(AgendaVersion)) if version.reader_tokens]
    assert kept == [{PUBLIC}, {PUBLIC}]


def test_with_a_meeting_all_its_agendas_go(clerk: Actor, meeting: int, session: Session, client: FlaskClient) -> None:
    successor = meetings.meeting()
    with transaction() as writing:
        row, other = writing.get_one(Meeting, meeting), writing.get_one(Meeting, successor.id)
        withdraw_meeting(writing, clerk, row, REASON, successor=other, now=now_utc())

    for place in (f"/sitzung/{meeting}", f"/sitzung/{meeting}/stand/1", f"/sitzung/{meeting}/mappe.pdf"):
        answer = client.get(place)
        assert answer.status_code == 410, place
        assert f'href="/sitzung/{successor.id}"' in answer.text
    assert not any(version.reader_tokens for version in session.scalars(select(AgendaVersion)))


@pytest.fixture
def paper(clerk: Actor) -> int:
    """A public paper in its second version."""
    with transaction() as session:
        new = NewPaper(name="Radweg", paper_type="Antrag", date=date(2026, 3, 5), proposal=SECRET)
        row = add_paper(session, clerk, new, readers={ADMINISTRATION}, now=now_utc())
        release_paper(session, clerk, row, readers={PUBLIC}, now=now_utc())
        revise_paper(session, clerk, row, NewWording(None, "Der Radweg wird gebaut.", None, []), now=now_utc())
        return row.id


def test_an_older_version_is_taken_back_alone(clerk: Actor, paper: int, session: Session, client: FlaskClient) -> None:
    address = "/vorlage/2026-0001/fassung/1"
    assert SECRET in client.get(address).text

    with transaction() as writing:
        row = writing.get_one(Paper, paper)
        withdraw_paper_version(writing, clerk, row, 1, REASON, now=now_utc())
        withdraw_paper_version(writing, clerk, row, 1, REASON, now=now_utc())

    answer, current = client.get(address), client.get("/vorlage/2026-0001")
    assert (answer.status_code, current.status_code) == (410, 200)
    assert SECRET not in answer.text + current.text
    assert REASON in answer.text
    assert 'href="/vorlage/2026-0001"' in answer.text
    assert "/fassung/1" not in current.text
    told = session.execute(select(PublicLogEntry.event, PublicLogEntry.address)).all()
    assert [tuple(entry) for entry in told][-1] == ("withdrawn", address)
    assert len([entry for entry in told if entry.event == "withdrawn"]) == 1


def test_an_older_version_is_taken_back_by_the_office_with_a_reason_and_never_the_current_one(
    clerk: Actor, body: Body, paper: int
) -> None:
    with transaction() as session:
        row = session.get_one(Paper, paper)
        with pytest.raises(Forbidden):
            withdraw_paper_version(session, Actor.public(body.id), row, 1, REASON, now=now_utc())
        with pytest.raises(NoReason):
            withdraw_paper_version(session, clerk, row, 1, " ", now=now_utc())
        with pytest.raises(CurrentVersion):
            withdraw_paper_version(session, clerk, row, 2, REASON, now=now_utc())


def test_with_a_paper_all_its_versions_go(clerk: Actor, paper: int, session: Session, client: FlaskClient) -> None:
    successor = documents.paper(slug="2026-0099")
    with transaction() as writing:
        row, other = writing.get_one(Paper, paper), writing.get_one(Paper, successor.id)
        withdraw_paper(writing, clerk, row, REASON, successor=other, now=now_utc())

    for place in ("", "/fassung/1", "/fassung/2"):
        answer = client.get(f"/vorlage/2026-0001{place}")
        assert answer.status_code == 410
        assert SECRET not in answer.text
        assert 'href="/vorlage/2026-0099"' in answer.text
    assert not any(version.reader_tokens for version in session.scalars(select(PaperVersion)))


def test_nobody_is_sent_to_a_successor_the_public_may_not_read(clerk: Actor, paper: int) -> None:
    successor = documents.paper(slug="2026-0099", readers={COUNCIL})
    with transaction() as session:
        row, other = session.get_one(Paper, paper), session.get_one(Paper, successor.id)
        with pytest.raises(SuccessorNotPublic):
            withdraw_paper(session, clerk, row, REASON, successor=other, now=now_utc())
