"""One stack of A4 sheets and a pen: lines of text, rules, links; knows typography and no meeting.

Whatever it writes is marked: as a piece of the structure a screen reader follows, or as mere decoration.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ris.documents.pdf.elements import Kind, Outline
from ris.documents.pdf.typeface import SOFT_HYPHEN, Typeface, Weight, clean, typeface
from ris.web.typography import soft_hyphens

WIDTH, HEIGHT = A4
LEFT = 62.0
RIGHT = WIDTH - 56.0
TOP = HEIGHT - 74.0
BOTTOM = 66.0
LEADING = 1.32
"""Distance of two base lines, in sizes of the letter."""
BREAKS_AFTER = "-/_.,;?&="

INK = HexColor("#1b1d24")
SOFT = HexColor("#555b69")
RULE = HexColor("#cdd1da")
WASH = HexColor("#f3f4f8")
ACCENT = HexColor("#2341a8")


@dataclass(frozen=True)
class Style:
    """How a piece of text looks."""

    size: float
    weight: Weight = Weight.REGULAR
    colour: Color = INK

    @property
    def leading(self) -> float:
        """Distance of its base lines in points."""
        return self.size * LEADING

    @property
    def face(self) -> Typeface:
        """The letters it is drawn with."""
        return typeface(self.weight)


@dataclass(frozen=True)
class Jump:
    """A rectangle on a sheet that leads elsewhere: into the pack, to whatever the drawer names, or onto the web."""

    sheet: int
    rectangle: tuple[float, float, float, float]
    target: tuple[int, ...] = ()
    address: str = ""
    says: str = ""
    """What a screen reader says of it."""


@dataclass
class Sheets:
    """The sheets drawn so far; ``y`` is where the next line begins."""

    stream: BytesIO = field(default_factory=BytesIO)
    measuring: bool = False
    """Only breaks lines and counts sheets; draws nothing."""
    jumps: list[Jump] = field(default_factory=list)
    outline: Outline = field(default_factory=Outline)
    count: int = 0
    """Sheets begun."""
    y: float = TOP

    def __post_init__(self) -> None:
        rl_config.useA85 = 0
        rl_config.canvas_basefontname = typeface(Weight.REGULAR).main  # else Helvetica, never embedded
        self.canvas = Canvas(self.stream, pagesize=A4, pageCompression=1, invariant=1)

    def begin(self) -> None:
        """Begin a sheet, finishing the one before."""
        if self.count and not self.measuring:
            self.canvas.showPage()
        self.count += 1
        self.y = TOP

    def finish(self) -> bytes:
        """All sheets as a PDF; nothing when they were only measured."""
        if self.measuring:
            return b""
        self.canvas.showPage()
        self.canvas.save()
        return self.stream.getvalue()

    def write(
        self, text: str, style: Style, left: float = LEFT, right: float = RIGHT, kind: Kind = Kind.PARAGRAPH
    ) -> None:
        """Write a paragraph from ``y`` downwards; nothing for a text without a letter."""
        lines = lines_of(text, style, right - left)
        top = self.y
        self.y -= len(lines) * style.leading
        if self.measuring or not any(lines):
            return
        with self.outline.group(kind) as element, self._marked(kind):
            whole = clean(text).replace(SOFT_HYPHEN, "")
            element.text = "" if " ".join(lines) == whole else whole
            for place, line in enumerate(lines):
                self._letters(line, style, left, top - place * style.leading - style.size)

    def line(self, text: str, style: Style, left: float, y: float, kind: Kind | None = None) -> None:
        """Write one line with its base at ``y``; one without a kind is decoration, like the words at the foot."""
        if self.measuring or not text:
            return
        if kind is None:
            with self._decoration():
                self._letters(text, style, left, y)
            return
        with self.outline.group(kind), self._marked(kind):
            self._letters(text, style, left, y)

    def line_right(self, text: str, style: Style, y: float, right: float = RIGHT, kind: Kind | None = None) -> None:
        """Write one line that ends at the right edge."""
        if not self.measuring:
            self.line(text, style, right - style.face.width(text, style.size), y, kind)

    def _letters(self, text: str, style: Style, left: float, y: float) -> None:
        self.canvas.setFillColor(style.colour)
        for run in style.face.runs(text):
            self.canvas.setFont(run.font, style.size)
            self.canvas.drawString(left, y, run.text)
            left += style.face.width(run.text, style.size)

    def rule(self, y: float, left: float = LEFT, right: float = RIGHT) -> None:
        """A thin line across."""
        if self.measuring:
            return
        with self._decoration():
            self.canvas.setStrokeColor(RULE)
            self.canvas.setLineWidth(0.6)
            self.canvas.line(left, y, right, y)

    def block(self, colour: Color, x: float, y: float, width: float, height: float) -> None:
        """A filled rectangle, ``y`` its lower edge."""
        if self.measuring:
            return
        with self._decoration():
            self.canvas.setFillColor(colour)
            self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def dot(self, x: float, y: float) -> None:
        """A small dot before an entry."""
        if self.measuring:
            return
        with self._decoration():
            self.canvas.setFillColor(RULE)
            self.canvas.circle(x, y, 1.6, stroke=0, fill=1)

    def picture(self, name: str, alt: str, matrix: tuple[float, ...]) -> None:
        """A place where a picture of this name is shown, which somebody else puts into the sheet's resources."""
        if self.measuring:
            return
        with self.outline.group(Kind.FIGURE, alt=alt), self._marked(Kind.FIGURE):
            self.canvas.addLiteral(f"q {' '.join(f'{part:.4f}' for part in matrix)} cm /{name} Do Q")

    @contextmanager
    def group(self, kind: Kind, title: str = "") -> Iterator[None]:
        """What is drawn within belongs together for a screen reader."""
        with self.outline.group(kind, title):
            yield

    @contextmanager
    def _marked(self, kind: Kind) -> Iterator[None]:
        number = self.outline.mark(self.count - 1)
        self.canvas.addLiteral(f"/{kind.value} <</MCID {number}>> BDC")
        yield
        self.canvas.addLiteral("EMC")

    @contextmanager
    def _decoration(self) -> Iterator[None]:
        self.canvas.addLiteral("/Artifact BMC")
        yield
        self.canvas.addLiteral("EMC")

    def jump(self, target: tuple[int, ...], upper: float, left: float = LEFT, says: str = "") -> None:
        """Make the lines between ``upper`` and ``y`` lead to a target in the pack."""
        self._leads(Jump(self.count - 1, (left, self.y - 2, RIGHT, upper), target, says=says))

    def link(self, address: str, upper: float, left: float = LEFT) -> None:
        """Make the lines between ``upper`` and ``y`` lead to an address on the web."""
        if address.startswith(("http://", "https://")):
            self._leads(Jump(self.count - 1, (left, self.y - 2, RIGHT, upper), address=address, says=address))

    def _leads(self, jump: Jump) -> None:
        self.outline.open[-1].jumps.append(len(self.jumps))
        self.jumps.append(jump)


