"""Originals in a ZIP: names that no system chokes on, and what is missing said in words."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZipFile

from hypothesis import given
from hypothesis import strategies as st

from ris.documents.bundle import bundle_of, missing_text
from ris.documents.pack import PackFile
from ris.documents.zipping import MISSING, zipped
from ris.storage import MemoryStorage

MOMENT = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
RESERVED = '\\:*?"<>|'


def listed(name: str, digest: str | None = "ab", suffix: str = ".pdf") -> PackFile:
    return PackFile(name, "https://lindenau.example/datei/1", digest, suffix=suffix)


def test_folders_are_items_and_files_are_numbered_in_order() -> None:
    bundle = bundle_of([("TOP 1 Radweg", [listed("Vorlage.pdf"), listed("Plan")]), ("Zur Sitzung", [listed("Plan")])])
    assert [file.name for file in bundle.files] == [
        "01 TOP 1 Radweg/01 Vorlage.pdf",
        "01 TOP 1 Radweg/02 Plan.pdf",
        "02 Zur Sitzung/01 Plan.pdf",
    ]
    assert not bundle.missing


@given(st.lists(st.tuples(st.text(max_size=200), st.lists(st.text(max_size=300), max_size=4)), max_size=5))
def test_whatever_papers_are_called_their_names_are_safe_and_unique(groups: list[tuple[str, list[str]]]) -> None:
    bundle = bundle_of((title, [listed(name, suffix=".PDF") for name in names]) for title, names in groups)
    names = [file.name for file in bundle.files]
    assert len({name.casefold() for name in names}) == len(names) == sum(len(names) for _, names in groups)
    for name in names:
        folder, own = PurePosixPath(name).parts
        assert ".." not in (folder, own)
        assert not set(RESERVED) & set(name)
        assert folder == folder.strip(" .")
        assert own.endswith(".PDF")
        assert not own[: -len(".PDF")].endswith((" ", "."))
        assert folder[:2].isdigit()
        assert own[:2].isdigit()
        assert len(name) < 200


def test_names_that_lead_elsewhere_stay_in_their_folder() -> None:
    bundle = bundle_of([("../../etc", [listed("../passwd"), listed("C:\\autoexec", suffix=""), listed("nul\x00")])])
    assert [file.name for file in bundle.files] == [
        "01 .. .. etc/01 .. passwd.pdf",
        "01 .. .. etc/02 C autoexec",
        "01 .. .. etc/03 nul.pdf",
    ]


def test_the_zip_holds_the_bytes_and_names_what_is_missing() -> None:
    storage = MemoryStorage()
    plan, large = storage.put(BytesIO(b"%PDF plan")), storage.put(BytesIO(b"%PDF" + bytes(1_000_000)))
    papers = [listed("Plan", plan.sha512), listed("Gutachten", None), listed("Verloren", "00" * 64)]
    bundle = bundle_of([("TOP 1 Straße", papers), ("TOP 2 Groß", [listed("Scan", large.sha512)])])
    pieces = list(zipped(bundle, storage, MOMENT))
    assert len(pieces) > 3  # it is never held as a whole
    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["01 TOP 1 Straße/01 Plan.pdf", "02 TOP 2 Groß/01 Scan.pdf", MISSING]
        assert archive.read("01 TOP 1 Straße/01 Plan.pdf") == b"%PDF plan"
        assert archive.read("02 TOP 2 Groß/01 Scan.pdf") == b"%PDF" + bytes(1_000_000)
        assert archive.infolist()[0].date_time == (2026, 11, 23, 6, 30, 0)
        told = archive.read(MISSING).decode()
    for name in ("Gutachten", "Verloren"):
        assert f"- 01 TOP 1 Straße: {name} liegt nicht in diesem System, es gibt sie hier: https://" in told


def test_a_zip_of_what_is_all_here_names_nothing_as_missing() -> None:
    storage = MemoryStorage()
    bundle = bundle_of([("TOP 1", [listed("Plan", storage.put(BytesIO(b"x")).sha512)])])
    with ZipFile(BytesIO(b"".join(zipped(bundle, storage, MOMENT)))) as archive:
        assert MISSING not in archive.namelist()


def test_a_paper_without_address_is_named_all_the_same() -> None:
    bundle = bundle_of([("TOP 1", [PackFile("Brief", "")])])
    assert bundle.files == ()
    assert not bundle.empty
    assert missing_text(bundle.missing).splitlines()[-1] == "- 01 TOP 1: Brief liegt nicht in diesem System."


def test_nothing_is_empty() -> None:
    assert bundle_of([]).empty
    assert bundle_of([("TOP 1", [])]).empty
