"""The index of an installation as files: which folder is current, who may write, how a new one takes its place.

``<root>/CURRENT`` names the folder in use. A rebuild fills another folder and changes the name in one step; readers
follow at their next question, and the folder before stays until the next rebuild for those still reading it.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from ris.search.compounds import Dictionary, Splitter, learn
from ris.search.engine import Engine, Entry, IndexReader, IndexWriter, NoIndex, WriterBusy

FORMAT = "v2"
"""Raised when the analysis or the fields change: an index of another format is not read but rebuilt."""
_DICTIONARY = "dictionary.json"
_TOUCHED = "touched"
_ENTRIES_PER_COMMIT = 20_000

Refresh = Callable[[IndexWriter, list[str]], None]
"""Brings entries with these keys up to date in a writer."""


class SearchIndex:
    """One engine's index under one folder; safe to share between threads."""

    def __init__(self, root: Path, engine: Engine) -> None:
        self.root = root
        self.engine = engine
        self._lock = threading.Lock()
        self._reader: IndexReader | None = None
        self._reader_folder: Path | None = None
        self._splitter = Splitter(Dictionary())
        self._splitter_folder: Path | None = None

    def reader(self) -> IndexReader:
        """The reader of the current index, kept open; raises :class:`NoIndex` before the first rebuild."""
        folder, splitter = self._existing_folder(), self.splitter()
        with self._lock:
            if self._reader is None or folder != self._reader_folder:
                self._reader, self._reader_folder = self.engine.reader(folder, splitter), folder
            return self._reader

    def splitter(self) -> Splitter:
        """The compounds as the current index knows them; none before the first rebuild."""
        folder = self._folder()
        if folder is None:
            return Splitter(Dictionary())
        with self._lock:
            if folder != self._splitter_folder:
                self._splitter = Splitter(Dictionary.load(folder / _DICTIONARY))
                self._splitter_folder = folder
            return self._splitter

    @contextmanager
    def writer(self, *, wait_seconds: float = 5.0) -> Iterator[IndexWriter]:
        """Write to the current index, which is begun empty when there is none; raises :class:`WriterBusy`."""
        with self._alone("write", wait_seconds):
            folder = self._folder() or self._begin()
            with self.engine.writer(folder, self.splitter()) as writer:
                yield _Noting(writer, self.root)

    def begun(self) -> datetime | None:
        """When the rebuild began whose index is in use; ``None`` before the first."""
        folder = self._folder()
        if folder is None or not (folder / _DICTIONARY).exists():
            return None
        return datetime.fromtimestamp(int(folder.name.rpartition("-")[2]) / 1e9, UTC)

    def rebuild(self, texts: Iterable[str], entries: Iterable[Entry], refresh: Refresh) -> int:
        """Build an index beside the current one and put it in its place; answers the number of entries.

        ``texts`` teach the dictionary of compounds. Keys written to the old index meanwhile are noted and brought up to
        date in the new one by ``refresh`` before the exchange, so no change is lost.
        """
        with self._alone("rebuild", 0.0):
            folder = self._new_folder()
            try:
                self._build(folder, texts, entries, refresh)
            finally:
                self._remove_old_folders()
        return self.reader().count()

    def _build(self, folder: Path, texts: Iterable[str], entries: Iterable[Entry], refresh: Refresh) -> None:
        (folder / _TOUCHED).touch()
        dictionary = learn(texts)
        dictionary.save(folder / _DICTIONARY)
        with self.engine.writer(folder, Splitter(dictionary)) as writer:
            _fill(writer, entries)
            with self._alone("write", 60.0):
                refresh(writer, _touched(folder))
                writer.commit()
                self._publish(folder)

    def _existing_folder(self) -> Path:
        folder = self._folder()
        if folder is None:
            raise NoIndex("Es gibt noch keinen Suchindex. „python -m ris search rebuild“ legt ihn an.")
        return folder

    def _folder(self) -> Path | None:
        try:
            name = (self.root / "CURRENT").read_text()
        except FileNotFoundError:
            return None
        return self.root / name if name.startswith(f"{FORMAT}-") else None

    def _new_folder(self) -> Path:
        folder = self.root / f"{FORMAT}-{time.time_ns():020d}"
        folder.mkdir(parents=True)
        return folder

    def _begin(self) -> Path:
        folder = self._new_folder()
        with self.engine.writer(folder, Splitter(Dictionary())) as writer:
            writer.commit()
        self._publish(folder)
        return folder

    def _publish(self, folder: Path) -> None:
        draft = self.root / f"CURRENT.{os.getpid()}"
        draft.write_text(folder.name)
        os.replace(draft, self.root / "CURRENT")  # noqa: PTH105 - the atomic one
        (folder / _TOUCHED).unlink(missing_ok=True)

    def _remove_old_folders(self) -> None:
        """Forget all but the current folder and the one before; a failed rebuild's folder is the one after."""
        current = self._folder()
        folders = sorted(path for path in self.root.iterdir() if path.is_dir())
        before = [path for path in folders if current and path.name < current.name][-1:]
        for folder in folders:
            if folder != current and folder not in before:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _alone(self, purpose: str, wait_seconds: float) -> Iterator[None]:
        """Hold a lock that ends with the process, however it ends."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / f"{purpose}.lock").open("w") as file:
            until = time.monotonic() + wait_seconds
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() >= until:
                        raise WriterBusy("Der Suchindex wird gerade von einem anderen Prozess geschrieben.") from error
                    time.sleep(0.05)
            yield


class _Noting:
    """A writer that tells a rebuild in progress which keys it has touched."""

    def __init__(self, writer: IndexWriter, root: Path) -> None:
        self._writer = writer
        self._root = root
        self._keys: list[str] = []
        self.add = writer.add

    def replace(self, entry: Entry) -> None:
        """Add or exchange an entry."""
        self._keys.append(entry.key)
        self._writer.replace(entry)

    def remove(self, keys: Iterable[str]) -> None:
        """Forget entries."""
        gone = list(keys)
        self._keys.extend(gone)
        self._writer.remove(gone)

    def commit(self) -> None:
        """Commit, and note the keys."""
        self._writer.commit()
        for note in self._root.glob(f"*/{_TOUCHED}"):
            with note.open("a") as file:
                file.writelines(f"{key}\n" for key in self._keys)
        self._keys.clear()


def _fill(writer: IndexWriter, entries: Iterable[Entry]) -> None:
    for number, entry in enumerate(entries, start=1):
        writer.add(entry)
        if number % _ENTRIES_PER_COMMIT == 0:
            writer.commit()
    writer.commit()


def _touched(folder: Path) -> list[str]:
    """The keys changed in the old index while this one was filled."""
    return list(dict.fromkeys((folder / _TOUCHED).read_text().split("\n")[:-1]))
