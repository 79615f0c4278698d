"""A folder that is whole at any moment, and of which only what changed is written.

Everything new is written beside (``.incoming``). When the list of sums lies there complete, the run is decided: its
files are moved to their places, what is gone is removed, the list goes last. Killed before, a run has changed nothing;
killed after, the next one (or whoever reads the folder) finishes the moving first.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SUMS = "SHA256SUMS"
INCOMING = ".incoming"
LOCK = ".lock"
OURS = frozenset({INCOMING, LOCK, SUMS})
CHUNK = 1 << 20


class NotOurs(ValueError):
    """The folder holds something else; the message says what to do, in German."""


class Busy(RuntimeError):
    """Another process is writing the folder."""


class Folder:
    """One run of writing; see :func:`opened`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._incoming = root / INCOMING
        self._before = read_sums(root / SUMS)
        self._now: dict[str, str] = {}
        self.written = 0
        """Files that had to be written."""

    def __contains__(self, place: str) -> bool:
        """Whether this run has the place already."""
        return place in self._now

    def __len__(self) -> int:
        """How many files this run has."""
        return len(self._now)

    def put(self, place: str, chunks: Iterable[bytes]) -> None:
        """The bytes of a place; they are written only where they differ."""
        target = self._incoming / place
        target.parent.mkdir(parents=True, exist_ok=True)
        hasher = hashlib.sha256()
        with target.open("wb") as file:
            for chunk in chunks:
                hasher.update(chunk)
                file.write(chunk)
        self._take(place, hasher.hexdigest())
        if self._unchanged(place, target.stat().st_size):
            target.unlink()
        else:
            self.written += 1

    def put_text(self, place: str, content: bytes) -> None:
        """Small content that is in memory anyway: nothing touches the disk when it is there already."""
        self._take(place, hashlib.sha256(content).hexdigest())
        if not self._unchanged(place, len(content)):
            target = self._incoming / place
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            self.written += 1

    def put_bytes_of(self, place: str, source: Path, sha512: str) -> bool:
        """A stored document, linked or copied; False when its bytes are not what their name says. Read once only."""
        size = source.stat().st_size
        if place in self._before and self._lies_there(place, size):
            self._take(place, self._before[place])
            return True
        sums = hashlib.sha256(), hashlib.sha512()
        with source.open("rb") as file:
            while chunk := file.read(CHUNK):
                for hasher in sums:
                    hasher.update(chunk)
        if sums[1].hexdigest() != sha512:
            return False
        self._take(place, sums[0].hexdigest())
        self._bring(place, source)
        return True

    def put_again(self, place: str, of: str) -> None:
        """The bytes of another place of this run under a second name; they take no further room."""
        self._take(place, self._now[of])
        present = self.root / of
        source = self._incoming / of if (self._incoming / of).is_file() else present
        if not self._unchanged(place, source.stat().st_size):
            self._bring(place, source)

    def decide(self) -> int:
        """Make this run the folder's content; how many files were removed."""
        gone = len(self._before.keys() - self._now.keys())
        self._incoming.mkdir(exist_ok=True)
        draft = self._incoming / f"{SUMS}.part"
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(f"{digest}  {place}\n" for place, digest in sorted(self._now.items()))
            file.flush()
            os.fsync(file.fileno())
        os.sync()  # what the list names is on disk before the list is
        draft.rename(self._incoming / SUMS)
        roll_forward(self.root)
        return gone

    def _take(self, place: str, digest: str) -> None:
        if not is_place(place):
            message = f"no place in this folder: {place!r}"
            raise ValueError(message)
        self._now[place] = digest

    def _unchanged(self, place: str, size: int) -> bool:
        return self._before.get(place) == self._now[place] and self._lies_there(place, size)

    def _lies_there(self, place: str, size: int) -> bool:
        path = self.root / place
        return path.is_file() and path.stat().st_size == size

    def _bring(self, place: str, source: Path) -> None:
        target = self._incoming / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:  # another disk, or a file system without links
            shutil.copyfile(source, target)
        self.written += 1


@contextmanager
def opened(root: Path) -> Iterator[Folder]:
    """Write into the folder; raises :class:`NotOurs` for somebody else's, :class:`Busy` while another one writes."""
    root.mkdir(parents=True, exist_ok=True)
    present = {path.name for path in root.iterdir()}
    if present and not present & OURS:
        message = f"„{root}“ ist nicht leer und keine Ausgabe dieses Programms. Bitte einen leeren Ordner nennen."
        raise NotOurs(message)
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(str(root)) from None
        roll_forward(root)
        shutil.rmtree(root / INCOMING, ignore_errors=True)
        yield Folder(root)
        shutil.rmtree(root / INCOMING, ignore_errors=True)


def roll_forward(root: Path) -> None:
    """Finish a decided run; does nothing where none was decided. May be killed and called again."""
    incoming = root / INCOMING
    decided = incoming / SUMS
    if not decided.is_file():
        return
    now, before = read_sums(decided), read_sums(root / SUMS)
    for place in before.keys() - now.keys():
        _remove(root, place)
    for folder, _, names in os.walk(incoming):
        for name in names:
            source = Path(folder) / name
            place = source.relative_to(incoming).as_posix()
            if place in now:
                _clear_the_way(root, place)
                source.replace(root / place)
    decided.replace(root / SUMS)


def is_place(place: str) -> bool:
    """Whether this can be the name of a file within a folder."""
    return place != "" and not place.startswith("/") and ".." not in place.split("/") and "\n" not in place


def read_sums(path: Path) -> dict[str, str]:
    """Place → SHA-256, as ``sha256sum`` writes it; empty where there is no list.

    Folders come from elsewhere: raises :class:`NotOurs` for a list that names something outside its own.
    """
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8") as file:
        sums = {line[66:].rstrip("\n"): line[:64] for line in file}
    for place in sums:
        if not is_place(place):
            message = (
                f"„{path}“ nennt „{place}“. Solche Namen schreibt dieses Programm nicht; der Ordner bleibt, wie er ist."
            )
            raise NotOurs(message)
    return sums


def _within(root: Path, place: str) -> Path:
    """The file of a place; raises :class:`NotOurs` where a folder on the way is a link that leads elsewhere."""
    path = root / place
    if not path.parent.resolve().is_relative_to(root.resolve()):
        message = f"„{path}“ führt aus dem Ordner hinaus. So etwas schreibt dieses Programm nicht."
        raise NotOurs(message)
    return path


def _remove(root: Path, place: str) -> None:
    _within(root, place).unlink(missing_ok=True)
    folder = (root / place).parent
    while folder != root and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _clear_the_way(root: Path, place: str) -> None:
    target = _within(root, place)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        target.rmdir()  # a page became a file; what was in the folder is gone by now
