"""A pack as a reader's program sees it."""

from pathlib import Path

import pytest
from pikepdf import PageCopyWarning, Pdf

from ris.documents.building import Built, build
from ris.documents.pack import PackFile, PackKind, PackPlan, PackSection, plan_data, plan_digest, plan_from
from tests.documents import papers
from tests.documents.checking import Opened


def section(number: str, title: str, *paths: Path, closed: bool = False) -> PackSection:
    files = tuple(
        PackFile(name=path.stem, address=f"https://lindenau.example/datei/{path.stem}", digest=path.name)
        for path in paths
    )
    return PackSection(number, title, f"Vorlage 2026/000{number}", closed=closed, files=files)


def plan_of(*sections: PackSection) -> PackPlan:
    return PackPlan(
        body="Stadt Lindenau",
        title="Stadtverordnetenversammlung",
        lines=("Donnerstag, 10. Dezember 2026, 18:00 Uhr", "Rathaus"),
        address="https://lindenau.example/sitzung/1",
        audience="Öffentliche Fassung.",
        as_of="22. November 2026, 18:00 Uhr",
        sections=sections,
    )


def built(folder: Path, plan: PackPlan, name: str = "pack") -> tuple[Built, Opened]:
    target = folder / f"{name}.pdf"

    def path_of(digest: str) -> Path:
        path = folder / digest
        if not path.exists():
            raise FileNotFoundError(digest)
        return path

    result = build(PackKind.PACK, plan, path_of, target, lambda _done, _total: None)
    return result, Opened(target)


def test_every_link_stays_in_its_own_document_although_all_use_the_same_names(tmp_path: Path) -> None:
    paths = [papers.paper(tmp_path, f"vorlage-{number}") for number in range(4)]
    old = [papers.paper_with_old_names(tmp_path, f"alt-{number}") for number in range(2)]
    plan = plan_of(section("1", "Radweg", *paths[:2], old[0]), section("2", "Kita", *paths[2:], old[1]))
    _, pack = built(tmp_path, plan)
    spans = [range(3, 6), range(6, 9), range(9, 11), range(12, 15), range(15, 18), range(18, 20)]
    jumps = [jump for jump in pack.jumps() if any(jump.page in span for span in spans)]
    assert len(jumps) == 4 * 3 + 2
    strayed = [jump for jump in jumps if not any({jump.page, jump.target} <= set(span) for span in spans)]
    assert strayed == []


def test_the_checker_sees_links_that_lead_nowhere(tmp_path: Path) -> None:
    with Pdf.new() as careless, Pdf.open(papers.paper(tmp_path, "a")) as paper:
        with pytest.warns(PageCopyWarning):
            careless.pages.extend(paper.pages)
        careless.save(tmp_path / "careless.pdf")
    assert {jump.target for jump in Opened(tmp_path / "careless.pdf").jumps()} == {None}


def test_contents_and_dividers_lead_to_their_pages(tmp_path: Path) -> None:
    first, second = papers.paper(tmp_path, "a", 2), papers.paper(tmp_path, "b", 3)
    _, pack = built(tmp_path, plan_of(section("1", "Eröffnung"), section("2", "Radweg", first, second)))
    own = {(jump.page, jump.target) for jump in pack.jumps() if jump.page <= 2}
    # contents (1) → divider (2), both papers (3, 5); divider → both papers and back
    assert own == {(1, 2), (1, 3), (1, 5), (2, 3), (2, 5), (2, 1)}


def test_page_labels_name_the_item_and_the_page_within_it(tmp_path: Path) -> None:
    first, second = papers.paper(tmp_path, "a", 2), papers.paper(tmp_path, "b", 1)
    plan = plan_of(section("1", "Eröffnung"), section("4", "Radweg", first, second), section("", "Kita", second))
    result, pack = built(tmp_path, plan)
    expected = ["Deckblatt", "Tagesordnung 1", "TOP 4", "TOP 4 – 1/3", "TOP 4 – 2/3", "TOP 4 – 3/3"]
    assert pack.labels == [*expected, "Punkt 3", "Punkt 3 – 1/1"]
    assert result == Built(8)


def test_a_supplement_changes_no_other_items_labels(tmp_path: Path) -> None:
    first, second = papers.paper(tmp_path, "a", 2), papers.paper(tmp_path, "b", 1)
    _, before = built(tmp_path, plan_of(section("4", "Radweg", first), section("5", "Kita", second)))
    supplement = section("4a", "Nachtrag", second)
    plan = plan_of(section("4", "Radweg", first), supplement, section("5", "Kita", second))
    _, after = built(tmp_path, plan, "after")
    assert set(before.labels) < set(after.labels)


def test_bookmarks_are_nested_by_item_paper_and_the_papers_own(tmp_path: Path) -> None:
    first, second = papers.paper(tmp_path, "a", 2), papers.looping(tmp_path)
    _, pack = built(tmp_path, plan_of(section("1", "Eröffnung"), section("2", "Radweg", first, second)))
    assert pack.bookmarks() == [
        (0, "Deckblatt", 0),
        (0, "Tagesordnung", 1),
        (0, "TOP 1 Eröffnung", 1),
        (0, "TOP 2 Radweg", 2),
        (1, "a", 3),
        (2, "a, Abschnitt 1", 3),
        (2, "a, Abschnitt 2", 4),
        (1, "loop", 5),
        (2, "kreis, Abschnitt 1", 5),
    ]


