"""A plan becomes a PDF: sheets of ours, then each item's papers, with labels, bookmarks and links.

Runs inside a cell (``cell.py``), for it opens files of strangers. It knows no meeting and no database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pikepdf import Pdf

from ris.documents.pack import PackKind, PackPlan, plan_digest
from ris.documents.pdf.crests import arms_in, put_in
from ris.documents.pdf.finish import describe, link, save, tag
from ris.documents.pdf.flagging import flag
from ris.documents.pdf.imposing import flatten, impose, plan_sheets, sizes_of, undrawable
from ris.documents.pdf.marking import bake_mark, find_mark
from ris.documents.pdf.papers import OpenFile, Papers, Unreadable, append, open_papers
from ris.documents.pdf.places import FileIndex, Findings, restricted_pages
from ris.documents.pdf.problems import Problem
from ris.documents.pdf.sheets import DrawnSheets, draw_sheets

IMPOSED = {PackKind.TWO_UP, PackKind.LARGE}
Progress = Callable[[int, int], None]
"""Told how many of how many papers are in."""


@dataclass(frozen=True)
class Rendered:
    """What was built."""

    pages: int
    findings: Findings
    mark_at: int | None = None
    """Where the form for the reader's name begins, in bytes; ``None`` in a pack for everybody."""


def render(
    plan: PackPlan,
    open_file: OpenFile,
    target: Path,
    progress: Progress,
    *,
    kind: PackKind = PackKind.PACK,
    crest: Path | None = None,
) -> Rendered:
    """Write the pack to ``target``. A sheet stands in for a file that cannot be read.

    The same plan over the same files gives the same bytes. ``crest``: what :mod:`ris.documents.pdf.crests` shows.

    Raises:
        OSError: when the target cannot be written.
    """
    arms = arms_in(crest) if crest is not None else None
    with ExitStack() as closing:
        papers = open_papers(plan, open_file, closing, progress)
        while True:
            sheets = draw_sheets(plan, kind, arms, papers.findings)
            pack = closing.enter_context(Pdf.new())
            own = closing.enter_context(Pdf.open(BytesIO(sheets.content)))
            refused = _bind(pack, own, sheets, papers, progress)
            if kind in IMPOSED and not refused:
                refused = _undrawable(pack, sheets, papers)
            if not refused:
                break
            # A paper opened but could not be copied: all behind it moves, so draw again without it.
            for index, problem in refused.items():
                papers.drop(index, problem)
        if arms is not None:
            put_in(pack, pack.pages[0], arms)
        ready = len(papers.documents)
        marked = restricted_pages(plan, papers.findings, len(sheets.front), sheets.dividers)
        key = plan_digest(plan, kind)  # no paper can hold it: it is made of the papers
        if kind in IMPOSED:
            pack = _imposed(pack, plan, sheets, papers, (kind, marked, closing))
        else:
            describe(pack, plan, kind, sheets, papers)
            tag(pack, plan, sheets, papers, link(pack, sheets))
            if kind is PackKind.CHANGES:
                _flag(pack, plan, sheets, papers)
            if marked:
                bake_mark(pack, marked, key)
        save(pack, target, papers.size, lambda: progress(ready, ready))
        return Rendered(sheets.places.total, papers.findings, find_mark(target, key) if marked else None)


def _undrawable(pack: Pdf, sheets: DrawnSheets, papers: Papers) -> dict[FileIndex, Problem]:
    """Papers with a page that cannot be put onto another sheet."""
    broken = undrawable(pack)
    spans = {
        index: range(first - 1, first - 1 + papers.findings[index].room) for index, first in sheets.places.files.items()
    }
    return {index: Problem.DAMAGED for index, span in spans.items() if any(page in span for page in broken)}


def _imposed(
    pack: Pdf,
    plan: PackPlan,
    sheets: DrawnSheets,
    papers: Papers,
    task: tuple[PackKind, Sequence[int], ExitStack],
) -> Pdf:
    """The pages on other sheets; everything around them leads to the sheets.

    Of two pages on a sheet each has a mark of its own. Half a page would show half a name, so there the sheets have it.
    """
    kind, marked, closing = task
    flatten(pack)
    if marked and kind is PackKind.TWO_UP:
        bake_mark(pack, marked, plan_digest(plan, kind))
    target = closing.enter_context(Pdf.new())
    sizes = sizes_of(pack)
    imposition = plan_sheets(kind, sizes)
    impose(pack, target, imposition, sizes)
    if marked and kind is not PackKind.TWO_UP:
        bake_mark(target, imposition.sheets_of(marked), plan_digest(plan, kind))
    describe(target, plan, kind, sheets, papers, imposition)
    link(target, sheets, imposition)
    return target


def _flag(pack: Pdf, plan: PackPlan, sheets: DrawnSheets, papers: Papers) -> None:
    """Mark the pages of documents that are in the pack because they changed."""
    for index in papers.documents:
        file, found = plan.sections[index[0]].files[index[1]], papers.findings[index]
        first = sheets.places.files[index] - 1
        flag(pack, pack.pages[first : first + found.placed], file.change)


def _bind(pack: Pdf, own: Pdf, sheets: DrawnSheets, papers: Papers, progress: Progress) -> dict[FileIndex, Problem]:
    """Bring sheets and papers into one order; returns the papers that could not be copied."""
    refused: dict[FileIndex, Problem] = {}
    total = len(papers.documents)
    progress(0, total)
    drawn = len(sheets.front)
    pack.add_pages_from(own, range(drawn))
    done = 0
    for section, count in sheets.dividers.items():
        pack.add_pages_from(own, range(drawn, drawn + count))
        drawn += count
        for index in sorted(index for index in papers.findings if index[0] == section):
            if index in sheets.stand_ins[section]:
                pack.add_pages_from(own, range(drawn, drawn + 1))
                drawn += 1
            elif index in papers.documents:
                try:
                    append(pack, papers.documents[index])
                except Unreadable as unreadable:
                    refused[index] = unreadable.problem
                done += 1
                progress(done, total)
    return refused
