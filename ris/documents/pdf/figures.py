"""Simple drawings inside a writing: site plans, cross sections, bars. A figure is data on a grid of 100 by its height."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor

from ris.documents.pdf.lettering import LETTER, STRONG, width_of
from ris.documents.pdf.pen import LEFT, MEASURE, RULE, SOFT

if TYPE_CHECKING:
    from ris.documents.pdf.pen import Pen

Point = tuple[float, float]


@dataclass(frozen=True)
class Area:
    """A filled outline."""

    points: tuple[Point, ...]
    fill: str
    edge: str | None = None


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    width: float
    """In points."""
    dashed: bool = False
    round: bool = True


@dataclass(frozen=True)
class Disc:
    """A circle; trees, mostly."""

    at: Point
    radius: float
    fill: str


@dataclass(frozen=True)
class Label:
    """Words on the drawing, centred at a point, turned by degrees."""

    at: Point
    text: str
    size: float = 8.0
    colour: str = "#1b1d24"
    turned: float = 0.0
    strong: bool = False


Shape = Area | Stroke | Disc | Label


@dataclass(frozen=True)
class Figure:
    """A drawing with its caption; one unit is a hundredth of the text width."""

    height: float
    shapes: tuple[Shape, ...]
    caption: str

    def set(self, pen: Pen) -> None:
        """The whole drawing on one page, clipped to its frame."""
        unit = MEASURE / 100
        tall = self.height * unit
        pen.room(tall + 36)
        canvas = pen.canvas
        canvas.saveState()
        frame = canvas.beginPath()
        frame.rect(LEFT, pen.y - tall, MEASURE, tall)
        canvas.clipPath(frame, stroke=0, fill=0)
        canvas.translate(LEFT, pen.y - tall)
        for shape in self.shapes:
            self._draw(pen, shape, unit)
        canvas.restoreState()
        canvas.setStrokeColor(RULE)
        canvas.setLineWidth(0.8)
        canvas.rect(LEFT, pen.y - tall, MEASURE, tall, stroke=1, fill=0)
        pen.y -= tall + 5
        for label in (shape.text for shape in self.shapes if isinstance(shape, Label)):
            pen.say(label)
        pen.text(self.caption, size=8.6, leading=12, colour=SOFT)
        pen.y -= 8

    def _draw(self, pen: Pen, shape: Shape, unit: float) -> None:
        canvas = pen.canvas
        if isinstance(shape, Disc):
            canvas.setFillColor(HexColor(shape.fill))
            canvas.circle(shape.at[0] * unit, shape.at[1] * unit, shape.radius * unit, stroke=0, fill=1)
        elif isinstance(shape, Label):
            self._letter(pen, shape, unit)
        else:
            path = canvas.beginPath()
            path.moveTo(shape.points[0][0] * unit, shape.points[0][1] * unit)
            for x, y in shape.points[1:]:
                path.lineTo(x * unit, y * unit)
            if isinstance(shape, Area):
                path.close()
                canvas.setFillColor(HexColor(shape.fill))
                canvas.setStrokeColor(HexColor(shape.edge or shape.fill))
                canvas.setLineWidth(0.7)
                canvas.setDash()
                canvas.drawPath(path, stroke=1 if shape.edge else 0, fill=1)
            else:
                canvas.setStrokeColor(HexColor(shape.colour))
                canvas.setLineWidth(shape.width)
                canvas.setLineCap(1 if shape.round else 0)
                canvas.setLineJoin(1)
                canvas.setDash([4, 3] if shape.dashed else [])
                canvas.drawPath(path, stroke=1, fill=0)

    @staticmethod
    def _letter(pen: Pen, label: Label, unit: float) -> None:
        canvas = pen.canvas
        face = STRONG() if label.strong else LETTER()
        canvas.saveState()
        canvas.translate(label.at[0] * unit, label.at[1] * unit)
        canvas.rotate(label.turned)
        canvas.setFillColor(HexColor(label.colour))
        canvas.setFont(face, label.size)
        canvas.drawString(-width_of(label.text, face, label.size) / 2, -label.size / 3, label.text)
        canvas.restoreState()
