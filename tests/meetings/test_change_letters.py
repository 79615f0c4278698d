"""Letters about a changed day take the date along for calendars: moved, called off, and never doubled."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.circles import ADMINISTRATION, COUNCIL
from ris.accounts.models import User
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import transaction
from ris.mail.models import OutgoingMail
from ris.meetings.models import Meeting
from ris.meetings.services.calendar_entries import CalendarDesk
from ris.meetings.services.planning_changes import NewTime, cancel_meeting, reschedule
from ris.meetings.services.planning_letters import tell_members
from ris.scope.readers import audience_for
from ris.storage import MemoryStorage
from tests.meetings.office import NOW, START, Office, open_office

DESK = CalendarDesk(MemoryStorage(), "https://lindenau.example")
OFFICE = "sitzungsdienst@lindenau.example"


@pytest.fixture
def office(body: Body) -> Office:
    """A committee whose second member has an account, in a town with an address to answer to."""
    office = open_office(body)
    with transaction() as session:
        town = session.get_one(Body, body.id)
        town.settings = replace(BodySettings.from_json(town.settings), office_email=OFFICE).to_json()
        session.add(
            User(
                email="ada@lindenau.example",
                name="Ada",
                password_hash="x",
                roles=[],
                person_id=office.members[1],
                created=NOW,
            )
        )
    return office


def moved(office: Office, by: timedelta) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        new = NewTime(START + by, meeting.location_id)
        reschedule(session, office.clerk, meeting, new, "Der Saal ist belegt.", now=NOW)
        assert tell_members(session, office.clerk, meeting, DESK, before="früher", now=NOW) == 1


def called_off(office: Office) -> None:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        cancel_meeting(session, office.clerk, meeting, "Es fehlt an Beratungsstoff.", now=NOW)
        tell_members(session, office.clerk, meeting, DESK, now=NOW)


def entries(session: Session) -> list[tuple[str, dict[str, str]]]:
    """Media type and lines of each file of the last letter."""
    mail = session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert mail is not None
    found = []
    for file in mail.attachments["files"]:
        text = DESK.storage.open(file["sha512"]).read().decode().replace("\r\n ", "")
        lines = dict(line.split(":", 1) for line in text.split("\r\n") if ":" in line)
        found.append((file["mime_type"], lines))
    return found


def test_another_hour_moves_the_entry(office: Office, session: Session) -> None:
    moved(office, timedelta(hours=1))
    ((kind, entry),) = entries(session)
    assert kind == "text/calendar; method=PUBLISH; charset=utf-8"
    assert (entry["METHOD"], entry["SEQUENCE"], entry["STATUS"]) == ("PUBLISH", "1", "CONFIRMED")
    assert entry["UID"] == f"sitzung-{office.meeting_id}@lindenau.example"
    assert entry["DTSTART;TZID=Europe/Berlin"] == "20261210T190000"
    moved(office, timedelta(hours=2))
    assert entries(session)[0][1]["SEQUENCE"] == "2"


def test_called_off_it_is_taken_out(office: Office, session: Session) -> None:
    called_off(office)
    ((kind, entry),) = entries(session)
    assert kind == "text/calendar; method=CANCEL; charset=utf-8"
    assert (entry["METHOD"], entry["SEQUENCE"], entry["STATUS"]) == ("CANCEL", "1", "CANCELLED")
    assert entry["ORGANIZER"] == f"mailto:{OFFICE}"
    assert entry["DESCRIPTION"] == "Es fehlt an Beratungsstoff."


def test_another_day_takes_the_old_entry_out_and_brings_a_new_one(office: Office, session: Session) -> None:
    moved(office, timedelta(days=7))
    (_, old), (kind, new) = entries(session)
    target = session.scalars(select(Meeting.id).order_by(Meeting.id.desc())).first()
    assert (old["METHOD"], old["UID"]) == ("CANCEL", f"sitzung-{office.meeting_id}@lindenau.example")
    assert (new["METHOD"], new["UID"]) == ("PUBLISH", f"sitzung-{target}@lindenau.example")
    assert new["DTSTART;TZID=Europe/Berlin"] == "20261217T180000"
    assert "method=PUBLISH" in kind


def test_of_a_closed_meeting_the_entry_gives_no_reason(office: Office, session: Session) -> None:
    with transaction() as writing:
        closed = audience_for(writing, {ADMINISTRATION, COUNCIL})
        writing.get_one(Meeting, office.meeting_id).audience = closed
    called_off(office)
    ((_, entry),) = entries(session)
    assert "DESCRIPTION" not in entry
    assert not any("Beratungsstoff" in line for line in entry.values())


def test_without_an_address_of_the_office_the_status_says_it(office: Office, body: Body, session: Session) -> None:
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = {}
    called_off(office)
    ((_, entry),) = entries(session)
    assert (entry["METHOD"], entry["STATUS"]) == ("PUBLISH", "CANCELLED")
    assert "ORGANIZER" not in entry
