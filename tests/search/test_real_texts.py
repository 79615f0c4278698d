"""Two thousand real council texts: everything that must be found is found, by every engine (RIS_REAL_DATA)."""

from pathlib import Path

import pytest

from bench.search import entries, judge, questions
from ris.search.compounds import Splitter, learn
from ris.search.engine import IndexReader
from ris.search.engines import ENGINES, engine_named

SAMPLE = "texts-sample-2000"


@pytest.fixture(scope="module")
def splitter(real_data: Path) -> Splitter:
    return Splitter(learn(f"{entry.title}\n{entry.text}" for entry in entries(real_data / f"{SAMPLE}.jsonl")))


@pytest.fixture(scope="module", params=sorted(ENGINES))
def reader(
    request: pytest.FixtureRequest,
    real_data: Path,
    splitter: Splitter,
    tmp_path_factory: pytest.TempPathFactory,
) -> IndexReader:
    engine, folder = engine_named(request.param), tmp_path_factory.mktemp(request.param)
    with engine.writer(folder, splitter) as writer:
        for entry in entries(real_data / f"{SAMPLE}.jsonl"):
            writer.add(entry)
        writer.commit()
    return engine.reader(folder, splitter)


@pytest.mark.slow
def test_every_required_text_is_found(reader: IndexReader, real_data: Path) -> None:
    asked = questions(real_data / f"{SAMPLE}-queries.jsonl")
    assert len(asked) > 500
    assert [sentence for question in asked if (sentence := judge(reader, question))] == []
