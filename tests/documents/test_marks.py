"""The reader's name on pages that are not for everybody: baked in once, exchanged in every copy."""

import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf
from pypdfium2 import PdfDocument

from ris.documents.building import build
from ris.documents.marked import CHUNK, MarkedCopy
from ris.documents.pack import PackFile, PackKind, PackPlan, PackSection
from ris.documents.pdf.mark import ALPHABET, LONGEST_NAME, blank_mark, mark_with, words_for
from ris.documents.pdf.marking import MarkLost, bake_mark, find_mark
from ris.documents.pdf.places import Found, restricted_pages
from tests.documents import papers

MIDNIGHT = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
NAME = "Jürgen Łukasz-Öztürk Groß"


def listed(path: Path, *, restricted: bool = False) -> PackFile:
    return PackFile(path.stem, "https://lindenau.example/datei/1", path.name, restricted=restricted)


def plan_of(*sections: PackSection) -> PackPlan:
    return PackPlan("Lindenau", "Bauausschuss", ("Montag",), "https://x.example/1", "Mitglieder", "heute", sections)


def copied(folder: Path, plan: PackPlan, name: str) -> PdfDocument:
    """The pack as this reader gets it."""
    target = folder / "pack.pdf"
    built = build(PackKind.PACK, plan, lambda digest: folder / digest, target, lambda _done, _total: None)
    assert built.mark_at is not None
    copy = MarkedCopy(target, built.mark_at, mark_with(words_for(name, MIDNIGHT)))
    content = b"".join(copy)
    copy.close()
    assert len(content) == copy.size == target.stat().st_size
    (folder / "copy.pdf").write_bytes(content)
    return PdfDocument(folder / "copy.pdf")


def marked_pages(document: PdfDocument, words: str) -> list[int]:
    texts = [page.get_textpage().get_text_bounded() for page in document]
    return [number for number, text in enumerate(texts) if words in " ".join(text.split())]


def test_the_name_stands_on_every_page_that_is_not_for_everybody_and_on_no_other(tmp_path: Path) -> None:
    first, second = papers.paper(tmp_path, "a", 2), papers.paper(tmp_path, "b", 2)
    plan = plan_of(
        PackSection("1", "Radweg", files=(listed(first), listed(second, restricted=True))),
        PackSection("2", "Kita", files=(listed(first),)),
        PackSection("3", "Ankauf", closed=True, restricted=True, files=(listed(first),)),
    )
    document = copied(tmp_path, plan, NAME)
    # cover, contents, divider 1, (a), b, (divider 2, a), divider 3, a
    assert marked_pages(document, f"{NAME}, 23.11.2026, 00:00 Uhr") == [0, 1, 2, 5, 6, 10, 11, 12]
    assert len(document) == 13


