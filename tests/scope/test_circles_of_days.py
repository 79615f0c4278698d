"""Who left, who came later and who takes somebody's place: Python, SQL and both search engines say the same."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import closed_readers
from ris.accounts.models import Substitution, User
from ris.accounts.queries import actor_for
from ris.accounts.services.substitutions import give_place_back, take_place
from ris.accounts.services.users import add_user
from ris.council.models import Body, Organization
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.documents.models import Paper
from ris.meetings.models import AgendaVersion, Meeting
from ris.meetings.services.agenda_freezing import freeze_agenda
from ris.scope.readers import readable, readable_by
from ris.search.engine import Entry, Query
from ris.search.engines import search_index
from ris.web.dates import BERLIN
from tests.factories.council import membership, organization, person
from tests.factories.documents import paper
from tests.factories.meetings import agenda_item, meeting

Reads = Callable[[int], set[str]]
NOON = datetime(2026, 11, 23, 12, tzinfo=BERLIN)
TODAY = NOON.date()
DAYS = {f"day {days}": TODAY - timedelta(days=days) for days in (0, 1, 29, 30, 31, 200, 400, 800)}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    """No test runs over midnight."""
    with time_machine.travel(NOON, tick=False):
        yield


@dataclass
class Town:
    """A committee and the council, with closed papers of many days."""

    body_id: int
    committee: Organization
    council: Organization
    meeting: Meeting

    def person(self, *seats: tuple[Organization, date | None, date | None]) -> int:
        """Somebody with these seats; their account's id."""
        somebody = person(name="Jemand")
        for where, first, last in seats:
            membership(person_id=somebody.id, organization_id=where.id, start_date=first, end_date=last)
        with transaction() as session:
            return add_user(
                session,
                Actor.machine(self.body_id, "test"),
                email=f"person{somebody.id}@lindenau.example",
                name="Jemand",
                person_id=somebody.id,
                now=now_utc(),
            ).id


@pytest.fixture
def town(body: Body) -> Town:
    committee, council = organization(name="Bauausschuss"), organization(name="Stadtverordnetenversammlung")
    with transaction() as session:
        settings = BodySettings(council_organization_id=council.id)
        session.get_one(Body, body.id).settings = settings.to_json()
    sitting = meeting(name="Sitzung")
    for name, day in DAYS.items():
        paper(name=name, readers=closed_readers([committee.id], day=day, council=False))
        paper(name=f"council {name}", readers=closed_readers([committee.id], day=day))
    paper(name="meeting", readers=closed_readers([committee.id], day=TODAY, council=False, meeting_ids=[sitting.id]))
    paper(name="public")
    paper(name="office", readers={"administration"})
    return Town(body.id, committee, council, sitting)


def found_by_engine(name: str, folder: Path, papers: list[Paper], actor: Actor) -> set[str]:
    """What an actor finds, by one engine's own filter."""
    index = search_index(folder / name, name)
    entries = [
        Entry(
            key=f"paper:{row.id}",
            body_id=row.body_id,
            readers=row.reader_tokens,
            kind="paper",
            title=str(row.name),
            text="Radweg",
            date=None,
        )
        for row in papers
    ]
    index.rebuild(["Radweg"], entries, lambda _writer, _keys: None)
    hits = index.reader().search(Query(text="Radweg", reads=actor.reads, body_id=actor.body_id, limit=100)).hits
    names = {f"paper:{row.id}": str(row.name) for row in papers}
    return {names[hit.key] for hit in hits}


@pytest.fixture
def reads(session: Session, tmp_path: Path) -> Reads:
    """What an account may read; the same by all four renderings of the rule."""
    asked = count()

    def names(user_id: int) -> set[str]:
        session.rollback()
        actor = actor_for(session, session.get_one(User, user_id))
        rows = list(session.scalars(select(Paper)))
        by_python = {str(row.name) for row in rows if readable(actor, row)}
        assert set(session.scalars(select(Paper.name).where(readable_by(actor, Paper)))) == by_python
        for engine in ("whoosh", "tantivy"):
            assert found_by_engine(engine, tmp_path / f"index{next(asked)}", rows, actor) == by_python
        return by_python - {"public"}

    return names


def of_days(*wanted: date, council: bool = False) -> set[str]:
    """Names of the committee's papers that became readable on these days."""
    names = {name for name, day in DAYS.items() if day in wanted}
    return {f"council {name}" for name in names} | (set() if council else names)


def test_a_member_reads_everything_of_the_committee(town: Town, reads: Reads) -> None:
    member = town.person((town.committee, TODAY - timedelta(days=10), None))
    assert reads(member) == of_days(*DAYS.values()) | {"meeting"}


