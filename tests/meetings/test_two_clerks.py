"""Two processes edit one agenda at once: one wins, the other is told; no edit is lost and none is done twice."""

import os

from flask import Flask
from sqlalchemy.orm import Session

from ris.council.models import Body
from ris.db import db, transaction
from ris.meetings.invitation_models import AgendaDraft
from ris.meetings.models import Meeting
from ris.meetings.services.agenda_editing import Stale, add_own_item
from ris.meetings.services.agenda_items import ItemWords
from tests.meetings.office import NOW, Office, open_office, told

WON, LOST = 10, 20
ROUNDS = 6


def in_a_process(office: Office, name: str, revision: int) -> int:
    """Add an item in a process of its own; its id."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        with transaction() as session:
            meeting = session.get_one(Meeting, office.meeting_id)
            add_own_item(session, office.clerk, meeting, ItemWords(name), revision=revision, now=NOW)
        code = WON
    except Stale:
        code = LOST
    finally:
        os._exit(code)


def test_of_two_who_save_the_same_revision_one_is_told(app: Flask, body: Body, session: Session) -> None:
    office = open_office(body)
    for number in range(ROUNDS):
        with transaction() as writing:
            revision = writing.get_one(AgendaDraft, office.meeting_id, populate_existing=True).revision
        db.session.remove()
        db.engine.dispose()  # connections are not shared with children
        names = (f"Kern {number}", f"Adler {number}")
        children = [in_a_process(office, name, revision) for name in names]
        ends = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        assert ends == [WON, LOST]
    agenda = told(db.session(), office)
    assert len(agenda) == 2 + ROUNDS
    with transaction() as writing:
        assert writing.get_one(AgendaDraft, office.meeting_id).revision == 1 + ROUNDS


def test_who_saves_the_new_revision_next_loses_nothing(app: Flask, body: Body, session: Session) -> None:
    office = open_office(body)
    db.session.remove()
    db.engine.dispose()
    for revision, name in enumerate(("Bericht", "Anfragen"), 1):
        child = in_a_process(office, name, revision)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == WON
    assert told(db.session(), office) == ["1 Eröffnung", "2 Bericht", "3 Anfragen", "4 Verschiedenes"]
