"""Documents of our own for notes to be lost and found in: typeset here, so that the place of every word is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING

from reportlab.pdfgen.canvas import Canvas

from ris.documents.squeezing import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

SUBJECTS = "Verwaltung Stadtverordnetenversammlung Ortsbeirat Fachbereich Magistrat Bauausschuss Stadtwerke Feuerwehr Musikschule".split()
VERBS = "prüft beschließt empfiehlt erläutert verschiebt genehmigt finanziert berichtet überarbeitet beantragt".split()
THINGS = (
    "Radwegekonzept Haushaltsplan Bebauungsplan Straßenausbau Kindertagesstätte Grünfläche Lärmaktionsplan Sporthalle"
    " Brückensanierung Schulwegsicherung Wärmeplanung Spielplatzkonzept Friedhofssatzung Marktgebühren Baumkataster"
).split()
PLACES = "Lindenplatz Mühlgraben Nordring Bahnhofsviertel Weststadt Auenweg Schlossgarten Hafenstraße Kirchberg Altmarkt".split()
TIMES = "bis Jahresende, im zweiten Quartal, nach der Sommerpause, vor den Beratungen, ab dem Frühjahr, zum Schuljahresbeginn".split(
    ", "
)


def dice(seed: str) -> Random:
    """The same throws each time."""
    return Random(seed)  # noqa: S311 - no secret


def prose(chance: Random, sentences: int) -> str:
    """Some sentences of an invented council; long enough and different enough to be told apart."""
    return " ".join(_sentence(chance) for _ in range(sentences))


def _sentence(chance: Random) -> str:
    one, other = chance.sample(THINGS, 2)
    return (
        f"Die {chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(TIMES)} das Vorhaben {one} am"
        f" {chance.choice(PLACES)} mit {chance.randint(10, 990)} Euro je Einheit und vergleicht es mit {other}."
    )


@dataclass(frozen=True)
class Layout:
    """How a document is set."""

    width: int = 90
    """Signs in a line."""
    lines: int = 46
    """On a page, header and footer not counted."""
    size: float = 9.5
    hyphens: str = ""
    """What divides long words at a line's end; empty: nothing does."""
    header: str = "Stadt Lindenau – Vorlage 2026/0412"
    footer: str = "Seite {page} von {pages}"


@dataclass
class Page:
    """A page as its lines, with where each word of each paragraph begins and ends in its squeezed text."""

    lines: list[str] = field(default_factory=list)
    words: dict[tuple[str, int], tuple[int, int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """As an extractor gives it."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph that keeps its name from version to version."""

    name: str
    text: str
    new_page: bool = False


def typeset(paragraphs: Sequence[Paragraph], layout: Layout) -> list[Page]:
    """The pages of a document."""
    bodies: list[list[list[tuple[str, int, str]]]] = []
    for paragraph in paragraphs:
        lines = _lines(paragraph, layout)
        for line in lines:
            if not bodies or len(bodies[-1]) >= layout.lines or (paragraph.new_page and line is lines[0]):
                bodies.append([])
            bodies[-1].append(line)
    return [_page(body, number, len(bodies), layout) for number, body in enumerate(bodies, 1)]


def _lines(paragraph: Paragraph, layout: Layout) -> list[list[tuple[str, int, str]]]:
    """Lines of (paragraph, word, letters)."""
    lines: list[list[tuple[str, int, str]]] = [[]]
    room = layout.width
    for number, word in enumerate(paragraph.text.split()):
        rest = word
        if len(rest) > room and layout.hyphens and room > 7 and len(rest) > 10:
            cut = min(room - 1, len(rest) - 4)
            lines[-1].append((paragraph.name, number, rest[:cut] + layout.hyphens))
            rest, room = rest[cut:], -1
        if len(rest) > room:
            lines.append([])
            room = layout.width
        lines[-1].append((paragraph.name, number, rest))
        room -= len(rest) + 1
    return [line for line in lines if line]


def _page(body: list[list[tuple[str, int, str]]], number: int, count: int, layout: Layout) -> Page:
    page = Page([layout.header] if layout.header else [])
    raw: dict[tuple[str, int], tuple[int, int]] = {}
    for line in body:
        at = len(page.text) + bool(page.lines)
        for name, word, letters in line:
            raw[name, word] = (raw.get((name, word), (at, at))[0], at + len(letters))
            at += len(letters) + 1
        page.lines.append(" ".join(letters for _, _, letters in line))
    page.lines.append(layout.footer.format(page=number, pages=count))
    text = squeeze(page.text)
    page.words = {word: text.squeezed(*span) for word, span in raw.items()}
    return page


def drawn(pages: Sequence[Page], layout: Layout) -> bytes:
    """The document as a PDF."""
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=(595, 842), invariant=1)
    for page in pages:
        text = canvas.beginText(40, 800)
        text.setFont("Helvetica", layout.size, leading=layout.size * 1.6)
        for line in page.lines:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()
