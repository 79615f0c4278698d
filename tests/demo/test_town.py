"""What the demo town promises to whoever looks around in it, and to the leak tests."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, Text, func, inspect, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import ADMINISTRATION, PUBLIC
from ris.accounts.models import User
from ris.audit.cli import public_lines
from ris.audit.models import PublicLogEntry, Tombstone
from ris.audit.queries import trail_problems
from ris.audit.verify_log import main, problems_in
from ris.council.models import Membership, Organization, Person
from ris.db import Base, now_utc
from ris.demo_town.reading import canaries, papers
from ris.documents.models import File, Paper, PaperVersion
from ris.documents.rules import UNFINISHED
from ris.meetings.models import AgendaItem, AgendaVersion, Meeting, MeetingOrganization, MeetingParticipant
from ris.meetings.rules import MeetingState, result_of
from ris.scope.readers import Protected
from ris.web.dates import local_day
from tests.demo_town import DemoTown

SECOND_TERM = date(2026, 4, 1)


@pytest.fixture(scope="module")
def town(demo_town: DemoTown) -> Iterator[Session]:
    with demo_town.at_work() as session:
        yield session


def test_sixty_meetings_were_held_over_two_terms(town: Session) -> None:
    starts = town.scalars(select(Meeting.start).where(Meeting.meeting_state == "durchgeführt")).all()
    days = [local_day(start) for start in starts if start is not None]
    assert len(days) >= 60
    assert min(days) < SECOND_TERM < max(days)


def test_the_coming_weeks_hold_every_state_a_meeting_can_have(town: Session) -> None:
    coming = town.scalars(select(Meeting).where(Meeting.start > now_utc() - timedelta(days=1))).all()
    invited = [meeting for meeting in coming if meeting.meeting_state == "eingeladen"]
    scheduled = [meeting for meeting in coming if meeting.meeting_state == "terminiert"]
    planned = [meeting for meeting in scheduled if meeting.standing is not MeetingState.AGENDA]
    with_agenda = set(town.scalars(select(AgendaItem.meeting_id)))
    assert len(invited) >= 3
    assert planned
    assert {meeting.id for meeting in scheduled if meeting not in planned} <= with_agenda
    assert {meeting.id for meeting in invited} <= with_agenda
    assert not {meeting.id for meeting in planned} & with_agenda
    off = [meeting for meeting in coming if meeting.cancelled]
    assert len([meeting for meeting in off if meeting.moved_to_id]) == 1
    assert len([meeting for meeting in off if not meeting.moved_to_id]) == 1
    assert all(meeting.change_reason for meeting in off)


def test_some_forty_people_hold_seats_and_each_has_a_contact(town: Session) -> None:
    people = town.scalars(select(Person)).all()
    assert 40 <= len(people) <= 60
    assert len({tuple(person.email or ()) for person in people}) == len(people)
    assert all((person.email or [""])[0].endswith("@lindenau.example") for person in people)
    sitting = (
        select(func.count()).select_from(Membership).join(Organization, Organization.id == Membership.organization_id)
    )
    today = local_day(now_utc())
    now = sitting.where(Organization.short_name == "StVV", Membership.start_date <= today, Membership.end_date >= today)
    assert town.scalar(now) == 31


def test_numbers_have_no_gaps_in_any_year(town: Session) -> None:
    given = town.scalars(select(Paper.reference).where(Paper.reference.is_not(None)))
    numbers = [(reference or "").split("/") for reference in given]
    for year, count in Counter(year for year, _ in numbers).items():
        assert sorted(int(number) for own, number in numbers if own == year) == list(range(1, count + 1))


def test_both_logs_hold(town: Session, demo_town: DemoTown) -> None:
    assert list(trail_problems(town, Actor.machine(demo_town.body_id, "test"))) == []
    assert list(problems_in(public_lines(town))) == []
    events = set(town.scalars(select(PublicLogEntry.event)))
    assert events == {"published", "replaced", "withdrawn", "invited", "supplemented", "decided", "moved", "cancelled"}


def test_a_citizen_can_check_what_was_downloaded(town: Session, demo_town: DemoTown, tmp_path: Path) -> None:
    visitor = demo_town.app.test_client()
    log, folder = tmp_path / "protokoll.jsonl", tmp_path / "files"
    log.write_bytes(visitor.get("/protokoll.jsonl").data)
    folder.mkdir()
    addresses = town.scalars(
        select(PublicLogEntry.address).where(PublicLogEntry.address.like("/datei/%")).limit(5)
    ).all()
    for number, address in enumerate(addresses):
        with visitor.get(address) as answer:
            (folder / f"{number}.pdf").write_bytes(answer.data)
    assert main([str(log), "--files", str(folder)]) == 0
    (folder / "0.pdf").write_bytes(b"%PDF exchanged")
    assert main([str(log), "--files", str(folder)]) == 1


def test_votes_add_up_to_who_was_there(town: Session) -> None:
    present = Counter(town.scalars(select(MeetingParticipant.meeting_id)))
    counted = town.scalars(select(AgendaItem).where(AgendaItem.votes_yes.is_not(None))).all()
    assert len(counted) > 150
    for item in counted:
        votes = (item.votes_yes or 0) + (item.votes_no or 0) + (item.votes_abstain or 0)
        assert votes == present[item.meeting_id or 0]


def test_results_are_of_every_kind_and_some_are_close(town: Session) -> None:
    items = town.scalars(select(AgendaItem).where(AgendaItem.result.is_not(None))).all()
    kinds = {result.kind for item in items if (result := result_of(item.result))}
    assert len(kinds) == 7
    close = [item for item in items if item.votes_no and abs((item.votes_yes or 0) - item.votes_no) <= 2]
    assert close


def test_one_paper_was_withdrawn_and_some_have_a_second_version(town: Session) -> None:
    withdrawn = town.scalars(select(Paper).where(Paper.deleted)).one()
    tombstone = town.scalars(select(Tombstone).where(Tombstone.subject_kind == "paper")).one()
    assert tombstone.address == f"/vorlage/{withdrawn.slug}"
    assert tombstone.reason
    revised = town.scalars(select(Paper).where(Paper.version == 2)).all()
    assert len(revised) >= 2
    for paper in revised:
        numbers = town.scalars(select(PaperVersion.number).where(PaperVersion.paper_id == paper.id)).all()
        assert sorted(numbers) == [1, 2]


def test_every_paper_that_anybody_may_read_has_a_version_and_a_file_with_text(town: Session) -> None:
    frozen = set(town.scalars(select(PaperVersion.paper_id)))
    drafts = set(town.scalars(select(Paper.id).where(Paper.state.in_(UNFINISHED))))
    assert set(town.scalars(select(Paper.id))) - drafts == frozen - drafts
    made = select(func.min(User.created)).scalar_subquery()  # other tests put files of their own into the town
    files = town.scalars(select(File).where(File.created <= made)).all()
    assert files
    assert all((file.text or "").strip() and file.page_count and file.sha512_checksum for file in files)


def test_no_placeholder_of_the_texts_is_left_over(town: Session) -> None:
    for row, text in texts(town):
        assert "[[" not in text, row
        assert "[bfl]" not in text, row
        assert "[vorsitz]" not in text, row
        assert "[wahltag]" not in text, row


def test_the_magistrat_and_one_committee_sitting_are_closed(town: Session) -> None:
    rows = town.execute(
        select(Meeting, Organization.short_name)
        .join(MeetingOrganization, MeetingOrganization.meeting_id == Meeting.id)
        .join(Organization, Organization.id == MeetingOrganization.organization_id),
    )
    known = [(meeting, short) for meeting, short in rows if meeting.standing is not MeetingState.PLANNED]
    closed = {short for meeting, short in known if PUBLIC not in meeting.reader_tokens}
    assert closed == {"Mag", "HFA"}


def test_next_years_days_are_planned_and_two_committees_meet_as_one(town: Session) -> None:
    planned = town.scalars(select(Meeting).where(Meeting.state == MeetingState.PLANNED)).all()
    assert len(planned) == 5
    assert {meeting.reader_tokens for meeting in planned} == {frozenset({ADMINISTRATION})}
    joint = [meeting for meeting in town.scalars(select(Meeting)) if len(meeting.organizations) > 1]
    assert [meeting.name for meeting in joint] == ["Gemeinsame Sitzung zum Bauprogramm"]
    assert all(link.number for link in joint[0].organizations)


def test_each_canary_stands_on_closed_rows_and_on_no_public_one(town: Session) -> None:
    closed, public = "", " ".join(town.scalars(select(Tombstone.reason)))
    for row, text in texts(town):
        if isinstance(row, Protected) and PUBLIC not in row.reader_tokens:
            closed += " " + text
        else:
            public += " " + text
    assert len(canaries()) >= 12
    for word in canaries():
        assert word in closed
        assert word.casefold() not in public.casefold()


def test_closed_papers_carry_their_canary_in_title_or_text() -> None:
    for paper in papers():
        assert bool(paper.canary) == bool(paper.closed_reason)
        if paper.canary:
            assert paper.canary in paper.title
            assert all(paper.canary in words for words in (paper.summary, paper.reasons))


def texts(session: Session) -> Iterator[tuple[object, str]]:
    """Every text of every row, files' words and frozen versions included."""
    models: list[Any] = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, Protected)]
    for row in (row for model in models for row in session.scalars(select(model))):
        for column in inspect(type(row)).columns:
            value = getattr(row, column.key)
            if isinstance(column.type, String | Text) and isinstance(value, str):
                yield row, value
        if isinstance(row, AgendaVersion):
            yield row, str(row.content)
    for version, paper in session.execute(select(PaperVersion, Paper).join(Paper, Paper.id == PaperVersion.paper_id)):
        yield paper, str(version.content)