def test_another_reader_gets_the_same_pack_with_another_name(tmp_path: Path) -> None:
    plan = plan_of(PackSection("1", "Ankauf", restricted=True, files=(listed(papers.paper(tmp_path, "a", 1)),)))
    one = copied(tmp_path, plan, "Ada Ahorn")
    assert marked_pages(one, "Ada Ahorn") == [0, 1, 2, 3]
    before = (tmp_path / "copy.pdf").read_bytes()
    other = copied(tmp_path, plan, "Bea Birke-von-der-Bergstraße")
    assert marked_pages(other, "Bea Birke-von-der-Bergstraße") == [0, 1, 2, 3]
    assert marked_pages(other, "Ada") == []
    after = (tmp_path / "copy.pdf").read_bytes()
    assert len(before) == len(after)
    differing = [place for place, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert differing[-1] - differing[0] < len(blank_mark(""))


def test_a_marked_copy_is_sound(tmp_path: Path) -> None:
    plan = plan_of(PackSection("1", "Ankauf", restricted=True, files=(listed(papers.paper(tmp_path, "a", 2)),)))
    copied(tmp_path, plan, NAME)
    with Pdf.open(tmp_path / "copy.pdf") as copy:
        assert copy.check_pdf_syntax() == []
        assert zlib.decompress(copy.pages[0].Resources.XObject.RisMark.read_raw_bytes()).startswith(b"BT ")


def test_a_pack_for_everybody_has_no_place_for_a_name(tmp_path: Path) -> None:
    plan = plan_of(PackSection("1", "Radweg", files=(listed(papers.paper(tmp_path, "a", 1)),)))
    target = tmp_path / "pack.pdf"
    built = build(PackKind.PACK, plan, lambda digest: tmp_path / digest, target, lambda _done, _total: None)
    assert built.mark_at is None
    assert b"RisMark" not in target.read_bytes()


def test_the_same_plan_has_its_mark_in_the_same_place(tmp_path: Path) -> None:
    plan = plan_of(PackSection("1", "Ankauf", restricted=True, files=(listed(papers.paper(tmp_path, "a", 1)),)))
    copied(tmp_path, plan, NAME)
    before = (tmp_path / "copy.pdf").read_bytes()
    copied(tmp_path, plan, NAME)
    assert (tmp_path / "copy.pdf").read_bytes() == before


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_the_name_is_upright_on_turned_and_moved_pages_and_lies_on_the_page(tmp_path: Path, turned: int) -> None:
    with Pdf.new() as pack:
        page = pack.add_blank_page(page_size=(842, 595))
        page.obj.MediaBox = Array([100, 200, 942, 795])
        page.obj.Rotate = turned
        bake_mark(pack, [0], "key")
        pack.save(tmp_path / "pack.pdf")
    copy = MarkedCopy(tmp_path / "pack.pdf", find_mark(tmp_path / "pack.pdf", "key"), mark_with("Ada Ahorn"))
    (tmp_path / "copy.pdf").write_bytes(b"".join(copy))
    copy.close()
    picture = PdfDocument(tmp_path / "copy.pdf")[0].render(scale=1).to_pil().convert("L")
    dark = picture.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert dark is not None
    left, upper, right, lower = dark
    # the small line at the foot: wider than high, in the middle, near the lower edge of what is shown
    assert right - left > 5 * (lower - upper)
    assert abs((left + right) / 2 - picture.width / 2) < 5
    assert picture.height - 30 < upper < lower <= picture.height


def test_pages_without_contents_or_resources_are_marked_too(tmp_path: Path) -> None:
    with Pdf.new() as pack:
        for _ in range(4):
            pack.add_blank_page(page_size=(595, 842))
        del pack.pages[0].obj["/Contents"]
        del pack.pages[0].obj["/Resources"]
        pack.pages[1].obj.Contents = Array([pack.make_stream(b"0 0 m"), pack.make_indirect(Dictionary())])
        pack.pages[2].obj.MediaBox = Array([0, 0, 0, 0])
        pack.pages[3].obj.MediaBox = Array([Name.Falsch, 0, 1, 2])
        bake_mark(pack, range(4), "key")
        assert b"/RisMark Do" in pack.pages[3].obj.Contents[-1].read_bytes()
        pack.save(tmp_path / "pack.pdf")
    copy = MarkedCopy(tmp_path / "pack.pdf", find_mark(tmp_path / "pack.pdf", "key"), mark_with("Ada Ahorn"))
    (tmp_path / "copy.pdf").write_bytes(b"".join(copy))
    copy.close()
    assert marked_pages(PdfDocument(tmp_path / "copy.pdf"), "Ada Ahorn") == [0, 1, 2]


@given(st.text(max_size=300))
def test_whatever_somebody_is_called_the_bytes_are_as_many(name: str) -> None:
    assert len(mark_with(words_for(name, MIDNIGHT))) == len(blank_mark("0" * 64))


@given(st.text(alphabet=ALPHABET, min_size=1, max_size=LONGEST_NAME))
def test_no_letter_of_a_name_can_end_the_text_and_begin_something_else(name: str) -> None:
    content = mark_with(name)[7:-4]
    assert content.count(b"<") == content.count(b">") == content.count(b"Tj") == 1


def test_a_text_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="fit"):
        mark_with("a" * 400)


def test_a_mark_that_is_missing_or_there_twice_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    for content in (b"nothing", blank_mark("key") * 2):
        path.write_bytes(content)
        with pytest.raises(MarkLost):
            find_mark(path, "key")


@pytest.mark.parametrize("before", [0, 1, (1 << 20) - 5, 1 << 20, (2 << 20) - 651])
def test_a_mark_is_found_and_exchanged_wherever_it_lies(tmp_path: Path, before: int) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"a" * before + blank_mark("key") + b"z" * (CHUNK + 1))
    at = find_mark(path, "key")
    copy = MarkedCopy(path, at, mark_with("Ada"))
    assert b"".join(copy) == b"a" * before + mark_with("Ada") + b"z" * (CHUNK + 1)
    copy.close()


def test_a_place_outside_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.pdf"
    path.write_bytes(b"short")
    with pytest.raises(ValueError, match="no room"):
        MarkedCopy(path, 3, b"longer")


def test_every_page_of_a_meeting_nobody_knows_of_is_marked() -> None:
    plan = replace(plan_of(PackSection("1", "Radweg", files=(PackFile("a", "", "a"),))), published=False)
    assert restricted_pages(plan, {(0, 0): Found(pages=2)}, 2, {0: 1}) == [0, 1, 2, 3, 4]
    assert restricted_pages(replace(plan, published=True), {(0, 0): Found(pages=2)}, 2, {0: 1}) == []
