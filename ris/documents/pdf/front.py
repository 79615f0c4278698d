"""The sheets in front of a pack: its cover, what is new, and the agenda as contents."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ris.documents.pack import PackFile, PackKind, PackNews, PackPlan, PackSection
from ris.documents.pdf.crests import ARMS, Arms
from ris.documents.pdf.elements import Kind
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
INDENT = LEFT + 14
COLUMN = LEFT + 54
"""Where the titles of the contents begin."""
PAGES = RIGHT - 62
"""Where the titles of the contents end."""
CLOSED = "Nichtöffentlicher Teil"
CONTENTS = "Tagesordnung"
NO_AGENDA = "Zu dieser Sitzung ist keine Tagesordnung veröffentlicht."
NEWS = "Neu seit der Einladung"
COVER = "Deckblatt"
KINDS = {
    PackKind.CHANGES: "Nur Änderungen",
    PackKind.TWO_UP: "Sitzungsmappe, zwei Seiten auf einem Blatt",
    PackKind.LARGE: "Sitzungsmappe in Großdruck",
}
LEAST_ROOM = 150.0
"""Points above the lower edge of the cover that news leave free, for the imprint."""


def draw_front(
    sheets: Sheets, plan: PackPlan, kind: PackKind, arms: Arms | None, findings: Findings, places: Places
) -> list[str]:
    """Everything in front of the papers; the label of each sheet."""
    with sheets.group(Kind.PART, COVER):
        told = draw_cover(sheets, plan, kind, arms, findings, places)
        if not told:
            draw_news(sheets, plan, places)
    more = sheets.count - 1
    labels = [COVER, *(NEWS if more == 1 else f"{NEWS} {sheet}" for sheet in range(1, more + 1))]
    before = sheets.count
    with sheets.group(Kind.PART, CONTENTS):
        draw_contents(sheets, plan, findings, places)
    return [*labels, *(f"{CONTENTS} {sheet}" for sheet in range(1, sheets.count - before + 1))]


def draw_cover(
    sheets: Sheets, plan: PackPlan, kind: PackKind, arms: Arms | None, findings: Findings, places: Places
) -> bool:
    """The first sheet: whose meeting, when and where, how much, what is new and what is missing.

    False when there is more news than it has room for.
    """
    sheets.begin()
    band(sheets)
    if arms is not None:
        sheets.picture(ARMS, f"Wappen: {plan.body}", arms.matrix(LEFT, HEIGHT - 68))
    sheets.y = HEIGHT - (162 if arms else 74)
    sheets.write(plan.body, BODY)
    sheets.y = HEIGHT - 236
    sheets.write(KINDS.get(kind, "Sitzungsmappe"), KIND)
    sheets.y -= 6
    style = next(
        (size for size in TITLES if len(lines_of(plan.title, size, RIGHT - LEFT)) <= LINES_OF_TITLE),
        TITLES[-1],
    )
    sheets.write(plan.title, style, kind=Kind.TITLE)
    sheets.y -= 14
    for line in plan.lines:
        sheets.write(line, WHEN)
    sheets.y -= 30
    _figures(sheets, plan, findings, places)
    _missing(sheets, plan, findings)
    told = _fits(sheets, plan.news)
    if plan.news:
        sheets.y -= 24
        _news_on_cover(sheets, plan.news, whole=told)
    _imprint(sheets, plan)
    return told


def _fits(sheets: Sheets, news: Sequence[PackNews]) -> bool:
    return sheets.y - 24 - PART.leading - sum(map(_height, news)) >= LEAST_ROOM


def _height(one: PackNews) -> float:
    texts = [f"Grund: {one.reason}"] if one.reason else []
    room = height_of(one.title, STRONG, RIGHT - INDENT) + 6
    return room + sum(height_of(text, PLAIN, RIGHT - INDENT - 10) + 1 for text in [*one.lines, *texts])


def _news_on_cover(sheets: Sheets, news: Sequence[PackNews], *, whole: bool) -> None:
    upper = sheets.y
    sheets.write(NEWS, PART, INDENT, kind=Kind.HEADING)
    if whole:
        for one in news:
            _news(sheets, one)
    else:
        for one in news[:4]:
            sheets.write(one.title, PLAIN, INDENT)
        sheets.write("Was neu ist, steht auf der nächsten Seite.", PLAIN, INDENT)
    sheets.block(ACCENT, LEFT, sheets.y - 1, 3, upper - sheets.y)


def draw_news(sheets: Sheets, plan: PackPlan, places: Places) -> None:
    """What is new on sheets of its own, where the cover has no room for it."""
    _begin_news(sheets, plan, places)
    for one in plan.news:
        if sheets.y - min(_height(one), 120) < BOTTOM:
            _begin_news(sheets, plan, places)
        _news(sheets, one, lambda: _begin_news(sheets, plan, places))


def _begin_news(sheets: Sheets, plan: PackPlan, places: Places) -> None:
    begin_numbered(sheets, plan, places, sheets.count + 1)
    sheets.write(NEWS, HEADING, kind=Kind.HEADING)
    sheets.y -= 8


def _news(sheets: Sheets, one: PackNews, on: Callable[[], None] | None = None) -> None:
    sheets.y -= 6
    sheets.write(one.title, STRONG, INDENT, kind=Kind.SUBHEADING)
    reason = [f"Grund: {one.reason}"] if one.reason else []
    with sheets.group(Kind.LIST):
        for line in [*one.lines, *reason]:
            if on is not None and sheets.y - height_of(line, PLAIN, RIGHT - INDENT - 10) < BOTTOM:
                on()
            with sheets.group(Kind.ITEM):
                sheets.y -= 1
                if line not in reason:
                    sheets.dot(INDENT + 3, sheets.y - PLAIN.size + 3.4)
                sheets.write(line, PLAIN, INDENT + 10, kind=Kind.ITEM_BODY)


def _figures(sheets: Sheets, plan: PackPlan, findings: Findings, places: Places) -> None:
    merged = sum(1 for found in findings.values() if found.placed)
    figures = (
        (sum(1 for section in plan.sections if not section.heading), "Punkt", "Punkte"),
        (merged, "Unterlage", "Unterlagen"),
        (places.total, "Seite", "Seiten"),
    )
    sheets.block(WASH, LEFT, sheets.y - 62, RIGHT - LEFT, 62)
    column = (RIGHT - LEFT) / len(figures)
    for index, (number, one, many) in enumerate(figures):
        left = LEFT + 18 + index * column
        with sheets.group(Kind.PARAGRAPH):
            sheets.line(thousands(number), FIGURE, left, sheets.y - 30, Kind.SPAN)
            sheets.line(one if number == 1 else many, SMALL, left, sheets.y - 48, Kind.SPAN)
    sheets.y -= 62


def _missing(sheets: Sheets, plan: PackPlan, findings: Findings) -> None:
    absent = [index for (index, _), found in findings.items() if found.listed and not found.placed]
    gone = sorted(set(absent))
    if not gone:
        return
    number = len(absent)
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
    with sheets.group(Kind.PARAGRAPH), sheets.group(Kind.LINK):
        sheets.write(shown, Style(9, colour=ACCENT), kind=Kind.SPAN)
        sheets.link(plan.address, upper)


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
    where = f"{places.unit} {thousands(places.number(page, last=True))} von {thousands(places.count)}"
    sheets.line_right(where, SMALL, BOTTOM - 34)
