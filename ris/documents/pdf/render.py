"""A plan becomes a PDF: sheets of ours, then each item's papers, with labels, bookmarks and links.

Runs inside a cell (``cell.py``), for it opens files of strangers. It knows no meeting and no database.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pikepdf import Pdf

from ris.documents.pack import PackPlan, plan_digest
from ris.documents.pdf.finish import describe, save
from ris.documents.pdf.marking import bake_mark, find_mark
from ris.documents.pdf.papers import OpenFile, Papers, Unreadable, append, open_papers
from ris.documents.pdf.places import FileIndex, Findings, restricted_pages
from ris.documents.pdf.problems import Problem
from ris.documents.pdf.sheets import DrawnSheets, draw_sheets

Progress = Callable[[int, int], None]
"""Told how many of how many papers are in."""


@dataclass(frozen=True)
class Rendered:
    """What was built."""

    pages: int
    findings: Findings
    mark_at: int | None = None
    """Where the form for the reader's name begins, in bytes; ``None`` in a pack for everybody."""


def render(plan: PackPlan, open_file: OpenFile, target: Path, progress: Progress) -> Rendered:
    """Write the pack to ``target``. Files that cannot be read are named on their divider instead.

    The same plan over the same files gives the same bytes.

    Raises:
        OSError: when the target cannot be written.
    """
    with ExitStack() as closing:
        papers = open_papers(plan, open_file, closing, progress)
        while True:
            sheets = draw_sheets(plan, papers.findings)
            pack = closing.enter_context(Pdf.new())
            own = closing.enter_context(Pdf.open(BytesIO(sheets.content)))
            refused = _bind(pack, own, sheets, papers, progress)
            if not refused:
                break
            # A paper opened but could not be copied: all behind it moves, so draw again without it.
            for index, problem in refused.items():
                papers.drop(index, problem)
        describe(pack, plan, sheets, papers)
        ready = len(papers.documents)
        marked = restricted_pages(plan, papers.findings, sheets.front, sheets.dividers)
        key = plan_digest(plan)  # no paper can hold it: it is made of the papers
        if marked:
            bake_mark(pack, marked, key)
        save(pack, target, papers.size, lambda: progress(ready, ready))
        return Rendered(sheets.places.total, papers.findings, find_mark(target, key) if marked else None)


def _bind(pack: Pdf, own: Pdf, sheets: DrawnSheets, papers: Papers, progress: Progress) -> dict[FileIndex, Problem]:
    """Bring sheets and papers into one order; returns the papers that could not be copied."""
    refused: dict[FileIndex, Problem] = {}
    total = len(papers.documents)
    progress(0, total)
    pack.add_pages_from(own, range(sheets.front))
    drawn = sheets.front
    waiting = iter(papers.documents.items())
    upcoming = next(waiting, None)
    done = 0
    for section, count in sheets.dividers.items():
        pack.add_pages_from(own, range(drawn, drawn + count))
        drawn += count
        while upcoming is not None and upcoming[0][0] == section:
            try:
                append(pack, upcoming[1])
            except Unreadable as unreadable:
                refused[upcoming[0]] = unreadable.problem
            done += 1
            progress(done, total)
            upcoming = next(waiting, None)
    return refused
