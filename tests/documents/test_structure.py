"""What a pack says to a screen reader, read by PDFium and pypdf, which have no part in making it."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from pypdfium2 import PdfDocument

from ris.documents.pack import PackNews
from ris.documents.pdf.crests import ARMS
from tests.documents import papers
from tests.documents.checking import Opened, plain
from tests.documents.test_render import built, plan_of, section

MCID = re.compile(rb"/MCID (\d+)")


def told(path: Path, page: int) -> list[str]:
    """The types of all elements PDFium finds for a page, from the outermost inwards."""
    with PdfDocument(path) as document:
        shown = document[page]
        tree = pdfium.FPDF_StructTree_GetForPage(shown.raw)
        count = pdfium.FPDF_StructTree_CountChildren(tree)
        found = [name for place in range(count) for name in _types(pdfium.FPDF_StructTree_GetChildAtIndex(tree, place))]
        pdfium.FPDF_StructTree_Close(tree)
        return found


def _types(element: Any) -> Iterator[str]:  # noqa: ANN401 - a pointer of PDFium's
    if not element:
        return
    buffer = ctypes.create_string_buffer(200)
    length = pdfium.FPDF_StructElement_GetType(element, buffer, 200)
    yield buffer.raw[: length - 2].decode("utf-16-le")
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        yield from _types(pdfium.FPDF_StructElement_GetChildAtIndex(element, place))


def leaves_of(pack: Opened) -> dict[int, Any]:
    numbers = plain(plain(pack.root["/StructTreeRoot"])["/ParentTree"])["/Nums"]
    return {int(numbers[place]): plain(numbers[place + 1]) for place in range(0, len(numbers), 2)}


def test_the_front_is_tagged_with_language_and_title_and_every_piece_is_found(tmp_path: Path) -> None:
    plan = plan_of(
        section("1", "Eröffnung"),
        section("2", "Radverkehrskonzept und Straßenbaubeitragssatzungsänderung " * 3, papers.paper(tmp_path, "a")),
    )
    plan = replace(plan, news=(PackNews("1. Nachtrag", ("TOP 2 ist neu.",), "Eilig."),))
    _, pack = built(tmp_path, plan)
    assert pack.root["/Lang"] == "de"
    assert plain(pack.root["/MarkInfo"])["/Marked"]
    assert plain(pack.root["/ViewerPreferences"])["/DisplayDocTitle"]
    cover, contents, divider, paper = (told(tmp_path / "pack.pdf", page) for page in (0, 1, 2, 3))
    assert cover[:2] == ["Document", "Part"]
    assert {"H1", "H2", "H3", "LBody", "Link"} <= set(cover)
    assert {"TOC", "TOCI", "Lbl", "Link"} <= set(contents)
    assert {"H2", "LI", "Link"} <= set(divider)
    assert paper[-1] == "P"
    leaves = leaves_of(pack)
    for number, page in enumerate(pack.pages):
        elements = leaves[page["/StructParents"]]
        marked = {int(mark) for mark in MCID.findall(page.get_contents().get_data())}
        assert marked == set(range(len(elements))), number
        for annotation in pack.annotations(number):
            if number < 3:
                assert plain(leaves[annotation["/StructParent"]])["/S"] == "/Link"
                assert annotation["/Contents"]


def test_words_broken_at_the_end_of_a_line_are_read_whole(tmp_path: Path) -> None:
    long = "Straßenbaubeitragssatzungsänderungsverfahrensbeschleunigungsverordnung"
    _, pack = built(tmp_path, plan_of(section("1", long, papers.paper(tmp_path, "a"))))
    read = [str(plain(element).get("/ActualText")) for element in leaves_of(pack)[pack.pages[2]["/StructParents"]]]
    assert long in read


def test_a_paper_keeps_the_tags_it_brought_along(tmp_path: Path) -> None:
    first, second = papers.tagged(tmp_path), papers.paper(tmp_path, "b", 1)
    _, pack = built(tmp_path, plan_of(section("1", "Radweg", first, second, first)))
    leaves = leaves_of(pack)
    for page in (3, 4, 6, 7):
        element = plain(leaves[pack.pages[page]["/StructParents"]][0])
        assert element["/S"] == "/Absatz"
        assert plain(element["/Pg"]) == plain(pack.pages[page].indirect_reference)
    assert plain(plain(pack.root["/StructTreeRoot"])["/RoleMap"])["/Absatz"] == "/P"
    assert [told(tmp_path / "pack.pdf", page)[-1] for page in (3, 5, 7)] == ["P", "P", "P"]


@pytest.mark.parametrize("broken", ["numbers", "kids", "loop"])
def test_a_paper_with_broken_tags_is_read_page_by_page(broken: str, tmp_path: Path) -> None:
    path = papers.tagged(tmp_path)
    with Pdf.open(path, allow_overwriting_input=True) as document:
        tags = document.Root.StructTreeRoot
        if broken == "numbers":
            tags.ParentTree = Array([1, 2])
        elif broken == "kids":
            tags.K = 7
        else:
            tags.ParentTree.Kids = Array([tags.ParentTree])
            del tags.ParentTree["/Nums"]
        document.save(path)
    result, pack = built(tmp_path, plan_of(section("1", "Radweg", path)))
    assert result.pages == 5
    assert plain(leaves_of(pack)[pack.pages[3]["/StructParents"]][0])["/S"] == "/P"


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_cover_shows_the_coat_of_arms_and_says_whose(kind: str, tmp_path: Path) -> None:
    crest = tmp_path / f"crest.{kind}"
    if kind == "svg":
        crest.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 92"><path d="M2 2h76v46z"/></svg>')
    else:
        from PIL import Image  # noqa: PLC0415 - comes with reportlab

        Image.new("RGBA", (40, 46), (20, 86, 63, 128)).save(crest)
    plan = replace(plan_of(section("1", "Radweg")), crest=crest.name)
    _, pack = built(tmp_path, plan)
    assert f"/{ARMS}" in plain(plain(pack.pages[0]["/Resources"])["/XObject"])
    figure = next(plain(e) for e in leaves_of(pack)[pack.pages[0]["/StructParents"]] if plain(e)["/S"] == "/Figure")
    assert figure["/Alt"] == "Wappen: Stadt Lindenau"
    assert "/Figure" not in [plain(e)["/S"] for e in leaves_of(pack)[pack.pages[1]["/StructParents"]]]


def test_a_coat_of_arms_that_is_gone_or_broken_stops_no_pack(tmp_path: Path) -> None:
    (tmp_path / "broken.svg").write_text("<svg")
    for crest in ("gone.svg", "broken.svg"):
        result, _ = built(tmp_path, replace(plan_of(section("1", "Radweg")), crest=crest))
        assert result.pages == 2


def test_more_news_than_the_cover_has_room_for_stands_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    news = tuple(PackNews(f"{number}. Nachtrag", ("TOP 2 ist neu.",) * 6, "Eilig.") for number in range(9, 0, -1))
    _, pack = built(tmp_path, replace(plan_of(section("1", "Radweg", papers.paper(tmp_path, "a"))), news=news))
    assert pack.labels[:4] == ["Deckblatt", "Neu seit der Einladung 1", "Neu seit der Einladung 2", "Tagesordnung 1"]
    assert "Was neu ist, steht auf der nächsten Seite." in pack.text(0)
    assert "1. Nachtrag" in pack.text(1) + pack.text(2)
    assert (0, "Tagesordnung", 3) in pack.bookmarks()
    assert (4, 3) in {(jump.page, jump.target) for jump in pack.jumps()}


def test_pages_without_anything_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "blank.pdf"
    with Pdf.new() as document:
        document.add_blank_page(page_size=(595, 842))
        document.pages[0].obj.StructParents = 4711
        document.Root.StructTreeRoot = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document.save(path)
    _, pack = built(tmp_path, plan_of(section("1", "Radweg", path)))
    assert [plain(element)["/S"] for element in leaves_of(pack)[pack.pages[3]["/StructParents"]]] == ["/P"]
