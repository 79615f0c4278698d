"""An import says who represents the town, or how to say it; nobody reads closed things by guesswork."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.circles import COUNCIL
from ris.accounts.models import User
from ris.accounts.queries import actor_for
from ris.council.models import Body, Organization
from ris.council.settings import BodySettings
from tests.factories import council
from tests.oparl.town import NOW, bring, thing, town, write_folder

GEMEINDERAT = thing("Organization", "organization/2", name="Gemeinderat", organizationType="Gremium")


def council_id(session: Session) -> int | None:
    session.rollback()
    return BodySettings.from_json(session.scalars(select(Body.settings)).one()).council_organization_id


def test_a_source_that_leaves_no_doubt_makes_its_members_the_council(session: Session, tmp_path: Path) -> None:
    report = bring(write_folder(tmp_path / "quelle", [*town(), GEMEINDERAT]))
    found = session.scalars(select(Organization.id).where(Organization.name == "Gemeinderat")).one()

    assert council_id(session) == found
    assert any("„Gemeinderat“ gilt nun als Vertretung" in note for note in report.notes)

    person = council.person()
    council.membership(person_id=person.id, organization_id=found)
    account = User(id=1, body_id=person.body_id, name="A", roles=[], person_id=person.id)
    assert COUNCIL in actor_for(session, account).reads


def test_a_source_in_doubt_leaves_the_circle_empty_and_says_how_to_fill_it(session: Session, tmp_path: Path) -> None:
    other = thing("Organization", "organization/3", name="Stadtrat", organizationType="Gremium")
    report = bring(write_folder(tmp_path / "quelle", [*town(), GEMEINDERAT, other]))

    assert council_id(session) is None
    assert any("python -m ris body council NAME" in line for line in report.lines())


def test_a_later_run_leaves_what_the_town_has_settled(session: Session, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "quelle", [*town(), GEMEINDERAT])
    bring(folder)
    settled = council_id(session)
    report = bring(folder, now=NOW + timedelta(days=1))

    assert council_id(session) == settled
    assert report.notes == []


def test_a_part_of_a_source_settles_nothing(session: Session, tmp_path: Path) -> None:
    report = bring(write_folder(tmp_path / "quelle", [*town(), GEMEINDERAT]), limit=1)

    assert council_id(session) is None
    assert not any("Vertretung" in note for note in report.notes)
