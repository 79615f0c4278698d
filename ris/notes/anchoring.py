"""PURE. Where a note stands in the pages of a document, also of a later version: same bytes, same words, nearly, or nowhere.

A note is a W3C Web Annotation as JSON; how its place is written says docs/adr/0110. Rather no place than a wrong one: what
cannot be told apart goes to the tray (``orphan``) with all that was known, and is looked for again in the next version.
`ris/static/reader/anchoring.js` gives the same answers; pages are squeezed texts (ris/documents/squeezing.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ris.documents.running_text import RunningText, margins
from ris.notes.likeness import page_like, page_mark
from ris.notes.quotes import Quote, nearly, word_for_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from ris.notes.quotes import Again

Note = dict[str, Any]
PAGE_SELECTOR = "http://tools.ietf.org/rfc/rfc3778"
BYTES = "urn:sha512:"


class Anchor(StrEnum):
    """What became of a note's place."""

    SAME = "same"
    MOVED = "moved"
    """Another page, or page and words at another position there."""
    CHANGED = "changed"
    """The words there are nearly the same; stays until its writer has seen it."""
    ORPHAN = "orphan"


@dataclass(frozen=True)
class Where:
    """A version of a document, for notes to be placed in."""

    hash: str
    """SHA-512 of its bytes, in hex."""
    pages: Sequence[str]
    """Its pages' squeezed texts."""
    moved: Mapping[str, Sequence[int | None]] = field(default_factory=dict)
    """Older bytes → for each of their pages the number it has here (from 1), as far as page comparison knows."""

    @cached_property
    def body(self) -> RunningText:
        """All pages in one, without their running heads and feet."""
        return RunningText.of(self.pages, margins(self.pages))

    @cached_property
    def whole(self) -> RunningText:
        """All pages in one."""
        return RunningText.of(self.pages)

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """The pages' marks."""
        return tuple(page_mark(page) for page in self.pages)


@dataclass(frozen=True)
class Place:
    """Where a note stands."""

    state: Anchor
    page: int | None
    """From 1; None: nowhere."""
    start: int | None = None
    """In the page's squeezed text; None for notes that hold on to a page alone."""
    end: int | None = None
    quote: Quote | None = None
    """The words there, for the note to be found by the next time."""


def selectors_for(pages: Sequence[str], page_index: int, start: int, end: int) -> list[dict[str, Any]]:
    """The selectors of a quote: its page, its words with what stands around them, and its position."""
    where = Where("", pages)
    for running in (where.body, where.whole):
        first, last = running.position(page_index, start), running.position(page_index, end)
        if first is not None and last is not None:
            return _selectors(Place(Anchor.SAME, page_index + 1, start, end, Quote.at(running.text, first, last)))
    raise ValueError(f"page {page_index} has no signs {start} to {end}")


def place(note: Note, where: Where) -> Place:
    """Where the note stands in that version."""
    target = note["target"]
    page, quote, start, end = _known(target)
    if where.hash in (note.get("ris:anchored_to"), target["source"].removeprefix(BYTES)):
        state = Anchor(note.get("ris:anchor") or Anchor.SAME)
        if state is Anchor.ORPHAN:
            return Place(state, None)
        if quote is None or page is None or page > len(where.pages) or _stands(quote, where, page, start):
            return Place(state, page, start, end, quote)
        return _found(quote, where, page, lambda _number, _edits: state) or Place(state, page, start, end, quote)
    seen = note.get("ris:anchor") != Anchor.CHANGED
    if quote is None or page is None:
        found = None if page is None else _same_page(note, page, where)
        return Place(Anchor.ORPHAN, None) if found is None else Place(_moved(page, found, seen=seen), found)
    return _found(
        quote, where, page, lambda number, edits: Anchor.CHANGED if edits else _moved(page, number, seen=seen)
    ) or Place(Anchor.ORPHAN, None)


def _stands(quote: Quote, where: Where, page: int, start: int | None) -> bool:
    """Whether the words stand where they should: extractors may differ over the same bytes."""
    return start is not None and where.pages[page - 1].startswith(quote.exact, start)


def _found(quote: Quote, where: Where, page: int, state: Callable[[int, int], Anchor]) -> Place | None:
    """The quote's place, its state said by page number and edits."""
    for running, again in _finds(quote, where, page - 1):
        if again is not None:
            index, first, last = running.on_page(again.start, again.end)
            words = Quote.at(running.text, again.start, again.end)
            return Place(state(index + 1, again.edits), index + 1, first, last, words)
    return None


def _finds(quote: Quote, where: Where, home: int) -> Iterator[tuple[RunningText, Again | None]]:
    """The attempts, in their order; whoever marked a running head gets it found, too."""
    yield where.body, word_for_word(quote, where.body)
    yield where.whole, word_for_word(quote, where.whole)
    yield where.body, nearly(quote, where.body, home)


def placed(note: Note, at: Place, hash_: str) -> Note:
    """The note with its new place. An orphan keeps the place it had, for the next version."""
    fresh = {**note, "ris:anchor": at.state.value, "ris:anchored_to": hash_}
    if at.state is Anchor.ORPHAN:
        return fresh
    kept = [each for each in note["target"].get("selector", ()) if not _says_place(each)]
    target = {**note["target"], "source": f"{BYTES}{hash_}", "selector": _selectors(at) + kept}
    return {**fresh, "target": target}


def _moved(before: int | None, now: int, *, seen: bool) -> Anchor:
    if not seen:
        return Anchor.CHANGED
    return Anchor.SAME if before == now else Anchor.MOVED


def _same_page(note: Note, page: int, where: Where) -> int | None:
    """The page a rectangle or a drawing belongs on now."""
    known = where.moved.get(note["target"]["source"].removeprefix(BYTES))
    if known is not None:
        return known[page - 1] if page <= len(known) else None
    mark = (note.get("ris:ink") or {}).get("page_text") or ""
    found = page_like(mark, where.marks) if mark else None
    return None if found is None else found + 1


def _known(target: Mapping[str, Any]) -> tuple[int | None, Quote | None, int | None, int | None]:
    """Page, quote and position as the selectors say them."""
    page = quote = start = end = None
    for each in target.get("selector", ()):
        if each["type"] == "FragmentSelector" and each.get("conformsTo") == PAGE_SELECTOR:
            page = int(each["value"].removeprefix("page="))
        elif each["type"] == "TextQuoteSelector" and each.get("exact"):
            known = each.get("ris:nth", 0), each.get("ris:of", 0)
            quote = Quote(each["exact"], each.get("prefix", ""), each.get("suffix", ""), *known)
        elif each["type"] == "TextPositionSelector":
            start, end = each["start"], each["end"]
    return page, quote, start, end


def _says_place(selector: Mapping[str, Any]) -> bool:
    return selector["type"] != "FragmentSelector" or selector.get("conformsTo") == PAGE_SELECTOR


def _selectors(at: Place) -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = [{"type": "FragmentSelector", "conformsTo": PAGE_SELECTOR, "value": f"page={at.page}"}]
    if at.quote is not None:
        said.append(at.quote.selector())
        said.append({"type": "TextPositionSelector", "start": at.start, "end": at.end})
    return said