def test_the_last_day_counts_in_full(town: Town, reads: Reads) -> None:
    member = town.person((town.committee, None, TODAY))
    assert reads(member) == of_days(*DAYS.values()) | {"meeting"}


@pytest.mark.parametrize("gone", [1, 30, 100])
def test_who_left_reads_what_became_readable_until_then_and_no_more(town: Town, reads: Reads, gone: int) -> None:
    last = TODAY - timedelta(days=gone)
    member = town.person((town.committee, None, last))
    assert reads(member) == of_days(*(day for day in DAYS.values() if day <= last))


def test_who_left_never_read_what_was_before_their_time(town: Town, reads: Reads) -> None:
    first, last = TODAY - timedelta(days=210), TODAY - timedelta(days=31)
    member = town.person((town.committee, first, last))
    assert reads(member) == of_days(*(day for day in DAYS.values() if first <= day <= last))


def test_two_times_in_office_are_two_times(town: Town, reads: Reads) -> None:
    early = (town.committee, TODAY - timedelta(days=900), TODAY - timedelta(days=700))
    late = (town.committee, TODAY - timedelta(days=40), TODAY - timedelta(days=30))
    member = town.person(early, late)
    assert reads(member) == of_days(DAYS["day 800"], DAYS["day 31"], DAYS["day 30"])


def test_who_left_the_committee_and_stays_in_the_council_reads_on_what_is_the_councils(
    town: Town, reads: Reads
) -> None:
    member = town.person((town.committee, None, TODAY - timedelta(days=30)), (town.council, None, None))
    before = of_days(*(day for day in DAYS.values() if day <= TODAY - timedelta(days=30)))
    assert reads(member) == before | of_days(*DAYS.values(), council=True)


def test_who_left_the_council_reads_its_days(town: Town, reads: Reads) -> None:
    member = town.person((town.council, None, TODAY - timedelta(days=30)))
    wanted = [day for day in DAYS.values() if day <= TODAY - timedelta(days=30)]
    assert reads(member) == of_days(*wanted, council=True)


def test_a_seat_to_come_opens_nothing_yet(town: Town, reads: Reads) -> None:
    assert reads(town.person((town.committee, TODAY + timedelta(days=1), None))) == set()


def test_a_substitute_reads_the_meeting_from_that_moment_and_nothing_else(
    town: Town, reads: Reads, session: Session
) -> None:
    absent, substitute = town.person((town.committee, None, None)), town.person()
    machine = Actor.machine(town.body_id, "test")
    people = [session.get_one(User, identity).person_id for identity in (absent, substitute)]
    assert people[0] is not None
    assert people[1] is not None
    assert reads(substitute) == set()
    with transaction() as writing:
        take_place(writing, machine, town.meeting.id, absent_id=people[0], substitute_id=people[1], now=now_utc())
    assert reads(substitute) == {"meeting"}
    with transaction() as writing:
        taken = writing.scalars(select(Substitution)).one()
        give_place_back(writing, machine, taken, now=now_utc())
    assert reads(substitute) == set()
    with transaction() as writing:
        take_place(writing, machine, town.meeting.id, absent_id=people[0], substitute_id=people[1], now=now_utc())
    assert reads(substitute) == {"meeting"}


def test_a_substitution_to_come_opens_nothing_yet(town: Town, reads: Reads, session: Session) -> None:
    substitute = town.person()
    person_id = session.get_one(User, substitute).person_id
    with transaction() as writing:
        writing.add(
            Substitution(
                meeting_id=town.meeting.id,
                absent_id=person_id,
                substitute_id=person_id,
                since=now_utc() + timedelta(hours=1),
            )
        )
    assert reads(substitute) == set()


def test_a_version_of_an_agenda_tells_nothing_of_what_came_after_somebody_left(town: Town, session: Session) -> None:
    gone = TODAY - timedelta(days=1)
    former = town.person((town.committee, None, gone))
    invited, supplemented = (datetime.combine(day, time(12), tzinfo=BERLIN) for day in (gone, TODAY))
    for position, moment in enumerate((invited, supplemented)):
        readers = closed_readers([town.committee.id], day=moment.date(), council=False)
        agenda_item(meeting_id=town.meeting.id, position=position, name=f"Geheim {position}", readers=readers)
        with transaction() as writing:
            sitting = writing.get_one(Meeting, town.meeting.id)
            freeze_agenda(writing, sitting, "supplement" if position else "invited", now=moment)
    session.rollback()
    actor = actor_for(session, session.get_one(User, former))
    read = session.scalars(select(AgendaVersion).where(readable_by(actor, AgendaVersion))).all()
    told = {(version.number, item["name"]) for version in read for item in version.content["items"]}
    assert told == {(1, "Geheim 0")}
