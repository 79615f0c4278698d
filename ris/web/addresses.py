"""PURE. The permanent addresses of things, as paths; they never change with a thing's state."""

from __future__ import annotations

from urllib.parse import urlsplit

PATHS = {
    "meeting": "/sitzung/{}",
    "agenda_item": "/top/{}",
    "paper": "/vorlage/{}",
    "organization": "/gremium/{}",
    "person": "/person/{}",
    "file": "/datei/{}",
}
"""Table name → path; a paper's blank is its slug, every other's its id."""


OF_A_PAGE = 3
"""Parts of a page's path, the empty one before the first slash included."""
VERSIONS = {"meeting": "/stand/", "paper": "/fassung/"}
"""Table name → what stands between a thing's path and the number of one of its versions."""


ENDINGS = (".ics", ".atom", ".json", ".csv")
"""Of what a page shows in other formats (``ris/feeds``)."""
LONGEST_NUMBER = 9
"""Digits; every database holds nine of them, and no town has more of anything."""


def number_from(text: str | None) -> int | None:
    """The number somebody's address or form names; None for what is none, has a sign, or has too many digits."""
    given = text or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= LONGEST_NUMBER else None


def town_address(host: str | None, installation: str) -> str:
    """Where people reach a town: by its own host name, else under the installation's address."""
    if host is None:
        return installation
    parts = urlsplit(installation)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}"


def address_of_version(kind: str, key: int | str, number: int) -> str:
    """The path of a version of an agenda or a paper."""
    return f"{PATHS[kind].format(key)}{VERSIONS[kind]}{number}"


def address_above(path: str) -> str | None:
    """The page a path hangs on: ``/sitzung/7/stand/1`` and ``/sitzung/7.ics`` → ``/sitzung/7``; ``None`` for pages themselves."""
    parts = path.split("/")
    if len(parts) == OF_A_PAGE and path.endswith(ENDINGS):
        return path.rpartition(".")[0]
    return "/".join(parts[:3]) if len(parts) > OF_A_PAGE else None


def address_of(kind: str, key: int | str) -> str:
    """The path of a thing; a ``KeyError`` for kinds without a page of their own, which ``PATHS`` does not name."""
    return PATHS[kind].format(key)
