"""The page in hand while a writing is set: where the next line goes, and which words stand on which page."""

from __future__ import annotations

from dataclasses import dataclass, field

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ris.documents.pdf.lettering import LETTER, STRONG, lines_of, width_of

WIDTH, HEIGHT = A4
LEFT = 71.0
RIGHT = WIDTH - 62.0
BOTTOM = 66.0
TOP_FIRST = HEIGHT - 150.0
TOP_NEXT = HEIGHT - 84.0
MEASURE = RIGHT - LEFT
BODY = 10.6
LEADING = 15.2
INK = HexColor("#1b1d24")
SOFT = HexColor("#5a6170")
RULE = HexColor("#c9ced8")
WASH = HexColor("#f2f4f7")


@dataclass
class Pen:
    """The page in hand; ``y`` is where the next line begins."""

    canvas: Canvas
    mark: str
    """What stands on every page."""
    accent: Color
    """The writer's colour."""
    tight: float = 1.0
    """Factor of all distances between lines; below 1 where a little more has to go on the page."""
    y: float = TOP_FIRST
    words: list[list[str]] = field(default_factory=lambda: [[]])

    def room(self, height: float) -> None:
        """Go to the next page unless so many points are left on this one."""
        if self.y - height < BOTTOM:
            self.next_page()

    def next_page(self) -> None:
        """Finish this page and begin the next."""
        self.canvas.showPage()
        self.words.append([])
        self.y = TOP_NEXT
        self._running_head()

    def say(self, text: str) -> None:
        """Note words that were drawn, for the text of the page."""
        self.words[-1].append(text)

    def text(
        self,
        text: str,
        *,
        size: float = BODY,
        leading: float = LEADING,
        strong: bool = False,
        colour: Color = INK,
        left: float = LEFT,
        right: float = RIGHT,
    ) -> None:
        """Set a paragraph from ``y`` downwards, going to further pages where it must."""
        leading *= self.tight
        face = STRONG() if strong else LETTER()
        lines = lines_of(text, face, size, right - left)
        for place, line in enumerate(lines):
            # No single first line at the foot of a page.
            self.room(leading * (2 if place == 0 and len(lines) > 1 else 1))
            self.y -= leading
            self.draw(line, left, self.y + leading - size, size=size, strong=strong, colour=colour)
            self.say(line)
        self.say("")

    def draw(self, line: str, x: float, y: float, *, size: float, strong: bool = False, colour: Color = INK) -> None:
        """Draw one line with its base at ``y``."""
        self.canvas.setFillColor(colour)
        self.canvas.setFont(STRONG() if strong else LETTER(), size)
        self.canvas.drawString(x, y, line)

    def rule(self, y: float, left: float = LEFT, right: float = RIGHT) -> None:
        """A thin line across."""
        self.canvas.setStrokeColor(RULE)
        self.canvas.setLineWidth(0.6)
        self.canvas.line(left, y, right, y)

    def _running_head(self) -> None:
        self.draw(self.mark, LEFT, HEIGHT - 52, size=8.4, colour=SOFT)
        number = f"Seite {len(self.words)}"
        self.draw(number, RIGHT - width_of(number, LETTER(), 8.4), HEIGHT - 52, size=8.4, colour=SOFT)
        self.rule(HEIGHT - 60)
