"""What only tantivy has: limits of its own."""

from pathlib import Path

import pytest

from ris.search.compounds import Dictionary, Splitter
from ris.search.engine import WriterBusy
from ris.search.tantivy_engine import writer as writing
from ris.search.tantivy_engine.writer import TantivyWriter

SPLITTER = Splitter(Dictionary())


def test_too_little_memory_is_an_error_and_not_a_busy_writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_MEMORY", 1_000_000)
    with pytest.raises(ValueError, match="memory arena"):
        TantivyWriter(tmp_path, SPLITTER)


def test_a_second_writer_finds_the_first_one_busy(tmp_path: Path) -> None:
    with TantivyWriter(tmp_path, SPLITTER), pytest.raises(WriterBusy):
        TantivyWriter(tmp_path, SPLITTER)
