"""PURE. The coat of arms as a file that is safe to hand out: a PNG, or an SVG of nothing but shapes and colours.

An SVG is written anew from what a list allows, so scripts, links, styles and foreign parts cannot come along. What was
left out is named, never dropped in silence.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass, field
from html import escape
from typing import Final
from xml.parsers import expat

SVG: Final = "image/svg+xml"
PNG: Final = "image/png"
LARGEST: Final = 512 * 1024
"""Bytes."""
LONGEST_SIDE: Final = 2000
"""Pixels of a PNG."""
MOST_PARTS: Final = 5000
DEEPEST: Final = 40
PNG_START: Final = b"\x89PNG\r\n\x1a\n"
PNG_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"IDAT", b"IEND"})
"""Chunks that make the picture; texts, times and camera data stay behind."""

SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
PARTS: Final = SHAPES | {"svg", "g", "defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "title"}
PAINT: Final = frozenset(
    {"fill", "fill-rule", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"}
    | {"stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "opacity", "stop-color", "stop-opacity"}
    | {"clip-rule", "clip-path", "mask"}
)
MEASURES: Final = frozenset(
    {"d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "width", "height"}
    | {"offset", "transform", "gradientTransform", "gradientUnits", "clipPathUnits", "maskUnits", "spreadMethod", "id"}
)
SAFE_VALUE: Final = re.compile(r"(?:[#\w\s.,()%+\-]|url\(#[\w\-]+\))*")
OTHER_ADDRESS: Final = re.compile(r"url\(\s*(?!#[\w\-]+\s*\))", re.IGNORECASE)
VIEW_BOX: Final = re.compile(r"\s*-?[\d.]+(?:[\s,]+-?[\d.]+){3}\s*")
LENGTH: Final = re.compile(r"([\d.]+)(?:px)?")


class CrestRefused(ValueError):
    """A file that cannot be the coat of arms; the message is a German sentence that says why."""


@dataclass(frozen=True)
class Crest:
    """A coat of arms, cleaned."""

    kind: str
    """``image/svg+xml`` or ``image/png``."""
    content: bytes
    left_out: tuple[str, ...] = ()
    """Names of parts and properties of the SVG that were not taken over."""


def read_crest(content: bytes) -> Crest:
    """The coat of arms in these bytes; raises :class:`CrestRefused`."""
    if len(content) > LARGEST:
        message = f"Die Datei hat {len(content) // 1024} KB; das Wappen darf höchstens {LARGEST // 1024} KB haben."
        raise CrestRefused(message)
    if content.startswith(PNG_START):
        return Crest(PNG, _plain_png(content))
    return _plain_svg(content)


def _plain_png(content: bytes) -> bytes:
    damaged = CrestRefused("Die PNG-Datei ist beschädigt.")
    place, kept, names = len(PNG_START), [PNG_START], []
    while place + 12 <= len(content) and b"IEND" not in names:
        (length,) = struct.unpack(">I", content[place : place + 4])
        name, end = content[place + 4 : place + 8], place + 12 + length
        if end > len(content) or zlib.crc32(content[place + 4 : end - 4]) != int.from_bytes(content[end - 4 : end]):
            raise damaged
        if name in PNG_KEPT:
            kept.append(content[place:end])
        names.append(name)
        place = end
    if names[:1] != [b"IHDR"] or names[-1:] != [b"IEND"] or b"IDAT" not in names:
        raise damaged
    width, height = struct.unpack(">II", content[16:24])
    if not (0 < width <= LONGEST_SIDE and 0 < height <= LONGEST_SIDE):
        message = (
            f"Das Bild hat {width} × {height} Bildpunkte; das Wappen darf höchstens {LONGEST_SIDE} je Seite haben."
        )
        raise CrestRefused(message)
    return b"".join(kept)


def _plain_svg(content: bytes) -> Crest:
    cleaner = _Cleaner()
    try:
        cleaner.read(content)
    except expat.ExpatError:
        message = "Das ist weder eine PNG-Datei noch eine lesbare SVG-Datei."
        raise CrestRefused(message) from None
    if not cleaner.shapes:
        message = (
            "Die SVG-Datei zeichnet nichts. Eingebettete Bilder und Schrift gelten nicht; bitte in Pfade umwandeln."
        )
        raise CrestRefused(message)
    return Crest(SVG, "".join(cleaner.written).encode(), tuple(sorted(cleaner.left_out)))


@dataclass
class _Cleaner:
    """Reads an SVG part by part and writes what is allowed."""

    written: list[str] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    shapes: int = 0
    _parts: int = 0
    _depth: int = 0
    _skipped: int = 0
    """How deep inside a part that is left out; 0 outside of one."""
    _in_title: bool = False

    def read(self, content: bytes) -> None:
        """Read everything; raises :class:`CrestRefused` and ``ExpatError``."""
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text
        parser.Parse(content, True)  # noqa: FBT003 - expat's own signature

    @staticmethod
    def _refuse_doctype(*_declared: object) -> None:
        message = "Die SVG-Datei hat eine DOCTYPE-Zeile. Bitte diese Zeile entfernen."
        raise CrestRefused(message)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._parts += 1
        self._depth += 1
        if self._parts > MOST_PARTS or self._depth > DEEPEST:
            message = "Die SVG-Datei ist zu umfangreich für ein Wappen. Bitte vereinfachen."
            raise CrestRefused(message)
        if self._depth == 1 and name != "svg":
            message = "Das ist keine SVG-Datei."
            raise CrestRefused(message)
        if self._skipped or name not in PARTS:
            if not self._skipped:
                self.left_out.add(name)
            self._skipped += 1
            return
        self.shapes += name in SHAPES
        self._in_title = name == "title"
        kept = _view(attributes) if self._depth == 1 else self._kept(attributes)
        told = "".join(f' {key}="{escape(value)}"' for key, value in kept.items())
        self.written.append(f"<{name}{told}>")

    def _close(self, name: str) -> None:
        self._depth -= 1
        if self._skipped:
            self._skipped -= 1
            return
        self._in_title = False
        self.written.append(f"</{name}>")

    def _text(self, text: str) -> None:
        if self._in_title and not self._skipped:
            self.written.append(escape(text))

    def _kept(self, attributes: dict[str, str]) -> dict[str, str]:
        kept = {}
        for name, value in (*attributes.items(), *_declarations(attributes.get("style", ""))):
            if name in PAINT | MEASURES and SAFE_VALUE.fullmatch(value) and not OTHER_ADDRESS.search(value):
                kept[name] = value
            elif name != "style":
                self.left_out.add(name)
        return kept


def _declarations(style: str) -> list[tuple[str, str]]:
    """A style attribute as properties, which need no inline style."""
    pairs = (part.partition(":") for part in style.split(";") if part.strip())
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def _view(attributes: dict[str, str]) -> dict[str, str]:
    """What the outermost part keeps: the name space and what of the plane is seen."""
    box = attributes.get("viewBox", "")
    if not VIEW_BOX.fullmatch(box):
        sides = [LENGTH.fullmatch(attributes.get(side, "").strip()) for side in ("width", "height")]
        box = " ".join(["0 0", *(side[1] for side in sides if side)]) if all(sides) else ""
    if not box:
        message = "Die SVG-Datei sagt nicht, wie groß sie ist (viewBox). Bitte ergänzen."
        raise CrestRefused(message)
    return {"xmlns": "http://www.w3.org/2000/svg", "viewBox": box}
