"""PURE. A page of the portal as a page of its copy: links that work from a folder, and no forms nobody answers.

Our own templates write attributes in double quotes and escape everything else, so tags can be told from text exactly.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from ris.archive.places import INDEX, relative
from ris.web.headers import POLICY

if TYPE_CHECKING:
    from ris.archive.places import Places

TAG = re.compile(r'<[a-zA-Z](?:[^<>"]|"[^"]*")*>')
LINK = re.compile(r'(?P<before>\s(?:href|src|action)=)"(?P<address>[^"]*)"')
FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
FEED = re.compile(r'<link rel="alternate"(?:[^<>"]|"[^"]*")*>\s*')
TITLE = re.compile(r"<title>(?P<title>.*?)</title>", re.DOTALL)
SEARCHES = re.compile(r'<form\b(?:[^<>"]|"[^"]*")*\saction="/suche"')
NOT_IN_A_PAGE = {"frame-ancestors"}
"""What browsers obey in a header only, and complain of in a page."""
COPY_POLICY = "; ".join(f"{name} {sources}" for name, sources in POLICY.items() if name not in NOT_IN_A_PAGE)
FRAME = "static/copy.css"
"""How what only a copy has is set."""
STAND = "stand.css"
"""The style sheet that says when the copy was made: one small file changes every night instead of every page."""
ABOUT = f"ueber-diese-kopie/{INDEX}"


@dataclass(frozen=True)
class CopiedPage:
    """A page as it is written."""

    content: bytes
    title: str
    """Without the town's name."""
    leads_to: frozenset[str]
    """Addresses of the portal it links to, and needs."""


def copied(source: str, here: str, places: Places) -> CopiedPage:
    """The page for the file ``here``."""
    addresses: set[str] = set()

    def turned(found: re.Match[str]) -> str:
        address = html.unescape(found["address"])
        if address.startswith("/"):
            addresses.add(address.partition("#")[0])
        return f'{found["before"]}"{html.escape(places.link(here, address))}"'

    page = FEED.sub("", FORM.sub(_kept_form, source))
    page = TAG.sub(lambda tag: LINK.sub(turned, tag[0]), page)
    page = page.replace('<meta charset="utf-8">', _head(here), 1).replace('<main id="inhalt"', _banner(here), 1)
    return CopiedPage(page.encode(), _title(source), frozenset(addresses))


def _kept_form(form: re.Match[str]) -> str:
    """The search works in the copy; every other form would be sent to nobody."""
    return form[0] if SEARCHES.match(form[0]) else ""


def _head(here: str) -> str:
    return (
        f'<meta charset="utf-8">\n    <meta http-equiv="Content-Security-Policy" content="{COPY_POLICY}">\n'
        f'    <link rel="stylesheet" href="{relative(here, FRAME)}">\n'
        f'    <link rel="stylesheet" href="{relative(here, STAND)}">'
    )


def _banner(here: str) -> str:
    return (
        '<div class="ris-notice" role="region" aria-label="Hinweis zu dieser Kopie"><p class="ris-wrap">'
        f'Dies ist eine Kopie. <span class="ris-copy-date"></span> '
        f'<a href="{relative(here, ABOUT)}">Über diese Kopie</a></p></div>\n    <main id="inhalt"'
    )


def pointer(name: str) -> bytes:
    """What stands at the permanent address of a document: it leads to its bytes, which lie beside it."""
    way = html.escape(quote(name))
    return (
        '<!doctype html>\n<html lang="de">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{html.escape(name)}</title>\n'
        f'<meta http-equiv="refresh" content="0; url={way}">\n</head>\n<body>\n'
        f'<main>\n<h1>Unterlage</h1>\n<p><a href="{way}">{html.escape(name)}</a></p>\n</main>\n</body>\n</html>\n'
    ).encode()


def _title(source: str) -> str:
    found = TITLE.search(source)
    return html.unescape(found["title"]).rpartition(" – ")[0].strip() if found else ""
