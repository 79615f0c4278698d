"""Two versions of a document, notes in the first, and where each of them belongs in the second.

The expected places come from the typesetting (which words stand where), never from the code under test.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ris.documents.squeezing import squeezed
from ris.notes.anchoring import Note, selectors_for
from ris.notes.likeness import page_mark
from tests.notes.typesetting import Layout, Page, Paragraph, dice, prose, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

LAYOUT = Layout()
REFLOWED = Layout(width=71, lines=37, size=11, hyphens="-", header="Lindenau · Neufassung", footer="– {page} –")
MISREAD = {"l": "1", "O": "0", "e": "c", "m": "rn", "i": "í", "B": "8", "u": "ü", "a": "o", "t": "f", "S": "5"}
EQUAL = "Die Verwaltung wird beauftragt, das Weitere zu veranlassen und dem Ausschuss zu berichten."
SHORT_EQUAL = "Der Ausschuss stimmt zu."


@dataclass(frozen=True)
class Expected:
    """Where a note belongs; ``states`` are the words allowed for it."""

    states: tuple[str, ...]
    pages: tuple[int, ...] = ()
    start: int | None = None
    """In the squeezed page; None: not in one piece there."""
    end: int | None = None
    unchanged: bool = True
    """Whether the noted words are still there as they were."""


@dataclass(frozen=True)
class Pair:
    """Two versions and the notes of the first."""

    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    notes: tuple[tuple[Note, Expected], ...]

    @property
    def old_hash(self) -> str:
        """Name of the first version's bytes."""
        return _hash(self.name, "old")

    @property
    def new_hash(self) -> str:
        """Name of the second version's bytes."""
        return _hash(self.name, "new")


@cache
def all_pairs(salt: str = "") -> tuple[Pair, ...]:
    """Every case; the same ones each time, with other words for another salt."""
    return tuple(
        make(make.__name__.removeprefix("_") + salt)
        for make in (
            _page_inserted,
            _page_removed,
            _page_moved,
            _reflowed,
            _reflowed_with_soft_hyphens,
            _read_again,
            _paragraph_rewritten,
            _words_replaced,
            _item_moved,
            _same_sentence_30_times,
            _same_sentence_fewer_times,
            _similar_sentences,
            _drawings,
            _scans,
        )
    )


def _hash(name: str, version: str) -> str:
    return hashlib.sha512(f"{name}:{version}".encode()).hexdigest()


def _document(seed: str, count: int = 60, sentences: int = 5) -> list[Paragraph]:
    chance = dice(seed)
    return [Paragraph(f"p{number}", prose(chance, sentences)) for number in range(count)]


def _page_inserted(name: str) -> Pair:
    old = _document(name)
    fresh = [Paragraph(f"new{number}", prose(dice(f"{name}{number}"), 5)) for number in range(18)]
    return _pair(name, old, [*old[:20], *fresh, *old[20:]])


def _page_removed(name: str) -> Pair:
    old = _document(name)
    return _pair(name, old, old[:20] + old[32:])


def _page_moved(name: str) -> Pair:
    old = [replace(each, new_page=number % 9 == 0) for number, each in enumerate(_document(name, 63))]
    return _pair(name, old, old[:9] + old[27:45] + old[9:27] + old[45:])


def _reflowed(name: str) -> Pair:
    old = _document(name)
    return _pair(name, old, old, new_layout=REFLOWED)


def _reflowed_with_soft_hyphens(name: str) -> Pair:
    old = _document(name)
    return _pair(name, old, old, old_layout=REFLOWED, new_layout=replace(REFLOWED, width=58, hyphens="\u00ad"))


def _read_again(name: str) -> Pair:
    """The second version is a scan with recognised text: one sign in fifty misread."""
    old = _document(name)
    chance = dice(name)

    def misread(text: str) -> str:
        return "".join(MISREAD[sign] if sign in MISREAD and chance.random() < 0.04 else sign for sign in text)

    return _pair(name, old, [replace(each, text=misread(each.text)) for each in old], new_layout=REFLOWED)


def _paragraph_rewritten(name: str) -> Pair:
    old = _document(name)
    other = dice("other words")
    new = [replace(each, text=_other(other)) if number % 6 == 2 else each for number, each in enumerate(old)]
    return _pair(name, old, new)


