"""Making PDFs: of office documents by LibreOffice, and of scans, with their text, by tesseract; both only where installed.

Foreign programs run confined (``confined.py``): limited memory and time, no network, no secrets, a profile of their own
that is thrown away.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from ris.documents.confined import NO_WAY_OUT
from ris.documents.pdf.cell import ROOT, CellFailure, Limits, run_in_cell
from ris.documents.pdf.problems import SENTENCES
from ris.documents.uploads import SUFFIXES, ContentKind

OFFICE_MEMORY, OFFICE_SECONDS = 3_000_000_000, 90
OCR_MEMORY, OCR_SECONDS = 1_500_000_000, 900
PATIENCE = 3
"""How many times as long it may take by the clock as by the processor."""
RENDER_LIMITS = Limits(memory=1_500_000_000, seconds=200, silence=20.0)
LANGUAGE = "deu"


class NotConverted(Exception):
    """No PDF could be made; the message is a German sentence for the page."""


def office_program() -> str | None:
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def reads_scans() -> bool:
    """Whether tesseract with German is installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20)  # noqa: S603
    return LANGUAGE in told.stdout.split()


def convert_to_pdf(path: Path, kind: ContentKind, target: Path) -> None:
    """Make a tagged PDF of a DOCX or ODT file; raises :class:`NotConverted`."""
    program = office_program()
    if program is None:
        message = "Auf diesem Rechner fehlt LibreOffice. Bitte speichern Sie die Datei selbst als PDF."
        raise NotConverted(message)
    with TemporaryDirectory(dir=target.parent, prefix="office-") as folder:
        source = Path(folder) / f"document{SUFFIXES[kind]}"
        shutil.copyfile(path, source)
        profile = (Path(folder) / "profile").as_uri()
        options = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
        still = ["--headless", "--norestore", "--nologo", "--nolockcheck", f"-env:UserInstallation={profile}"]
        command = [program, *still, "--convert-to", options, "--outdir", folder, str(source)]
        _run(command, Path(folder), OFFICE_MEMORY, OFFICE_SECONDS)
        made = source.with_suffix(".pdf")
        if not made.is_file() or not made.stat().st_size:
            message = "LibreOffice konnte aus der Datei kein PDF machen. Bitte speichern Sie sie selbst als PDF."
            raise NotConverted(message)
        made.replace(target)


def recognise(path: Path, target: Path) -> None:
    """Make a PDF of a scan that carries its text; raises :class:`NotConverted`."""
    program = shutil.which("tesseract")
    if program is None:
        message = "Auf diesem Rechner fehlt die Texterkennung (tesseract-ocr-deu)."
        raise NotConverted(message)
    with TemporaryDirectory(dir=target.parent, prefix="scan-") as folder:
        try:
            drawn = run_in_cell("pictures", {"path": str(path), "folder": folder}, RENDER_LIMITS, lambda _: None)
        except CellFailure as failure:
            raise NotConverted(SENTENCES[failure.problem]) from failure
        pictures = Path(folder) / "pictures.txt"
        pictures.write_text("\n".join(drawn["pictures"]), encoding="utf-8")
        base = Path(folder) / "read"
        _run([program, str(pictures), str(base), "-l", LANGUAGE, "pdf"], Path(folder), OCR_MEMORY, OCR_SECONDS)
        made = base.with_suffix(".pdf")
        if not made.is_file():
            message = "Die Texterkennung ist fehlgeschlagen. Die Datei bleibt, wie sie ist."
            raise NotConverted(message)
        made.replace(target)


def _run(command: list[str], folder: Path, memory: int, seconds: int) -> None:
    """Run a program confined; whatever happens, nothing of it outlives the call."""
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder)}
    environment |= {"LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "SAL_USE_VCLPLUGIN": "svp"}
    confined = [sys.executable, "-X", "utf8", "-m", "ris.documents.confined", str(memory), str(seconds), *command]
    process = subprocess.Popen(  # noqa: S603 - our own program with paths of our own
        confined,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(timeout=seconds * PATIENCE)
    except subprocess.TimeoutExpired:
        message = "Die Umwandlung hat zu lange gedauert und wurde abgebrochen."
        raise NotConverted(message) from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code == NO_WAY_OUT:
        message = "Dieser Rechner kann Programme nicht vom Netz trennen; darum wird hier nichts umgewandelt. Bitte laden Sie ein PDF hoch."
        raise NotConverted(message)
