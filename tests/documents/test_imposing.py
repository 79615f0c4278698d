"""Packs of changes, two pages on a sheet, and large print: what is on which sheet, what it is called, and whose name it bears."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from pypdfium2 import PdfDocument

from ris.documents.building import Built, build
from ris.documents.marked import MarkedCopy
from ris.documents.pack import PackFile, PackKind, PackPlan, PackSection, only_changes
from ris.documents.page_labels import Stage
from ris.documents.pdf.imposing import LONG, SHORT, plan_sheets
from ris.documents.pdf.mark import mark_with, words_for
from tests.documents import papers
from tests.documents.checking import Opened, plain
from tests.documents.test_render import plan_of, section
from tests.documents.test_structure import leaves_of, told

A4 = (SHORT, LONG)


def made(folder: Path, plan: PackPlan, kind: PackKind) -> tuple[Built, Opened]:
    target = folder / f"{kind.value}.pdf"
    result = build(kind, plan, lambda digest: folder / digest, target, lambda _done, _total: None)
    return result, Opened(target)


def words_on(path: Path) -> list[str]:
    """What PDFium reads on each page, pictures of pages included."""
    with PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_two_pages_lie_side_by_side_on_each_sheet(tmp_path: Path) -> None:
    plan = plan_of(section("1", "Radweg", papers.paper(tmp_path, "a", 3)))
    _, pack = made(tmp_path, plan, PackKind.TWO_UP)
    assert pack.labels == ["Deckblatt | Tagesordnung 1", "TOP 1 | TOP 1 – 1/3", "TOP 1 – 2/3 | TOP 1 – 3/3"]
    assert {tuple(float(edge) for edge in page["/MediaBox"]) for page in pack.pages} == {(0, 0, LONG, SHORT)}
    words = words_on(tmp_path / "two-up.pdf")
    assert "zwei Seiten auf einem Blatt" in words[0]
    assert "Blatt 2 von 3" in words[1]
    assert "a: Seite 2" in words[2]
    assert "a: Seite 3" in words[2]
    assert (0, "TOP 1 Radweg", 1) in pack.bookmarks()
    assert {(jump.page, jump.target) for jump in pack.jumps()} == {(0, 1), (1, 1), (1, 0)}


def test_large_print_shows_half_a_page_on_each_sheet_and_loses_nothing_at_the_cut(tmp_path: Path) -> None:
    plan = plan_of(section("1", "Radweg", papers.paper(tmp_path, "a", 1)))
    _, pack = made(tmp_path, plan, PackKind.LARGE)
    assert pack.labels == [
        "Deckblatt",
        *("Tagesordnung 1 oben", "Tagesordnung 1 unten"),
        *("TOP 1 oben", "TOP 1 unten"),
        *("TOP 1 – 1/1 oben", "TOP 1 – 1/1 unten"),
    ]
    assert [float(pack.pages[page]["/MediaBox"][2]) for page in (0, 1)] == [SHORT, LONG]
    words = words_on(tmp_path / "large.pdf")
    assert "Blatt 5 von 7" in words[4]
    assert (1, "a", 5) in pack.bookmarks()
    assert (1, 3) in {(jump.page, jump.target) for jump in pack.jumps()}


SIZES = st.lists(st.tuples(st.floats(50, 3000), st.floats(50, 3000)), min_size=1, max_size=9)


@given(SIZES, st.sampled_from([PackKind.TWO_UP, PackKind.LARGE]))
def test_every_point_of_every_page_is_on_a_sheet(sizes: list[tuple[float, float]], kind: PackKind) -> None:
    imposition = plan_sheets(kind, sizes)
    for page, (width, height) in enumerate(sizes):
        for across, up in [(0.01, 0.01), (0.99, 0.99), (0.5, 0.5), (0.99, 0.01), (0.01, 0.99)]:
            point = across * width, up * height
            assert list(imposition.rectangles(page, (*point, *point))), (page, point)
    assert sorted(imposition.first) == list(range(len(sizes)))
    labels = imposition.labels([str(page) for page in range(len(sizes))])
    assert len(set(labels)) == len(labels)


def test_letters_of_an_ordinary_page_are_at_least_a_third_larger() -> None:
    shown = [shown for sheet in plan_sheets(PackKind.LARGE, [A4, A4, A4[::-1]]).sheets[1:] for shown in sheet.shown]
    assert len(shown) == 4
    assert all(each.scale > 4 / 3 for each in shown)


@pytest.mark.parametrize("kind", [PackKind.TWO_UP, PackKind.LARGE, PackKind.CHANGES])
def test_every_variant_bears_the_readers_name_where_something_is_closed(kind: PackKind, tmp_path: Path) -> None:
    closed = replace(section("2", "Ankauf", papers.paper(tmp_path, "kauf", 2), closed=True), restricted=True)
    plan = plan_of(section("1", "Radweg", papers.paper(tmp_path, "weg", 2)), closed)
    if kind is PackKind.CHANGES:
        new = [
            replace(each, files=tuple(replace(file, change="Neu.") for file in each.files)) for each in plan.sections
        ]
        plan = only_changes(replace(plan, sections=tuple(new)))
    result, _ = made(tmp_path, plan, kind)
    assert result.mark_at is not None
    words = words_for("Jürgen Łukasz", datetime(2026, 11, 24, 17, 5, tzinfo=UTC))
    copy = MarkedCopy(tmp_path / f"{kind.value}.pdf", result.mark_at, mark_with(words))
    (tmp_path / "named.pdf").write_bytes(b"".join(copy))
    copy.close()
    pages = words_on(tmp_path / "named.pdf")
    names = [page.count("Jürgen Łukasz, 24.11.2026, 18:05 Uhr") for page in pages if "kauf: Seite" in page]
    # Across and at the foot: of both pages where two lie on a sheet.
    assert names == {PackKind.TWO_UP: [4], PackKind.LARGE: [2, 2], PackKind.CHANGES: [2, 2]}[kind]
    assert any("kauf: Seite" in page for page in pages)
    assert [page for page in pages if "weg: Seite" in page and "kauf" not in page and "Łukasz" not in page]


def test_turned_pages_and_stamps_come_onto_other_sheets_as_they_are_shown(tmp_path: Path) -> None:
    path = papers.paper(tmp_path, "quer", 1)
    with Pdf.open(path, allow_overwriting_input=True) as document:
        page = document.pages[0].obj
        page.Rotate = 90
        stamp = document.make_stream(b"BT /F1 12 Tf 5 5 Td (GEPRUEFT) Tj ET", Type=Name.XObject, Subtype=Name.Form)
        stamp.BBox = Array([0, 0, 100, 20])
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        stamp.Resources = Dictionary(Font=Dictionary(F1=font))
        drawn = Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=[100, 300, 200, 320], AP=Dictionary(N=stamp), F=4)
        page.Annots.append(document.make_indirect(drawn))
        document.save(path)
    _, pack = made(tmp_path, plan_of(section("1", "Radweg", path)), PackKind.LARGE)
    assert pack.labels[-2:] == ["TOP 1 – 1/1 links", "TOP 1 – 1/1 rechts"]
    assert "GEPRUEFT" in " ".join(words_on(tmp_path / "large.pdf")[-2:])


def test_a_pack_of_changes_holds_the_changed_pages_under_their_names_and_says_why(tmp_path: Path) -> None:
    first, late, same = (papers.paper(tmp_path, name, 3) for name in ("ersetzt", "neu", "alt"))
    files = [
        PackFile(path.stem, f"https://lindenau.example/datei/{path.stem}", path.name) for path in (first, late, same)
    ]
    files[0] = replace(files[0], change="Ersetzt am 4. Dezember 2026: Maßstab berichtigt.", changed=(3, 1, 9))
    files[1] = replace(files[1], change="Neu mit dem 1. Nachtrag.", stages=(Stage(1, 0),))
    plan = plan_of(PackSection("1", "Radweg", files=tuple(files)), section("2", "Kita", papers.paper(tmp_path, "kita")))
    result, pack = made(tmp_path, only_changes(plan), PackKind.CHANGES)
    names = ["TOP 1 – 1/6", "TOP 1 – 3/6", "TOP 1 – 3a/6", "TOP 1 – 3b/6", "TOP 1 – 3c/6"]
    assert pack.labels == ["Deckblatt", "Tagesordnung 1", "TOP 1", *names]
    assert result == Built(8)
    words = words_on(tmp_path / "changes.pdf")
    assert "Nur Änderungen" in words[0]
    assert "alt" not in words[1]
    assert "2 von 3 Seiten" in words[2]
    assert [page.count("Maßstab berichtigt") for page in words[2:]] == [1, 1, 1, 0, 0, 0]
    assert "ersetzt: Seite 3" in words[4]
    assert [title for _, title, _ in pack.bookmarks() if title in {"alt", "kita"}] == []


def test_pages_picked_out_of_a_tagged_paper_keep_their_tags(tmp_path: Path) -> None:
    path = papers.tagged(tmp_path, 3)
    file = PackFile("etikett", "", path.name, change="Ersetzt.", changed=(2,))
    _, pack = made(tmp_path, only_changes(plan_of(PackSection("1", "Radweg", files=(file,)))), PackKind.CHANGES)
    element = plain(leaves_of(pack)[pack.pages[3]["/StructParents"]][0])
    assert element["/S"] == "/Absatz"
    assert told(tmp_path / "changes.pdf", 3)[-1] == "P"


def test_what_changed_and_cannot_be_read_is_stood_in_for(tmp_path: Path) -> None:
    file = PackFile(
        "Gutachten", "https://lindenau.example/1", papers.encrypted(tmp_path).name, change="Neu.", changed=(1,)
    )
    result, pack = made(tmp_path, only_changes(plan_of(PackSection("1", "Radweg", files=(file,)))), PackKind.CHANGES)
    assert result == Built(4, missing=1)
    assert pack.labels[-1] == "TOP 1 – fehlt 1"


def test_a_paper_that_shows_as_far_as_it_goes_is_stood_in_for_where_pages_are_pictures(tmp_path: Path) -> None:
    path = papers.paper(tmp_path, "halb", 1)
    with Pdf.open(path, allow_overwriting_input=True) as document:
        broken = document.make_stream(b"GZ", Filter=Name.ASCIIHexDecode)
        document.pages[0].obj.Contents = Array([document.make_stream(b"BT ET"), broken])
        document.save(path, compress_streams=False)
    plan = plan_of(section("1", "Radweg", papers.paper(tmp_path, "ganz", 1), path))
    assert made(tmp_path, plan, PackKind.PACK)[0] == Built(5)
    result, pack = made(tmp_path, plan, PackKind.LARGE)
    assert result == Built(5, missing=1)
    assert pack.labels[-2:] == ["TOP 1 – fehlt 1 oben", "TOP 1 – fehlt 1 unten"]


def test_a_page_that_inflates_without_end_ends_no_variant(tmp_path: Path) -> None:
    plan = plan_of(section("1", "Radweg", papers.paper(tmp_path, "ganz", 1), papers.paper_with_bomb(tmp_path)))
    assert made(tmp_path, plan, PackKind.TWO_UP)[1].pages
