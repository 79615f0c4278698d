"""Static files by the name of their content."""

import base64
import hashlib
from pathlib import Path

import pytest

from ris.web import assets


@pytest.fixture
def static(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    return tmp_path


def test_a_file_is_bound_to_its_content(static: Path) -> None:
    (static / "own.css").write_bytes(b"p { color: red }")
    digest = hashlib.sha384(b"p { color: red }").digest()

    found = assets.asset("own.css")

    assert found.integrity == f"sha384-{base64.b64encode(digest).decode()}"
    assert found.url == f"/static/own.css?v={digest.hex()[:12]}"


def test_a_changed_file_has_another_address(static: Path) -> None:
    file = static / "changed.css"
    file.write_bytes(b"a")
    before = assets.asset("changed.css")
    file.write_bytes(b"bb")

    assert assets.asset("changed.css").url != before.url


def test_a_missing_file_is_an_error_and_not_an_empty_address(static: Path) -> None:
    with pytest.raises(FileNotFoundError):
        assets.asset("nowhere.css")


def test_what_the_set_up_installed_is_named_as_it_wrote_it_down() -> None:
    found = assets.asset("vendor/kern/kern.min.css")

    assert found.integrity == assets.vendor_integrity()["kern/kern.min.css"]
