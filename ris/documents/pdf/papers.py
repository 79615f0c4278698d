"""Opening the papers of strangers with pikepdf: each either opens with all its pages, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from pikepdf import AccessMode, Dictionary, Name, PasswordError, Pdf

from ris.documents.pack import PackFile, PackPlan
from ris.documents.pdf.annotations import settle_annotations
from ris.documents.pdf.outline import DAMAGE, bookmarks_of
from ris.documents.pdf.places import FileIndex, Findings, Found
from ris.documents.pdf.problems import SENTENCES, Problem, look_at_head

MOST_PAGES = 4000
"""Pages of one paper with names or forms; it takes three seconds."""
OpenFile = Callable[[str], Path]
"""Digest → the file in the storage; raises ``FileNotFoundError`` or ``KeyError`` when it is not there."""


@dataclass
class Papers:
    """The opened papers of a plan; they stay open until the pack is saved, which copies from them."""

    documents: dict[FileIndex, Pdf] = field(default_factory=dict)
    findings: Findings = field(default_factory=dict)
    size: int = 0
    """Bytes of all opened papers."""

    def drop(self, index: FileIndex, problem: Problem) -> None:
        """Take a paper out again that opened but cannot be copied."""
        del self.documents[index]
        self.findings[index] = Found(sentence=SENTENCES[problem], stands_in=True)


def open_papers(
    plan: PackPlan, open_file: OpenFile, closing: ExitStack, progress: Callable[[int, int], None]
) -> Papers:
    """Open every paper of the plan; ``closing`` closes them again."""
    papers = Papers()
    for section_index, section in enumerate(plan.sections):
        for number, file in enumerate(section.files):
            progress(0, len(plan.files))
            index = (section_index, number)
            papers.findings[index] = _open(papers, index, file, open_file, closing)
    return papers


def _open(papers: Papers, index: FileIndex, file: PackFile, open_file: OpenFile, closing: ExitStack) -> Found:
    listed = file.shown != ()
    shown = None if listed else ()
    if file.missing:
        return Found(sentence=file.missing, shown=shown, stands_in=listed and file.digest is not None)
    if file.digest is None:
        return Found(sentence=SENTENCES[Problem.NOT_HERE], shown=shown)
    try:
        path = open_file(file.digest)
        document = open_pdf(path)
    except (FileNotFoundError, KeyError):
        return Found(sentence=SENTENCES[Problem.NOT_HERE], shown=shown, stands_in=listed)
    except Unreadable as unreadable:
        return Found(sentence=SENTENCES[unreadable.problem], shown=shown, stands_in=listed)
    closing.enter_context(document)
    pages = len(document.pages)
    if file.shown is not None:
        return _in_part(papers, index, document, file.shown, path)
    papers.documents[index] = document
    papers.size += path.stat().st_size
    return Found(pages=pages)


def _in_part(papers: Papers, index: FileIndex, document: Pdf, shown: tuple[int, ...], path: Path) -> Found:
    """A document some of whose pages are wanted; the others are taken out of it, which leaves the file as it is."""
    pages = len(document.pages)
    wanted = tuple(page for page in sorted(set(shown)) if page <= pages)
    if wanted:
        papers.documents[index] = document
        papers.size += path.stat().st_size * len(wanted) // pages
        for page in sorted(set(range(1, pages + 1)) - set(wanted), reverse=True):
            del document.pages[page - 1]
    return Found(pages=pages, shown=wanted)


class Unreadable(Exception):
    """A file that cannot be opened; ``problem`` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def open_pdf(path: Path) -> Pdf:
    """Open a document and look at each of its pages once; raises :class:`Unreadable`.

    Files are read, not mapped: a mapped 80 MB pack would count as 80 MB of memory.
    """
    suspicion = look_at_head(path)
    if suspicion is Problem.EMPTY:
        raise Unreadable(suspicion)
    try:
        document = Pdf.open(path, access_mode=AccessMode.stream)
    except PasswordError as error:
        raise Unreadable(Problem.ENCRYPTED) from error
    except DAMAGE as error:
        raise Unreadable(suspicion or Problem.DAMAGED) from error
    try:
        count = len(document.pages)
    except DAMAGE as error:
        document.close()
        raise Unreadable(Problem.DAMAGED) from error
    if count == 0:
        document.close()
        raise Unreadable(Problem.WITHOUT_PAGES)
    return document


def append(pack: Pdf, document: Pdf) -> None:
    """Append all pages of a paper, its links and forms with them.

    ``add_pages_from`` gives every paper's names and form fields names of their own, so that they stay its own
    although another paper uses the same. Its time grows with the square of the pages, so a paper that has
    neither, as any scan, goes the short way.

    Raises:
        Unreadable: when the paper is too long or too broken to be copied.
    """
    try:
        settle_annotations(document)
        pages = len(document.pages)
        if not _has_names_or_forms(document):
            pack.pages.extend(document.pages)
        elif pages <= MOST_PAGES:
            pack.add_pages_from(document)
        else:
            raise Unreadable(Problem.TOO_LONG)
    except DAMAGE as error:
        raise Unreadable(Problem.DAMAGED) from error


def _has_names_or_forms(document: Pdf) -> bool:
    root = document.Root
    names = root.get(Name.Names)
    return Name.Dests in root or Name.AcroForm in root or (isinstance(names, Dictionary) and Name.Dests in names)


class _Drain(BytesIO):
    """Takes everything, keeps nothing."""

    def write(self, content: Any) -> int:  # noqa: ANN401 - whatever buffer qpdf hands over
        return len(content)


def probe_pdf(path: Path) -> None:
    """Do with one paper alone all that a pack does with it; raises :class:`Unreadable`."""
    with open_pdf(path) as document, Pdf.new() as pack:
        try:
            append(pack, document)
            bookmarks_of(document, 0)
            pack.save(_Drain())
        except DAMAGE as error:
            raise Unreadable(Problem.DAMAGED) from error
