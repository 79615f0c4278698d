"""PURE. The town's one colour: whether it can be read on every ground of a page, in light and in the dark.

WCAG 2.2, success criterion 1.4.3: text needs a contrast of 4.5 : 1 to its ground.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

ENOUGH: Final = 4.5
COMFORTABLE: Final = 7.0
"""What a shade made by us reaches in the dark; just enough looks dull there."""
LIGHT_GROUNDS: Final = ("#ffffff", "#f3f4f6")
"""Page and surface of ris.css in light; text on filled buttons is white, like the page."""
DARK_GROUNDS: Final = ("#0d0f16", "#161922", "#1c1f29")
"""Page and surfaces of ris.css in the dark; text on filled buttons is black, which has more contrast than these."""
HEX: Final = re.compile(r"#[0-9a-f]{6}")
STEPS: Final = 40
FULL: Final = 255
LINEAR_BELOW: Final = 0.04045


class ColourRefused(ValueError):
    """A colour that cannot be used; the message is a German sentence that says why and what would do."""


@dataclass(frozen=True)
class BrandColours:
    """One colour as it is used by day and in the dark, each as ``#rrggbb``."""

    light: str
    dark: str


def brand_colours(colour: str, dark: str = "") -> BrandColours:
    """The colour for light pages, and the one given, or a lighter shade of it, for dark ones.

    Raises:
        ColourRefused: naming the measured ratio.
    """
    light = _hex(colour)
    _require_contrast(light, LIGHT_GROUNDS, "auf hellem Grund", "eine dunklere")
    for_dark = _hex(dark) if dark else _lightened(light)
    _require_contrast(for_dark, DARK_GROUNDS, "auf dunklem Grund", "eine hellere")
    return BrandColours(light, for_dark)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours ``#rrggbb``, from 1 to 21 (WCAG 2.2, relative luminance)."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _require_contrast(colour: str, grounds: tuple[str, ...], where: str, better: str) -> None:
    least = min(contrast(colour, ground) for ground in grounds)
    if least < ENOUGH:
        shown = f"{int(least * 100) / 100:.2f}".replace(".", ",")
        message = f"Die Farbe {colour} hat {where} nur einen Kontrast von {shown} : 1. Nötig sind 4,5 : 1; bitte {better} Farbe wählen."
        raise ColourRefused(message)


def _hex(colour: str) -> str:
    told = colour.strip().lower()
    if not HEX.fullmatch(told):
        message = f"„{colour}“ ist keine Farbe in der Form #rrggbb, zum Beispiel #1f3f9e."
        raise ColourRefused(message)
    return told


def _lightened(colour: str) -> str:
    """The colour mixed with as little white as reaches the contrast on every dark ground; white does in the end."""
    lighter = colour
    for step in range(1, STEPS + 1):
        if all(contrast(lighter, ground) >= COMFORTABLE for ground in DARK_GROUNDS):
            break
        channels = (round(value + (FULL - value) * step / STEPS) for value in _channels(colour))
        lighter = "#" + "".join(f"{value:02x}" for value in channels)
    return lighter


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value / FULL) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= LINEAR_BELOW else ((share + 0.055) / 1.055) ** 2.4
