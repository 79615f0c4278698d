"""The town's colour is used only where everybody can read it."""

import math
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ris.council.colours import COMFORTABLE, DARK_GROUNDS, ENOUGH, LIGHT_GROUNDS, ColourRefused, brand_colours, contrast

STYLE = Path(__file__).parents[2] / "ris" / "static" / "ris.css"
OKLCH = re.compile(r"--kern-color-layout-background-[a-z-]+: oklch\(([\d.]+)% ([\d.]+) ([\d.]+)deg\)")


def test_the_contrast_of_black_and_white_is_21_whichever_comes_first() -> None:
    assert contrast("#000000", "#ffffff") == contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_a_dark_colour_is_taken_and_lightened_for_dark_pages() -> None:
    colours = brand_colours(" #17694C ")
    assert colours.light == "#17694c"
    assert min(contrast(colours.dark, ground) for ground in DARK_GROUNDS) >= COMFORTABLE


@pytest.mark.parametrize(
    ("colour", "dark", "said"),
    [
        ("#ffcc00", "", "auf hellem Grund nur einen Kontrast von 1,37 : 1"),
        ("#767676", "", "auf hellem Grund nur einen Kontrast von 4,12 : 1"),
        ("#17694c", "#17694c", "auf dunklem Grund nur einen Kontrast von 2,47 : 1"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_the_measured_ratio(colour: str, dark: str, said: str) -> None:
    with pytest.raises(ColourRefused, match=re.escape(said)):
        brand_colours(colour, dark)


@pytest.mark.parametrize("nonsense", ["", "blau", "#12345", "#1234567", "17694c", "#17694c; } body { display: none"])
def test_what_is_no_colour_is_refused(nonsense: str) -> None:
    with pytest.raises(ColourRefused, match="keine Farbe"):
        brand_colours(nonsense)


@given(st.integers(0, 0xFFFFFF))
def test_every_colour_that_is_taken_is_readable_on_every_ground(number: int) -> None:
    try:
        colours = brand_colours(f"#{number:06x}")
    except ColourRefused:
        return
    assert min(contrast(colours.light, ground) for ground in LIGHT_GROUNDS) >= ENOUGH
    assert min(contrast(colours.dark, ground) for ground in DARK_GROUNDS) >= ENOUGH


def test_the_grounds_are_those_of_the_style_sheet() -> None:
    named = OKLCH.findall(STYLE.read_text(encoding="utf-8"))
    assert tuple(srgb(*(float(value) for value in found)) for found in named) == DARK_GROUNDS


def srgb(lightness: float, chroma: float, hue: float) -> str:
    """OKLCH as ``#rrggbb`` (CSS Color 4, section 10)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long, middle, short = (
        (lightness / 100 + of_a * a + of_b * b) ** 3
        for of_a, of_b in ((0.3963377774, 0.2158037573), (-0.1055613458, -0.0638541728), (-0.0894841775, -1.291485548))
    )
    linear = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short,
    )
    shares = (12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055 for share in linear)
    return "#" + "".join(f"{round(255 * share):02x}" for share in shares)