def height_of(text: str, style: Style, width: float) -> float:
    """How much room a paragraph takes."""
    return len(lines_of(text, style, width)) * style.leading


@lru_cache(maxsize=4096)  # sheets are drawn twice, once to be measured
def lines_of(text: str, style: Style, width: float) -> tuple[str, ...]:
    """The text in lines no wider than ``width``; long words break at their seams, at worst anywhere."""
    lines: list[str] = []
    blank = style.face.width(" ", style.size)
    room = 0.0
    for word in soft_hyphens(clean(text)).split(" "):
        wide = style.face.width(_whole(word), style.size)
        if lines and blank + wide <= room:
            lines[-1] += " " + _whole(word)
            room -= blank + wide
        else:
            lines.extend(_broken(word, style, width))
            room = width - style.face.width(lines[-1], style.size)
    return tuple(lines)


def _broken(word: str, style: Style, width: float) -> list[str]:
    """One word on lines of its own, cut where it must be."""
    lines: list[str] = []
    rest = word
    while style.face.width(_whole(rest), style.size) > width:
        cut, end = _cut(rest, style, width)
        lines.append(_whole(rest[:cut]) + end)
        rest = rest[cut:]
    return [*lines, _whole(rest)]


def _cut(word: str, style: Style, width: float) -> tuple[int, str]:
    """Where a too long word breaks, and what the line then ends with."""
    room = width - style.face.width("-", style.size)
    fitting = 1
    seam = (0, "")
    for place in range(1, len(word)):
        room -= style.face.width(_whole(word[place - 1]), style.size)
        if room < 0:
            break
        fitting = place
        if word[place] == SOFT_HYPHEN:
            seam = (place + 1, "-")
        elif word[place - 1] in BREAKS_AFTER:
            seam = (place, "")
    return seam if seam[0] else (fitting, "")


def _whole(word: str) -> str:
    return word.replace(SOFT_HYPHEN, "")
