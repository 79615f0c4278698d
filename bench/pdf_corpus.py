"""Forty PDF papers as a city has them, made by us and the same on every machine.

Text papers carry an outline, a table of contents whose links use the *same* names in every document
("anchor-3"), and an embedded font; scans are photographs of paper at 150 dots per inch.
"""

from __future__ import annotations

import random
import shutil
from io import BytesIO
from pathlib import Path

import reportlab
from pikepdf import Array, Dictionary, Name, NameTree, Pdf, String
from PIL import Image
from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
SCAN_PIXELS = (1240, 1754)
TEXT_DOCUMENTS = 34
TEXT_PAGES = 25
SCAN_DOCUMENTS = 6
SCAN_PAGES = 25
WORDS = (
    "Der Magistrat wird beauftragt die Planung des Radwegs am Nordring fortzuführen und der "
    "Stadtverordnetenversammlung bis zum Ende des Haushaltsjahres über Kosten Förderung Bauablauf "
    "Lärmschutz Barrierefreiheit sowie mögliche Alternativen zu berichten Begründung Anlage Übersicht"
).split()


def make_corpus(folder: Path, *, times: int = 1) -> list[Path]:
    """Write 40 documents with 1,000 pages (``times`` as many) into the folder and return them in order."""
    folder.mkdir(parents=True, exist_ok=True)
    rl_config.invariant = 1
    pdfmetrics.registerFont(TTFont("Corpus", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))
    papers = []
    for index in range(TEXT_DOCUMENTS + SCAN_DOCUMENTS):
        path = folder / f"paper-{index:03}.pdf"
        if not path.exists():
            (_text if index < TEXT_DOCUMENTS else _scan)(path, random.Random(index))
        papers.append(path)
    for copy in range(1, times):
        for original in papers[: TEXT_DOCUMENTS + SCAN_DOCUMENTS]:
            papers.append(original.with_stem(f"{original.stem}-copy-{copy}"))
            shutil.copyfile(original, papers[-1])
    return papers


def _text(path: Path, chance: random.Random) -> None:
    canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
    canvas.setTitle(path.stem)
    for page in range(TEXT_PAGES):
        anchor = f"anchor-{page}"
        canvas.bookmarkPage(anchor)
        if page % 3 == 0:
            canvas.addOutlineEntry(f"Abschnitt {page // 3 + 1}", anchor, level=0)
        canvas.setFont("Corpus", 16)
        canvas.drawString(56, HEIGHT - 70, f"{path.stem}, Abschnitt {page + 1}")
        canvas.setFont("Corpus", 9)
        for line in range(46):
            words = " ".join(chance.choice(WORDS) for _ in range(12))
            canvas.drawString(56, HEIGHT - 100 - line * 14, words)
        canvas.drawString(56, 50, "Zum Anfang · weiter")
        canvas.linkAbsolute("", "anchor-0", (50, 44, 110, 62))
        canvas.linkAbsolute("", f"anchor-{(page + 1) % TEXT_PAGES}", (112, 44, 160, 62))
        canvas.linkURL("https://lindenau.example/vorlage", (170, 44, 230, 62))
        canvas.showPage()
    canvas.save()
    with Pdf.open(path, allow_overwriting_input=True) as document:
        _link_by_name(document)
        document.save(path, deterministic_id=True, compress_streams=False)


def _link_by_name(document: Pdf) -> None:
    """Reportlab writes the target into each link; word processors write a name and a table of names."""
    pages = [page.obj for page in document.pages]
    names = NameTree.new(document)
    for number, page in enumerate(pages):
        names[f"anchor-{number}"] = Array([page, Name.XYZ, 0, 800, 0])
        targets = iter((0, (number + 1) % len(pages)))
        for link in page.Annots:
            if Name.Dest in link:
                link.Dest = String(f"anchor-{next(targets)}")
    document.Root.Names = Dictionary(Dests=names.obj)


def _scan(path: Path, chance: random.Random) -> None:
    canvas = Canvas(str(path), pagesize=A4, pageCompression=1)
    for _ in range(SCAN_PAGES):
        canvas.drawImage(_photograph(chance), 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()


def _photograph(chance: random.Random) -> ImageReader:
    """A grainy picture that compresses like photographed paper, about half a megabyte."""
    small = Image.frombytes("L", (620, 877), chance.randbytes(620 * 877))
    image = small.resize(SCAN_PIXELS).point(lambda value: 190 + value // 4)
    stream = BytesIO()
    image.save(stream, "JPEG", quality=76)
    stream.seek(0)
    return ImageReader(stream)
