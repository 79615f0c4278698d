"""Asking an OParl server: over real HTTP, or an application in this process; nothing is followed, nothing is forgiven."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any, Final
from urllib.parse import urlsplit

from flask import Flask

NO_HEADERS: Final[Mapping[str, str]] = {}
PATIENCE: Final = 120
"""Seconds until an answer counts as none."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    url: str
    status: int
    headers: Mapping[str, str]
    """By their names in small letters."""
    content: bytes

    def json(self) -> Any:  # noqa: ANN401 - any JSON
        """The body read strictly: UTF-8 without a mark, no name twice, no NaN; raises ``ValueError``."""
        return json.loads(self.content.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_refused)


Asking = Callable[[str, str, Mapping[str, str]], Answer]
"""Method, address, headers → answer."""


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(f"a name twice: {[name for name, _ in pairs]}")
    return found


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


class OverHttp:
    """Asks over one kept connection; for one thread."""

    def __init__(self) -> None:
        self._open: dict[str, HTTPConnection] = {}

    def __call__(self, method: str, url: str, headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """Send a request; a connection the server let go meanwhile is opened anew once. Raises ``OSError``."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        try:
            return self._ask(parts.netloc, method, url, path, headers)
        except (HTTPException, ConnectionError):
            self._open.pop(parts.netloc).close()
            return self._ask(parts.netloc, method, url, path, headers)

    def _ask(self, host: str, method: str, url: str, path: str, headers: Mapping[str, str]) -> Answer:
        connection = self._open.setdefault(host, HTTPConnection(host, timeout=PATIENCE))
        connection.request(method, path, headers=dict(headers))
        response = connection.getresponse()
        content = response.read()
        return Answer(url, response.status, {k.lower(): v for k, v in response.getheaders()}, content)

    def close(self) -> None:
        """Hang up."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()


class InProcess:
    """Asks an application without a network."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __call__(self, method: str, url: str, headers: Mapping[str, str] = NO_HEADERS) -> Answer:
        """Send a request, each as a new visitor."""
        parts = urlsplit(url)
        response = self._app.test_client(use_cookies=False).open(
            parts.path,
            method=method,
            query_string=parts.query,
            base_url=f"{parts.scheme}://{parts.netloc}",
            headers=dict(headers),
        )
        return Answer(url, response.status_code, {k.lower(): v for k, v in response.headers.items()}, response.data)
