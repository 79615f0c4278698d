"""Sending a drawn document with other bytes in one place: nothing is kept of the copy a reader gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

CHUNK = 1 << 18


class MarkedCopy:
    """A file read once from its beginning, with these bytes instead of as many of its own. Whoever takes it closes it.

    Raises:
        FileNotFoundError: when it is begun and the file is gone.
        ValueError: when the bytes lie outside the file.
    """

    def __init__(self, path: Path, at: int, mark: bytes) -> None:
        self._stream = path.open("rb", buffering=0)
        self.size = path.stat().st_size
        self._at, self._mark = at, mark
        if not 0 <= at <= self.size - len(mark):
            self._stream.close()
            message = f"no room for {len(mark)} bytes at {at} of {self.size}"
            raise ValueError(message)

    def __iter__(self) -> Iterator[bytes]:
        """The copy, piece by piece."""
        left = self._at
        while left:
            chunk = self._read(left)
            left -= len(chunk)
            yield chunk
        yield self._mark
        self._stream.seek(self._at + len(self._mark))
        while chunk := self._stream.read(CHUNK):
            yield chunk

    def close(self) -> None:
        """Let go of the file."""
        self._stream.close()

    def _read(self, most: int) -> bytes:
        chunk = self._stream.read(min(most, CHUNK))
        if not chunk:
            message = "the file became shorter while it was read"
            raise EOFError(message)
        return chunk
