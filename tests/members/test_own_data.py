"""Taking one's own data along: everything of one's own account, notes opened, and nothing of anybody else."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from ris.accounts.models import LoginSession, User
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.meetings.reply_rules import Answer
from ris.notes.models import Note
from ris.notes.sealed import put_content
from tests.meetings.office import Office
from tests.meetings.test_invitation import invited_office
from tests.meetings.test_replies import say
from tests.signing_in import sent, signed_in

ADDRESS = "/mein/konto/eigene-daten.json"


@pytest.fixture
def office(body: Body) -> Office:
    """A committee that was invited."""
    return invited_office(body)


def write_note(app: Flask, name: str, number: int, text: str) -> None:
    with transaction() as session:
        author = session.scalars(select(User.id).where(User.name == name)).one()
        note = Note(
            uuid=f"00000000-0000-4000-8000-{number:012}",
            author_id=author,
            anchor="same",
            visibility="people",
            created=now_utc(),
            changed=now_utc(),
        )
        put_content(note, {"body": [{"type": "TextualBody", "value": text}]}, app.extensions["note_keys"])
        session.add(note)


def test_everything_of_the_account_and_nothing_of_others(app: Flask, office: Office) -> None:
    window: FlaskClient = signed_in(app, "Mitglied", person_id=office.members[1])
    signed_in(app, "Kollegin", person_id=office.members[2])
    write_note(app, "Mitglied", 1, "Nach den Kosten fragen")
    write_note(app, "Kollegin", 2, "Geht niemanden etwas an")
    say(office, office.members[1], Answer.YES)
    sent(window, "/mein/konto/zustellung", {"art": "paper"})
    answer = window.get(ADDRESS)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="eigene-daten.json"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    found = json.loads(answer.text)
    assert found["Konto"]["E-Mail"] == "mitglied@lindenau.example"
    assert [seat["Gremium"] for seat in found["Mandate"]] == ["Bauausschuss"]
    assert [reply["Antwort"] for reply in found["Rückmeldungen"]] == ["yes"]
    assert [choice["Art"] for choice in found["Zustellung"]] == ["paper"]
    assert found["Benachrichtigungen"]["Neue Niederschrift"] == {"E-Mail": "täglich", "Gerät": "sofort"}
    assert [note["body"][0]["value"] for note in found["Notizen"]] == ["Nach den Kosten fragen"]
    assert len(found["Anmeldungen"]) == 1
    assert "Kollegin" not in answer.text
    assert "Geht niemanden" not in answer.text


def test_no_secret_is_in_it(app: Flask, office: Office) -> None:
    window = signed_in(app, "Mitglied", person_id=office.members[1])
    sent(window, "/mein/kalender", {}, page="/mein")
    with transaction() as session:
        user = session.scalars(select(User)).one()
        secrets = [user.password_hash, user.calendar_hash, *session.scalars(select(LoginSession.token_hash))]
    text = window.get(ADDRESS).text
    assert [secret for secret in secrets if secret and secret in text] == []


def test_it_wants_the_password_given_a_moment_ago(app: Flask, office: Office) -> None:
    window = signed_in(app, "Mitglied", person_id=office.members[1])
    with transaction() as session:
        session.scalars(select(LoginSession)).one().confirmed -= timedelta(hours=1)
    assert window.get(ADDRESS).location == "/mein/konto/bestaetigen?weiter=/mein/konto/eigene-daten.json"
    assert app.test_client().get(ADDRESS).status_code == 302
