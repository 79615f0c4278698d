"""Bookmarks: read out of a paper without trusting it, and written into a pack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pikepdf import Array, Dictionary, Name, NameTree, Object, Pdf, PdfError, String

from ris.documents.pdf.typeface import clean

DAMAGE = (PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)
"""What pikepdf raises over a broken document: its own error, and Python's where an object has another type."""
DEEPEST = 6
MOST = 500
"""Bookmarks taken from one paper; a statute book has a few hundred."""
LONGEST = 200


@dataclass(frozen=True)
class Bookmark:
    """A line of the outline; ``page`` counts from 0."""

    title: str
    page: int
    children: tuple[Bookmark, ...] = ()
    open: bool = False


def bookmarks_of(document: Pdf, first_page: int) -> tuple[Bookmark, ...]:
    """A paper's own bookmarks, moved to where it begins in the pack; none when they cannot be read."""
    root = document.Root.get(Name.Outlines)
    if not isinstance(root, Dictionary):
        return ()
    pages = {page.obj.objgen: first_page + index for index, page in enumerate(document.pages)}
    reader = _Reader(document, pages)
    try:
        return tuple(reader.children(root, 0))
    except DAMAGE:
        return ()


class _Reader:
    """Walks an outline that may loop, lie or point nowhere."""

    def __init__(self, document: Pdf, pages: dict[tuple[int, int], int]) -> None:
        self.document = document
        self.pages = pages
        self.seen: set[tuple[int, int]] = set()
        self.names = self._names()

    def _names(self) -> NameTree | None:
        names = self.document.Root.get(Name.Names)
        tree = names.get(Name.Dests) if isinstance(names, Dictionary) else None
        return NameTree(tree) if isinstance(tree, Dictionary) else None

    def children(self, parent: Object, depth: int) -> Iterator[Bookmark]:
        item = parent.get(Name.First)
        while isinstance(item, Dictionary) and depth < DEEPEST and len(self.seen) < MOST:
            if not item.is_indirect or item.objgen in self.seen:
                return
            self.seen.add(item.objgen)
            title = clean(str(item.get(Name.Title, "")))[:LONGEST]
            page = self._page(item)
            below = tuple(self.children(item, depth + 1))
            if title and page is not None:
                yield Bookmark(title, page, below)
            else:
                yield from below
            item = item.get(Name.Next)

    def _page(self, item: Object) -> int | None:
        target = item.get(Name.Dest)
        action = item.get(Name.A)
        if target is None and isinstance(action, Dictionary) and action.get(Name.S) == Name.GoTo:
            target = action.get(Name.D)
        if isinstance(target, String):
            target = self.names.get(str(target)) if self.names is not None else None
        elif isinstance(target, Name):
            table = self.document.Root.get(Name.Dests)
            target = table.get(target) if isinstance(table, Dictionary) else None
        if isinstance(target, Dictionary):
            target = target.get(Name.D)
        if not isinstance(target, Array) or len(target) == 0 or not target[0].is_indirect:
            return None
        return self.pages.get(target[0].objgen)


def write_outline(pack: Pdf, bookmarks: Sequence[Bookmark]) -> None:
    """Give the pack its bookmarks."""
    if not bookmarks:
        return
    pages = [page.obj for page in pack.pages]
    root = pack.make_indirect(Dictionary(Type=Name.Outlines))
    root.Count = _hang(pack, root, bookmarks, pages)
    pack.Root.Outlines = root


def _hang(pack: Pdf, parent: Object, bookmarks: Sequence[Bookmark], pages: Sequence[Object]) -> int:
    """Hang bookmarks under a parent; how many lines are visible through them."""
    visible = len(bookmarks)
    items = [
        pack.make_indirect(
            Dictionary(
                Title=String(bookmark.title),
                Parent=parent,
                Dest=Array([pages[bookmark.page], Name.Fit]),
            )
        )
        for bookmark in bookmarks
    ]
    for item, follower in pairwise(items):
        item.Next = follower
        follower.Prev = item
    for item, bookmark in zip(items, bookmarks, strict=True):
        if bookmark.children:
            below = _hang(pack, item, bookmark.children, pages)
            item.Count = below if bookmark.open else -below
            visible += below if bookmark.open else 0
    parent.First = items[0]
    parent.Last = items[-1]
    return visible
