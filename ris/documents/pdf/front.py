"""The sheets in front of a pack: its cover and the agenda as contents."""

from __future__ import annotations

from ris.documents.pack import PackPlan, PackSection
from ris.documents.pdf.places import Findings, Places
from ris.documents.pdf.sheet import (
    ACCENT,
    BOTTOM,
    HEIGHT,
    INK,
    LEFT,
    RIGHT,
    SOFT,
    WASH,
    WIDTH,
    Sheets,
    Style,
    height_of,
    lines_of,
)
from ris.documents.pdf.typeface import Weight
from ris.web.typography import counted, thousands

BODY = Style(11, Weight.STRONG)
KIND = Style(14, Weight.STRONG, ACCENT)
TITLES = tuple(Style(size, Weight.STRONG) for size in (32, 26, 21, 17))
"""Sizes of the cover's title, the first that keeps it within five lines is taken."""
LINES_OF_TITLE = 5
WHEN = Style(14)
PLAIN = Style(10.5)
SMALL = Style(9, colour=SOFT)
STRONG = Style(10.5, Weight.STRONG)
FIGURE = Style(20, Weight.STRONG, ACCENT)
HEADING = Style(20, Weight.STRONG)
PART = Style(12, Weight.STRONG)
NUMBER = Style(10.5, Weight.STRONG, ACCENT)
PAPER = Style(9.5)
GONE = Style(9.5, colour=SOFT)
COLUMN = LEFT + 54
"""Where the titles of the contents begin."""
PAGES = RIGHT - 62
"""Where the titles of the contents end."""
CLOSED = "Nichtöffentlicher Teil"
CONTENTS = "Tagesordnung"
NO_AGENDA = "Zu dieser Sitzung ist keine Tagesordnung veröffentlicht."


def draw_cover(sheets: Sheets, plan: PackPlan, findings: Findings, places: Places) -> None:
    """The first sheet: whose meeting, when and where, how much, and what is missing."""
    sheets.begin()
    band(sheets)
    sheets.write(plan.body, BODY)
    sheets.y = HEIGHT - 236
    sheets.write("Sitzungsmappe", KIND)
    sheets.y -= 6
    style = next(
        (size for size in TITLES if len(lines_of(plan.title, size, RIGHT - LEFT)) <= LINES_OF_TITLE),
        TITLES[-1],
    )
    sheets.write(plan.title, style)
    sheets.y -= 14
    for line in plan.lines:
        sheets.write(line, WHEN)
    sheets.y -= 30
    _figures(sheets, plan, findings, places)
    _missing(sheets, plan, findings)
    _imprint(sheets, plan)


def _figures(sheets: Sheets, plan: PackPlan, findings: Findings, places: Places) -> None:
    merged = sum(1 for found in findings.values() if found.pages)
    figures = (
        (sum(1 for section in plan.sections if not section.heading), "Punkt", "Punkte"),
        (merged, "Unterlage", "Unterlagen"),
        (places.total, "Seite", "Seiten"),
    )
    sheets.block(WASH, LEFT, sheets.y - 62, RIGHT - LEFT, 62)
    column = (RIGHT - LEFT) / len(figures)
    for index, (number, one, many) in enumerate(figures):
        left = LEFT + 18 + index * column
        sheets.line(thousands(number), FIGURE, left, sheets.y - 30)
        sheets.line(one if number == 1 else many, SMALL, left, sheets.y - 48)
    sheets.y -= 62


def _missing(sheets: Sheets, plan: PackPlan, findings: Findings) -> None:
    gone = sorted({index for (index, _), found in findings.items() if not found.pages})
    if not gone:
        return
    number = sum(1 for found in findings.values() if not found.pages)
    labels = plan.labels
    names = ", ".join(labels[index] for index in gone[:12]) + (" und weitere" if gone[12:] else "")
    sheets.y -= 22
    upper = sheets.y
    verb = "ist" if number == 1 else "sind"
    sheets.write(f"{counted(number, 'Unterlage', 'Unterlagen')} {verb} nicht enthalten.", STRONG, LEFT + 14)
    sheets.write(f"Warum und wo es sie gibt, steht auf den Trennblättern: {names}.", PLAIN, LEFT + 14)
    sheets.block(INK, LEFT, sheets.y - 1, 3, upper - sheets.y)


