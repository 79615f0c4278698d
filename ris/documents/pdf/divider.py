"""The sheets before an item's papers, and in the place of one that cannot be there: why, and where it is."""

from __future__ import annotations

from ris.documents.pack import PackFile, PackPlan
from ris.documents.pdf.elements import Kind
from ris.documents.pdf.front import (
    CLOSED,
    INDENT,
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
    with sheets.group(Kind.HEADING):
        sheets.write(label, NAME if len(lines_of(label, NAME, RIGHT - LEFT)) == 1 else LONG_NAME, kind=Kind.SPAN)
        sheets.y -= 4
        style = next(
            (size for size in TITLES if len(lines_of(section.title, size, RIGHT - LEFT)) <= LINES_OF_TITLE),
            TITLES[-1],
        )
        sheets.write(section.title or "Ohne Bezeichnung", style, kind=Kind.SPAN)
    if section.note:
        sheets.y -= 4
        sheets.write(section.note, Style(11))
    sheets.y -= 18
    sheets.rule(sheets.y)
    sheets.y -= 8
    started = sheets.count
    with sheets.group(Kind.LIST):
        for number, file in enumerate(section.files):
            found = findings[index, number]
            if not found.listed:
                continue
            if sheets.y - _height(file, found) < BOTTOM + 16:
                _begin(sheets, plan, index, places, sheets.count - started + 1)
                sheets.y -= STRONG.leading
                sheets.line(f"{label}, weitere Unterlagen", STRONG, LEFT, sheets.y + STRONG.leading - STRONG.size)
                sheets.y -= 4
            with sheets.group(Kind.ITEM), sheets.group(Kind.ITEM_BODY):
                _file(sheets, (index, number), file, found)


def draw_stand_in(sheets: Sheets, plan: PackPlan, index: tuple[int, int], found: Found, places: Places) -> None:
    """The sheet in the place of a document that is not in the pack: its name, the reason, where the original is."""
    file = plan.sections[index[0]].files[index[1]]
    _begin(sheets, plan, index[0], places, places.files.get(index, 0) - places.sections.get(index[0], 0))
    sheets.write(plan.labels[index[0]], LONG_NAME)
    sheets.y -= 26
    upper = sheets.y
    sheets.write("An dieser Stelle fehlt eine Unterlage.", Style(13), INDENT)
    sheets.y -= 8
    style = next(
        (size for size in TITLES if len(lines_of(file.name, size, RIGHT - INDENT)) <= LINES_OF_TITLE), TITLES[-1]
    )
    sheets.write(file.name, style, INDENT, kind=Kind.SUBHEADING)
    sheets.y -= 8
    sheets.write(found.sentence, Style(11), INDENT)
    if file.address:
        sheets.y -= 4
        sheets.write("Das Original gibt es hier:", Style(11), INDENT)
        _original(sheets, file.address, "")
    sheets.block(INK, LEFT, sheets.y - 2, 3, upper - sheets.y)


def _begin(sheets: Sheets, plan: PackPlan, index: int, places: Places, sheet: int) -> None:
    begin_numbered(sheets, plan, places, places.sections.get(index, 0) + sheet)
    band(sheets)
    base = BOTTOM - 12
    sheets.y = base - 2
    with sheets.group(Kind.PARAGRAPH), sheets.group(Kind.LINK):
        sheets.line("Zur Tagesordnung", LINK, LEFT, base, Kind.SPAN)
        sheets.jump(BACK, base + 10, says="Zur Tagesordnung")
    sheets.y = TOP


def _height(file: PackFile, found: Found) -> float:
    height = height_of(file.name, STRONG, RIGHT - INDENT) + SMALL.leading + 7
    if file.change:
        height += height_of(file.change, PLAIN, RIGHT - INDENT)
    if found.placed:
        return height
    return height + height_of(file.address, LINK, RIGHT - INDENT) + PAPER.leading


def _file(sheets: Sheets, index: tuple[int, int], file: PackFile, found: Found) -> None:
    sheets.y -= 7
    upper = sheets.y
    if found.room:
        with sheets.group(Kind.LINK):
            sheets.write(file.name, STRONG, INDENT, kind=Kind.SPAN)
            if found.placed:
                sheets.write(_extent(found), SMALL, INDENT, kind=Kind.SPAN)
            sheets.jump(index, upper, INDENT, says=file.name)
    else:
        sheets.write(file.name, STRONG, INDENT)
    if not found.placed:
        sheets.write(f"Anlage {_lack(found)}: {found.sentence}", PLAIN, INDENT)
        if file.address:
            _original(sheets, file.address)
    if file.change:
        sheets.write(file.change, PLAIN, INDENT)
    sheets.block(ACCENT if found.placed else INK, LEFT, sheets.y, 3, upper - sheets.y)


def _extent(found: Found) -> str:
    whole = counted(found.pages, "Seite", "Seiten")
    return whole if found.placed == found.pages else f"{found.placed} von {whole}"


def _lack(found: Found) -> str:
    return "nicht lesbar" if found.sentence in UNREADABLE else "nicht enthalten"


def _original(sheets: Sheets, address: str, before: str = "Original: ") -> None:
    upper = sheets.y
    with sheets.group(Kind.PARAGRAPH), sheets.group(Kind.LINK):
        sheets.write(f"{before}{address}", LINK, INDENT, kind=Kind.SPAN)
        sheets.link(address, upper, INDENT)
