"""Which engine an installation uses; only the chosen one is loaded."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ris.search.index import SearchIndex

if TYPE_CHECKING:
    from pathlib import Path

    from ris.search.engine import Engine

ENGINES = {
    "whoosh": ("ris.search.whoosh_engine", "WhooshEngine"),
    "tantivy": ("ris.search.tantivy_engine", "TantivyEngine"),
}
"""Value of the setting ``RIS_SEARCH_ENGINE`` → module and class; another engine is another line."""


def engine_named(name: str) -> Engine:
    """The engine with this name."""
    module, engine = ENGINES[name]
    made: Engine = getattr(import_module(module), engine)()
    return made


def search_index(folder: Path, name: str) -> SearchIndex:
    """The index of an installation under its folder; each engine has its own, so the setting may be changed back."""
    return SearchIndex(folder / name, engine_named(name))
