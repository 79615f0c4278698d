"""The first sheet of a pack, and what is new since the invitation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ris.documents.pack import PackKind, PackNews, PackPlan
from ris.documents.pdf.crests import ARMS, Arms
from ris.documents.pdf.elements import Kind
from ris.documents.pdf.front import (
    BODY,
    FIGURE,
    HEADING,
    INDENT,
    KIND,
    LEAST_ROOM,
    LINES_OF_TITLE,
    NEWS,
    PART,
    PLAIN,
    SMALL,
    STRONG,
    TITLES,
    WHEN,
    band,
    begin_numbered,
    called,
)
from ris.documents.pdf.places import Findings, Places
from ris.documents.pdf.sheet import ACCENT, BOTTOM, HEIGHT, INK, LEFT, RIGHT, WASH, Sheets, Style, height_of, lines_of
from ris.web.typography import counted, thousands


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
    sheets.write(called(plan, kind), KIND)
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
