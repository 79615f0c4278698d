"""A ZIP written while it is sent: nothing of it lies anywhere, however large it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ris.documents.bundle import Bundle, line_of, missing_text
from ris.storage import NotStored, Storage
from ris.web.dates import BERLIN

CHUNK = 1 << 18
MISSING = "Fehlende Unterlagen.txt"
READABLE = 0o644 << 16
"""Rights of an unpacked file on systems that have them."""


class _Pipe:
    """Takes what the ZIP writes and gives it away again; it cannot go back, so every entry ends with its sums."""

    def __init__(self) -> None:
        self._taken: list[bytes] = []

    def write(self, content: bytes, /) -> int:
        """Take some bytes."""
        self._taken.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing waits: what is taken is there."""

    def close(self) -> None:
        """Nothing to let go of."""

    def given(self) -> bytes:
        """What was written since it was last asked."""
        content = b"".join(self._taken)
        self._taken.clear()
        return content


class _Entry(ZipInfo):
    """An entry of this moment, deflated without being compressed."""

    def __init__(self, name: str, moment: datetime) -> None:
        super().__init__(name, moment.astimezone(BERLIN).timetuple()[:6])
        self.compress_type = ZIP_DEFLATED
        self.external_attr = READABLE
        self._compresslevel = 0  # zipfile asks the archive for it only where it makes the entry itself


def zipped(bundle: Bundle, storage: Storage, moment: datetime) -> Iterator[bytes]:
    """The ZIP, piece by piece. What turns out to be gone is named like what was known to be missing.

    Nothing is compressed, since PDFs are already; the method is deflate all the same, because many programs read
    entries of unknown length only so.
    """
    pipe = _Pipe()
    missing = list(bundle.missing)
    with ZipFile(pipe, "w", ZIP_DEFLATED) as target:
        for file in bundle.files:
            try:
                source = storage.open(file.digest)
            except NotStored:
                missing.append(line_of(file.name.partition("/")[0], file.title, file.address))
                continue
            with source:
                entry = _Entry(file.name, moment)
                entry.file_size = source.seek(0, os.SEEK_END)
                source.seek(0)
                with target.open(entry, "w") as inside:
                    while chunk := source.read(CHUNK):
                        inside.write(chunk)
                        yield pipe.given()
        if missing:
            target.writestr(_Entry(MISSING, moment), missing_text(missing).encode())
    yield pipe.given()
