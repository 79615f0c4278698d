"""PURE. What a ZIP of a meeting's papers contains, and how its files are called: no bytes, no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ris.documents.pack import PackFile
from ris.web.downloads import download_name

NOT_HERE = "liegt nicht in diesem System"
LONGEST_FOLDER = 70
"""Letters; Windows takes 260 for a whole path."""
LONGEST_NAME = 90


@dataclass(frozen=True)
class BundleFile:
    """A file in a ZIP."""

    name: str
    """Its path in the ZIP."""
    digest: str
    """SHA-512 of the bytes in our storage, in hex."""
    title: str
    address: str


@dataclass(frozen=True)
class Bundle:
    """A whole ZIP: its files in order, and what belongs to it and is not here."""

    files: tuple[BundleFile, ...]
    missing: tuple[str, ...]
    """One line each: where it belongs, what it is called, where it can be had."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to hand out and nothing to name."""
        return not self.files and not self.missing


def bundle_of(groups: Iterable[tuple[str, Iterable[PackFile]]]) -> Bundle:
    """Papers by the title of their folder, as a ZIP.

    Folders and files are numbered, so no two have the same name, they are listed in their order, and no name is one that
    a system keeps for itself. Nothing in a name can lead out of its folder.
    """
    files: list[BundleFile] = []
    missing: list[str] = []
    for place, (title, papers) in enumerate(groups, start=1):
        folder = _fit(f"{place:02d} {title}", LONGEST_FOLDER)
        for number, paper in enumerate(papers, start=1):
            if paper.digest is None:
                missing.append(line_of(folder, paper.name, paper.address))
                continue
            name = f"{folder}/{_fit(f'{number:02d} {paper.name}', LONGEST_NAME, paper.suffix)}"
            files.append(BundleFile(name, paper.digest, paper.name, paper.address))
    return Bundle(tuple(files), tuple(missing))


def line_of(folder: str, title: str, address: str) -> str:
    """How a paper that is not in the ZIP is named in it."""
    words = f"{folder}: {' '.join(title.split())} {NOT_HERE}"
    return f"{words}, es gibt sie hier: {address}" if address else f"{words}."


def missing_text(lines: Iterable[str]) -> str:
    """The text in the ZIP that names what is not in it."""
    return "\r\n".join(["Diese Unterlagen sind nicht enthalten:", "", *(f"- {line}" for line in lines), ""])


def _fit(words: str, longest: int, suffix: str = "") -> str:
    name = download_name(words, suffix)
    stem = name[: len(name) - len(suffix)] if suffix else name
    return f"{stem[:longest].rstrip(' .')}{suffix}"
