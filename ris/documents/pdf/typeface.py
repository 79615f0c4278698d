"""Two weights of one embedded face, with other faces standing in for letters it lacks.

Fira Sans comes with the portal's other fonts; a machine without it draws with DejaVu or with the small
face reportlab brings. A letter nobody has is drawn as a box: a name is never dropped silently.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import groupby
from pathlib import Path

import reportlab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

VENDOR = Path(__file__).parents[2] / "static" / "vendor" / "fira-sans-ttf"
SYSTEM = Path("/usr/share/fonts/truetype/dejavu")
BUNDLED = Path(reportlab.__file__).parent / "fonts"
UNKNOWN = "\N{WHITE SQUARE}"
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
NO_BREAKS = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


class Weight(StrEnum):
    """The weights drawn with."""

    REGULAR = "regular"
    STRONG = "strong"


CANDIDATES = {
    Weight.REGULAR: (
        VENDOR / "FiraSans_400Regular.ttf",
        SYSTEM / "DejaVuSans.ttf",
        BUNDLED / "Vera.ttf",
    ),
    Weight.STRONG: (
        VENDOR / "FiraSans_600SemiBold.ttf",
        SYSTEM / "DejaVuSans-Bold.ttf",
        BUNDLED / "VeraBd.ttf",
    ),
}


@dataclass(frozen=True)
class Run:
    """Letters that one font can draw."""

    font: str
    text: str


@dataclass
class Typeface:
    """One weight: the first font that has a letter draws it."""

    weight: Weight
    _fonts: list[TTFont] = field(default_factory=list)
    _chosen: dict[str, tuple[str, str]] = field(default_factory=dict)
    _widths: dict[str, float] = field(default_factory=dict)

    @property
    def main(self) -> str:
        """Name of the font that draws nearly everything."""
        return self._choose("n")[0]

    def runs(self, text: str) -> list[Run]:
        """The text cut where another font has to take over."""
        drawn = [self._choose(letter) for letter in text]
        return [
            Run(font, "".join(letter for _, letter in letters))
            for font, letters in groupby(drawn, key=lambda choice: choice[0])
        ]

    def width(self, text: str, size: float) -> float:
        """Width in points; the letters are set without kerning."""
        return size * sum(map(self._width, text))

    def _width(self, letter: str) -> float:
        """Width of a letter at size 1."""
        found = self._widths.get(letter)
        if found is None:
            font, drawn = self._choose(letter)
            found = self._widths[letter] = pdfmetrics.stringWidth(drawn, font, 1)
        return found

    def _choose(self, letter: str) -> tuple[str, str]:
        found = self._chosen.get(letter)
        if found is None:
            found = self._font_with(letter) or self._font_with(UNKNOWN) or self._font_with("?")
            if found is None:
                raise FontMissing(self.weight)
            self._chosen[letter] = found
        return found

    def _font_with(self, letter: str) -> tuple[str, str] | None:
        for place, path in enumerate(path for path in CANDIDATES[self.weight] if path.exists()):
            if place == len(self._fonts):
                self._fonts.append(_register(path))
            font = self._fonts[place]
            if ord(letter) in font.face.charToGlyph:
                return font.fontName, letter
        return None


class FontMissing(RuntimeError):
    """No font could be loaded at all, not even the one reportlab brings."""


@cache
def typeface(weight: Weight) -> Typeface:
    """The weight, loaded once per process."""
    return Typeface(weight)


def clean(text: str) -> str:
    """Text fit for drawing: composed letters, single blanks, nothing invisible but soft hyphens."""
    blanked = "".join(
        " " if letter.isspace() and letter not in NO_BREAKS else letter for letter in unicodedata.normalize("NFC", text)
    )
    visible = "".join(letter for letter in blanked if letter == SOFT_HYPHEN or unicodedata.category(letter)[0] != "C")
    return " ".join(part for part in visible.split(" ") if part)


def _register(path: Path) -> TTFont:
    font = TTFont(path.stem, str(path))
    pdfmetrics.registerFont(font)
    return font
