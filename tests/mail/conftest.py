"""Fixtures of the mail tests: a town that sends through a real server, and a worker."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from ris.council.letterhead import PostRoom
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.jobs.models import Job
from ris.jobs.worker import Worker
from ris.mail.models import OutgoingMail
from ris.mail.services import Letter, post
from tests.mail.server import Server, smtp_server

Post = Callable[..., int]


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """A real mail server, and the application set up to use it."""
    with smtp_server() as running:
        sends_through(app, running.url)
        yield running


def sends_through(app: Flask, url: str) -> None:
    """Set the mail server as the machine's owner would."""
    config = replace(app.config["RIS"], smtp_url=url, mail_from="ris@lindenau.example")
    app.extensions["mail"] = PostRoom(config)


@pytest.fixture
def write(body: Body) -> Post:
    """Write a letter in a transaction of its own; its id."""

    def write_one(recipient: str = "ada@lindenau.example", about: str = "meeting:1:v1", text: str = "Guten Tag") -> int:
        letter = Letter("invitation", about, recipient, "Einladung: Bauausschuss", text, recipient_name="Ada Öhl")
        with transaction() as session:
            return post(session, letter, now=now_utc()).id

    return write_one


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """Let the worker do everything that is due."""

    def drain() -> None:
        worker: Worker = app.extensions["worker"]()
        worker.drain()

    return drain


@pytest.fixture
def pass_time() -> Callable[[timedelta], None]:
    """Some time goes by for letters and jobs."""

    def shift(by: timedelta) -> None:
        with transaction() as session:
            for mail in session.scalars(select(OutgoingMail)):
                mail.due -= by
                mail.created -= by
                mail.sending_since = mail.sending_since and mail.sending_since - by
            for job in session.scalars(select(Job)):
                session.execute(update(Job).where(Job.id == job.id).values(due=job.due - by))

    return shift
