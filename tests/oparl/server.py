"""A web server on this machine that gives exactly what a test tells it to, however bad."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answering = Callable[["Request"], None]


class Request(BaseHTTPRequestHandler):
    """One request; tests write their answer with it."""

    protocol_version = "HTTP/1.0"
    server: Server

    def do_GET(self) -> None:
        """Answer as the test said."""
        parts = urlsplit(self.path)
        self.server.asked.append(self.path)
        answer = self.server.answers.get(parts.path)
        if answer is None:
            self.give(b"{}", status=404)
        elif callable(answer):
            answer(self)
        else:
            self.give(json.dumps(answer).encode())

    @property
    def parameters(self) -> dict[str, str]:
        """The query."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}

    def give(self, content: bytes, status: int = 200, **headers: str) -> None:
        """Send an answer; underscores in the names of headers are hyphens."""
        headers.setdefault("Content_Type", "application/json")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401 - the library's own signature
        """Stay silent."""


class Server(ThreadingHTTPServer):
    """Answers by path: JSON, or a function."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.answers: dict[str, Any] = {}
        self.asked: list[str] = []

    @property
    def home(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - the library's own signature
        """Clients may hang up; that is what is tested."""


@contextmanager
def serving() -> Iterator[Server]:
    """A running server."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
