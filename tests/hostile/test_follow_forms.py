"""The forms of following, which need no account: whatever is sent, nothing falls over and nobody else is written to."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.accounts.rules import Limit
from ris.council.models import Body
from ris.following import views
from ris.following.letters import CONFIRM
from ris.following.models import Follower, Subscription
from ris.following.rules import Purpose
from ris.mail.models import OutgoingMail
from tests.factories import documents
from tests.hostile.forms import SCRIPT, attacks, forms_in
from tests.signing_in import sent


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_no_form_of_following_falls_over(
    app: Flask, client: FlaskClient, session: Session, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("WISHES_FOR_ADDRESS", "WISHES_FROM_NETWORK", "WISHES_IN_TOWN"):
        monkeypatch.setattr(views, limit, Limit(limit, 10_000, timedelta(hours=1)))
    documents.paper(name=SCRIPT, slug="2026-0412")
    sent(client, "/folgen?vorlage=2026-0412", {"email": "ada@lindenau.example", "wie-oft": "now"})
    row = session.scalars(select(Subscription)).one()
    seal = app.extensions["following"].seal
    confirm, manage = f"/folgen/bestaetigen/{seal.word(Purpose.CONFIRM, body.id, row.name)}", "/folgen/meine/"
    manage += seal.word(Purpose.MANAGE, body.id, session.scalars(select(Follower.name)).one())
    fallen, met = [], set()
    for page in ("/folgen?vorlage=2026-0412", confirm, manage):
        shown = client.get(page).text
        assert SCRIPT not in shown
        for form in forms_in(app, page, shown):
            if form.endpoint.endswith("ended"):
                continue  # ends all of it, which it shall
            met.add(form.endpoint)
            for name, arguments in attacks(form):
                answer = client.post(form.action, **arguments)
                if answer.status_code >= 500 or SCRIPT in answer.text:
                    fallen.append(f"{form.endpoint}, {name}: {answer.status_code}")
    assert fallen == []
    assert met == {"following.follow", "following_links.confirmation", "following_links.change"}
    session.rollback()
    written = set(session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.purpose == CONFIRM)))
    assert written <= {"ada@lindenau.example"}
    assert len(session.scalars(select(Follower)).all()) <= 1
