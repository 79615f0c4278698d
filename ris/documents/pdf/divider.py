"""The sheet before an item's papers: what follows, and what is missing, why, and where it is."""

from __future__ import annotations

from ris.documents.pack import PackFile, PackPlan
from ris.documents.pdf.front import (
    CLOSED,
    PAPER,
    PLAIN,
    SMALL,
    STRONG,
    band,
    begin_numbered,
)
from ris.documents.pdf.places import Findings, Found, Places
from ris.documents.pdf.problems import SENTENCES, Problem
from ris.documents.pdf.sheet import (
    ACCENT,
    BOTTOM,
    INK,
    LEFT,
    RIGHT,
    TOP,
    Sheets,
    Style,
    height_of,
    lines_of,
)
from ris.documents.pdf.typeface import Weight
from ris.web.typography import counted

NAME = Style(34, Weight.STRONG, ACCENT)
LONG_NAME = Style(18, Weight.STRONG, ACCENT)
TITLES = tuple(Style(size, Weight.STRONG) for size in (20, 16, 13))
LINES_OF_TITLE = 6
LINK = Style(9, colour=ACCENT)
BACK = (-1,)
"""Target of the link back to the contents."""
INDENT = LEFT + 14
UNREADABLE = {sentence for problem, sentence in SENTENCES.items() if problem is not Problem.NOT_HERE}
"""What is said of files that are here and cannot be used."""


def draw_divider(sheets: Sheets, plan: PackPlan, index: int, findings: Findings, places: Places) -> None:
    """One or more sheets, as many as the list of papers takes."""
    section = plan.sections[index]
    label = plan.labels[index]
    _begin(sheets, plan, index, places, 0)
    if section.closed:
        sheets.write(CLOSED, STRONG)
        sheets.block(INK, LEFT - 18, BOTTOM, 4, TOP - BOTTOM)
    sheets.write(label, NAME if len(lines_of(label, NAME, RIGHT - LEFT)) == 1 else LONG_NAME)
    sheets.y -= 4
    style = next(
        (size for size in TITLES if len(lines_of(section.title, size, RIGHT - LEFT)) <= LINES_OF_TITLE),
        TITLES[-1],
    )
    sheets.write(section.title or "Ohne Bezeichnung", style)
    if section.note:
        sheets.y -= 4
        sheets.write(section.note, Style(11))
    sheets.y -= 18
    sheets.rule(sheets.y)
    sheets.y -= 8
    started = sheets.count
    for number, file in enumerate(section.files):
        if sheets.y - _height(file, findings[index, number]) < BOTTOM + 16:
            _begin(sheets, plan, index, places, sheets.count - started + 1)
            sheets.write(f"{label}, weitere Unterlagen", STRONG)
            sheets.y -= 4
        _file(sheets, (index, number), file, findings[index, number])


def _begin(sheets: Sheets, plan: PackPlan, index: int, places: Places, sheet: int) -> None:
    begin_numbered(sheets, plan, places, places.sections.get(index, 0) + sheet)
    band(sheets)
    base = BOTTOM - 12
    sheets.y = base - 2
    sheets.line("Zur Tagesordnung", LINK, LEFT, base)
    sheets.jump(BACK, base + 10)
    sheets.y = TOP


def _height(file: PackFile, found: Found) -> float:
    height = height_of(file.name, STRONG, RIGHT - INDENT) + SMALL.leading + 7
    if found.pages:
        return height
    return height + height_of(file.address, LINK, RIGHT - INDENT) + PAPER.leading


def _file(sheets: Sheets, index: tuple[int, int], file: PackFile, found: Found) -> None:
    sheets.y -= 7
    upper = sheets.y
    sheets.write(file.name, STRONG, INDENT)
    if found.pages:
        sheets.write(counted(found.pages, "Seite", "Seiten"), SMALL, INDENT)
        sheets.jump(index, upper, INDENT)
        sheets.block(ACCENT, LEFT, sheets.y, 3, upper - sheets.y)
        return
    sheets.write(f"Anlage {_lack(found)}: {found.sentence}", PLAIN, INDENT)
    if file.address:
        _original(sheets, file.address)
    sheets.block(INK, LEFT, sheets.y, 3, upper - sheets.y)


def _lack(found: Found) -> str:
    return "nicht lesbar" if found.sentence in UNREADABLE else "nicht enthalten"


def _original(sheets: Sheets, address: str) -> None:
    upper = sheets.y
    sheets.write(f"Original: {address}", LINK, INDENT)
    sheets.link(address, upper, INDENT)
