"""Search on real council texts: quality and figures of both engines, beside SQLite FTS5 fed the same words.

Needs RIS_REAL_DATA, a folder with texts-dev.jsonl and texts-dev-queries.jsonl. Prints a table; ``run()`` returns it.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from ris.search.compounds import Splitter, learn
from ris.search.engine import Engine, Entry, Hits, IndexReader, Query
from ris.search.tantivy_engine import TantivyEngine
from ris.search.whoosh_engine import WhooshEngine

BODY = 1
PUBLIC = frozenset({"public"})
ENGINES: dict[str, Callable[[], Engine]] = {"whoosh": WhooshEngine, "tantivy": TantivyEngine}


def entries(path: Path) -> Iterator[Entry]:
    """The texts as entries everybody may read."""
    with path.open() as lines:
        for line in lines:
            text = json.loads(line)
            yield Entry(
                key=text["id"],
                body_id=BODY,
                readers=PUBLIC,
                kind=text["type"],
                title=text["title"],
                text=text["text"],
                date=date.fromisoformat(text["date"][:10]) if text.get("date") else None,
                references=(text["reference"],) if text.get("reference") else (),
            )


def questions(path: Path) -> list[dict[str, Any]]:
    """The questions with their true hits."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def ask(reader: IndexReader, text: str, limit: int = 10) -> Hits:
    """What an anonymous reader finds."""
    return reader.search(Query(text=text, reads=PUBLIC, body_id=BODY, limit=limit))


def judge(reader: IndexReader, question: dict[str, Any]) -> str:
    """What is wrong with the answer to a question; empty when everything that must be found is."""
    limits = {"known_item_title": 10, "reference": 20}
    kind = question["kind"]
    hits = ask(reader, question["query"], limits.get(kind, 100_000))
    found = {hit.key for hit in hits.hits}
    missing = set(question["required"]) - found
    extra = found - set(question["required"]) - set(question.get("allowed_extra", ()))
    if missing:
        return f"{kind} {question['query']}: fehlt {sorted(missing)[:5]} ({len(missing)}), {hits.total} Treffer"
    if kind == "phrase" and extra:
        return f"{kind} {question['query']}: zu viel {sorted(extra)[:5]} ({len(extra)})"
    return ""
