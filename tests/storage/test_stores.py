"""Bytes are found by their name, kept once, and never half."""

import hashlib
import io
from pathlib import Path

import pytest

from ris.storage import FileStorage, MemoryStorage, NotStored, Storage


@pytest.fixture(params=["file", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return FileStorage(tmp_path) if request.param == "file" else MemoryStorage()


def test_what_was_put_is_found_by_its_digest(storage: Storage) -> None:
    content = b"Niederschrift" * 100_000
    digest = storage.put(io.BytesIO(content))
    assert digest.sha512 == hashlib.sha512(content).hexdigest()
    assert digest.size == len(content)
    with storage.open(digest.sha512) as stream:
        assert stream.read() == content
    assert storage.put(io.BytesIO(content)) == digest


def test_unknown_bytes_are_named_as_such(storage: Storage) -> None:
    assert not storage.holds("0" * 128)
    with pytest.raises(NotStored):
        storage.open("0" * 128)


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 2_000_000:
                raise OSError("Leitung weg")
            return super().read(size)

    with pytest.raises(OSError, match="Leitung weg"):
        FileStorage(tmp_path).put(Broken(b"x" * 5_000_000))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
