"""Baking the mark into a pack: one form, shown across and at the foot of every page that is not for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import atan2, cos, hypot, radians, sin
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from ris.documents.pdf.mark import FONT, LARGEST, WIDTH, blank_mark
from ris.documents.pdf.markfont import embed_letters

FORM, PALE, CLEAR = Name.RisMark, Name.RisPale, Name.RisClear
A4 = (0.0, 0.0, 595.0, 842.0)
FOOT = 12.0
"""Points between the lower edge of a page and the line at its foot."""
CHUNK = 1 << 20


class MarkLost(RuntimeError):
    """The form is not where it belongs: it is in the saved pack not at all, or more than once."""


@dataclass(frozen=True)
class Shape:
    """How a page is shown: its visible box, and how far it is turned."""

    box: tuple[float, float, float, float]
    turned: int
    """Degrees clockwise."""


def bake_mark(pack: Pdf, pages: Iterable[int], key: str) -> None:
    """Have these pages (from 0) show the mark, which is blank until somebody asks; ``key`` finds it again."""
    form = _form(pack, key)
    states = {
        PALE: pack.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.13, BM=Name.Normal, SMask=Name("/None"))),
        CLEAR: pack.make_indirect(Dictionary(Type=Name.ExtGState, ca=0.8, BM=Name.Normal, SMask=Name("/None"))),
    }
    before = Stream(pack, b"q\n")
    behind: dict[Shape, Stream] = {}
    for number in pages:
        page = pack.pages[number]
        shape = shape_of(page)
        if shape not in behind:
            behind[shape] = Stream(pack, _showing(shape))
        resources = part_of(page.obj, Name.Resources)
        part_of(resources, Name.XObject)[FORM] = form
        for name, state in states.items():
            part_of(resources, Name.ExtGState)[name] = state
        page.obj.Contents = Array([before, *contents_of(page), behind[shape]])


def find_mark(path: Path, key: str) -> int:
    """Where the form's stream begins in the saved pack, in bytes; raises :class:`MarkLost`."""
    wanted = blank_mark(key)
    found: list[int] = []
    with path.open("rb") as stream:
        kept, begin = b"", 0
        while chunk := stream.read(CHUNK):
            window = kept + chunk
            place = window.find(wanted)
            while place >= 0:
                found.append(begin + place)
                place = window.find(wanted, place + 1)
            kept = window[-(len(wanted) - 1) :]
            begin += len(window) - len(kept)
    if len(found) != 1:
        message = f"found {len(found)} times"
        raise MarkLost(message)
    return found[0]


def _form(pack: Pdf, key: str) -> Stream:
    form = Stream(pack, b"")
    form.write(blank_mark(key), filter=Name.FlateDecode)
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = Array([-WIDTH / 2 - LARGEST, -LARGEST, WIDTH / 2 + LARGEST, 2 * LARGEST])
    form.Resources = Dictionary(Font=Dictionary({f"/{FONT}": embed_letters(pack)}))
    return form


def _showing(shape: Shape) -> bytes:
    """What a page's content ends with: the form across the page, and once more small at its foot."""
    left, lower, right, upper = shape.box
    across, up = right - left, upper - lower
    if shape.turned in {90, 270}:
        across, up = up, across
    angle = atan2(up, across)
    large, small = hypot(across, up) * 0.8 / WIDTH, min(across, up) * 0.5 / WIDTH
    sunk = -0.35 * LARGEST * large
    shown = (
        (PALE, large, angle, -sin(angle) * sunk, cos(angle) * sunk),
        (CLEAR, small, 0.0, 0.0, FOOT - up / 2),
    )
    turned = radians(shape.turned)
    parts = ["Q"]
    for state, scale, tilt, aside, above in shown:
        x = (left + right) / 2 + aside * cos(turned) - above * sin(turned)
        y = (lower + upper) / 2 + aside * sin(turned) + above * cos(turned)
        c, s = scale * cos(tilt + turned), scale * sin(tilt + turned)
        parts.append(f"q {state} gs 0 g {c:.5f} {s:.5f} {-s:.5f} {c:.5f} {x:.2f} {y:.2f} cm {FORM} Do Q")
    return ("\n" + "\n".join(parts) + "\n").encode()


def shape_of(page: Page) -> Shape:
    """How a page is shown; A4 where its boxes say nothing of use."""
    try:
        edges = [float(edge) for edge in page.cropbox.as_list()]
        turned = int(page.obj.get(Name.Rotate, 0)) % 360
    except (TypeError, ValueError, AttributeError):  # a box of anything but numbers
        return Shape(A4, 0)
    left, right = sorted(edges[0::2])
    lower, upper = sorted(edges[1::2])
    visible = right - left > 1 and upper - lower > 1
    return Shape((left, lower, right, upper) if visible else A4, turned if turned % 90 == 0 else 0)


def part_of(whole: Object, name: Name) -> Object:
    """A dictionary within another one, made where there is none."""
    if not isinstance(whole.get(name), Dictionary):
        whole[name] = Dictionary()
    return whole[name]


def contents_of(page: Page) -> list[Object]:
    """The streams of a page's content."""
    found = page.obj.get(Name.Contents)
    if isinstance(found, Stream):
        return [found]
    return [part for part in found if isinstance(part, Stream)] if isinstance(found, Array) else []