def _other(chance: Random) -> str:
    words = (
        "Abwägung Einwände Gutachten Kostenrahmen Zeitplan Förderung Anwohner Verkehrszählung Vergabe Entwurf Rückfragen"
        " folgen jedoch erst später weil niemand zustimmte obwohl alles vorlag deshalb sollen andere entscheiden"
    ).split()
    return " ".join(chance.choice(words) for _ in range(70)) + "."


def _words_replaced(name: str) -> Pair:
    """Single words of every third paragraph are others: the notes there are to say so."""
    old = _document(name)

    def changed(text: str) -> str:
        words = text.split()
        return " ".join("ganz" if at % 19 == 7 else word for at, word in enumerate(words))

    return _pair(name, old, [replace(p, text=changed(p.text)) if at % 3 == 0 else p for at, p in enumerate(old)])


def _item_moved(name: str) -> Pair:
    """An item with all its paragraphs stands elsewhere, under another number."""
    chance = dice(name)
    items = [
        [Paragraph(f"i{item}p{number}", prose(chance, 4)) for number in range(chance.randint(3, 9))]
        for item in range(12)
    ]
    order = [0, 1, 7, 2, 3, 4, 5, 6, 8, 11, 9, 10]
    old = [p for number, item in enumerate(items, 1) for p in _headed(number, item)]
    new = [p for number, item in enumerate(order, 1) for p in _headed(number, items[item])]
    return _pair(name, old, new)


def _headed(number: int, item: list[Paragraph]) -> list[Paragraph]:
    return [Paragraph(f"head {item[0].name}", f"Tagesordnungspunkt {number}"), *item]


def _same_sentence_30_times(name: str) -> Pair:
    old = [_with_equal(each, at, 2) for at, each in enumerate(_document(name))]
    fresh = [Paragraph(f"new{at}", prose(dice(f"{name}{at}"), 5)) for at in range(11)]
    return _pair(name, old, [*old[:14], *fresh, *old[14:]], equal=True)


def _same_sentence_fewer_times(name: str) -> Pair:
    """Ten of thirty equal sentences are gone, with their paragraphs."""
    old = [_with_equal(each, at, 2) for at, each in enumerate(_document(name))]
    return _pair(name, old, [each for at, each in enumerate(old) if at % 6 != 0], equal=True)


def _with_equal(paragraph: Paragraph, at: int, every: int) -> Paragraph:
    if at % every:
        return paragraph
    first, _, rest = paragraph.text.partition(". ")
    return replace(paragraph, text=f"{first}. {EQUAL} {SHORT_EQUAL} {rest}")


def _similar_sentences(name: str) -> Pair:
    """A list whose lines differ in little; some are gone, and none may be taken for another."""
    chance = dice(name)
    lines = [
        Paragraph(f"l{at}", f"Für das Haushaltsjahr {2000 + at} werden {at * 1310} Euro für den Ausbau bereitgestellt.")
        for at in range(40)
    ]
    old = [lines[0], *(each for line in lines[1:] for each in (Paragraph(f"b{line.name}", prose(chance, 1)), line))]
    return _pair(name, old, [each for each in old if each.name not in {"l7", "l8", "l21", "bl21", "l30"}])


def _pair(
    name: str,
    old: Sequence[Paragraph],
    new: Sequence[Paragraph],
    *,
    old_layout: Layout = LAYOUT,
    new_layout: Layout = LAYOUT,
    equal: bool = False,
) -> Pair:
    before, after = typeset(old, old_layout), typeset(new, new_layout)
    old_pages, new_pages = (tuple(squeezed(page.text) for page in pages) for pages in (before, after))
    texts = {each.name: each.text.split() for each in new}
    quotes = [quote for each in old for quote in _quoted(each, dice(f"{name}{each.name}"), equal=equal)]
    notes: list[tuple[Note, Expected]] = []
    for paragraph, first, last in quotes:
        there = _spot(before, paragraph.name, first, last)
        if there is None:
            continue  # runs over a page's end; a reader marks on one page
        page, start, end = there
        said = paragraph.text.split()[first:last]
        note = _note(name, len(notes), old_pages, page, start, end)
        notes.append((note, _expected(paragraph.name, said, first, texts.get(paragraph.name), after, page)))
    return Pair(name, old_pages, new_pages, tuple(notes))


