"""The tagged agenda as a reader's program and a screen reader see it."""

from pathlib import Path

import pytest
from pikepdf import Name, Pdf

from ris.documents.pack import PackFile, PackPlan, PackSection
from ris.documents.pdf.agenda import write_agenda
from ris.documents.pdf.tagged import TaggingUnavailable

LONG = "Wirtschaftsförderungsgesellschaft und Straßenreinigungsgebührensatzung der Stadtverordnetenversammlung"
FILE = PackFile("Antrag 2026/0007", "https://lindenau.example/datei/7", pages=1)


def agenda_of(folder: Path, *sections: PackSection) -> Pdf:
    target = folder / "agenda.pdf"
    plan = PackPlan(
        body="Stadt Lindenau",
        title="4. Sitzung der Stadtverordnetenversammlung",
        lines=("Donnerstag, 10. Dezember 2026, 18:00 Uhr",),
        address="https://lindenau.example/sitzung/1",
        audience="Öffentliche Fassung.",
        as_of="",
        sections=sections,
    )
    try:
        write_agenda(plan, target)
    except TaggingUnavailable as unavailable:
        pytest.skip(str(unavailable))
    return Pdf.open(target)


def test_it_says_of_itself_that_it_can_be_read_aloud(tmp_path: Path) -> None:
    agenda = agenda_of(tmp_path, PackSection("1", "Radweg", files=(FILE,)))
    with agenda.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert str(metadata["dc:title"]).startswith("Tagesordnung – 4. Sitzung")
    assert agenda.Root.ViewerPreferences.DisplayDocTitle
    assert Name.StructTreeRoot in agenda.Root
    assert [str(page.Tabs) for page in agenda.pages] == ["/S"]
    links = [note for page in agenda.pages for note in page.get(Name.Annots, [])]
    assert links
    assert all(Name.Contents in link and Name.StructParent in link for link in links)


def test_items_that_are_only_headings_begin_on_the_first_page(tmp_path: Path) -> None:
    agenda = agenda_of(tmp_path, *(PackSection(str(number), LONG) for number in range(1, 27)))
    assert len(agenda.pages) == 2
    first, second = (len(page.Contents.read_bytes()) for page in agenda.pages)
    assert first > second


def test_words_are_divided_in_the_house_font(tmp_path: Path) -> None:
    agenda = agenda_of(
        tmp_path, *(PackSection(str(number), f"{'I' * number} {LONG} {LONG}") for number in range(1, 20))
    )
    fonts = {str(font.BaseFont) for page in agenda.pages for font in page.Resources.Font.values()}
    assert {name.partition("+")[2] for name in fonts} == {"Fira-Sans", "Fira-Sans-Semi-Bold"}
