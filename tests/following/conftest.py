"""A town with a paper, its page for followers, a real mail server and a worker whose clock goes on."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller
from werkzeug.test import TestResponse

from ris.council.models import Body
from ris.db import now_utc
from ris.jobs.worker import Worker
from ris.search.engines import search_index
from ris.search.index import SearchIndex
from tests.mail.conftest import sends_through
from tests.mail.server import Server, smtp_server
from tests.signing_in import sent

ADDRESS = "ada@lindenau.example"
LINK = re.compile(r"http://localhost(/folgen/\w+/[0-9a-f]{48})")
Work = Callable[..., None]


@pytest.fixture
def server(app: Flask, body: Body) -> Iterator[Server]:
    """A real mail server."""
    with smtp_server() as running:
        sends_through(app, running.url)
        yield running


@pytest.fixture
def clock() -> Iterator[Traveller]:
    """A clock that can be moved on and never goes back."""
    with time_machine.travel(now_utc(), tick=True) as travelling:
        yield travelling


@pytest.fixture
def work(app: Flask, server: Server, clock: Traveller) -> Work:
    """So much time passes, and the worker does everything that is due before and afterwards."""

    def drain(after: timedelta = timedelta(minutes=6)) -> None:
        worker: Worker = app.extensions["worker"]()
        worker.drain()
        clock.shift(after)
        worker.drain()

    return drain


def text_of(letter: Message) -> str:
    """What a letter says."""
    content = letter.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode().replace("\r\n", "\n")


def link_in(letter: Message, kind: str) -> str:
    """The address of a letter's link: ``bestaetigen``, ``meine`` or ``ende``."""
    links: list[str] = LINK.findall(text_of(letter))
    return next(link for link in links if f"/{kind}/" in link)


@dataclass
class Follower:
    """Somebody with a mailbox and a browser."""

    client: FlaskClient
    server: Server
    work: Work
    address: str = ADDRESS

    @property
    def letters(self) -> list[Message]:
        """What came so far."""
        return [letter for recipient, letter in self.server.temper.taken if recipient == self.address]

    def asks(self, about: str, pace: str = "now") -> TestResponse:
        """Fill in the form."""
        return sent(self.client, f"/folgen?{about}", {"email": self.address, "wie-oft": pace})

    def follows(self, about: str, pace: str = "now") -> None:
        """Fill in the form, wait for the letter and confirm."""
        assert self.asks(about, pace).status_code == 303
        self.work(timedelta())
        assert sent(self.client, link_in(self.letters[-1], "bestaetigen"), {}).status_code == 303


@pytest.fixture
def index_of_town(app: Flask, body: Body, tmp_path: Path, request: pytest.FixtureRequest) -> SearchIndex:
    """An index that the worker keeps and the application reads; of the engine a test asks for."""
    index = search_index(tmp_path / "searched", getattr(request, "param", "whoosh"))
    app.extensions["search"] = index
    return index


@pytest.fixture
def ada(client: FlaskClient, server: Server, work: Work) -> Follower:
    """Somebody who wants to know."""
    return Follower(client, server, work)
