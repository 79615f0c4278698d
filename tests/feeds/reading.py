"""Reading feeds back with programs of others: each format with a parser that did not write it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import feedparser
import vobject

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


@dataclass(frozen=True)
class AtomFeed:
    """A page of a feed as a reader sees it."""

    title: str
    links: dict[str, str]
    entries: list[dict[str, Any]]

    @property
    def addresses(self) -> list[str]:
        """Where the entries lead."""
        return [entry["link"] for entry in self.entries]


def read_atom(answer: TestResponse) -> AtomFeed:
    """An Atom answer, read by feedparser."""
    assert (answer.status_code, answer.mimetype) == (200, "application/atom+xml")
    read = feedparser.parse(answer.data)
    assert not read.bozo, read.get("bozo_exception")
    assert read.version == "atom10"
    links = {link["rel"]: link["href"] for link in read.feed.links}
    return AtomFeed(read.feed.title, links, [dict(entry) for entry in read.entries])


def read_calendar(answer: TestResponse) -> Any:  # noqa: ANN401 - vobject makes its attributes up
    """A calendar, read by vobject."""
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return vobject.readOne(answer.get_data(as_text=True))


def read_table(answer: TestResponse) -> list[dict[str, str]]:
    """A table, read as a German spreadsheet would."""
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return table_of(answer.get_data())


def table_of(content: bytes) -> list[dict[str, str]]:
    """The lines of a table by their headings."""
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";", strict=True))


def read_json(answer: TestResponse) -> dict[str, Any]:
    """A JSON Feed: what the format demands is there."""
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return json_of(answer.get_data(as_text=True))


def json_of(text: str) -> dict[str, Any]:
    """A JSON Feed from its text."""
    read: dict[str, Any] = json.loads(text)
    assert read["version"] == "https://jsonfeed.org/version/1.1"
    assert read["title"]
    for item in read["items"]:
        assert item["id"]
        assert item["content_text"]
    return read


def all_pages(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    """Every item of a JSON Feed, following its own links to the end."""
    items: list[dict[str, Any]] = []
    while address:
        page = read_json(client.get(address))
        items += page["items"]
        address = page.get("next_url", "").removeprefix("http://localhost")
    return items
