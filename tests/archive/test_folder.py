"""The folder is whole at any moment, and written only where something changed."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

import pytest

from ris.archive import folder as folders
from ris.archive.checking import Unfit, checked_manifest
from ris.archive.folder import INCOMING, SUMS, Busy, NotOurs, opened, read_sums, roll_forward


def write(root: Path, **files: str) -> tuple[int, int]:
    """Write a run; how many files were written and removed."""
    with opened(root) as folder:
        for place, text in files.items():
            folder.put_text(f"{place}.txt", text.encode())
        removed = folder.decide()
        return folder.written, removed


def content(root: Path) -> dict[str, str]:
    """What lies in the folder, our own book-keeping aside."""
    paths = (path for path in root.rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix(): path.read_text()
        for path in paths
        if path.name not in {SUMS, ".lock"} and INCOMING not in path.parts
    }


def test_a_second_run_writes_only_what_changed_and_removes_what_is_gone(tmp_path: Path) -> None:
    assert write(tmp_path, a="1", b="2", c="3") == (3, 0)
    assert write(tmp_path, a="1", b="two") == (1, 1)
    assert content(tmp_path) == {"a.txt": "1", "b.txt": "two"}
    assert read_sums(tmp_path / SUMS) == {
        "a.txt": hashlib.sha256(b"1").hexdigest(),
        "b.txt": hashlib.sha256(b"two").hexdigest(),
    }


def test_a_run_killed_before_it_was_decided_changed_nothing(tmp_path: Path) -> None:
    write(tmp_path, a="1")
    with suppress(KeyboardInterrupt), opened(tmp_path) as folder:
        folder.put_text("a.txt", b"other")
        raise KeyboardInterrupt
    assert content(tmp_path) == {"a.txt": "1"}
    assert write(tmp_path, a="1") == (0, 0)


@pytest.mark.parametrize("moves", range(4))
def test_a_run_killed_while_it_was_moved_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moves: int
) -> None:
    write(tmp_path, a="1", b="2", gone="3")
    left = [moves]
    real = Path.replace

    def move_some(self: Path, target: Path) -> Path:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", move_some)
        with pytest.raises(KeyboardInterrupt):
            write(tmp_path, a="one", b="two", c="three")
    roll_forward(tmp_path)
    assert content(tmp_path) == {"a.txt": "one", "b.txt": "two", "c.txt": "three"}
    assert {
        place: hashlib.sha256((tmp_path / place).read_bytes()).hexdigest() for place in content(tmp_path)
    } == read_sums(tmp_path / SUMS)


def test_a_file_that_somebody_removed_is_written_again(tmp_path: Path) -> None:
    write(tmp_path, a="1")
    (tmp_path / "a.txt").unlink()
    assert write(tmp_path, a="1") == (1, 0)


def test_somebody_elses_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("dear")
    with pytest.raises(NotOurs, match="nicht leer"):
        write(tmp_path, a="1")
    assert content(tmp_path) == {"diary.txt": "dear"}


def test_two_runs_at_once_do_not_meet(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(Busy):
        write(tmp_path, a="1")


def test_documents_are_linked_once_and_checked(tmp_path: Path) -> None:
    source, root = tmp_path / "stored", tmp_path / "out"
    source.write_bytes(b"bytes")
    digest = hashlib.sha512(b"bytes").hexdigest()
    for written in (2, 0):
        with opened(root) as folder:
            assert folder.put_bytes_of("files/x", source, digest)
            assert not folder.put_bytes_of("files/y", source, "0" * 128), "not what their name says"
            folder.put_again("site/Plan.pdf", "files/x")
            folder.decide()
            assert folder.written == written
    assert (root / "site/Plan.pdf").samefile(root / "files/x")


def test_documents_are_copied_where_links_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refused)
    source = tmp_path / "stored"
    source.write_bytes(b"bytes")
    with opened(tmp_path / "out") as folder:
        assert folder.put_bytes_of("files/x", source, hashlib.sha512(b"bytes").hexdigest())
        folder.decide()
    assert (tmp_path / "out/files/x").read_bytes() == b"bytes"


@pytest.mark.parametrize("place", ["/etc/passwd", "../up", "a/../../b", "a\nb"])
def test_no_place_lies_outside_of_the_folder(tmp_path: Path, place: str) -> None:
    with opened(tmp_path) as folder, pytest.raises(ValueError, match="no place"):
        folder.put_text(place, b"")


@pytest.mark.parametrize("place", ["../precious", "{elsewhere}/precious", "a/../../precious", "linked/precious", ""])
def test_a_folder_from_elsewhere_removes_and_writes_nothing_outside_of_itself(tmp_path: Path, place: str) -> None:
    root, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    precious = [tmp_path / "precious", elsewhere / "precious"]
    (root / INCOMING).mkdir(parents=True)
    elsewhere.mkdir()
    (root / "linked").symlink_to(elsewhere)
    for file in precious:
        file.write_text("kept")
    (root / SUMS).write_text(f"{'0' * 64}  {place.format(elsewhere=elsewhere)}\n", encoding="utf-8")
    (root / INCOMING / SUMS).write_text(f"{'0' * 64}  manifest.json\n", encoding="utf-8")
    with pytest.raises(NotOurs):
        roll_forward(root)
    with pytest.raises(Unfit):
        checked_manifest(root)
    assert [file.read_text() for file in precious] == ["kept", "kept"]


def test_the_lock_and_the_list_are_the_only_files_of_our_own() -> None:
    assert {SUMS, INCOMING, ".lock"} == folders.OURS
