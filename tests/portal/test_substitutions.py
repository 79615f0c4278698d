"""The session office notes who takes whose place, and the substitute reads along from that moment."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ris.access.actor import Role
from ris.access.circles import closed_readers
from ris.accounts.models import Substitution
from ris.council.models import Body
from ris.db import db, now_utc
from ris.web.dates import local_day
from tests.factories.council import membership, organization, person
from tests.factories.documents import paper
from tests.factories.meetings import meeting, meeting_organization
from tests.signing_in import sent, signed_in


@pytest.fixture
def clerk(app: Flask, body: Body) -> FlaskClient:
    return signed_in(app, "Clerk", Role.CLERK)


def test_a_substitute_reads_along_until_the_member_comes_after_all(app: Flask, body: Body, clerk: FlaskClient) -> None:
    committee, other = organization(name="Bauausschuss"), organization(name="Ortsbeirat")
    absent, substitute = person(name="Ada Fehlt"), person(name="Bo Kommt")
    membership(person_id=absent.id, organization_id=committee.id)
    membership(person_id=substitute.id, organization_id=other.id)
    sitting = meeting(name="Sitzung")
    meeting_organization(meeting_id=sitting.id, organization_id=committee.id)
    readers = closed_readers([committee.id], day=local_day(now_utc()), council=False, meeting_ids=[sitting.id])
    secret = paper(name="Geheimes", readers=readers)
    theirs = signed_in(app, "Bo", person_id=substitute.id)
    page = f"/sitzung/{sitting.id}/vertretung"

    assert theirs.get(f"/vorlage/{secret.slug}").status_code == 404
    noted = sent(clerk, page, {"absent": absent.id, "substitute": substitute.id})
    assert noted.location == page
    assert "Bo Kommt</strong> vertritt Ada Fehlt" in clerk.get(page).text
    assert theirs.get(f"/vorlage/{secret.slug}").status_code == 200
    known = db.session.scalars(select(Substitution.id)).one()
    assert sent(clerk, f"{page}/{known}/beenden", {}, page=page).location == page
    assert theirs.get(f"/vorlage/{secret.slug}").status_code == 404


@pytest.mark.parametrize("fields", [{}, {"absent": "1"}, {"absent": "x", "substitute": "99999999"}])
def test_nobody_unknown_takes_a_place(clerk: FlaskClient, fields: dict[str, object]) -> None:
    sitting = meeting(name="Sitzung")
    answer = sent(clerk, f"/sitzung/{sitting.id}/vertretung", fields)
    assert answer.status_code == 422
    assert 'id="substitute-fehler"' in answer.text
    assert db.session.scalars(select(Substitution)).all() == []


def test_a_meeting_or_substitution_that_is_not_there_is_404(clerk: FlaskClient) -> None:
    sitting = meeting(name="Sitzung")
    assert clerk.get("/sitzung/98765/vertretung").status_code == 404
    page = f"/sitzung/{sitting.id}/vertretung"
    assert sent(clerk, f"{page}/98765/beenden", {}, page=page).status_code == 404
