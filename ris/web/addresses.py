"""PURE. The permanent addresses of things, as paths; they never change with a thing's state."""

from __future__ import annotations

PATHS = {
    "meeting": "/sitzung/{}",
    "agenda_item": "/top/{}",
    "paper": "/vorlage/{}",
    "organization": "/gremium/{}",
    "person": "/person/{}",
    "file": "/datei/{}",
}
"""Table name → path; a paper's blank is its slug, every other's its id."""


def address_of(kind: str, key: int | str) -> str | None:
    """The path of a thing, or ``None`` for kinds without a page of their own."""
    path = PATHS.get(kind)
    return path.format(key) if path else None
