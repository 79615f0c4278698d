"""PURE. Atom feeds (RFC 4287), paged as RFC 5005 says: entries in, bytes out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ris.web.dates import in_berlin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ris.feeds.listing import Entry

ATOM = "http://www.w3.org/2005/Atom"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML document may hold, not even escaped."""


@dataclass(frozen=True)
class Frame:
    """What stands around the entries; all addresses are whole."""

    title: str
    subtitle: str
    author: str
    """Whose record this is: the town's name."""
    page: str
    """The page people read."""
    own: str
    """Where this very document is."""
    first: str
    following: str
    """The next older page; empty on the last."""
    unchanged_since: datetime
    """What an empty feed says for the time it was changed."""


def atom(frame: Frame, entries: Sequence[Entry], *, public_url: str) -> bytes:
    """One page of a feed, the entry that changed last first."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"xml:lang": "de"})
    _add(root, "id", frame.first)
    _add(root, "title", frame.title)
    if frame.subtitle:
        _add(root, "subtitle", frame.subtitle)
    _add(root, "updated", _moment(max((entry.updated for entry in entries), default=frame.unchanged_since)))
    _add(ET.SubElement(root, f"{{{ATOM}}}author"), "name", frame.author)
    links = {"alternate": frame.page, "self": frame.own, "first": frame.first, "next": frame.following}
    for relation, address in links.items():
        if address:
            kind = "text/html" if relation == "alternate" else "application/atom+xml"
            ET.SubElement(root, f"{{{ATOM}}}link", {"rel": relation, "type": kind, "href": address})
    for entry in entries:
        _entry(root, entry, public_url)
    whole: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return whole


def _entry(root: ET.Element, entry: Entry, public_url: str) -> None:
    element = ET.SubElement(root, f"{{{ATOM}}}entry")
    _add(element, "id", entry.identity(public_url))
    _add(element, "title", entry.title)
    _add(element, "updated", _moment(entry.updated))
    ET.SubElement(element, f"{{{ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": entry.page(public_url)})
    if entry.summary:
        _add(element, "summary", entry.summary)


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{tag}").text = UNPRINTABLE.sub("", text)


def _moment(moment: datetime) -> str:
    return in_berlin(moment).isoformat(timespec="seconds")
