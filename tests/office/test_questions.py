"""Questions whose answer is due, and papers that wait for the office: each line one action, each day its norm."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ris.access.actor import Actor, Role
from ris.access.policy import Forbidden
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from ris.documents.rules import PaperKind, PaperState, StepRefused
from ris.drafting.services.answering import note_answer
from ris.law.counting import Period
from ris.law.standing_orders import StandingOrders
from ris.office.work import Group, Task, tasks_for
from tests.factories import documents, meetings
from tests.office.test_work import clerk

ASKED = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def ordered(body: Body) -> Body:
    """A town that answers written questions within four weeks."""
    orders = StandingOrders(answer_deadline=Period(28), procedure="Geschäftsordnung, § 12")
    with transaction() as session:
        session.get_one(Body, body.id).settings = BodySettings(orders=orders.to_json()).to_json()
    return body


def question(answer: str = "schriftlich") -> Paper:
    facts: dict[str, Any] = {"kind": PaperKind.QUESTION.value, "state": PaperState.NUMBERED.value, "submitted": ASKED}
    facts |= {"name": "Freibad", "reference": "2027/0001", "details": {"answer": answer}}
    return documents.paper(**facts)


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def tasks(session: Session, body: Body, group: Group, day: date = date(2027, 1, 11)) -> list[Task]:
    now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return [task for task in tasks_for(session, clerk(body), now=now) if task.group is group]


@pytest.mark.parametrize(
    ("day", "what"),
    [
        (date(2027, 1, 11), "Antwort fällig am Mo., 1. Februar 2027"),
        (date(2027, 2, 1), "Antwort heute fällig"),
        (date(2027, 2, 3), "Antwort überfällig seit 2 Tagen"),
    ],
)
def test_an_answer_is_due_by_the_body_s_own_period(ordered: Body, session: Session, day: date, what: str) -> None:
    paper = question()
    (task,) = tasks(session, ordered, Group.QUESTIONS, day)
    assert (plain(task.what), task.about) == (what, "2027/0001 Freibad")
    assert "28 Tage danach" in plain(task.sum)
    assert "Geschäftsordnung, § 12" in task.sum
    assert (task.action, task.path) == ("Antwort vermerken", f"/vorlage/{paper.id}/bearbeiten#schritt")


def test_without_a_period_the_question_is_still_open(body: Body, session: Session) -> None:
    question()
    (task,) = tasks(session, body, Group.QUESTIONS)
    assert "ist offen" in task.what
    assert task.sum == "Die Geschäftsordnung nennt keine Frist"


def test_an_oral_answer_is_due_in_its_meeting_and_given_with_its_result(ordered: Body, session: Session) -> None:
    paper = question("mündlich in der Sitzung")
    assert "noch auf keiner Tagesordnung" in tasks(session, ordered, Group.QUESTIONS)[0].sum
    meeting = meetings.meeting(start=datetime(2027, 1, 20, 18, tzinfo=UTC))
    item = meetings.agenda_item(meeting_id=meeting.id)
    meetings.consultation(paper_id=paper.id, meeting_id=meeting.id, agenda_item_id=item.id)
    assert "Mi., 20. Januar 2027" in plain(tasks(session, ordered, Group.QUESTIONS)[0].what)
    with transaction() as writing:
        writing.get_one(type(item), item.id).result = "beantwortet"
    session.rollback()
    assert tasks(session, ordered, Group.QUESTIONS) == []


def test_an_answer_is_noted_once_by_the_session_office(ordered: Body, session: Session) -> None:
    paper = question()
    reader = Actor(ordered.id, roles=frozenset({Role.AUTHOR}), user_id=2)
    with transaction() as writing, pytest.raises(Forbidden):
        note_answer(writing, reader, writing.get_one(Paper, paper.id), now=now_utc())
    with transaction() as writing:
        note_answer(writing, clerk(ordered), writing.get_one(Paper, paper.id), now=now_utc())
    session.rollback()
    assert tasks(session, ordered, Group.QUESTIONS) == []
    with transaction() as writing, pytest.raises(StepRefused):
        note_answer(writing, clerk(ordered), writing.get_one(Paper, paper.id), now=now_utc())


def test_papers_that_wait_for_the_office_stand_with_one_action_each(body: Body, session: Session) -> None:
    released = documents.paper(name="Radweg", paper_type="Magistratsvorlage", state=PaperState.RELEASED.value)
    motion: dict[str, Any] = {
        "paper_type": "Antrag",
        "reference": "2027/0002",
        "submitted": ASKED,
        "state": PaperState.NUMBERED.value,
    }
    waiting = documents.paper(name="Bänke", **motion)
    placed = documents.paper(name="Wehr", **motion)
    meetings.consultation(paper_id=placed.id, meeting_id=meetings.meeting().id)
    documents.paper(name="Geheim", state=PaperState.RELEASED.value, readers={"org:4711"})
    found = tasks(session, body, Group.INCOMING)
    assert {(task.what, task.about, task.action, task.path) for task in found} == {
        (
            "Freigegeben, noch ohne Nummer",
            f"Magistratsvorlage {released.reference}: Radweg",
            "Nummer vergeben",
            f"/vorlage/{released.id}/bearbeiten#schritt",
        ),
        (
            "Eingereicht, noch ohne Sitzung",
            "Antrag 2027/0002: Bänke",
            "Sitzung wählen",
            f"/vorlage/{waiting.id}/bearbeiten#weg",
        ),
    }
