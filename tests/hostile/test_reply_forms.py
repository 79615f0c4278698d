"""The forms of answers to an invitation, which the walk through the office does not meet: nobody is invited there."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.audit.queries import trail_problems
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.meetings import reply_views
from ris.meetings.models import Meeting
from tests.hostile.forms import SCRIPT, forms_in
from tests.hostile.test_forms import Enemy, attacked
from tests.meetings.office import Office, open_office
from tests.meetings.test_invitation import REPLIES, invite, ready


@pytest.fixture
def invited(body: Body) -> Office:
    """A committee invited to a sitting in five days."""
    office = open_office(body)
    ready(office)
    invite(office)
    with transaction() as session:
        session.get_one(Meeting, office.meeting_id).start = now_utc() + timedelta(days=5)
    return office


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_form_of_answers_falls_over(
    app: Flask, session: Session, invited: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    generous = type(reply_views.BY_LINK)("reply", 10_000, timedelta(hours=1))
    monkeypatch.setattr(reply_views, "BY_LINK", generous)
    enemy = Enemy(app, invited.body_id, invited.members[0])
    here = f"/sitzung/{invited.meeting_id}"
    link = f"/rueckmeldung/{REPLIES.word(invited.body_id, invited.meeting_id, invited.members[0])}"
    pages = [here, f"{here}/rueckmeldung", f"{here}/rueckmeldungen?person={invited.members[1]}", link]
    client = enemy.client()
    wrong, met = [], set()
    for page in pages:
        for form in forms_in(app, page, client.get(page).text):
            if form.endpoint.partition(".")[0] in {"replies", "reply_desk"}:
                met.add(form.endpoint)
                wrong += attacked(app, session, enemy, form)
    assert met == {"replies.own", "replies.by_link", "reply_desk.enter"}
    assert wrong == []
    assert [page for page in pages if SCRIPT in client.get(page).text] == []
    assert list(trail_problems(session, Actor.machine(invited.body_id, "test"))) == []
