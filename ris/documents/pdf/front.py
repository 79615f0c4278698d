"""What all sheets of a pack have in common: their letters, their words, the edge on top and the line at the foot."""

from __future__ import annotations

from ris.documents.pack import PackKind, PackPlan
from ris.documents.pdf.places import Places
from ris.documents.pdf.sheet import (
    ACCENT,
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    SOFT,
    WIDTH,
    Sheets,
    Style,
    lines_of,
)
from ris.documents.pdf.typeface import Weight
from ris.web.typography import thousands

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
    PackKind.PACK: "Sitzungsmappe",
    PackKind.CHANGES: "Nur Änderungen",
    PackKind.TWO_UP: "Sitzungsmappe, zwei Seiten auf einem Blatt",
    PackKind.LARGE: "Sitzungsmappe in Großdruck",
}
LEAST_ROOM = 150.0
"""Points above the lower edge of the cover that news leave free, for the imprint."""


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


def called(plan: PackPlan, kind: PackKind) -> str:
    """What a pack is called on its cover and in its title."""
    return plan.name or KINDS[kind]
