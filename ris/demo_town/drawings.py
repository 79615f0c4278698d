"""PURE. Drawings for attachments as data: site plans, cross sections of streets, bars."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random
from typing import TYPE_CHECKING, Any

from ris.documents.pdf.figures import Area, Disc, Figure, Label, Stroke

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ris.documents.pdf.figures import Shape

GROUND, WATER, ROAD, HOUSE, TREE, MARK = "#eef2e6", "#8dbbdb", "#ffffff", "#d8cfc4", "#9dbf8b", "#c0392b"
EDGE, GREY, BLUE = "#b9ae9f", "#7a7f8a", "#2b6a94"
TALL = 66.0
WET, DRY, DRY_FOR_A_FIELD = 12, 4, -16
"""How high the river lies; the street keeps 26 above it, and a field needs the upper half."""
SECTION_COLOURS = {"Rad": "#d98880", "Geh": "#d5d8dc", "Fahr": "#9aa0a8", "Grün": "#9dbf8b", "Park": "#c9ced8"}
Point = tuple[float, float]


def site_plan(name: str, values: dict[str, Any]) -> Figure:
    """A plan of a quarter: river, streets and houses as chance has it, and what the paper is about in red."""
    chance = Random(name)  # noqa: S311 - a fixed dice, no secret
    tilt = chance.uniform(-6, 6)
    wet = values.get("river", True)
    dry = DRY_FOR_A_FIELD if values.get("mark") == "field" else DRY
    river = _bend(chance, WET if wet else dry, tilt)  # without water: the line everything else keeps to
    street = [(x, y + 26) for x, y in river]
    shapes: list[Shape] = [Area(((0, 0), (100, 0), (100, TALL), (0, TALL)), GROUND)]
    shapes += [Stroke(tuple(river), WATER, 17)] if wet else []
    shapes += _streets(chance, street)
    shapes += _houses(chance, street)
    shapes += [Disc((x, y + chance.uniform(6, 9)), chance.uniform(1.0, 1.9), TREE) for x, y in _along(river, 26)]
    if wet:
        shapes.append(Label(_middle(river, 0.22), "Mölle", 8, BLUE, tilt))
    shapes.append(Label(_middle(street, 0.7), values.get("street", "Hauptstraße"), 7.5, GREY, tilt / 2))
    shapes += _subject(chance, values, river, street)
    shapes += _north_arrow()
    return Figure(TALL, tuple(shapes), f"{name}. Darstellung nicht maßstäblich, rot: Gegenstand der Vorlage.")


def _bend(chance: Random, height: float, tilt: float) -> list[Point]:
    phase, swing = chance.uniform(0, 2 * pi), chance.uniform(2, 4)
    return [(x, height + tilt * x / 40 + swing * sin(phase + x / 16)) for x in range(-2, 104, 3)]


def _streets(chance: Random, street: list[Point]) -> list[Shape]:
    shapes: list[Shape] = [Stroke(tuple(street), EDGE, 11), Stroke(tuple(street), ROAD, 9.5)]
    for share in (chance.uniform(0.1, 0.25), chance.uniform(0.4, 0.55), chance.uniform(0.75, 0.9)):
        x, y = _middle(street, share)
        side = ((x, y), (x + chance.uniform(-5, 5), TALL + 2))
        shapes += [Stroke(side, EDGE, 8), Stroke(side, ROAD, 6.5)]
    return [*shapes, Stroke(tuple(street), ROAD, 9.5)]


def _houses(chance: Random, street: list[Point]) -> list[Shape]:
    shapes: list[Shape] = []
    for row, distance in enumerate((6.0, 14.0, 22.0)):
        for x, y in _along(street, 13 - row):
            width, depth = chance.uniform(3.4, 5.4), chance.uniform(2.8, 3.8)
            if chance.random() < 0.8:  # noqa: PLR2004 - some plots are empty
                shapes.append(_box(x + chance.uniform(-1, 1), y + distance, width, depth, HOUSE, EDGE))
    return shapes


def _box(x: float, y: float, width: float, depth: float, fill: str, edge: str) -> Area:
    a, b = width / 2, depth / 2
    return Area(((x - a, y - b), (x + a, y - b), (x + a, y + b), (x - a, y + b)), fill, edge)


def _subject(chance: Random, values: dict[str, Any], river: list[Point], street: list[Point]) -> list[Shape]:
    label = values.get("label", "")
    x, y = _middle(river, 0.55)
    if values.get("mark") == "line":
        path = tuple((px, py + 9) for px, py in river)
        return [Stroke(path, MARK, 3, dashed=True), Label((x, y + 12.5), label, 8.5, MARK, strong=True)]
    if values.get("mark") == "trees":
        dots: list[Shape] = [Disc((px, py - 4.2), 1.5, MARK) for px, py in _along(street, 14)]
        return [*dots, Label((50, 4), label, 8.5, MARK, strong=True)]
    x, y = (x, y + 14) if values.get("mark") != "field" else (62, TALL - 15)
    wide, deep = (15, 8) if values.get("mark") != "field" else (46, 22)
    corners = tuple(
        (x + wide / 2 * dx + chance.uniform(-1, 1), y + deep / 2 * dy + chance.uniform(-1, 1))
        for dx, dy in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )
    return [Area(corners, "#f3d0cb", MARK), Label((x, y), label, 8.5, MARK, strong=True)]


def _north_arrow() -> list[Shape]:
    return [
        Area(((95, 57), (93.4, 52), (95, 53.2), (96.6, 52)), "#3a3f4a"),
        Label((95, 60.2), "N", 9, "#3a3f4a", strong=True),
    ]


def _along(line: list[Point], count: int) -> list[Point]:
    return [_middle(line, (place + 0.5) / count) for place in range(count)]


def _middle(line: list[Point], share: float) -> Point:
    return line[min(len(line) - 1, int(share * len(line)))]


def cross_section(name: str, parts: Sequence[tuple[str, float]]) -> Figure:
    """A street cut across: each part with its width in metres."""
    total = sum(width for _, width in parts)
    shapes: list[Shape] = [Area(((0, 0), (100, 0), (100, 40), (0, 40)), "#f7f8fa")]
    left, scale = 6.0, 88 / total
    for part, width in parts:
        wide = width * scale
        fill = next((colour for word, colour in SECTION_COLOURS.items() if word in part), "#c9ced8")
        shapes.append(Area(((left, 10), (left + wide, 10), (left + wide, 14), (left, 14)), fill, GREY))
        if "Grün" in part:
            shapes += [Stroke(((left + wide / 2, 14), (left + wide / 2, 23)), "#7b6650", 2)]
            shapes.append(Disc((left + wide / 2, 26), 4.6, TREE))
        shapes.append(Label((left + wide / 2, 7), f"{width:.2f} m".replace(".", ","), 7.5))
        shapes.append(Label((left + wide / 2, 3.4), part, 7.2, GREY))
        left += wide
    shapes.append(Label((50, 36), f"Gesamtbreite {total:.2f} m".replace(".", ","), 8.5, strong=True))
    return Figure(40, tuple(shapes), f"{name}. Maße in Metern.")


def bars(name: str, rows: Sequence[tuple[str, float]], unit: str) -> Figure:
    """Bars side by side, each with its number."""
    highest = max(value for _, value in rows)
    shapes: list[Shape] = [Area(((0, 0), (100, 0), (100, 46), (0, 46)), "#f7f8fa")]
    room = 92 / len(rows)
    for place, (label, value) in enumerate(rows):
        x = 4 + room * (place + 0.5)
        tall = 30 * value / highest
        shapes.append(
            Area(((x - room / 3, 8), (x + room / 3, 8), (x + room / 3, 8 + tall), (x - room / 3, 8 + tall)), "#5f8f80")
        )
        shapes.append(Label((x, 11 + tall), f"{value:,g}".replace(",", "."), 8, strong=True))
        shapes.append(Label((x, 4), label, 7.6, GREY))
    return Figure(46, tuple(shapes), f"{name}. Angaben in {unit}.")


def turbines(name: str, count: int) -> Figure:
    """Wind turbines on a ridge, seen from the village."""
    chance = Random(name)  # noqa: S311 - a fixed dice, no secret
    ridge: list[Point] = [(x, 16 + 6 * sin(x / 15) + chance.uniform(-0.4, 0.4)) for x in range(0, 104, 4)]
    land = Area(((0, 0), *ridge, (104, 0)), "#6f9a6b")
    shapes: list[Shape] = [Area(((0, 0), (100, 0), (100, 60), (0, 60)), "#dfeaf2")]
    signs: list[Shape] = []
    for place in range(count):
        x, y = _middle(ridge, (place + 0.7) / (count + 0.4))
        hub = y + 24
        shapes.append(Stroke(((x, y - 1), (x, hub)), "#fbfcfd", 2.4))
        turn = chance.uniform(0, pi)
        shapes += [
            Stroke(((x, hub), (x + 8 * cos(angle), hub + 8 * sin(angle))), "#fbfcfd", 1.6)
            for angle in (turn + blade * 2 * pi / 3 for blade in range(3))
        ]
        signs.append(Label((x, y - 5), f"WEA {place + 1}", 7, "#ffffff"))
    caption = f"{name}. Ansicht von der Ortsmitte Wiesenrod, vereinfacht."
    return Figure(60, (*shapes, land, *signs), caption)
