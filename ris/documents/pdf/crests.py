"""The town's coat of arms on a cover: a PNG as it is, an SVG as the one page of a PDF drawn of it once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pikepdf import Dictionary, Name, Object, Page, Pdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from ris.documents.pdf.tagged import write_picture

ARMS = "RisArms"
"""Name of the picture among the resources of the cover."""
HIGHEST, WIDEST = 84.0, 150.0
"""Points on the cover."""
VIEW_BOX = re.compile(r'viewBox="\s*-?[\d.]+[\s,]+-?[\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)')
PNG_START = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Arms:
    """The coat of arms with the size it is shown in."""

    path: Path
    """A PNG, or a PDF of one page."""
    width: float
    height: float
    """Of the picture itself, in whatever unit."""
    drawn: bool
    """It is a PDF, whose unit is the point; a picture has the size 1 × 1."""

    def matrix(self, left: float, top: float) -> tuple[float, ...]:
        """What puts it onto a sheet with its upper left corner there."""
        scale = min(HIGHEST / self.height, WIDEST / self.width)
        width, height = scale * self.width, scale * self.height
        across, up = (scale, scale) if self.drawn else (width, height)
        return across, 0, 0, up, left, top - height


def arms_in(path: Path) -> Arms:
    """The coat of arms of a file made by :func:`write_arms`, or of a PNG; raises ``OSError`` for anything else."""
    with path.open("rb") as stream:
        if stream.read(len(PNG_START)) == PNG_START:
            width, height = ImageReader(str(path)).getSize()
            return Arms(path, width, height, drawn=False)
    with Pdf.open(path) as document:
        box = [float(edge) for edge in document.pages[0].mediabox.as_list()]
        return Arms(path, box[2] - box[0], box[3] - box[1], drawn=True)


def put_in(pack: Pdf, page: Page, arms: Arms) -> None:
    """Let a page of the pack find the picture it shows."""
    resources = page.obj.Resources
    if Name.XObject not in resources:
        resources.XObject = Dictionary()
    resources.XObject[f"/{ARMS}"] = _drawn(pack, arms) if arms.drawn else _picture(pack, arms)


def _drawn(pack: Pdf, arms: Arms) -> Object:
    with Pdf.open(arms.path) as document:
        return pack.copy_foreign(document.pages[0].as_form_xobject())


def _picture(pack: Pdf, arms: Arms) -> Object:
    """The PNG's points as reportlab writes them, with what is transparent."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(1, 1), invariant=1)
    canvas.drawImage(str(arms.path), 0, 0, 1, 1, mask="auto")
    canvas.save()
    with Pdf.open(stream) as document:
        return pack.copy_foreign(document.pages[0].as_form_xobject())


def write_arms(svg: Path, target: Path) -> None:
    """Draw an SVG, cleaned by :mod:`ris.council.crests`, as the one page of a PDF.

    Raises:
        TaggingUnavailable: when pango is missing.
    """
    found = VIEW_BOX.search(svg.read_text("utf-8"))
    width, height = (float(side) for side in found.groups()) if found else (1.0, 1.0)
    scale = HIGHEST / height
    write_picture(svg, target, scale * width, scale * height)