def test_language_title_and_how_it_opens_are_set(tmp_path: Path) -> None:
    _, pack = built(tmp_path, plan_of(section("1", "Radweg", papers.paper(tmp_path, "a"))))
    root = pack.root
    assert root["/Lang"] == "de"
    assert root["/PageMode"] == "/UseOutlines"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pack.reader.metadata is not None
    assert pack.reader.metadata.title == (
        "Sitzungsmappe – Stadtverordnetenversammlung – Donnerstag, 10. Dezember 2026, 18:00 Uhr"
    )


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    plan = plan_of(section("1", "Radweg", papers.paper(tmp_path, "a"), papers.truncated(tmp_path)))
    built(tmp_path, plan, "one")
    built(tmp_path, plan_from(plan_data(plan)), "two")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()
    assert plan_digest(plan_from(plan_data(plan))) == plan_digest(plan)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (papers.truncated, "Die Datei ist beschädigt"),
        (papers.encrypted, "Die Datei ist mit einem Kennwort geschützt"),
        (papers.empty, "Die Datei ist leer"),
        (papers.login_page, "Die Datei ist kein PDF"),
        (papers.endless, "Die Datei ist beschädigt"),
    ],
)
def test_what_cannot_be_read_is_named_with_reason_and_address(make: object, sentence: str, tmp_path: Path) -> None:
    assert callable(make)
    bad = make(tmp_path)
    plan = plan_of(section("1", "Radweg", papers.paper(tmp_path, "a", 1), bad))
    result, pack = built(tmp_path, plan)
    assert result == Built(5, missing=1)
    divider, stand_in = (" ".join(pack.text(page).split()) for page in (2, 4))
    assert f"Anlage nicht lesbar: {sentence}" in divider
    for sheet in (divider, stand_in):
        assert bad.stem in sheet
        assert sentence in sheet
        assert f"https://lindenau.example/datei/{bad.stem}" in sheet
    assert f"https://lindenau.example/datei/{bad.stem}" in pack.addresses()
    assert (1, f"{bad.stem} (fehlt)", 4) in pack.bookmarks()
    assert pack.labels[2:] == ["TOP 1", "TOP 1 – 1/1", "TOP 1 – fehlt 1"]
    assert {(jump.page, jump.target) for jump in pack.jumps() if jump.page in (1, 4)} >= {(1, 4), (4, 1)}
    assert "1 Unterlage ist nicht enthalten" in " ".join(pack.text(0).split())


def test_what_is_not_here_and_what_the_plan_knows_as_missing_is_named(tmp_path: Path) -> None:
    gone = PackFile("Lageplan", "https://elsewhere.example/1")
    lost = PackFile("Gutachten", "", digest="lost")
    known = PackFile("Brief", "", missing="Sie wurde zurückgezogen.")
    plan = plan_of(PackSection("1", "Radweg", files=(gone, lost, known)))
    result, pack = built(tmp_path, plan)
    assert result == Built(4, missing=3)  # a sheet for what should be here; what lies elsewhere is listed only
    assert "Gutachten" in pack.text(3)
    text = " ".join(pack.text(2).split())
    assert text.count("Anlage nicht enthalten: Die Datei liegt nicht in diesem System") == 2
    assert "Sie wurde zurückgezogen." in text


def test_a_restricted_paper_that_opens_for_everybody_is_in(tmp_path: Path) -> None:
    result, _ = built(tmp_path, plan_of(section("1", "Radweg", papers.restricted(tmp_path))))
    assert result == Built(6)


def test_nothing_active_gets_into_a_pack(tmp_path: Path) -> None:
    plan = plan_of(section("1", "Radweg", papers.with_script(tmp_path)))
    built(tmp_path, plan)
    content = (tmp_path / "pack.pdf").read_bytes()
    pack = Opened(tmp_path / "pack.pdf")
    annotations = pack.annotations(3)
    assert [item for item in annotations if "/A" in item] == []
    assert "/AA" not in pack.pages[3]
    assert b"app.alert" not in content
    assert b"/bin/sh" not in content


def test_very_long_and_foreign_names_and_394_items_are_drawn(tmp_path: Path) -> None:
    names = [
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenverordnung" * 4,
        "Ćwiąkała, Šarūnas & Ağaoğlu: Ελληνικά, Кирилл, 東京, 😀",
        "",
        "https://lindenau.example/" + "a" * 175,
    ]
    path = papers.paper(tmp_path, "a", 1)
    sections = [section(str(number % 7), names[number % 4], path) for number in range(394)]
    result, pack = built(tmp_path, plan_of(*sections))
    assert result.pages == len(pack.pages)
    assert len(set(pack.labels)) == len(pack.labels)
    assert "Šarūnas" in "".join(pack.text(page) for page in range(2, 6))


def test_ten_thousand_pages_are_bound_within_the_limits(tmp_path: Path) -> None:
    plan = plan_of(section("1", "Haushalt", papers.many_pages(tmp_path)))
    target = tmp_path / "pack.pdf"
    result = build(PackKind.PACK, plan, lambda name: tmp_path / name, target, lambda _done, _total: None)
    with Pdf.open(target) as pack:
        assert (result, len(pack.pages)) == (Built(10_003), 10_003)
