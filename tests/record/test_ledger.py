"""The ledger follows what happens in the house: whatever is done, it then knows when each object last read otherwise."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.circles import COUNCIL, PUBLIC
from ris.audit.models import Tombstone
from ris.council.models import Body, Location, Membership, Organization, Person
from ris.council.services.register import end_membership
from ris.db import Base, now_utc, transaction
from ris.documents.models import File, Paper, PaperFile
from ris.documents.services.replacing import NewBytes, replace_file
from ris.jobs.models import Job, JobKind
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.publication.closing import close_item
from ris.publication.withdrawals import withdraw_paper
from ris.record.ledger import times_of
from ris.record.models import Ledger, PublishedObject
from ris.record.reach import Key
from ris.record.services import order_outdated_checks
from ris.scope.readers import audience_for
from tests.factories import council, documents, meetings
from tests.oparl.town import bring, closed_town, thing, town, write_folder
from tests.record.keeping import keep, ledger, missed, raised

CLOSED = (COUNCIL,)
SHA = "a" * 128
pytestmark = pytest.mark.usefixtures("body")


class Sitting:
    """A meeting in a hall: two items, the first with a paper of one file, and a member of who meets."""

    def __init__(self, readers: tuple[str, ...] = (PUBLIC,)) -> None:
        self.place = council.location().id
        self.committee = council.organization(location_id=self.place).id
        self.person = council.person().id
        self.seat = council.membership(person_id=self.person, organization_id=self.committee).id
        self.meeting = meetings.meeting(location_id=self.place, state="scheduled").id
        meetings.meeting_organization(meeting_id=self.meeting, organization_id=self.committee)
        self.first, self.second = (
            meetings.agenda_item(meeting_id=self.meeting, position=at, readers=readers).id for at in (0, 1)
        )
        self.paper = documents.paper(readers=readers).id
        self.file = documents.file(readers=readers, sha512_checksum=SHA, size=3, text="Drei Wörter hier").id
        documents.paper_file(paper_id=self.paper, file_id=self.file)
        meetings.agenda_item_file(agenda_item_id=self.first, file_id=self.file)
        self.station = meetings.consultation(
            paper_id=self.paper, meeting_id=self.meeting, agenda_item_id=self.first, readers=readers
        ).id

    @property
    def first_part(self) -> set[Key]:
        """What hangs on the first item."""
        return {
            *{("agenda_item", self.first), ("consultation", self.station)},
            *{("paper", self.paper), ("file", self.file)},
        }

    @property
    def calendar(self) -> set[Key]:
        """What is there without an agenda."""
        return {
            *{("location", self.place), ("organization", self.committee), ("meeting", self.meeting)},
            *{("person", self.person), ("membership", self.seat)},
        }


@pytest.fixture
def sitting(app: Flask, body: Body) -> Sitting:
    made = Sitting()
    keep(app)
    return made


def change(model: type[Base], own_id: int, **columns: Any) -> None:  # noqa: ANN401 - values of columns
    """Change a row, as any service does."""
    with transaction() as session:
        row = session.get_one(model, own_id)
        for name, value in columns.items():
            setattr(row, name, value)


def open_up(*rows: tuple[type[Any], int]) -> None:
    """What a publication does to its rows."""
    with transaction() as session:
        for model, own_id in rows:
            session.get_one(model, own_id).audience = audience_for(session, {PUBLIC})


class TestPublishing:
    def test_what_is_public_is_entered_and_nothing_else(self, app: Flask, body: Body) -> None:
        sitting = Sitting(CLOSED)
        keep(app)
        assert set(ledger()) == {*sitting.calendar, ("body", body.id)}

    def test_opening_a_paper_enters_it_with_what_hangs_on_it(self, app: Flask) -> None:
        sitting = Sitting(CLOSED)
        keep(app)
        rows = ((Paper, sitting.paper), (File, sitting.file), (Consultation, sitting.station))
        entered = raised(app, lambda: open_up(*rows))
        assert entered == {("paper", sitting.paper), ("file", sitting.file), ("consultation", sitting.station)}
        agenda = raised(app, lambda: open_up((AgendaItem, sitting.first), (AgendaItem, sitting.second)))
        assert agenda == {
            *{("agenda_item", sitting.first), ("agenda_item", sitting.second), ("meeting", sitting.meeting)},
            *sitting.first_part,  # the file names the item, the station, too, and the paper holds both
        }

    def test_a_parent_that_opens_lets_its_parts_appear(self, app: Flask) -> None:
        meeting = meetings.meeting(readers=CLOSED)
        item = meetings.agenda_item(meeting_id=meeting.id)
        keep(app)
        assert raised(app, lambda: open_up((Meeting, meeting.id))) == {
            ("meeting", meeting.id),
            ("agenda_item", item.id),
        }


class TestChanges:
    def test_what_embeds_a_thing_changes_with_it(self, app: Flask, sitting: Sitting) -> None:
        assert raised(app, lambda: change(File, sitting.file, name="Karte")) == {
            *{("file", sitting.file), ("paper", sitting.paper)},
            *{("agenda_item", sitting.first), ("meeting", sitting.meeting)},
        }

    def test_a_renamed_place_is_renamed_wherever_it_is_embedded(self, app: Flask, sitting: Sitting) -> None:
        assert raised(app, lambda: change(Location, sitting.place, description="Stadthalle")) == {
            *{("location", sitting.place), ("organization", sitting.committee), ("meeting", sitting.meeting)},
        }

    def test_a_place_tells_who_left_and_who_came(self, app: Flask, sitting: Sitting) -> None:
        other = council.location().id
        keep(app)
        assert raised(app, lambda: change(Meeting, sitting.meeting, location_id=other)) == {
            *{("location", sitting.place), ("location", other), ("meeting", sitting.meeting)},
        }

    def test_a_further_meeting_in_a_room_is_no_news_of_the_others_there(self, app: Flask, sitting: Sitting) -> None:
        further = meetings.meeting(location_id=None).id
        keep(app)
        assert raised(app, lambda: change(Meeting, further, location_id=sitting.place)) == {
            *{("location", sitting.place), ("meeting", further)},
        }

    def test_what_only_the_office_sees_raises_nothing(self, app: Flask, sitting: Sitting) -> None:
        assert raised(app, lambda: change(Paper, sitting.paper, saves=7, closed_reason="-")) == set()
        assert raised(app, lambda: change(Person, sitting.person, electronic_since=date(2026, 1, 1))) == set()

    def test_a_text_read_later_raises_the_file_and_what_holds_it(self, app: Flask, sitting: Sitting) -> None:
        assert ("file", sitting.file) in raised(app, lambda: change(File, sitting.file, text="Anderes"))

    def test_two_changes_within_a_second_are_told_apart(self, app: Flask, sitting: Sitting) -> None:
        key = ("organization", sitting.committee)
        stamps = [ledger()[key].modified]
        for name in ("Eins", "Zwei", "Drei"):
            change(Organization, sitting.committee, name=name)
            keep(app)
            stamps.append(ledger()[key].modified)
        assert stamps == sorted(set(stamps))

    def test_a_membership_that_ends_shows_with_its_person(self, app: Flask, body: Body, sitting: Sitting) -> None:
        def end() -> None:
            with transaction() as session:
                seat = session.get_one(Membership, sitting.seat)
                end_membership(session, Actor.machine(body.id, "test"), seat, date(2026, 12, 31), now=now_utc())

        assert raised(app, end) == {("membership", sitting.seat), ("person", sitting.person)}

    def test_a_cancelled_and_a_moved_meeting(self, app: Flask, sitting: Sitting) -> None:
        key = ("meeting", sitting.meeting)
        assert raised(app, lambda: change(Meeting, sitting.meeting, cancelled=True, change_reason="Sturm")) == {key}
        other = meetings.meeting(readers=CLOSED).id
        assert raised(app, lambda: change(Meeting, sitting.meeting, moved_to_id=other)) == set()
        assert raised(app, lambda: open_up((Meeting, other))) == {("meeting", other), key}

    def test_an_item_goes_to_another_meeting(self, app: Flask, sitting: Sitting) -> None:
        other = meetings.meeting().id
        keep(app)
        moved = raised(app, lambda: change(AgendaItem, sitting.first, meeting_id=other))
        assert {("meeting", sitting.meeting), ("meeting", other), ("agenda_item", sitting.first)} <= moved
        assert ("agenda_item", sitting.second) in moved, "it is the first one now"

    def test_a_replaced_file(self, app: Flask, body: Body, sitting: Sitting) -> None:
        def replace() -> None:
            with transaction() as session:
                file = session.get_one(File, sitting.file)
                new = NewBytes("b" * 128, 4, "neu.pdf", "application/pdf", "Seite 3 fehlte.")
                replace_file(session, Actor.machine(body.id, "test"), file, new, now=now_utc())

        assert {("file", sitting.file), ("paper", sitting.paper), ("meeting", sitting.meeting)} <= raised(app, replace)

    def test_a_file_taken_off(self, app: Flask, sitting: Sitting) -> None:
        def take_off() -> None:
            with transaction() as session:
                session.delete(session.get_one(PaperFile, (sitting.paper, sitting.file)))

        assert {("file", sitting.file), ("paper", sitting.paper)} <= raised(app, take_off)

    @pytest.mark.usefixtures("sitting")
    def test_another_host_is_another_address_of_every_page(self, app: Flask, body: Body) -> None:
        with_pages = {key for key in ledger() if key[0] not in {"consultation", "location", "membership"}}
        assert raised(app, lambda: change(Body, body.id, host="rat.lindenau.example")) == with_pages


class TestGoing:
    def test_a_closed_item_goes_with_its_station_and_the_rest_moves_up(
        self, app: Flask, body: Body, sitting: Sitting
    ) -> None:
        def close() -> None:
            with transaction() as session:
                item = session.get_one(AgendaItem, sitting.first)
                actor = Actor.machine(body.id, "test")
                close_item(session, actor, item, closed_reason="Kauf", reason="Versehen.", now=now_utc())

        stamped = raised(app, close)
        lines = ledger()
        assert {key for key, line in lines.items() if line.gone} >= {("agenda_item", sitting.first)}
        assert {("agenda_item", sitting.second), ("meeting", sitting.meeting)} <= stamped

    def test_a_withdrawn_paper_leaves_when_it_went_and_comes_back_as_itself(
        self, app: Flask, body: Body, sitting: Sitting
    ) -> None:
        key = ("paper", sitting.paper)
        before = ledger()[key]

        def withdraw() -> None:
            with transaction() as writing:
                paper = writing.get_one(Paper, sitting.paper)
                withdraw_paper(writing, Actor.machine(body.id, "test"), paper, "Falsche Anlage.", now=now_utc())

        assert {key, ("consultation", sitting.station), ("agenda_item", sitting.first)} <= raised(app, withdraw)
        gone = ledger()[key]
        assert (gone.gone, gone.created) == (True, before.created)

        def say_more() -> None:
            with transaction() as writing:
                writing.scalars(select(Tombstone).where(Tombstone.subject_kind == "paper")).one().reason = "Anders."

        assert raised(app, say_more) == {key}
        change(Paper, sitting.paper, deleted=False)
        assert key in raised(app, lambda: open_up((Paper, sitting.paper)))
        back = ledger()[key]
        assert (back.gone, back.created) == (False, before.created)

    def test_a_row_that_is_no_more_is_gone_and_still_says_so(self, app: Flask, client: FlaskClient) -> None:
        place = council.location().id
        keep(app)

        def remove() -> None:
            with transaction() as writing:
                writing.delete(writing.get_one(Location, place))

        assert raised(app, remove) == {("location", place)}
        assert ledger()["location", place].gone
        said = json.loads(client.get(f"/oparl/location/{place}").text)
        assert said["deleted"] is True


class TestImports:
    def test_an_import_and_all_that_follows_it(self, app: Flask, tmp_path: Path) -> None:
        source = tmp_path / "quelle"
        assert len(raised(app, lambda: bring(write_folder(source, town())))) > 5
        assert raised(app, lambda: bring(write_folder(source, town()))) == set()
        closed = raised(app, lambda: bring(write_folder(source, closed_town())))
        assert closed
        gone = raised(app, lambda: bring(write_folder(source, [thing("Paper", "paper/1", deleted=True)])))
        assert any(kind == "paper" for kind, _ in gone)
        back = raised(app, lambda: bring(write_folder(source, town())))
        assert any(kind == "paper" for kind, _ in back)

    def test_a_flood_is_one_comparison_of_everything(self, app: Flask, session: Session) -> None:
        keep(app)
        with transaction() as writing:
            public, now = audience_for(writing, {PUBLIC}), now_utc()
            for number in range(501):
                writing.add(Location(description=f"Haus {number}", audience=public, created=now, modified=now))
        waiting = session.scalars(select(Job.kind).where(Job.kind.in_([JobKind.RECORD, JobKind.CHECK_RECORD]))).all()
        assert waiting == [JobKind.CHECK_RECORD]
        keep(app)
        assert len(ledger()) == 502
        assert missed() == {}


class TestBeginning:
    def test_what_was_public_before_the_ledger_keeps_the_times_of_its_row(self, app: Flask, body: Body) -> None:
        then = datetime(2025, 5, 5, 10, 0, 0, 500_000, tzinfo=UTC)
        old = council.location(created=then, modified=then + timedelta(days=2)).id
        with transaction() as writing:
            for row in (*writing.scalars(select(Job)), *writing.scalars(select(PublishedObject))):
                writing.delete(row)
            writing.get_one(Ledger, body.id).checked_with = None
        new = council.location().id
        with transaction() as writing:
            for job in writing.scalars(select(Job)):
                writing.delete(job)
            order_outdated_checks(writing)
        keep(app)
        lines = ledger()
        whole = then.replace(microsecond=0)
        assert lines["location", old].created == whole
        assert lines["location", old].modified == whole + timedelta(days=2)
        assert lines["location", new].modified > now_utc() - timedelta(minutes=5)
        with transaction() as writing:
            order_outdated_checks(writing)
        assert keep(app) == 0, "this program has compared everything"

    def test_a_town_that_is_set_up_anew_has_nothing_to_catch_up_with(self, app: Flask) -> None:
        with transaction() as session:
            order_outdated_checks(session)
        assert keep(app) == 0


def test_times_are_asked_for_many_at_once(app: Flask, body: Body, session: Session) -> None:
    ids = [council.location().id for _ in range(3)]
    council.location(readers=CLOSED)
    keep(app)
    found = times_of(session, "location", [*ids, 999_999])
    assert sorted(found) == ids
    assert [times.gone for times in found.values()] == [False] * 3


def test_changes_that_are_rolled_back_leave_no_job(app: Flask, body: Body, sitting: Sitting) -> None:
    with pytest.raises(LookupError), transaction() as session:  # noqa: PT012 - the change must be in it
        session.get_one(Paper, sitting.paper).name = "anders"
        session.flush()
        raise LookupError
    assert raised(app, lambda: council.location(readers=CLOSED)) == set()
