from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.circles import ADMINISTRATION
from ris.access.policy import Forbidden
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from ris.documents.rules import PaperKind
from ris.drafting.queries.ways import next_meetings, stops_of
from ris.drafting.rules import StopRole
from ris.drafting.services.numbering import begin_successor, give_number, release
from ris.drafting.services.ways import NewStop, set_way
from ris.drafting.services.writing import NewDraft, begin_draft, save_wording
from ris.meetings.models import Consultation
from ris.scope.readers import audience_for
from ris.web.dates import BERLIN
from tests.drafting.desk import WHOLE, Desk
from tests.factories import meetings

NOON = datetime(2026, 12, 1, 12, tzinfo=BERLIN)


@pytest.fixture
def desk(body: Body) -> Desk:
    return Desk(body)


@pytest.fixture
def paper(session: Session, desk: Desk) -> Paper:
    with transaction() as writing:
        new = begin_draft(writing, desk.author, NewDraft(PaperKind.PROPOSAL, "Radweg", desk.office.id), now=now_utc())
        save_wording(writing, desk.author, new, WHOLE, saves=0, now=now_utc())
    return new


def test_the_stops_keep_their_order_and_their_readers(session: Session, desk: Desk, paper: Paper) -> None:
    stops = [NewStop(desk.council.id, StopRole.PREPARATION), NewStop(desk.council.id, StopRole.DECISION)]
    with transaction() as writing:
        set_way(writing, desk.author, paper, stops, now=now_utc())
    rows = session.scalars(select(Consultation).order_by(Consultation.id)).all()
    assert [row.role for row in rows] == ["Vorberatung", "Entscheidung"]
    assert [row.authoritative for row in rows] == [False, True]
    assert all(ADMINISTRATION in row.reader_tokens and "public" not in row.reader_tokens for row in rows)
    with transaction() as writing:
        set_way(writing, desk.author, paper, stops[1:], now=now_utc())
        assert [stop.role for stop in stops_of(writing, paper.id)] == [StopRole.DECISION]


def test_a_public_stop_that_is_taken_away_keeps_its_number(session: Session, desk: Desk, paper: Paper) -> None:
    with transaction() as writing:
        set_way(writing, desk.author, paper, [NewStop(desk.council.id, StopRole.DECISION)], now=now_utc())
    with transaction() as writing:
        stop = writing.scalars(select(Consultation)).one()
        stop.audience = audience_for(writing, {"public"})
        taken = stop.id
    with transaction() as writing:
        set_way(writing, desk.author, paper, [], now=now_utc())
        set_way(writing, desk.author, paper, [NewStop(desk.council.id, StopRole.PREPARATION)], now=now_utc())
        assert [stop.role for stop in stops_of(writing, paper.id)] == [StopRole.PREPARATION]
    gone, new = session.scalars(select(Consultation).order_by(Consultation.id)).all()
    assert (gone.id, gone.deleted, gone.reader_tokens) == (taken, True, frozenset())
    assert new.id > taken


def test_a_stop_on_an_agenda_stays(session: Session, desk: Desk, paper: Paper) -> None:
    with transaction() as writing:
        set_way(writing, desk.author, paper, [NewStop(desk.council.id, StopRole.DECISION)], now=now_utc())
    meeting = meetings.meeting()
    item = meetings.agenda_item(meeting_id=meeting.id)
    with transaction() as writing:
        writing.scalars(select(Consultation)).one().agenda_item_id = item.id
    with transaction() as writing:
        set_way(writing, desk.author, paper, [], now=now_utc())
        assert [stop.on_agenda for stop in stops_of(writing, paper.id)] == [True]


def test_only_meetings_that_will_be_are_proposed(session: Session, desk: Desk) -> None:
    def planned(days: int, *, cancelled: bool = False, reader: str = "public") -> int:
        start = NOON + timedelta(days=days)
        meeting = meetings.meeting(start=start, cancelled=cancelled, readers={reader})
        meetings.meeting_organization(meeting_id=meeting.id, organization_id=desk.council.id)
        return meeting.id

    planned(0)
    planned(3, cancelled=True)
    planned(4, reader="org:999")
    later, sooner = planned(20), planned(10)
    found = next_meetings(session, desk.author, desk.council.id, NOON.date())
    assert [meeting.id for meeting in found] == [sooner, later]


def test_nobody_of_another_office_plans_the_way(session: Session, desk: Desk, paper: Paper) -> None:
    with transaction() as writing, pytest.raises(Forbidden):
        set_way(writing, desk.stranger, paper, [], now=now_utc())


def test_rewordings_and_supplements_hang_on_the_number(session: Session, desk: Desk, paper: Paper) -> None:
    year = now_utc().astimezone(BERLIN).year
    with transaction() as writing:
        first = writing.get_one(Paper, paper.id)
        release(writing, desk.clerk, first, now=now_utc())
        give_number(writing, desk.clerk, first, now=now_utc())
        again = begin_successor(writing, desk.clerk, first, restates=True, now=now_utc())
        release(writing, desk.clerk, again, now=now_utc())
        assert give_number(writing, desk.clerk, again, now=now_utc()) == f"{year}/0001-N1"
        assert again.reasons == first.reasons
        assert again.slug == f"{year}-0001-N1"
