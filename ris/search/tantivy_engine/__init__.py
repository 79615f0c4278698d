"""tantivy as a search engine: the only package that knows it.

Words come prepared (``preparation``) and are joined by blanks, questions come parsed (``language``) and become queries
one by one; tantivy's own analysers and query parser are not used. Its Rust code panics on a phrase of one word, so none
is ever made.
"""

from __future__ import annotations

from pathlib import Path

from ris.search.compounds import Splitter
from ris.search.tantivy_engine.reader import TantivyReader
from ris.search.tantivy_engine.writer import TantivyWriter


class TantivyEngine:
    """The engine for a city."""

    name = "tantivy"

    def reader(self, folder: Path, splitter: Splitter) -> TantivyReader:
        """Open an index for reading."""
        return TantivyReader(folder, splitter)

    def writer(self, folder: Path, splitter: Splitter) -> TantivyWriter:
        """Open or begin an index for writing."""
        return TantivyWriter(folder, splitter)