def _quoted(paragraph: Paragraph, chance: Random, *, equal: bool) -> list[tuple[Paragraph, int, int]]:
    """What a reader marks of a paragraph: a sentence, a few words, or the sentence that occurs everywhere."""
    words = paragraph.text.split()
    if len(words) < 8:
        return []
    if equal:
        return [
            (paragraph, at, at + len(sentence.split()))
            for sentence in (EQUAL, SHORT_EQUAL)
            for at in range(len(words))
            if words[at : at + len(sentence.split())] == sentence.split()
        ]
    long = chance.randint(0, max(len(words) - 14, 0))
    short = chance.randint(0, len(words) - 4)
    return [(paragraph, long, min(long + chance.randint(9, 14), len(words))), (paragraph, short, short + 4)]


def _spot(pages: Sequence[Page], paragraph: str, first: int, last: int) -> tuple[int, int, int] | None:
    """Page index, start and end of some words; None where they run over a page's end."""
    for index, page in enumerate(pages):
        if (paragraph, first) in page.words and (paragraph, last - 1) in page.words:
            return index, page.words[paragraph, first][0], page.words[paragraph, last - 1][1]
    return None


def _expected(
    name: str, said: list[str], first: int, now: list[str] | None, after: Sequence[Page], home: int
) -> Expected:
    if now is None or first >= len(now):
        return Expected(("orphan",), unchanged=False)
    last = first + len(said)
    pages = tuple(
        number for number, page in enumerate(after, 1) if any((name, word) in page.words for word in range(first, last))
    )
    spot = _spot(after, name, first, last)
    start, end = (spot[1], spot[2]) if spot else (None, None)
    alike = squeezed("".join(now[first:last])) == squeezed("".join(said))
    if alike:
        states = tuple({"same" if page == home + 1 else "moved" for page in pages})
        return Expected(states, pages, start, end)
    # Other words: found nearby and marked as changed, or in the tray; both are honest.
    return Expected(("changed", "orphan"), pages, None, None, unchanged=False)


def _note(name: str, number: int, pages: Sequence[str], page: int, start: int, end: int) -> Note:
    return {
        "id": f"urn:uuid:{hashlib.md5(f'{name}{number}'.encode(), usedforsecurity=False).hexdigest()}",
        "type": "Annotation",
        "motivation": "highlighting",
        "body": [],
        "target": {"source": f"urn:sha512:{_hash(name, 'old')}", "selector": selectors_for(pages, page, start, end)},
    }


def _drawings(name: str) -> Pair:
    """Ink on five pages; one of them is gone, one rewritten, the others pushed back by two new ones."""
    chance = dice(name)
    old = [squeezed(prose(chance, 18)) for _ in range(5)]
    fresh = [squeezed(prose(chance, 18)) for _ in range(3)]
    new = [old[0], *fresh[:2], old[1], old[3][:900] + squeezed("eine Zeile mehr") + old[3][900:], fresh[2]]
    where = {0: 1, 1: 4, 3: 5}
    notes = [(_ink(name, page, old), _page_expected(page, where.get(page))) for page in range(5)]
    return Pair(name, tuple(old), tuple(new), tuple(notes))


def _scans(name: str) -> Pair:
    """Rectangles on pages without text: nothing to go by here, so the tray; the server compares pictures."""
    notes = [(_rectangle(name, page), Expected(("orphan",), unchanged=False)) for page in range(3)]
    return Pair(name, ("", "", ""), ("", "", "", ""), tuple(notes))


def _page_expected(home: int, page: int | None) -> Expected:
    if page is None:
        return Expected(("orphan",), unchanged=False)
    return Expected(("same" if page == home + 1 else "moved",), (page,))


def _on_page(name: str, page: int, **rest: Any) -> Note:  # noqa: ANN401 - JSON
    selector = {
        "type": "FragmentSelector",
        "conformsTo": "http://tools.ietf.org/rfc/rfc3778",
        "value": f"page={page + 1}",
    }
    target = {"source": f"urn:sha512:{_hash(name, 'old')}", "selector": [selector]}
    return {"id": f"urn:uuid:{name}{page}", "type": "Annotation", "body": [], "target": target, **rest}


def _ink(name: str, page: int, pages: Sequence[str]) -> Note:
    return _on_page(name, page, **{"ris:ink": {"strokes": [], "page_text": page_mark(pages[page])}})


def _rectangle(name: str, page: int) -> Note:
    note = _on_page(name, page)
    area = {
        "type": "FragmentSelector",
        "conformsTo": "http://www.w3.org/TR/media-frags/",
        "value": "xywh=percent:1,2,3,4",
    }
    note["target"]["selector"].append(area)
    return note
