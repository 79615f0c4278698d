"""Other sheets out of the pages of a pack: two pages side by side, or half a page made larger. They are pictures of pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from pikepdf import Array, Dictionary, Name, Page, Pdf
from pikepdf import Rectangle as Box

from ris.documents.pack import PackKind
from ris.documents.pdf.marking import contents_of
from ris.documents.pdf.outline import DAMAGE, Bookmark

LONG, SHORT = 841.89, 595.28
"""Points of A4, the paper every printer has."""
MARGIN = 14.0
"""Around each of two pages on a sheet; printers leave out the edge."""
OVERLAP = 28.0
"""Points of a page that both its halves show, so that no line is lost at the cut."""
PICTURE = Name.RisPage
Rectangle = tuple[float, float, float, float]


class Half(Enum):
    """Which half of a page a sheet shows; the value is its name in the label."""

    UPPER = "oben"
    LOWER = "unten"
    LEFT = "links"
    RIGHT = "rechts"


@dataclass(frozen=True)
class Shown:
    """A page on a sheet: where its lower left corner lies and how much larger it is."""

    page: int
    left: float
    lower: float
    scale: float
    half: Half | None = None


@dataclass(frozen=True)
class Sheet:
    """A sheet and what it shows."""

    width: float
    height: float
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class Imposition:
    """How the pages of a pack lie on other sheets."""

    sheets: tuple[Sheet, ...]
    first: Mapping[int, int] = field(default_factory=dict)
    """Page → the first sheet that shows it."""

    def labels(self, labels: Sequence[str]) -> list[str]:
        """What each sheet is called after the pages it shows."""
        return [
            " | ".join(
                f"{labels[shown.page]} {shown.half.value if shown.half else ''}".strip() for shown in sheet.shown
            )
            for sheet in self.sheets
        ]

    def sheets_of(self, pages: Collection[int]) -> list[int]:
        """The sheets that show any of these pages."""
        wanted = set(pages)
        return [
            number for number, sheet in enumerate(self.sheets) if any(shown.page in wanted for shown in sheet.shown)
        ]

    def bookmark(self, bookmark: Bookmark) -> Bookmark:
        """A bookmark that leads to the sheet with its page."""
        below = tuple(map(self.bookmark, bookmark.children))
        return Bookmark(bookmark.title, self.first[bookmark.page], below, bookmark.open)

    def rectangles(self, page: int, rectangle: Rectangle) -> Iterator[tuple[int, Rectangle]]:
        """Where a rectangle of a page lies: on which sheets, and where there."""
        left, lower, right, upper = rectangle
        for number, sheet in enumerate(self.sheets):
            for shown in sheet.shown:
                if shown.page != page:
                    continue
                low, high = (shown.lower + y * shown.scale for y in (lower, upper))
                start, end = (shown.left + x * shown.scale for x in (left, right))
                if high > 0 and low < sheet.height and end > 0 and start < sheet.width:
                    yield number, (max(start, 0), max(low, 0), min(end, sheet.width), min(high, sheet.height))


def plan_sheets(kind: PackKind, sizes: Sequence[tuple[float, float]]) -> Imposition:
    """How pages of these sizes lie on the sheets of a kind; pure."""
    sheets = tuple(_pairs(sizes) if kind is PackKind.TWO_UP else _halves(sizes))
    first: dict[int, int] = {}
    for number, sheet in enumerate(sheets):
        for shown in sheet.shown:
            first.setdefault(shown.page, number)
    return Imposition(sheets, first)


def _pairs(sizes: Sequence[tuple[float, float]]) -> Iterator[Sheet]:
    for start in range(0, len(sizes), 2):
        placed = []
        for page in range(start, min(start + 2, len(sizes))):
            width, height = sizes[page]
            across, up = LONG / 2 - 2 * MARGIN, SHORT - 2 * MARGIN
            scale = min(across / width, up / height)
            left = (page - start) * LONG / 2 + MARGIN + (across - scale * width) / 2
            placed.append(Shown(page, left, MARGIN + (up - scale * height) / 2, scale))
        yield Sheet(LONG, SHORT, tuple(placed))


def _halves(sizes: Sequence[tuple[float, float]]) -> Iterator[Sheet]:
    for page, (width, height) in enumerate(sizes):
        if page == 0:
            # The cover's letters are large already.
            scale = min(SHORT / width, LONG / height)
            yield Sheet(SHORT, LONG, (Shown(page, (SHORT - scale * width) / 2, LONG - scale * height, scale),))
            continue
        upright = height >= width
        across, up = (LONG, SHORT) if upright else (SHORT, LONG)
        part = (width, height / 2 + OVERLAP / 2) if upright else (width / 2 + OVERLAP / 2, height)
        scale = min(across / part[0], up / part[1])
        if upright:
            left = (across - scale * width) / 2
            yield Sheet(across, up, (Shown(page, left, up - scale * height, scale, Half.UPPER),))
            yield Sheet(across, up, (Shown(page, left, 0, scale, Half.LOWER),))
        else:
            lower = (up - scale * height) / 2
            yield Sheet(across, up, (Shown(page, 0, lower, scale, Half.LEFT),))
            yield Sheet(across, up, (Shown(page, across - scale * width, lower, scale, Half.RIGHT),))


def sizes_of(pack: Pdf) -> list[tuple[float, float]]:
    """How large each page is as it is shown."""
    return [_size(page) for page in pack.pages]


def _size(page: Page) -> tuple[float, float]:
    try:
        left, lower, right, upper = (float(edge) for edge in page.trimbox.as_list())
        turned = int(page.obj.get(Name.Rotate, 0)) % 180 == 90  # noqa: PLR2004 - degrees
    except (TypeError, ValueError, AttributeError):  # a box of anything but numbers
        return SHORT, LONG
    width, height = abs(right - left), abs(upper - lower)
    if width < 1 or height < 1:
        return SHORT, LONG
    return (height, width) if turned else (width, height)


def undrawable(pack: Pdf) -> list[int]:
    """Pages whose content cannot be decoded: as pages they are shown as far as they go, as pictures not at all."""
    return [number for number, page in enumerate(pack.pages) if not _decodes(page)]


def _decodes(page: Page) -> bool:
    try:
        for stream in contents_of(page):
            stream.read_bytes()
    except (*DAMAGE, MemoryError):
        return False
    return True


def flatten(pack: Pdf) -> None:
    """Draw stamps, notes and filled forms into their pages; what is broken stays out."""
    try:
        pack.flatten_annotations("all")
    except DAMAGE:
        return


def impose(pack: Pdf, target: Pdf, imposition: Imposition, sizes: Sequence[tuple[float, float]]) -> None:
    """Draw the sheets into another document; taking that many pages out of one takes the square of their number."""
    pictures = [target.copy_foreign(pack.make_indirect(page.as_form_xobject())) for page in pack.pages]
    for sheet in imposition.sheets:
        target.add_blank_page(page_size=(sheet.width, sheet.height))
        made = target.pages[-1]
        resources, content = Dictionary(XObject=Dictionary()), []
        for place, shown in enumerate(sheet.shown):
            name = Name(f"{PICTURE}{place}")
            resources.XObject[name] = pictures[shown.page]
            width, height = (shown.scale * side for side in sizes[shown.page])
            edges = (shown.left, shown.lower, shown.left + width, shown.lower + height)
            where = Box(Array([round(edge, 3) for edge in edges]))
            placed = made.calc_form_xobject_placement(
                pictures[shown.page], name, where, invert_transformations=True, allow_shrink=True, allow_expand=True
            )
            content.append(placed)
        made.obj.Resources = resources
        made.obj.Contents = target.make_stream(b"\n".join(content))
