"""An OParl system or body on the web as a source: its lists, page by page, as far as they changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urljoin, urlsplit

from ris.oparl.fetching import NOT_FOUND, Fetcher, FetchFailed
from ris.oparl.folder import json_in
from ris.oparl.reading import Problem, objects_in
from ris.oparl.sources import Found, Note, Report
from ris.oparl.vocabulary import type_name

LISTS: Final = (
    "organization",
    "person",
    "membership",
    "legislativeTermList",
    "locationList",
    "file",
    "files",
    "paper",
    "meeting",
    "agendaItem",
    "consultation",
    "consultations",
)
"""Properties of a Body that are lists; two of them also under the names some vendors give them."""
STALE_PAGES: Final = 3
"""So many pages that bring nothing new, and a list is taken for endless."""
OVERLAP: Final = timedelta(minutes=10)
"""How much earlier than the last run we ask from: clocks differ, and what is known is not written again."""


class Remote:
    """A system, or one of its bodies."""

    def __init__(self, url: str, fetcher: Fetcher, body_name: str | None = None) -> None:
        self.address = url
        self.name = urlsplit(url).hostname or url
        self._fetcher = fetcher
        self._body_name = body_name

    def objects(self, since: datetime | None, limit: int | None) -> Iterator[Report]:
        """The body and everything in its lists; with ``since`` only what was modified after it."""
        bodies: list[dict[str, Any]] = []
        for report in self._entry():
            if not isinstance(report, Found):
                yield report
            elif isinstance(report.value, dict) and _type_of(report.value) == "Body":
                bodies.append(report.value)
                yield report
            elif _type_of(report.value) != "System":
                yield report
        bodies = originals(bodies)
        named = [body for body in bodies if body.get("name") == self._body_name]
        if len(named or bodies) != 1:
            return  # none, or several: who imports has to choose
        body = (named or bodies)[0]
        for name in LISTS:
            if name in body:
                yield from self._list(body[name], name, since, limit)

    def _entry(self) -> Iterator[Report]:
        """What is behind the address we were given, and the bodies it leads to."""
        for report in self._page(self.address):
            if isinstance(report, Found) and isinstance(report.value, dict) and _type_of(report.value) == "System":
                yield from self._list(report.value.get("body"), "body", None, None)
            yield report

    def _list(self, value: object, name: str, since: datetime | None, limit: int | None) -> Iterator[Report]:
        """All objects of a list, given by its address or, by some vendors, as an array."""
        if isinstance(value, list):
            for one in value:
                yield from self._page(one) if isinstance(one, str) else [Found(self.address, one)]
        elif isinstance(value, str):
            yield from self._pages(urljoin(self.address, value), since, limit)
        elif value is not None:
            yield Problem(self.address, f"{name}: Adresse einer Liste erwartet")

    def _pages(self, url: str, since: datetime | None, limit: int | None) -> Iterator[Report]:
        window = {} if since is None else {"modified_since": (since - OVERLAP).isoformat(timespec="seconds")}
        address: str | None = with_filters(url, window)
        visited: set[str] = set()
        known: set[object] = set()
        count, stale = 0, 0
        while address is not None:
            if address in visited:
                yield Problem(address, "die Liste führt im Kreis; hier wurde aufgehört", incomplete=True)
                return
            visited.add(address)
            links: dict[str, Any] = {}
            before = len(known)
            for report in self._page(address, links, empty_when_missing=since is not None and len(visited) == 1):
                if isinstance(report, Found) and isinstance(report.value, dict):
                    known.add(str(report.value.get("id")))
                    count += 1
                yield report
            stale = stale + 1 if len(known) == before else 0
            following = links.get("next")
            if following and stale >= STALE_PAGES:
                yield Problem(address, f"{STALE_PAGES} Seiten ohne Neues; hier wurde aufgehört", incomplete=True)
                return
            if limit is not None and count >= limit:
                return
            address = with_filters(urljoin(address, str(following)), window) if following else None

    def _page(
        self,
        url: str,
        links: dict[str, Any] | None = None,
        *,
        empty_when_missing: bool = False,
    ) -> Iterator[Report]:
        try:
            content, content_type = self._fetcher.page(url)
        except FetchFailed as failure:
            if failure.status == NOT_FOUND and empty_when_missing:
                yield Note(f"{url} antwortet mit 404; das heißt hier: nichts Neues.")
            else:
                yield Problem(url, str(failure), incomplete=True)
            return
        if "html" in content_type or content.lstrip()[:1] == b"<":
            yield Problem(url, "HTML statt JSON", incomplete=True)
            return
        value = json_in(content, url)
        if isinstance(value, Problem):
            yield replace(value, incomplete=True)
            return
        omits = dict(parse_qsl(urlsplit(url).query)).get("omit_internal") == "true"
        for found in objects_in(value):
            yield Found(url, found, omits_internal=omits)
        given = value.get("links") if isinstance(value, dict) else None
        if links is not None and isinstance(given, dict):
            links.update(given)


def originals(bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without those that name another of them as their equivalent: a system also shows what it once took from itself."""
    addresses = {str(body.get("id")) for body in bodies}
    return [body for body in bodies if not (addresses - {str(body.get("id"))}) & _texts(body.get("equivalent"))]


def _texts(value: object) -> set[str]:
    return {one for one in value if isinstance(one, str)} if isinstance(value, list) else set()


def with_filters(url: str, filters: dict[str, str]) -> str:
    """The address with these parameters, where it does not have them yet."""
    given = dict(parse_qsl(urlsplit(url).query, keep_blank_values=True))
    missing = "&".join(f"{name}={quote(value, safe='')}" for name, value in filters.items() if name not in given)
    if not missing:
        return url
    return f"{url}{'&' if urlsplit(url).query else '?'}{missing}"


def _type_of(value: object) -> str:
    return type_name(value.get("type")) if isinstance(value, dict) else ""
