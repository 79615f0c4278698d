"""Following links like a search engine: from the start page and the sitemap to every view of the portal."""

import re
from collections import defaultdict
from dataclasses import dataclass

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

MOST_PER_VIEW = 12
"""All links there are, tests/leaks/test_anonymous.py follows."""
LINK = re.compile(r'<a\s[^>]*href="(/[^"#]*)')
LOCATION = re.compile(r"<loc>https?://[^/<]*(/[^<]*)</loc>")
ENTRANCES = ("/", "/sitemap.xml", "/robots.txt")
NOWHERE = "nowhere"


@dataclass(frozen=True)
class Answer:
    """What an address of the site answered, and where its link stood."""

    address: str
    found_on: str
    status: int
    kind: str  # MIME type


def answers(app: Flask) -> dict[str, list[Answer]]:
    """Endpoint → what its addresses answered, at most a dozen of each; `NOWHERE` → links no view answers."""
    visitor = app.test_client()
    found: dict[str, list[Answer]] = defaultdict(list)
    waiting = [(entrance, "") for entrance in ENTRANCES]
    known = set(ENTRANCES)
    while waiting:
        address, found_on = waiting.pop(0)
        endpoint = _endpoint(app, address)
        if len(found[endpoint]) >= MOST_PER_VIEW:
            continue
        response = visitor.get(address, buffered=True)
        kind = response.mimetype or ""
        found[endpoint].append(Answer(address, found_on, response.status_code, kind))
        for link in _links(kind, response.data):
            if link not in known:
                known.add(link)
                waiting.append((link, address))
    return dict(found)


def _endpoint(app: Flask, address: str) -> str:
    try:
        endpoint: str = app.url_map.bind("localhost").match(address.partition("?")[0], method="GET")[0]
    except RequestRedirect:
        return "redirect"
    except HTTPException:
        return NOWHERE
    return endpoint


def _links(kind: str, content: bytes) -> list[str]:
    if kind == "text/html":
        links = (link.replace("&amp;", "&") for link in LINK.findall(content.decode()))
        return [link for link in links if not link.startswith("/static/")]
    return LOCATION.findall(content.decode()) if kind.endswith("/xml") else []
