"""The storage protocol, its folder on disk and its twin in memory."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 1 << 20


class NotStored(LookupError):
    """There are no bytes of this name."""


@dataclass(frozen=True)
class Digest:
    """The name of some bytes: SHA-512 in hex, and how many they are."""

    sha512: str
    size: int


class Storage(Protocol):
    """Bytes by the name of their content."""

    def put(self, stream: BinaryIO) -> Digest:
        """Keep everything the stream gives; the same bytes are kept once."""

    def open(self, sha512: str) -> BinaryIO:
        """Read; raises :class:`NotStored`."""

    def holds(self, sha512: str) -> bool:
        """Whether the bytes are here."""


class FileStorage:
    """A folder; a file appears under its name only when it is complete and on disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, stream: BinaryIO) -> Digest:
        """Write beside, flush to disk, then rename: a killed process leaves no half file."""
        incoming = self._folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        hasher, size = hashlib.sha512(), 0
        with tempfile.NamedTemporaryFile(dir=incoming, delete=False) as target:
            part = Path(target.name)
            try:
                while chunk := stream.read(CHUNK):
                    hasher.update(chunk)
                    size += len(chunk)
                    target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        final = self.path(hasher.hexdigest())
        final.parent.mkdir(parents=True, exist_ok=True)
        part.replace(final)
        return Digest(hasher.hexdigest(), size)

    def open(self, sha512: str) -> BinaryIO:
        """Read; raises :class:`NotStored`."""
        try:
            return self.path(sha512).open("rb")
        except FileNotFoundError:
            raise NotStored(sha512) from None

    def holds(self, sha512: str) -> bool:
        """Whether the bytes are here."""
        return self.path(sha512).is_file()

    def discard(self, sha512: str) -> None:
        """Remove bytes nobody cites any more; only ever called where they can be made again."""
        self.path(sha512).unlink(missing_ok=True)

    def path(self, sha512: str) -> Path:
        """Where the bytes lie; for tools that want a path."""
        return self._folder / sha512[:2] / sha512


class MemoryStorage:
    """The harmless twin for tests."""

    def __init__(self) -> None:
        self._content: dict[str, bytes] = {}

    def put(self, stream: BinaryIO) -> Digest:
        """Keep the bytes in memory."""
        content = stream.read()
        digest = hashlib.sha512(content).hexdigest()
        self._content[digest] = content
        return Digest(digest, len(content))

    def open(self, sha512: str) -> BinaryIO:
        """Read; raises :class:`NotStored`."""
        if sha512 not in self._content:
            raise NotStored(sha512)
        return io.BytesIO(self._content[sha512])

    def holds(self, sha512: str) -> bool:
        """Whether the bytes are here."""
        return sha512 in self._content
