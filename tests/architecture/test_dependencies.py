"""What others wrote: pinned, hashed, licensed, and not in this repository."""

import json
import re

import pytest

from tests.architecture.source import ROOT

PINS = ("requirements.txt", "requirements-dev.txt", "requirements-node.txt")


@pytest.mark.parametrize("name", PINS)
def test_python_packages_are_pinned_by_hash_and_come_from_no_named_place(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    packages = re.findall(r"^[A-Za-z0-9][^\n]*(?:\n    --hash=[^\n]*)*", text, re.MULTILINE)
    assert packages
    assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []
    assert not re.search(r"https?://|index-url|find-links", text)


def test_front_end_packages_are_pinned_by_hash_and_come_from_no_named_place() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert packages
    assert [name for name, about in packages.items() if "integrity" not in about or "resolved" in about] == []


def test_front_end_packages_are_asked_for_in_exact_versions() -> None:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [name for name, version in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_every_vendor_folder_has_its_licence_and_its_entry() -> None:
    vendor = ROOT / "ris" / "static" / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text(encoding="utf-8"))
    folders = {path.name for path in vendor.iterdir() if path.is_dir()}
    assert folders == set(manifest["parts"])
    assert [name for name in folders if not (vendor / name / "LICENSE.txt").read_text(encoding="utf-8").strip()] == []
    assert all(part["licence"] and part["version"] for part in manifest["parts"].values())
    files = {path.relative_to(vendor).as_posix() for path in vendor.glob("*/*")}
    assert files == set(manifest["files"])
