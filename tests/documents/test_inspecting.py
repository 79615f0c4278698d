import io
from pathlib import Path

import pytest

from ris.documents.findings import EXPLAINED, FindingCode, title_of
from ris.documents.inspecting import inspect
from ris.documents.telling import is_iban, private_matters
from ris.documents.uploads import ContentKind, kind_of, safe_name
from tests.documents.uploads import PLAIN, changed, docx, jpeg_with_place, odt, pdf, png, scan

BOMB = b"<x/>" + b" " * 90_000_000


def codes(folder: Path, content: bytes, kind: ContentKind | None = None) -> set[str]:
    path = folder / "upload"
    path.write_bytes(content)
    found = kind or kind_of(io.BytesIO(content))
    assert found is not None
    told = inspect(path, found, ["06403 123456", "Rathausplatz 1, 35999 Lindenau"])
    for each in told:
        assert title_of(FindingCode(each["code"]), each["facts"])
    return {each["code"] for each in told}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), ContentKind.PDF),
        (docx(), ContentKind.DOCX),
        (odt(""), ContentKind.ODT),
        (png(1, 1), ContentKind.PNG),
        (jpeg_with_place(), ContentKind.JPEG),
        (b"MZ\x90\x00 a program", None),
        (b"PK\x03\x04 some archive", None),
        (b"<html><script>alert(1)</script>", None),
        (b"", None),
    ],
)
def test_an_upload_is_what_its_bytes_are(content: bytes, kind: ContentKind | None) -> None:
    assert kind_of(io.BytesIO(content)) is kind


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Akten\\Plan.docx", "Plan.pdf"),
        ("Lageplan\u202efdp.exe", "Lageplanfdp.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie x.pdf"),
        ("...", "Unterlage.pdf"),
        ("", "Unterlage.pdf"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_file_name_leads_nowhere(given: str, kept: str) -> None:
    assert safe_name(given, ContentKind.PDF) == kept


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(bar=True), FindingCode.COVERED_TEXT),
        (changed(pdf(), "mark"), FindingCode.REDACTION_MARKS),
        (changed(pdf(), "script"), FindingCode.ACTIVE_CONTENT),
        (changed(pdf(), "remark"), FindingCode.COMMENTS),
        (changed(pdf(), "attached"), FindingCode.EMBEDDED_FILES),
        (changed(pdf(), "password"), FindingCode.ENCRYPTED),
        (pdf(title="Entwurf intern"), FindingCode.METADATA),
        (pdf(), FindingCode.NOT_TAGGED),
        (scan(), FindingCode.NO_TEXT),
        (pdf()[:300], FindingCode.UNREADABLE),
        (pdf("Konto DE89 3704 0044 0532 0130 00 der Familie"), FindingCode.IBAN),
        (pdf("Rueckfragen: 06403 98 76 54 bei Frau Muster, abends"), FindingCode.PHONE),
        (pdf("Wohnhaft Lindenstr. 12, 35999 Lindenau, zur Miete"), FindingCode.ADDRESS),
        (docx(f"<w:p><w:ins><w:r><w:t>{PLAIN}</w:t></w:r></w:ins></w:p>"), FindingCode.TRACKED_CHANGES),
        (odt("<text:tracked-changes><text:changed-region/></text:tracked-changes>"), FindingCode.TRACKED_CHANGES),
        (odt("<text:p>a<office:annotation/></text:p>"), FindingCode.COMMENTS),
        (docx("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r></w:p>"), FindingCode.HIDDEN_TEXT),
        (docx(word__vbaProject_bin=b"x"), FindingCode.MACROS),
        (docx(before='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), FindingCode.ENTITIES),
        (docx(before='<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'), FindingCode.ENTITIES),
        (docx(word__filler_xml=BOMB), FindingCode.TOO_MUCH),
        (docx("<w:p><broken"), FindingCode.UNREADABLE),
        (docx()[:-200] + b"\x00" * 50 + b"word/document", FindingCode.UNREADABLE),
        (png(30_000, 30_000), FindingCode.TOO_MUCH),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, FindingCode.UNREADABLE),
        (jpeg_with_place(), FindingCode.GPS),
        (png(300, 200), FindingCode.NO_ALT_TEXT),
        (changed(pdf(), "figure"), FindingCode.FIGURES_UNTOLD),
    ],
)
def test_what_is_wrong_with_a_file_is_found(tmp_path: Path, content: bytes, code: FindingCode) -> None:
    assert code.value in codes(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(light_on_bar=True), FindingCode.COVERED_TEXT),
        (pdf(), FindingCode.COVERED_TEXT),
        (pdf("Konto DE89 3704 0044 0532 0130 01 ist falsch geschrieben"), FindingCode.IBAN),
        (pdf("Sitzungsdienst 06403 123456, Rathausplatz 1, 35999 Lindenau"), FindingCode.PHONE),
        (pdf("Sitzungsdienst 06403 123456, Rathausplatz 1, 35999 Lindenau"), FindingCode.ADDRESS),
        (pdf("Haushaltsstelle 01.2026/0412 und 0,5 Prozent von 04.05.2026"), FindingCode.PHONE),
        (docx(), FindingCode.TRACKED_CHANGES),
        (changed(pdf(), "told figure"), FindingCode.FIGURES_UNTOLD),
        (png(3000, 2000), FindingCode.TOO_MUCH),
    ],
)
def test_what_is_right_is_left_alone(tmp_path: Path, content: bytes, code: FindingCode) -> None:
    assert code.value not in codes(tmp_path, content)


def test_a_whole_account_number_is_never_told() -> None:
    told = dict(private_matters("DE89 3704 0044 0532 0130 00"))
    assert told[FindingCode.IBAN] == {"what": "DE89 … 3000"}
    assert not is_iban("DE89370400440532013001")


def test_every_finding_says_why_and_what_helps() -> None:
    assert set(EXPLAINED) == set(FindingCode)
    assert all(each.why.endswith((".", "!")) and each.cure.endswith(".") for each in EXPLAINED.values())


def test_no_real_hard_file_brings_the_check_down(tmp_path: Path, real_data: Path) -> None:
    files = sorted((real_data / "pdfs" / "hard").rglob("*.pdf"))
    assert files
    for path in files:
        assert isinstance(inspect(path, ContentKind.PDF, []), list)
