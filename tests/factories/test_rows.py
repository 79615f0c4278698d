import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.council.models import Body, Organization
from ris.scope.current import NoBody
from tests.factories import council, documents, meetings


def test_a_made_row_is_committed_and_belongs_to_the_current_body(session: Session, body: Body) -> None:
    made = council.organization(name="Bauausschuss")
    session.rollback()
    found = session.scalars(select(Organization)).one()
    assert (found.id, found.name, found.body_id) == (made.id, "Bauausschuss", body.id)


def test_a_made_row_is_public_unless_the_test_names_other_readers(body: Body) -> None:
    assert documents.paper().reader_tokens == {"public"}
    assert documents.paper(readers={"council", "administration"}).reader_tokens == {"council", "administration"}


def test_rows_can_be_joined(body: Body) -> None:
    item = meetings.agenda_item(meeting_id=meetings.meeting().id)
    station = meetings.consultation(agenda_item_id=item.id, paper_id=documents.paper().id)
    assert station.agenda_item_id == item.id


def test_rows_of_a_body_cannot_be_made_while_no_body_is_current(app: Flask) -> None:
    with pytest.raises(NoBody):
        council.person()
