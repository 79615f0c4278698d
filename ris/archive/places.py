"""PURE. Which addresses of the portal stand in its copy, and in which file.

A page's address becomes a folder with an ``index.html``, so that any web server answers the permanent address
``/sitzung/7`` and links also work from a disk. What a copy cannot do (logging in, calendars, PDFs made when asked for)
leads to the running system.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVICE = (
    "so-laeuft-eine-sitzung-ab|frage-einreichen|leichte-sprache|gebaerdensprache|offene-daten|barrierefreiheit"
    "|datenschutz|impressum|kontakt"
)
PAGES = re.compile(
    r"(?!.*\.(?:ics|atom|json|csv)$)"
    rf"/(?:|sitzungen|vorlagen|gremien|videos|protokoll|suche|verzeichnis|ueber-diese-kopie|{SERVICE}"
    r"|verzeichnis/[0-9]{4}|verzeichnis/ohne-datum"
    r"|sitzung/[0-9]+(?:/stand/[0-9]+|/video)?|top/[0-9]+|gremium/[0-9]+|person/[0-9]+"
    r"|vorlage/[\w.-]+(?:/fassung/[0-9]+)?"
    r"|datei/[0-9]+/(?:fassungen|aenderungen))"
)
"""Addresses that are pages of the copy."""
PARTS = re.compile(
    r"/(?:static/(?:[\w.-]+/)*[\w.-]+|farbe-[\w.-]+|wappen-[\w.-]+|protokoll\.jsonl|protokoll/verify_log\.py"
    r"|offene-daten/katalog\.jsonld|sitzungen\.ics|sitzung/[0-9]+\.ics)"
)
"""Addresses whose bytes are taken as they are."""
DOCUMENT = re.compile(r"/datei/(?P<id>[0-9]+)(?:/fassung/(?P<number>[0-9]+))?")
TURNED = {"/vorlagen": "nach", "/gremien": "nach", "/protokoll": "vor", "/sitzungen": "gremium"}
"""Lists and the one parameter under which the copy holds further pages of them."""
SAFE = re.compile(r"[A-Za-z0-9_-]{1,60}")
MONTH = re.compile(r"(?P<year>[0-9]{4})-[0-9]{2}")
INDEX = "index.html"


@dataclass(frozen=True)
class Places:
    """What a copy of one town holds."""

    live: str
    """Address of the running system, without a slash at the end."""
    documents: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Places of the documents' bytes, by id and version; version 0 is the present one."""
    years: frozenset[str] = frozenset()
    """Years the directory has pages of."""

    def place_of(self, address: str) -> str | None:
        """The file of an address (path and query, no fragment), below ``site``; ``None``: it is not in the copy."""
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or ".." in (path := unquote(parts.path)):
            return None
        if document := DOCUMENT.fullmatch(path):
            known = self.documents.get((int(document["id"]), int(document["number"] or 0)))
            return known or posixpath.join(path.removeprefix("/"), INDEX)  # withdrawn: a page that says so
        if PARTS.fullmatch(path):
            return path.removeprefix("/")
        if not PAGES.fullmatch(path):
            return None
        return posixpath.normpath(posixpath.join(path.removeprefix("/"), *self._turned(path, parts.query), INDEX))

    def _turned(self, path: str, query: str) -> list[str]:
        """Further folders for what stands behind the question mark; a filter nobody foresaw leads to the whole list."""
        given = dict(parse_qsl(query))
        if path == "/sitzungen" and (month := MONTH.fullmatch(given.get("monat", ""))):
            return [f"../verzeichnis/{month['year']}"] if month["year"] in self.years else ["../verzeichnis"]
        name = TURNED.get(path)
        if name is None or set(given) != {name}:
            return []
        value = given[name]
        return [f"{name}-{value if SAFE.fullmatch(value) else hashlib.sha256(value.encode()).hexdigest()[:16]}"]

    def link(self, here: str, address: str) -> str:
        """How the file ``here`` links to an address of the portal."""
        bare, mark, fragment = address.partition("#")
        if not bare:
            return address
        place = self.place_of(bare)
        if place is None:
            return address if urlsplit(bare).scheme else f"{self.live}{address}"
        query = urlsplit(bare).query if bare.startswith("/suche?") else ""
        way = relative(here, place) + (f"?{query}" if query else "")
        return f"{way}{mark}{fragment}"


def relative(here: str, place: str) -> str:
    """The way from one file of the copy to another, as it stands in a link."""
    return quote(posixpath.relpath(place, posixpath.dirname(here) or "."))