def _imprint(sheets: Sheets, plan: PackPlan) -> None:
    width = RIGHT - LEFT
    parts = [part for part in (plan.audience, f"Stand: {plan.as_of}" if plan.as_of else "") if part]
    shown = plan.address.removeprefix("https://").removeprefix("http://")
    room = sum(height_of(part, SMALL, width) for part in [*parts, shown])
    sheets.y = BOTTOM + room
    sheets.rule(sheets.y + 10)
    for part in parts:
        sheets.write(part, SMALL)
    upper = sheets.y
    sheets.write(shown, Style(9, colour=ACCENT))
    sheets.link(plan.address, upper)


def draw_contents(sheets: Sheets, plan: PackPlan, findings: Findings, places: Places) -> None:
    """The agenda; every line with papers leads to its divider, every paper to its first page."""
    begin_contents(sheets, plan, CONTENTS, places)
    if not plan.sections:
        sheets.write(NO_AGENDA, PLAIN)
    for index, section in enumerate(plan.sections):
        first_closed = section.closed and not any(each.closed for each in plan.sections[:index])
        room = height_of(section.title, STRONG, PAGES - COLUMN) + (54 if first_closed else 30)
        if sheets.y - room < BOTTOM:
            begin_contents(sheets, plan, f"{CONTENTS} (Fortsetzung)", places)
        if first_closed:
            sheets.y -= 14
            sheets.write(CLOSED, PART)
            sheets.y -= 4
        _entry(sheets, index, section, places)
        for number, file in enumerate(section.files):
            if sheets.y - height_of(file.name, PAPER, PAGES - COLUMN) < BOTTOM:
                begin_contents(sheets, plan, f"{CONTENTS} (Fortsetzung)", places)
            _paper(sheets, (index, number), file.name, findings, places)


def begin_contents(sheets: Sheets, plan: PackPlan, heading: str, places: Places) -> None:
    """A sheet of the contents with its heading, and the word over the column of pages."""
    begin_numbered(sheets, plan, places, sheets.count + 1)
    sheets.write(heading, HEADING)
    sheets.line_right("Seite", SMALL, sheets.y + 4)
    sheets.y -= 8
    sheets.rule(sheets.y)
    sheets.y -= 4


def _entry(sheets: Sheets, index: int, section: PackSection, places: Places) -> None:
    if section.heading:
        sheets.y -= 14
        sheets.write(section.title, PART)
        return
    sheets.y -= 7
    upper = sheets.y
    base = upper - STRONG.size
    number = lines_of(section.number or "–", NUMBER, COLUMN - LEFT - 8)
    for place, line in enumerate(number):
        sheets.line(line, NUMBER, LEFT, base - place * NUMBER.leading)
    sheets.write(section.title or "Ohne Bezeichnung", STRONG, COLUMN, PAGES)
    if section.note:
        sheets.write(section.note, SMALL, COLUMN, PAGES)
    sheets.y = min(sheets.y, upper - len(number) * NUMBER.leading)
    if index in places.sections:
        sheets.line_right(thousands(places.sections[index]), STRONG, base)
        sheets.jump((index,), upper)
    if section.closed:
        sheets.block(INK, LEFT - 12, sheets.y, 3, upper - sheets.y)


def _paper(sheets: Sheets, index: tuple[int, int], name: str, findings: Findings, places: Places) -> None:
    found = findings[index]
    sheets.y -= 1
    upper = sheets.y
    base = upper - PAPER.size
    sheets.dot(COLUMN + 2, base + 3.2)
    sheets.write(name, PAPER if found.pages else GONE, COLUMN + 11, PAGES)
    if found.pages:
        sheets.line_right(thousands(places.files.get(index, 0)), PAPER, base)
        sheets.jump(index, upper, COLUMN)
    else:
        sheets.line_right("fehlt", GONE, base)


def band(sheets: Sheets) -> None:
    """The coloured edge at the top of a sheet."""
    sheets.block(ACCENT, 0, HEIGHT - 7, WIDTH, 7)


def begin_numbered(sheets: Sheets, plan: PackPlan, places: Places, page: int) -> None:
    """A sheet with whose meeting it is and its page in the pack at the foot."""
    sheets.begin()
    when = plan.lines[0] if plan.lines else ""
    owner = lines_of(" · ".join(part for part in (plan.title, when) if part), SMALL, PAGES - LEFT - 60)
    sheets.rule(BOTTOM - 20)
    sheets.line(owner[0] + (" …" if owner[1:] else ""), SMALL, LEFT, BOTTOM - 34)
    sheets.line_right(f"Seite {thousands(page)} von {thousands(places.total)}", SMALL, BOTTOM - 34)
