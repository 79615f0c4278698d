"""Texts of files, delivered apart from the objects: JSONL whose ``source`` is a file's download address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from ris.documents.models import File, TextState
from ris.oparl.folder import LARGEST
from ris.oparl.reading import Problem
from ris.oparl.values import Unfit, long_text

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from ris.oparl.report import Report
    from ris.oparl.run import Surroundings

Changing = Callable[["Session"], None]
"""Notes that a run changes something."""

LINES: Final = 500
"""Texts written in one transaction."""


def import_texts(path: Path, report: Report, house: Surroundings, changing: Changing) -> None:
    """Set the text of every file that is named; a text that is there already is not written again."""
    by_address: dict[str, int] = {}
    with house.transaction() as session:
        question = select(File.source_url, File.id).where(File.source_url.is_not(None), File.deleted.is_(False))
        for url, own_id in session.execute(question):
            by_address[url or ""] = own_id
    texts: dict[int, str] = {}
    for done, (place, line) in enumerate(_lines(path, report), 1):
        found = _read(place, line, by_address, report)
        texts.update([found] if found else [])
        if len(texts) >= LINES:
            _write(texts, report, house, changing)
            texts = {}
        house.progress("Texte", done)
    _write(texts, report, house, changing)


def _lines(path: Path, report: Report) -> Iterator[tuple[str, bytes]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(LARGEST + 1):
            number += 1
            place = f"{path.name}:{number}"
            if len(line) > LARGEST:
                report.problem(Problem(place, f"Zeile ist größer als {LARGEST // 2**20} MB"))
                while line and not line.endswith(b"\n"):
                    line = file.readline(LARGEST)
            elif line.strip():
                yield place, line


def _read(place: str, line: bytes, by_address: dict[str, int], report: Report) -> tuple[int, str] | None:
    """Id of the file and its text; nothing for a file we do not know or a line that says nothing."""
    try:
        value: Any = json.loads(line)
        if not isinstance(value, dict) or not isinstance(value.get("source"), str):
            raise Unfit("Objekt mit „source“ und „text“ erwartet")
        own_id = by_address.get(value["source"])
        report.texts["unknown"] += own_id is None
        text = None if own_id is None else long_text(value.get("text"))
    except (ValueError, RecursionError) as error:
        report.problem(Problem(place, str(error) if isinstance(error, Unfit) else "kein gültiges JSON"))
        return None
    return None if own_id is None or text is None else (own_id, text)


def _write(texts: dict[int, str], report: Report, house: Surroundings, changing: Changing) -> None:
    with house.transaction() as session:
        rows_here = session.execute(select(File.id, File.text).where(File.id.in_(texts)))
        known: dict[int, str | None] = {own_id: text for own_id, text in rows_here}  # noqa: C416 - rows are no pairs to mypy
        differing = {own_id: text for own_id, text in texts.items() if known.get(own_id) != text}
        new = sum(known.get(own_id) is None for own_id in differing)
        report.texts["new"] += new
        report.texts["changed"] += len(differing) - new
        report.texts["unchanged"] += len(texts) - len(differing)
        if differing:
            # As objects of the session: what listens to changed rows must hear of it.
            for file in session.scalars(select(File).where(File.id.in_(differing))):
                file.text, file.text_state, file.text_note = differing[file.id], TextState.FOUND.value, None
                file.modified = house.now
            changing(session)
        session.flush()  # nothing of this batch stays in memory
        session.expunge_all()
