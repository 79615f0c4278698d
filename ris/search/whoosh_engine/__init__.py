"""Whoosh as a search engine: the only package that knows it.

Whoosh 2.7.4 is used for what it does well, writing and reading posting lists in pure Python. Its analysers, query parser,
matchers and scoring are not used: words come prepared (``preparation``) and questions are answered by ``matching``. So
nothing of ours is pickled into the index but the field types of this package, and those are never read back because the
schema is always given.
"""

from __future__ import annotations

from pathlib import Path

from ris.search.compounds import Splitter
from ris.search.whoosh_engine.reader import WhooshReader
from ris.search.whoosh_engine.writer import WhooshWriter


class WhooshEngine:
    """The engine for a small town: nothing but Python."""

    name = "whoosh"

    def reader(self, folder: Path, splitter: Splitter) -> WhooshReader:
        """Open an index for reading."""
        return WhooshReader(folder, splitter)

    def writer(self, folder: Path, splitter: Splitter) -> WhooshWriter:
        """Open or begin an index for writing."""
        return WhooshWriter(folder, splitter)
