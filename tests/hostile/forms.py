"""Every form the office meets, found by following links, and what an enemy would send with it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

TOKEN = "csrf_token"
MOST_OF_A_VIEW = 3
MOST_NAMES = 2
LINK = re.compile(r'href="(/[^"#]*)')

SCRIPT = "<script>alert(1)</script>"

WORDS = {
    "long": "ä" * 3_000,
    "nul": "Rad\0weg",
    "controls": "Rad\x01\x0b\x0c\x1b\x7f\x85weg",
    "lone surrogate": b"Rad\xed\xa0\x80weg".decode("utf-8", "surrogatepass"),
    "turned round": "\u202eRad\u2066weg\ufeff\uffff",
    "script": f"\"'>{SCRIPT}<img src=x onerror=alert(1)>{{{{7*7}}}}${{7*7}}",
    "path": "../../../../etc/passwd",
    "header": "Radweg\r\nBcc: alle@example.org\r\n\r\nLeib",
    "formula": "=cmd|' /C calc'!A0",
    "statement": "'); DROP TABLE paper; --",
    "number": "99999999999999999999999999",
    "digits": "9" * 5_000,
    "negative": "-1",
    "no number": "NaN",
    "superscript": "²",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "no day": "2026-02-30T25:61",
    "late": "23:59",
    "blank": " \t\u00a0\r\n ",
    "half key": "file:",
    "odd key": "paper:99999999999999999999",
}

TYPED = {"long", "nul", "controls", "script", "header", "formula", "lone surrogate"}
"""What is also sent in an otherwise rightful form, because it may be accepted."""


@dataclass(frozen=True)
class Form:
    """A form of a page: where it is sent, and what a browser would send."""

    page: str
    action: str
    endpoint: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()
    typed: frozenset[str] = frozenset()
    """Names of the fields somebody writes in; the others are chosen or hidden."""

    @property
    def names(self) -> list[str]:
        """Each name once."""
        return list(dict.fromkeys(name for name, _ in self.fields if name != TOKEN))

    @property
    def token(self) -> list[tuple[str, str]]:
        """Without it nothing gets past the door."""
        return [(name, value) for name, value in self.fields if name == TOKEN]

    def filled(self, word: str, *, only: frozenset[str] | None = None) -> list[tuple[str, str]]:
        """As the page gave it, with the word in some of the fields (in all)."""
        return [
            (name, word if name != TOKEN and (only is None or name in only) else value) for name, value in self.fields
        ]


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self._action: str | None = None
        self._fields: list[tuple[str, str]] = []
        self._files: list[str] = []
        self._typed: set[str] = set()
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._action = given.get("action") or self.page
            self._fields, self._files, self._typed = [], [], set()
        elif self._action is not None:
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, kind = given.get("name", ""), given.get("type", "text")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in given or self._select not in dict(self._fields):
                self._fields = [pair for pair in self._fields if pair[0] != self._select]
                self._fields.append((self._select, given.get("value", "")))
        elif name and kind == "file":
            self._files.append(name)
        elif name and kind in {"checkbox", "radio"}:
            if "checked" in given or name not in dict(self._fields):
                self._fields.append((name, given.get("value", "on")))
        elif name:
            self._fields.append((name, given.get("value", "")))
            if tag == "textarea" or kind not in {"hidden", "submit"}:
                self._typed.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        if tag == "form" and self._action is not None:
            self.forms.append(
                Form(self.page, self._action, "", tuple(self._fields), tuple(self._files), frozenset(self._typed))
            )
            self._action = None


def endpoint_of(app: Flask, address: str, method: str) -> str:
    """The view behind an address; "" where there is none."""
    try:
        return str(app.url_map.bind("localhost").match(address.partition("?")[0], method=method)[0])
    except (HTTPException, RoutingException):
        return ""


@dataclass
class Met:
    """What somebody meets who follows links."""

    forms: dict[str, Form] = field(default_factory=dict)
    """Endpoint → the first form that is sent to it."""
    fallen: list[str] = field(default_factory=list)
    """Pages that answer with a fault."""
    live: list[str] = field(default_factory=list)
    """Pages in which the words of the enemy are more than words."""


def follow_links(app: Flask, client: FlaskClient, entrances: Iterable[str]) -> Met:
    """Look at a few pages of each view."""
    met = Met()
    asked: Counter[str] = Counter()
    waiting = list(entrances)
    known = set(waiting)
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(app, address, "GET")
        if endpoint in {"", "static"} or asked[endpoint] >= MOST_OF_A_VIEW:
            continue
        asked[endpoint] += 1
        answer = client.get(address)
        later = (
            answer.status_code == 503 and "Retry-After" in answer.headers
        )  # a feed of a search that has no index yet
        if answer.status_code >= 500 and not later and not address.endswith(".pdf"):  # a PDF may have to wait
            met.fallen.append(f"{address}: {answer.status_code}")
        if answer.mimetype != "text/html":
            continue
        if SCRIPT in answer.text:
            met.live.append(address)
        for form in forms_in(app, address, answer.text):
            met.forms.setdefault(form.endpoint, form)
        links = {link.replace("&amp;", "&") for link in LINK.findall(answer.text)} - known
        known |= links
        waiting += sorted(links)
    return met


def forms_in(app: Flask, address: str, page: str) -> list[Form]:
    """The forms of a page that are sent to a view of ours."""
    reader = _Reader(address)
    reader.feed(page)
    found = []
    for form in reader.forms:
        endpoint = endpoint_of(app, form.action, "POST")
        found.append(Form(form.page, form.action, endpoint, form.fields, form.files, form.typed))
    return found


def attacks(form: Form, *, kept_only: bool = False) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is sent, each with its name: the arguments of a client's ``post``.

    ``kept_only``: what a second database may answer otherwise than the first, and not what never comes to a database.
    """
    yield "empty", _plain(form.token)
    for name, word in WORDS.items():
        yield f"{name} everywhere", _plain(form.filled(word))
        if name in TYPED and form.typed:
            yield f"{name} where one writes", _plain(form.filled(word, only=form.typed))
    for name in form.names[:MOST_NAMES]:
        for word in ("nul", "number"):
            yield f"{word} in {name}", _plain(form.filled(WORDS[word], only=frozenset({name})))
        yield f"a megabyte in {name}", _plain(form.filled("x" * (1 << 20), only=frozenset({name})))
    yield "everything twice", _plain([*form.fields, *form.fields])
    if not kept_only:
        yield from _of_the_wrong_shape(form)


