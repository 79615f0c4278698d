"""An agenda in the making: standing items, papers from the pool, moves, edits, and two who edit at once."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, chair_token
from ris.access.policy import Forbidden
from ris.audit.models import AuditEntry
from ris.council.models import Body
from ris.db import transaction
from ris.documents.models import Paper
from ris.law.sitting import Subject
from ris.meetings.agenda_rules import Direction
from ris.meetings.invitation_models import AgendaDraft
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.meetings.services import agenda_editing as editing
from ris.meetings.services.agenda_editing import Stale
from ris.meetings.services.agenda_items import AlreadySent, ItemWords, NotOnAgenda
from tests.meetings.office import NOW, Office, agenda, open_office, told, waiting_paper


@pytest.fixture
def office(body: Body) -> Office:
    """A town with a committee."""
    return open_office(body)


def revision(office: Office) -> int:
    with transaction() as session:
        return session.get_one(AgendaDraft, office.meeting_id).revision


def put(office: Office, station: int) -> int:
    with transaction() as session:
        meeting = session.get_one(Meeting, office.meeting_id)
        now_at = session.get_one(AgendaDraft, meeting.id).revision
        return editing.add_paper_item(session, office.clerk, meeting, station, revision=now_at, now=NOW).id


def move(office: Office, item: int, to: Direction | int) -> None:
    at = revision(office)
    with transaction() as session:
        editing.move_item(
            session, office.clerk, session.get_one(Meeting, office.meeting_id), item, to, revision=at, now=NOW
        )


def add(office: Office, actor: Actor, words: ItemWords, at: int) -> None:
    with transaction() as session:
        editing.add_own_item(session, actor, session.get_one(Meeting, office.meeting_id), words, revision=at, now=NOW)


def test_an_agenda_begins_with_the_standing_items_and_only_once(office: Office, session: Session) -> None:
    assert told(session, office) == ["1 Eröffnung", "2 Verschiedenes"]
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        editing.begin_agenda(writing, office.clerk, meeting, now=NOW)
        assert (meeting.state, meeting.meeting_state) == ("agenda", "terminiert")
    assert len(agenda(session, office)) == 2


def test_nobody_outside_of_office_and_chair_reads_an_unsent_item(office: Office, session: Session) -> None:
    put(office, waiting_paper(office))
    tokens = {item.reader_tokens for item in agenda(session, office)}
    assert tokens == {frozenset({ADMINISTRATION, chair_token(office.organization_id)})}


def test_a_paper_stands_before_the_end_and_its_station_knows_the_item(office: Office, session: Session) -> None:
    item_id = put(office, waiting_paper(office))
    assert told(session, office) == ["1 Eröffnung", "2 Radweg", "3 Verschiedenes"]
    station = session.scalars(select(Consultation)).one()
    assert (station.agenda_item_id, station.meeting_id) == (item_id, office.meeting_id)
    assert session.scalars(select(Paper.state)).one() == "on_agenda"


def test_a_closed_paper_goes_to_the_closed_part_with_its_reason(office: Office, session: Session) -> None:
    put(office, waiting_paper(office, "Ankauf", public=False))
    last = agenda(session, office)[-1]
    assert (last.number, last.name, last.public, last.closed_reason) == ("3", "Ankauf", False, "Grundstück")


def test_an_election_is_known_by_its_paper(office: Office, session: Session) -> None:
    station = waiting_paper(office, "Wahl")
    with transaction() as writing:
        writing.scalars(select(Paper)).one().kind = "election"
    item = session.get_one(AgendaItem, put(office, station))
    assert item.subject == Subject.ELECTION


def test_the_same_paper_is_not_taken_twice(office: Office) -> None:
    station = waiting_paper(office)
    put(office, station)
    with pytest.raises(NotOnAgenda):
        put(office, station)


def test_items_move_within_their_part(office: Office, session: Session) -> None:
    put(office, waiting_paper(office, "Radweg"))
    brunnen = put(office, waiting_paper(office, "Brunnen"))
    closed = put(office, waiting_paper(office, "Ankauf", public=False))
    move(office, brunnen, Direction.UP)
    move(office, closed, Direction.UP)
    assert told(session, office) == ["1 Eröffnung", "2 Brunnen", "3 Radweg", "4 Verschiedenes", "5 Ankauf"]
    move(office, brunnen, 4)
    assert told(session, office) == ["1 Eröffnung", "2 Radweg", "3 Verschiedenes", "4 Brunnen", "5 Ankauf"]


def test_an_item_gets_other_words_and_another_part(office: Office, session: Session) -> None:
    first = agenda(session, office)[0].id
    words = ItemWords("Grundstück", public=False, closed_reason="Preis", subject=Subject.BUDGET, block=True)
    at = revision(office)
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        editing.change_item(writing, office.clerk, meeting, first, words, revision=at, now=NOW)
    item = agenda(session, office)[-1]
    assert (item.id, item.number, item.closed_reason, item.subject, item.block) == (first, "2", "Preis", "budget", True)


def test_what_is_taken_off_waits_again_and_can_be_put_back(office: Office, session: Session) -> None:
    item = put(office, waiting_paper(office))
    at = revision(office)
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        editing.take_off_item(writing, office.clerk, meeting, item, revision=at, now=NOW)
    assert told(session, office) == ["1 Eröffnung", "2 Verschiedenes"]
    assert session.scalars(select(Paper.state)).one() == "numbered"
    session.rollback()
    with transaction() as writing:
        meeting = writing.get_one(Meeting, office.meeting_id)
        editing.put_back_item(writing, office.clerk, meeting, item, revision=at + 1, now=NOW)
    assert told(session, office) == ["1 Eröffnung", "2 Radweg", "3 Verschiedenes"]
    assert session.scalars(select(Paper.state)).one() == "on_agenda"
    assert session.scalars(select(Consultation.agenda_item_id)).one() == item


def test_an_own_item_stands_before_the_end(office: Office, session: Session) -> None:
    add(office, office.clerk, ItemWords("Bericht"), 1)
    assert told(session, office) == ["1 Eröffnung", "2 Bericht", "3 Verschiedenes"]
    assert session.scalars(select(AuditEntry.event)).all().count("agenda:changed") == 2


def test_who_edits_an_older_state_is_told_by_whom_it_was_changed_and_nothing_happens(
    office: Office, session: Session
) -> None:
    stale = revision(office)
    put(office, waiting_paper(office))
    with pytest.raises(Stale) as told_so:
        add(office, office.clerk, ItemWords("Zu spät"), stale)
    assert (told_so.value.revision, told_so.value.changed_by) == (stale + 1, "Kerstin Kern")
    assert "Zu spät" not in " ".join(told(session, office))


def test_an_agenda_that_was_sent_out_is_not_edited(office: Office, session: Session) -> None:
    first = agenda(session, office)[0].id
    with transaction() as writing:
        writing.get_one(Meeting, office.meeting_id).agenda_version = 1
    edits: list[Callable[[Session, Meeting], object]] = [
        lambda s, m: editing.move_item(s, office.clerk, m, first, 2, revision=1, now=NOW),
        lambda s, m: editing.add_own_item(s, office.clerk, m, ItemWords("Neu"), revision=1, now=NOW),
        lambda s, m: editing.take_off_item(s, office.clerk, m, first, revision=1, now=NOW),
    ]
    for edit in edits:
        with pytest.raises(AlreadySent), transaction() as writing:
            edit(writing, writing.get_one(Meeting, office.meeting_id))


def test_an_item_of_another_agenda_is_not_there(office: Office, body: Body) -> None:
    other = open_office(body)
    with transaction() as session:
        foreign = agenda(session, other)[0].id
    with pytest.raises(NotOnAgenda):
        move(office, foreign, 1)


@pytest.mark.parametrize("who", ["member", "chair"])
def test_only_the_office_edits(office: Office, who: str) -> None:
    actor: Actor = getattr(office, who)
    with pytest.raises(Forbidden):
        add(office, actor, ItemWords("Eigenes"), 1)
