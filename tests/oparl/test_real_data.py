"""Real sources, where they are at hand: two towns whole and a slice of a city."""

from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.audit.models import PublicLogEntry
from ris.council.models import Location, Membership, Organization, Person
from ris.documents.models import File, Paper, PaperFile
from ris.meetings.models import AgendaItem, Consultation, Meeting
from ris.oparl.models import DanglingReference
from ris.oparl.report import Report
from ris.scope.readers import readable_by
from tests.oparl.town import bring

SLICE = 400
"""Lines of each file of the city."""


def how_many(session: Session, model: Any) -> int:  # noqa: ANN401 - any table
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


def again(folder: Path, first: Report) -> None:
    second = bring(folder)
    assert second.touched == 0
    assert second.objects == first.objects
    assert second.dangling == first.dangling


def test_a_small_town_of_one_vendor_arrives_whole(real_data: Path, session: Session) -> None:
    folder = real_data / "oparl-nordstemmen-2019"
    report = bring(folder)
    assert report.problems == []
    counted = {model: how_many(session, model) for model in (Meeting, AgendaItem, Paper, File, Consultation, Location)}
    assert list(counted.values()) == [48, 564, 80, 348, 123, 16]
    assert report.dangling == {("meeting", "organization"): 48, ("consultation", "organization"): 123}
    linked = session.scalars(select(Consultation).where(Consultation.agenda_item_id.is_not(None))).all()
    assert len(linked) == 118
    again(folder, report)


def test_people_and_factions_of_a_city_arrive_whole(real_data: Path, session: Session) -> None:
    folder = real_data / "votes-magdeburg"
    report = bring(folder)
    assert report.problems == []
    assert [how_many(session, model) for model in (Person, Membership, Organization)] == [59, 59, 8]
    seats = session.scalars(select(Membership).where(Membership.person_id.is_(None))).all()
    assert seats == []
    again(folder, report)


@pytest.fixture
def part_of_the_city(real_data: Path, tmp_path: Path) -> Path:
    """The first lines of each file."""
    for path in (real_data / "oparl-karlsruhe").glob("*.jsonl"):
        with path.open(encoding="utf-8") as whole:
            (tmp_path / path.name).write_text("".join(islice(whole, SLICE)), encoding="utf-8")
    return tmp_path


def test_a_part_of_a_city_of_another_vendor_arrives(part_of_the_city: Path, session: Session) -> None:
    report = bring(part_of_the_city)
    assert report.problems == []
    assert how_many(session, Meeting) == how_many(session, Paper) == SLICE
    public = select(func.count()).select_from(AgendaItem).where(readable_by(Actor.public(1), AgendaItem))
    assert session.scalar(public) == how_many(session, AgendaItem) > 0
    assert how_many(session, PaperFile) >= SLICE
    assert how_many(session, PublicLogEntry) == 2 * SLICE
    assert how_many(session, DanglingReference) == sum(report.dangling.values()) > 0
    slugs = session.scalars(select(Paper.slug)).all()
    assert len(set(slugs)) == len(slugs)
    again(part_of_the_city, report)