def _of_the_wrong_shape(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    for name in form.names[:MOST_NAMES]:
        yield f"script in {name}", _plain(form.filled(WORDS["script"], only=frozenset({name})))
        yield f"{name} missing", _plain([pair for pair in form.fields if pair[0] != name])
    yield "ten thousand fields", _plain([*form.fields, *((f"feld{n}", "1") for n in range(10_000))])
    yield "ten thousand parts", _parts(b"".join(PART % number for number in range(10_000)) + b"--x--\r\n")
    yield "half a body", _parts(b"--x\r\nContent-Disposition: form-da")
    for text in JSON:
        headers = {"X-CSRFToken": form.token[0][1] if form.token else ""}
        yield f"{text[:60]} for a form", {"data": text, "content_type": "application/json", "headers": headers}
    yield "files for words", {"data": _with_files(form, form.names, b"%PDF-1.4 half")}
    for label, content in FILES.items() if form.files else ():
        yield f"{label} as file", {"data": _with_files(form, form.files, content)}
        yield f"{label} as file, filled", {"data": _with_files(form, form.files, content, WORDS["script"])}


PART = b'--x\r\nContent-Disposition: form-data; name="feld%d"\r\n\r\n1\r\n'

JSON = (
    '{"a": [[[1]]]}',
    '{"name": "\\u0000", "answer": []}',
    '{"name": {"a": 1}, "answer": "x"}',
    '{"answer": {"id": "\\ud800", "rawId": "\\ud800", "type": "public-key", "response": {"clientDataJSON": "\\ud800"}}}',
    '{"answer": {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oA"}}}',
    "[" * 100_000,
    "9" * 5_000,
)


def _plain(fields: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """As a browser sends a form without files; lone surrogates too, which no browser would send."""
    body = urlencode(list(fields), errors="surrogatepass")
    return {"data": body, "content_type": "application/x-www-form-urlencoded"}


def _parts(body: bytes) -> dict[str, Any]:
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}


FILES = {
    "an empty file": b"",
    "half a PDF": b"%PDF-1.7\n1 0 obj\n<<",
    "a program": b"MZ\x90\x00" + b"\0" * 200,
    "half a packed file": b"PK\x03\x04" + b"\0" * 60,
    "half a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\xff\xff\xff\xff\x08\x06\0\0\0",
    "a drawing with a script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a table": "Name;E-Mail\n=cmd|' /C calc'!A0;a\r\nBcc: b@example.org\n\0;²\n".encode(),
    "no text": bytes(range(256)),
}


def _with_files(form: Form, names: Iterable[str], content: bytes, word: str | None = None) -> MultiDict[str, Any]:
    kept = form.filled(word, only=form.typed) if word is not None else form.fields
    sent: MultiDict[str, Any] = MultiDict(pair for pair in kept if pair[0] not in names)
    for name in names:
        sent.add(name, (BytesIO(content), '../../"><script>alert(1)</script>.pdf', "application/pdf; x=<script>"))
    return sent
