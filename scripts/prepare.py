"""Makes a clone ready: virtual environment, Python packages, Debian packages, front-end parts.

Runs with the machine's bare Python (standard library only), does only what is not yet done, and takes well under a
second when nothing changed.
"""

import argparse
import hashlib
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from scripts import system_packages
from scripts.system_packages import Need

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"


def create_environment(needs: Iterable[Need]) -> None:
    """Create .venv. Debian splits venv's half (ensurepip) into a package of its own: bring that first.

    Where that is not possible the one line that says so names the other `needs`, too.
    """
    if (ENVIRONMENT / "bin" / "pip").exists():
        return
    print("  Python-Umgebung .venv wird angelegt …", flush=True)
    complete = importlib.util.find_spec("ensurepip") is not None
    version = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not complete and not system_packages.apt_install([version]):
        if importlib.util.find_spec("pip") is None:
            others = " ".join(package for need in needs if not need.present() for package in need.packages)
            raise SystemExit(f"  Es fehlen Debian-Pakete: sudo apt-get install {version} {others}")
        _environment_by_foreign_pip()
        return
    _run(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))


def _environment_by_foreign_pip() -> None:
    """No ensurepip and no right to install it, but a pip outside: let that one put a pip inside."""
    _run(sys.executable, "-m", "venv", "--clear", "--without-pip", str(ENVIRONMENT))
    _run(sys.executable, "-m", "pip", "--python", str(PYTHON), "install", "--quiet", "pip")


def install_requirements(name: str) -> None:
    """Install one pinned, hashed requirements file, unless this very content is installed already."""
    content = (ROOT / name).read_bytes() + sys.version.encode()
    stamp = ENVIRONMENT / f"{name}.installed"
    digest = hashlib.sha256(content).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    print(f"  Python-Pakete aus {name} werden installiert …", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run(*pip, "--no-input", "--require-hashes", "-r", str(ROOT / name))
    stamp.write_text(digest, encoding="ascii")


def _run(*command: str) -> None:
    """Run a step of the set-up; its failure is the set-up's failure, in its own words."""
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise SystemExit(f"  Einrichtung abgebrochen bei: {' '.join(command)}")


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: everything `make run` needs, with --tests everything `make test` needs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also what checks and tests need")
    parser.add_argument("--optional", action="store_true", help="also what some towns want: OCR, LibreOffice")
    chosen = parser.parse_args(arguments)
    for_tests = chosen.tests
    if ENVIRONMENT.exists() and not PYTHON.exists():
        shutil.rmtree(ENVIRONMENT)  # its Python has gone
    needs = system_packages.TO_TEST if for_tests else system_packages.TO_RUN
    needs = (*needs, *system_packages.OPTIONAL) if chosen.optional else needs
    create_environment(needs)
    install_requirements("requirements-dev.txt" if for_tests else "requirements.txt")
    system_packages.bring(needs, remembered=ENVIRONMENT / "debian-packages.tried")
    frontend = [str(PYTHON), "-m", "scripts.install_frontend"]
    _run(*frontend, *(["--tests"] if for_tests else []))


if __name__ == "__main__":
    main()
