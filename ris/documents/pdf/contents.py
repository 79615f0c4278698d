"""The agenda of a pack as its contents."""

from __future__ import annotations

from ris.documents.pack import PackFile, PackPlan, PackSection
from ris.documents.pdf.elements import Kind
from ris.documents.pdf.front import (
    CLOSED,
    COLUMN,
    CONTENTS,
    GONE,
    HEADING,
    NO_AGENDA,
    NUMBER,
    PAGES,
    PAPER,
    PART,
    PLAIN,
    SMALL,
    STRONG,
    begin_numbered,
)
from ris.documents.pdf.places import Findings, Places
from ris.documents.pdf.sheet import BOTTOM, INK, LEFT, Sheets, height_of, lines_of
from ris.web.typography import thousands


def draw_contents(sheets: Sheets, plan: PackPlan, findings: Findings, places: Places) -> None:
    """The agenda; every line with papers leads to its divider, every paper to its first page."""
    begin_contents(sheets, plan, CONTENTS, places)
    if not plan.sections:
        sheets.write(NO_AGENDA, PLAIN)
    with sheets.group(Kind.CONTENTS):
        for index, section in enumerate(plan.sections):
            first_closed = section.closed and not any(each.closed for each in plan.sections[:index])
            room = height_of(section.title, STRONG, PAGES - COLUMN) + (54 if first_closed else 30)
            if sheets.y - room < BOTTOM:
                begin_contents(sheets, plan, f"{CONTENTS} (Fortsetzung)", places)
            if first_closed and not section.heading:
                sheets.y -= 14
                sheets.write(CLOSED, PART, kind=Kind.ENTRY)
                sheets.y -= 4
            with sheets.group(Kind.ENTRY):
                _entry(sheets, index, section, places)
                _papers(sheets, plan, index, findings, places)


def _papers(sheets: Sheets, plan: PackPlan, index: int, findings: Findings, places: Places) -> None:
    files = [(number, file) for number, file in enumerate(plan.sections[index].files) if findings[index, number].listed]
    if not files:
        return
    with sheets.group(Kind.CONTENTS):
        for number, file in files:
            if sheets.y - height_of(file.name, PAPER, PAGES - COLUMN) < BOTTOM:
                begin_contents(sheets, plan, f"{CONTENTS} (Fortsetzung)", places)
            with sheets.group(Kind.ENTRY), sheets.group(Kind.LINK):
                _paper(sheets, (index, number), file, findings, places)


def begin_contents(sheets: Sheets, plan: PackPlan, heading: str, places: Places) -> None:
    """A sheet of the contents with its heading, and the word over the column of pages."""
    begin_numbered(sheets, plan, places, sheets.count + 1)
    if heading == CONTENTS:
        sheets.write(heading, HEADING, kind=Kind.HEADING)
    else:
        sheets.y -= HEADING.leading
        sheets.line(heading, HEADING, LEFT, sheets.y + HEADING.leading - HEADING.size)
    sheets.line_right(places.unit, SMALL, sheets.y + 4)
    sheets.y -= 8
    sheets.rule(sheets.y)
    sheets.y -= 4


def _entry(sheets: Sheets, index: int, section: PackSection, places: Places) -> None:
    if section.heading:
        sheets.y -= 14
        sheets.write(section.title, PART, kind=Kind.SPAN)
        return
    sheets.y -= 7
    upper = sheets.y
    base = upper - STRONG.size
    title = section.title or "Ohne Bezeichnung"
    number = lines_of(section.number or "–", NUMBER, COLUMN - LEFT - 8)
    with sheets.group(Kind.LINK if index in places.sections else Kind.SPAN):
        for place, line in enumerate(number):
            sheets.line(line, NUMBER, LEFT, base - place * NUMBER.leading, Kind.LABEL)
        sheets.write(title, STRONG, COLUMN, PAGES, kind=Kind.SPAN)
        if section.note:
            sheets.write(section.note, SMALL, COLUMN, PAGES, kind=Kind.SPAN)
        sheets.y = min(sheets.y, upper - len(number) * NUMBER.leading)
        if index in places.sections:
            page = thousands(places.number(places.sections[index]))
            sheets.line_right(page, STRONG, base, kind=Kind.SPAN)
            sheets.jump((index,), upper, says=f"{title}, {places.unit} {page}")
    if section.closed:
        sheets.block(INK, LEFT - 12, sheets.y, 3, upper - sheets.y)


def _paper(sheets: Sheets, index: tuple[int, int], file: PackFile, findings: Findings, places: Places) -> None:
    found = findings[index]
    sheets.y -= 1
    upper = sheets.y
    base = upper - PAPER.size
    sheets.dot(COLUMN + 2, base + 3.2)
    sheets.write(file.name, PAPER if found.placed else GONE, COLUMN + 11, PAGES, kind=Kind.SPAN)
    page = thousands(places.number(places.files[index])) if index in places.files else ""
    sheets.line_right(page if found.placed else "fehlt", PAPER if found.placed else GONE, base, kind=Kind.SPAN)
    if page:
        sheets.jump(index, upper, COLUMN, says=f"{file.name}, {places.unit} {page}")
