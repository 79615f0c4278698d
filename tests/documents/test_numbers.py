import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.documents.models import NumberSeries, Paper
from ris.documents.rules import PaperKind
from ris.documents.services.numbers import next_reference, restated_reference, supplement_reference
from tests.factories import documents

ROOT = Path(__file__).parents[2]
DEATHS = 100


def drawing(config: Config, rounds: int, papers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.documents.drawing_numbers"]
    arguments = [str(config.data_dir), config.database_url, str(rounds), str(papers)]
    return subprocess.Popen([*command, *arguments], cwd=ROOT)


def drawn(session: Session) -> list[str]:
    session.rollback()  # what others wrote since then
    return sorted(reference or "" for reference in session.scalars(select(Paper.reference)))


def numbered(count: int) -> list[str]:
    return [f"{now_utc().year}/{number:04}" for number in range(1, count + 1)]


def test_numbers_of_a_year_follow_each_other(session: Session) -> None:
    with transaction() as writing:
        assert [next_reference(writing, 2026) for _ in range(3)] == ["2026/0001", "2026/0002", "2026/0003"]
        assert next_reference(writing, 2027) == "2027/0001"


def test_a_series_begins_behind_what_was_imported(session: Session) -> None:
    documents.paper(reference="2026/0411", slug="2026-0411")
    with transaction() as writing:
        assert next_reference(writing, 2026) == "2026/0412"


def test_a_change_that_fails_gives_its_number_back(session: Session) -> None:
    def fails() -> None:
        with transaction() as writing:
            next_reference(writing, 2026)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with transaction() as writing:
        assert next_reference(writing, 2026) == "2026/0001"


def test_a_town_may_count_each_kind_by_itself(session: Session, body: Body) -> None:
    with transaction() as writing:
        writing.get_one(Body, body.id).settings = BodySettings(numbers_by_kind=True).to_json()
        kinds = (PaperKind.PROPOSAL, PaperKind.MOTION, PaperKind.PROPOSAL)
        drawn_now = [next_reference(writing, 2026, kind) for kind in kinds]
        assert drawn_now == ["MV 2026/0001", "AT 2026/0001", "MV 2026/0002"]


def test_supplements_and_rewordings_hang_on_the_number_of_their_paper(session: Session) -> None:
    with transaction() as writing:
        assert [supplement_reference(writing, "2026/0412") for _ in range(2)] == ["2026/0412/1", "2026/0412/2"]
        assert restated_reference(writing, "2026/0412") == "2026/0412-N1"
        assert supplement_reference(writing, "2026/0413") == "2026/0413/1"


def test_two_processes_drawing_at_once_lose_and_double_nothing(session: Session, config: Config) -> None:
    both = [drawing(config, 0, 40) for _ in range(2)]
    assert [process.wait(timeout=120) for process in both] == [0, 0]
    assert drawn(session) == numbered(80)


@pytest.mark.slow
def test_killed_a_hundred_times_no_number_is_lost_or_doubled(session: Session, config: Config) -> None:
    assert drawing(config, DEATHS, 1000).wait(timeout=250) == 0
    found = drawn(session)
    assert len(found) > DEATHS // 4, "the children died before they had drawn anything"
    assert found == numbered(len(found))
    assert session.scalars(select(NumberSeries.last)).one() == len(found)
