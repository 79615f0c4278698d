"""The portal as a folder of pages: every public page as a visitor sees it, with links that work from a disk."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ris.archive.places import PARTS
from ris.archive.rewriting import copied
from ris.archive.word_index import WordIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ris.archive.folder import Folder
    from ris.archive.places import Places
    from ris.archive.visitor import Answer, Visitor

SITE = "site/"
LOCATION = re.compile(r"<loc>https?://[^/<]+(/[^<]*)</loc>")
IN_STYLE = re.compile(r"url\(\s*[\"']?(?P<way>(?!data:)[^\"')?#]+)")
KINDS = {
    "sitzung": "Sitzung",
    "top": "Tagesordnungspunkt",
    "vorlage": "Vorlage",
    "gremium": "Gremium",
    "person": "Person",
}
"""First part of an address → what the search in the copy calls the thing."""
SHOWN = frozenset({200, 410})
"""Pages that are copied; 410 says that something was withdrawn, and why."""


@dataclass
class SiteCopy:
    """One run over all pages."""

    visitor: Visitor
    folder: Folder
    places: Places
    words: WordIndex = field(default_factory=WordIndex)
    pages: int = 0
    missing: list[str] = field(default_factory=list)
    """Addresses that pages link to and nothing stands at."""
    _known: set[str] = field(default_factory=set)
    _waiting: deque[str] = field(default_factory=deque)

    def copy(self, further: Iterable[str]) -> None:
        """Every page the sitemap names, ``further`` ones, and all they lead to."""
        self._expect(["/", "/videos", "/static/copy.css"])
        for sitemap in LOCATION.findall(self.visitor.get("/sitemap.xml").content.decode()):
            self._expect(LOCATION.findall(self.visitor.get(sitemap).content.decode()))
        self._expect(further)
        while self._waiting:
            self._take(self._waiting.popleft())
        for place, content in self.words.files().items():
            self.folder.put_text(SITE + place, content)

    def write_page(self, address: str, source: str) -> None:
        """A page that is there already, put in its place."""
        place = self.places.place_of(address)
        if place is None:
            message = f"{address} has no place in the copy"
            raise ValueError(message)
        page = copied(source, place, self.places)
        self.folder.put_text(SITE + place, page.content)
        self.pages += 1
        self._expect(page.leads_to)

    def _expect(self, addresses: Iterable[str]) -> None:
        for address in sorted(addresses):
            place = self.places.place_of(address)
            if place is None or place in self._known or SITE + place in self.folder:
                continue
            self._known.add(place)
            self._waiting.append(address)

    def _take(self, address: str) -> None:
        place = self.places.place_of(address) or ""
        if SITE + place in self.folder:
            return
        answer = self.visitor.get(address)
        if answer.status not in SHOWN:
            self.missing.append(address)
        elif answer.is_page:
            self._take_page(place, answer)
        elif PARTS.fullmatch(address.partition("?")[0]):
            self.folder.put_text(SITE + place, answer.content)
            if place.endswith(".css"):
                self._expect(parts_of(address, answer.content.decode()))

    def _take_page(self, place: str, answer: Answer) -> None:
        page = copied(answer.content.decode(), place, self.places)
        self.folder.put_text(SITE + place, page.content)
        self.pages += 1
        self._expect(page.leads_to)
        kind, _, rest = place.removesuffix("/index.html").partition("/")
        if kind in KINDS and rest and "/" not in rest and answer.status == 200:  # noqa: PLR2004 - OK
            self.words.add(KINDS[kind], page.title, f"{kind}/{rest}")


def parts_of(address: str, sheet: str) -> list[str]:
    """What a style sheet needs beside itself: fonts, pictures, further sheets."""
    folder = address.partition("?")[0].rpartition("/")[0]
    ways = [found["way"] for found in IN_STYLE.finditer(sheet)]
    return [way if way.startswith("/") else flat(f"{folder}/{way}") for way in ways]


def flat(path: str) -> str:
    """A path without ``.`` and ``..``."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
