import io
import subprocess
import sys
from pathlib import Path

import pytest

from ris.documents.confined import NO_WAY_OUT
from ris.documents.converting import NotConverted, convert_to_pdf, office_program, reads_scans, recognise
from ris.documents.extraction import extract_text
from ris.documents.inspecting import inspect
from ris.documents.uploads import ContentKind
from tests.documents.uploads import PLAIN, docx, odt, scan

ROOT = Path(__file__).parents[2]
ALONE = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=3)"


@pytest.fixture
def office() -> None:
    if office_program() is None:
        pytest.skip("LibreOffice: soffice is not installed (Debian: libreoffice-writer-nogui)")


@pytest.fixture
def reader() -> None:
    if not reads_scans():
        pytest.skip("OCR: tesseract with German is not installed (Debian: tesseract-ocr tesseract-ocr-deu)")


def confined(*program: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "ris.documents.confined", "1000000000", "2", *program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(docx(), ContentKind.DOCX), (odt(f"<text:p>{PLAIN}</text:p>"), ContentKind.ODT)],
    ids=["docx", "odt"],
)
def test_an_office_document_becomes_a_tagged_pdf(
    office: None, tmp_path: Path, content: bytes, kind: ContentKind
) -> None:
    source, target = tmp_path / "source", tmp_path / "made.pdf"
    source.write_bytes(content)
    convert_to_pdf(source, kind, target)
    read = extract_text(target)
    assert "Kinder sicher zur Schule" in read.text
    assert read.tagged
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == [], "the profile is thrown away"


def test_what_is_no_document_gives_a_sentence(office: None, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(NotConverted, match="PDF"):
        convert_to_pdf(source, ContentKind.ODT, tmp_path / "made.pdf")


def test_a_scan_gets_its_text(reader: None, tmp_path: Path) -> None:
    source, target = tmp_path / "scan.pdf", tmp_path / "made.pdf"
    source.write_bytes(_scan_of_words())
    assert "no_text" in {each["code"] for each in inspect(source, ContentKind.PDF, [])}
    recognise(source, target)
    assert "Radweg" in extract_text(target).text


def test_a_page_without_words_stays_without(reader: None, tmp_path: Path) -> None:
    source, target = tmp_path / "scan.pdf", tmp_path / "made.pdf"
    source.write_bytes(scan())
    recognise(source, target)
    assert not extract_text(target).text.strip()


def test_a_confined_program_reaches_nobody() -> None:
    done = confined(sys.executable, "-c", ALONE)
    if done.returncode == NO_WAY_OUT:
        pytest.skip("confinement: this machine does not let programs leave the network (unshare)")
    assert b"Network is unreachable" in done.stderr


def test_a_confined_program_that_does_not_end_is_ended() -> None:
    done = confined(sys.executable, "-c", "while True: pass")
    assert done.returncode != 0


def _scan_of_words() -> bytes:
    """A page of words, drawn as a picture."""
    import pypdfium2  # noqa: PLC0415 - only this test draws
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    words, picture = io.BytesIO(), io.BytesIO()
    canvas = Canvas(words)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(72, 700, "Der Radweg wird gebaut.")
    canvas.save()
    pypdfium2.PdfDocument(words.getvalue())[0].render(scale=2).to_pil().save(picture, "PNG")
    drawn = io.BytesIO()
    page = Canvas(drawn)
    picture.seek(0)
    page.drawImage(ImageReader(picture), 0, 0, 595, 842)
    page.save()
    return drawn.getvalue()
