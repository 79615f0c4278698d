"""kill -9, a hundred times and more (on PostgreSQL a dozen): of the worker that sends 93 invitations, and of who invites.

Nobody gets two e-mails for one version, nobody is forgotten unnoticed, and an invitation is whole or not there.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from random import Random
from time import monotonic

from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.jobs.models import Job, JobKind
from ris.jobs.worker import Worker
from ris.mail.models import OutgoingMail
from ris.mail.rules import SILENCE, MailState
from ris.mail.services import settle
from ris.mail.tasks import send_mail
from ris.meetings.invitation_models import AgendaDraft, Invitation, Recipient
from ris.meetings.models import AgendaVersion, Meeting
from ris.meetings.queries.desk import desk_for
from ris.meetings.services.agenda_editing import begin_agenda
from ris.meetings.services.invitation import PostRoom, approve_and_invite, send_version
from tests.factories import meetings
from tests.mail.conftest import sends_through
from tests.mail.server import Server, Temper, smtp_server
from tests.meetings.killing import forget_leases, killed_after, kills_wanted
from tests.meetings.office import NOW, START, Office, open_office
from tests.meetings.test_invitation import ROOM

MEMBERS = 93
LINK = re.compile(r"/einladung/([0-9a-f]{40})")


def room(app: Flask) -> PostRoom:
    return replace(ROOM, storage=app.extensions["storage"], pdf=None)


def next_version(app: Flask, office: Office) -> None:
    """Write to everybody about a new version."""
    with transaction() as session:
        desk = desk_for(session, office.clerk, office.meeting_id, now=NOW)
        assert desk is not None
        send_version(session, office.clerk, desk, room(app), None, now=now_utc())


def only_letters() -> None:
    """The index has time; what is killed here is the sending."""
    with transaction() as session:
        session.execute(delete(Job).where(Job.kind != JobKind.SEND_MAIL))


def waiting(session: Session) -> int:
    session.rollback()
    open_states = [MailState.QUEUED]
    return session.scalar(select(func.count()).where(OutgoingMail.state.in_(open_states))) or 0


def links(server: Server) -> Counter[str]:
    """How often each invitation's own link was taken by the mail server."""
    found: Counter[str] = Counter()
    for _, message in server.temper.taken:
        assert isinstance(message, EmailMessage)
        text = message.get_body(("plain",))
        assert text is not None
        found.update(LINK.findall(text.get_content()))
    return found


def test_a_worker_killed_a_hundred_times_sends_nothing_twice(app: Flask, body: Body, session: Session) -> None:
    chance = Random(20261122)  # noqa: S311 - fixed dice
    office = open_office(body, members=MEMBERS)
    worker = Worker(app, {JobKind.SEND_MAIL: send_mail})
    kills = 0
    with smtp_server(Temper(seconds=0.001)) as server:
        sends_through(app, server.url)
        while kills < kills_wanted():
            next_version(app, office)
            only_letters()
            while waiting(session):
                kills += killed_after(chance.uniform(0.02, 0.3), worker.drain)
                forget_leases()
        time_goes_by()
        worker.drain()
        session.rollback()
        mails = session.scalars(select(OutgoingMail)).all()
        taken = links(server)
        assert set(taken.values()) == {1}
        states = Counter(mail.state for mail in mails)
        assert set(states) <= {MailState.SENT, MailState.UNCERTAIN}
        assert states[MailState.UNCERTAIN] <= kills
        for mail in mails:
            arrived = taken[LINK.findall(mail.text)[0]]
            assert arrived == 1 or mail.state == MailState.UNCERTAIN
        decide(taken)
        worker.drain()
        assert set(links(server).values()) == {1}
        assert len(links(server)) == len(mails)


def time_goes_by() -> None:
    """Letters nobody has heard of for five minutes, and jobs for later."""
    with transaction() as session:
        for mail in session.scalars(select(OutgoingMail).where(OutgoingMail.sending_since.is_not(None))):
            if mail.state == MailState.SENDING:
                assert mail.sending_since is not None
                mail.sending_since -= SILENCE + timedelta(seconds=1)
        for job in session.scalars(select(Job)):
            session.execute(update(Job).where(Job.id == job.id).values(due=now_utc() - timedelta(seconds=1)))
    forget_leases()


def decide(taken: Counter[str]) -> None:
    """The office looks into the mail server's log for each letter nobody knows the fate of."""
    with transaction() as session:
        for mail in session.scalars(select(OutgoingMail).where(OutgoingMail.state == MailState.UNCERTAIN)).all():
            missing = not taken[LINK.findall(mail.text)[0]]
            settle(session, Actor.machine(mail.body_id, "office"), mail, again=missing, now=now_utc())


def another_meeting(office: Office) -> Office:
    """The same committee meets once more."""
    place = meetings.meeting(name="4. Sitzung", start=START, state="scheduled", readers={"public"})
    with transaction() as session:
        first = session.get_one(Meeting, office.meeting_id)
        session.get_one(Meeting, place.id).location_id = first.location_id
    meetings.meeting_organization(meeting_id=place.id, organization_id=office.organization_id, position=0)
    again = replace(office, meeting_id=place.id)
    with transaction() as session:
        begin_agenda(session, office.clerk, session.get_one(Meeting, place.id), now=NOW)
        draft = session.get_one(AgendaDraft, place.id)
        draft.agreed_on = NOW.date()
    return again


def test_an_invitation_killed_anywhere_is_whole_or_not_there(app: Flask, body: Body, session: Session) -> None:
    chance = Random(20261122)  # noqa: S311 - fixed dice
    office = another_meeting(open_office(body, members=8))

    def invite() -> None:
        with transaction() as writing:
            meeting = writing.get_one(Meeting, office.meeting_id)
            approve_and_invite(writing, office.chair, meeting, room(app), revision=1, now=NOW)

    begun = monotonic()
    assert not killed_after(60.0, invite)
    usual = monotonic() - begun
    office = another_meeting(office)
    kills = 0
    while kills < kills_wanted():
        kills += killed_after(chance.uniform(0.0, 1.3 * usual), invite)
        session.rollback()
        invitations = session.scalars(select(Invitation).where(Invitation.meeting_id == office.meeting_id)).all()
        meeting = session.get_one(Meeting, office.meeting_id)
        letters = session.scalars(select(OutgoingMail).where(OutgoingMail.key.contains(f"meeting:{meeting.id}:"))).all()
        if not invitations:
            assert (meeting.state, meeting.agenda_version, len(letters)) == ("agenda", 0, 0)
            continue
        recipients = session.scalars(select(Recipient).where(Recipient.invitation_id == invitations[0].id)).all()
        assert (len(invitations), len(recipients), len(letters)) == (1, 8, 8)
        assert (meeting.state, meeting.agenda_version) == ("invited", 1)
        assert session.scalar(select(func.count()).where(AgendaVersion.meeting_id == meeting.id)) == 1
        office = another_meeting(office)
    assert kills >= kills_wanted()
