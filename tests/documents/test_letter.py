"""Official writings: what is said on them is on the page, in the text handed back, and the same every time."""

import pypdfium2 as pdfium
import pytest

from ris.documents.pdf.blocks import Block, Boxed, Facts, Heading, Prose, Signatures, Table
from ris.documents.pdf.figures import Area, Disc, Figure, Label, Stroke
from ris.documents.pdf.letter import DrawnLetter, Letter, Letterhead, draw_letter
from ris.documents.pdf.lettering import LETTER, lines_of, width_of

HEAD = Letterhead("Stadt Lindenau", "Der Magistrat", ("Rathausplatz 1", "35999 Lindenau"))
PARAGRAPH = "Die Stadtverordnetenversammlung stimmt dem Entwurf für den Radweg am Mühlgraben zu. " * 6


def letter(*blocks: Block, title: str = "Radweg am Mühlgraben") -> Letter:
    return Letter(HEAD, "Magistratsvorlage", "Vorlage 2026/0412", title, blocks)


def words_on(drawn: DrawnLetter) -> list[str]:
    """The words of each page as a reader of PDFs finds them."""
    document = pdfium.PdfDocument(drawn.content)
    try:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_the_text_handed_back_is_the_text_on_the_pages() -> None:
    blocks = (
        Facts((("Nummer", "2026/0412"), ("Datum", "3. November 2026"))),
        Boxed("Beschlussvorschlag", "Dem Entwurf wird zugestimmt.\n\nEr wird gebaut."),
        Heading("Begründung"),
        Prose(f"{PARAGRAPH}\n\n- erstens\n- zweitens"),
        Table(("Kosten", "Betrag"), (("Brücke", "385.000 €"), ("Summe", "385.000 €")), (0.7, 0.3), total=True),
        Figure(20, (Label((50, 10), "Mölle"),), "Lageplan"),
        Signatures((("Regine Falk", "Bürgermeisterin"),)),
    )
    drawn = draw_letter(letter(*blocks))
    (page,) = words_on(drawn)
    for line in drawn.pages[0].splitlines():
        assert " ".join(line.split()) in page


def test_the_same_writing_always_gives_the_same_bytes() -> None:
    writing = letter(Prose(PARAGRAPH * 20))
    assert draw_letter(writing) == draw_letter(writing)


def test_a_long_text_goes_on_over_pages_that_say_what_they_belong_to() -> None:
    drawn = draw_letter(letter(Prose("\n\n".join([PARAGRAPH] * 25))))
    pages = words_on(drawn)
    assert len(pages) == len(drawn.pages) >= 3
    assert all("Vorlage 2026/0412" in page for page in pages)
    assert f"Seite {len(pages)}" in pages[-1]
    assert sum(page.count("Mühlgraben zu.") for page in pages) == 6 * 25


def test_a_table_goes_on_over_pages_without_losing_a_row() -> None:
    rows = tuple((f"Posten {number}", f"{number}.000 €") for number in range(1, 121))
    drawn = draw_letter(letter(Table(("Kosten", "Betrag"), rows, (0.7, 0.3))))
    text = " ".join(words_on(drawn))
    assert len(drawn.pages) > 1
    assert [number for number in range(1, 121) if f"Posten {number} " not in text] == []


def test_a_signature_does_not_stand_alone_on_a_page_where_a_tighter_setting_helps() -> None:
    signature = Signatures((("Regine Falk", "Bürgermeisterin"),))
    longer = [letter(Prose("Ein kurzer Absatz. " * 5 * lines), signature) for lines in range(36, 60)]
    drawn = [draw_letter(each) for each in longer]
    first = next(each for each in drawn if len(each.pages) == 2)
    assert len(first.pages[-1].splitlines()) > 3


@pytest.mark.parametrize("width", [40.0, 90.0, 300.0])
def test_no_line_is_wider_than_the_column_and_no_letter_is_lost(width: float) -> None:
    text = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung der Stadt, https://lindenau.example/a/b"
    lines = lines_of(text, LETTER(), 10, width)
    assert all(width_of(line, LETTER(), 10) <= width for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")


def test_every_kind_of_shape_can_be_drawn() -> None:
    shapes = (
        Area(((0, 0), (50, 0), (50, 20)), "#ffffff", "#000000"),
        Stroke(((0, 0), (100, 20)), "#c0392b", 2.0, dashed=True),
        Disc((20, 10), 3, "#9dbf8b"),
        Label((50, 10), "Radweg", turned=12, strong=True),
    )
    drawn = draw_letter(letter(Figure(20, shapes, "Lageplan")))
    assert "Radweg" in drawn.pages[0]
    assert "Lageplan" in drawn.pages[0]
