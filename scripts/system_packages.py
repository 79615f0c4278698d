"""What Debian has to bring: asks the machine what is missing and installs it where it may.

Missing packages stop nobody: what needs them says so on its page, or is skipped loudly in the tests.
"""

import ctypes
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

TRY_AGAIN_AFTER = 24 * 60 * 60  # seconds; a machine without network should not ask at every start


@dataclass(frozen=True)
class Need:
    """Something the machine has or lacks, the Debian packages that bring it, and what it is for."""

    purpose: str
    packages: tuple[str, ...]
    present: Callable[[], bool]


def _library(*names: str) -> Callable[[], bool]:
    """Whether the dynamic loader finds every library of these names."""

    def present() -> bool:
        try:
            for name in names:
                ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return present


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


def _font(folder: str) -> Callable[[], bool]:
    return (Path("/usr/share/fonts/truetype") / folder).is_dir


def _german_reader() -> bool:
    """Whether tesseract is here and knows German."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    told = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)
    return "deu" in told.stdout.split()


TO_RUN = (
    Need(
        "barrierefreie PDFs",
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        _library("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"),
    ),
)
OPTIONAL = (
    Need("Texterkennung in Scans", ("tesseract-ocr", "tesseract-ocr-deu"), _german_reader),
    Need("DOCX und ODT als PDF", ("libreoffice-writer-nogui",), _program("soffice")),
)
"""What a town may want and can do without: never installed by itself, named by `python -m scripts.prepare --optional`."""
TO_TEST = (
    *TO_RUN,
    Need("Tests im Browser", ("chromium",), _program("chromium")),
    Need("Tests im Browser (Node.js von Playwright)", ("libatomic1",), _library("libatomic.so.1")),
    Need("Tests im Browser (Schrift)", ("fonts-liberation",), _font("liberation")),
)


def _privilege() -> list[str] | None:
    """How apt-get may be called here: directly as root, by sudo without asking, or not at all."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def apt_install(packages: Iterable[str]) -> bool:
    """Install Debian packages if that is possible here; True when apt said it did."""
    before = _privilege()
    if before is None or shutil.which("apt-get") is None:
        return False
    print(f"  Debian-Pakete: {' '.join(packages)} …", flush=True)
    apt = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    install = [*apt, "install", "--yes", "--no-install-recommends", *packages]
    _quietly([*apt, "update"])  # may fail for one source of many; install will tell
    done = _quietly(install)
    if done.returncode:
        print("  apt-get: " + " ".join(done.stderr.split())[-300:])
    return done.returncode == 0


def _quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def bring(needs: Iterable[Need], remembered: Path) -> list[Need]:
    """Install what is missing; what is still missing afterwards, after saying so in one line.

    A failed attempt is noted in the file `remembered` and not repeated for a day.
    """
    missing = [need for need in needs if not need.present()]
    if not missing:
        return []
    packages = [package for need in missing for package in need.packages]
    if not _tried_lately(remembered, packages) and not apt_install(packages):
        note = {"packages": packages, "at": time.time()}
        remembered.write_text(json.dumps(note), encoding="utf-8")
    missing = [need for need in missing if not need.present()]
    if missing:
        lacking = ", ".join(need.purpose for need in missing)
        names = " ".join(package for need in missing for package in need.packages)
        print(f"  Es fehlen Debian-Pakete ({lacking}): sudo apt-get install {names}")
    return missing


def _tried_lately(remembered: Path, packages: list[str]) -> bool:
    if not remembered.exists():
        return False
    note = json.loads(remembered.read_text(encoding="utf-8"))
    return bool(note["packages"] == packages and time.time() - note["at"] < TRY_AGAIN_AFTER)
