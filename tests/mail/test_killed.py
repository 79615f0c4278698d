"""A worker that is really killed, a hundred times, at any point of sending: nobody gets the same letter twice."""

import os
import signal
import time
import warnings
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select, update

from config import Config
from ris.app import create_app
from ris.council.letterhead import PostRoom
from ris.db import db, now_utc, transaction
from ris.handlers import HANDLERS
from ris.jobs.models import Job, JobState
from ris.jobs.worker import Worker
from ris.mail.models import OutgoingMail
from ris.mail.rules import SILENCE, MailState
from tests.mail.conftest import Post
from tests.mail.server import Server

KILLS = 100
LONGEST_LIFE = 0.25
"""Seconds: long enough to send a few letters, short enough to be hit in the middle of one."""


def worker_in_child(config: Config) -> int:
    """Start a worker in a process of its own; its number."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the mail server's thread is none of the child's business
        child = os.fork()
    if child:
        return child
    try:
        app = create_app(config)
        app.extensions["mail"] = PostRoom(config)
        Worker(app, HANDLERS).run()
    finally:
        os._exit(0)


def forget_the_dead() -> None:
    """What a dead worker held is free again, as after its lease has run out."""
    with transaction() as session:
        past = now_utc() - timedelta(seconds=1)
        session.execute(update(Job).where(Job.state == JobState.RUNNING).values(lease_until=past))


@pytest.mark.slow
def test_killed_at_any_point_a_worker_sends_nothing_twice(
    app: Flask,
    config: Config,
    server: Server,
    write: Post,
    work: Callable[[], None],
    pass_time: Callable[[timedelta], None],
) -> None:
    chance = Random(20261122)  # noqa: S311 - which moments are hit, no secret
    config = replace(config, smtp_url=server.url, mail_from="ris@lindenau.example")
    server.temper.seconds = 0.005
    db.session.remove()
    db.engine.dispose()
    for number in range(KILLS):
        for letter in range(3):
            write(f"person{number}-{letter}@lindenau.example")
        db.session.remove()
        db.engine.dispose()
        child = worker_in_child(config)
        time.sleep(0.05 + chance.random() * LONGEST_LIFE)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        forget_the_dead()
    server.temper.seconds = 0
    pass_time(SILENCE + timedelta(seconds=1))
    work()
    pass_time(SILENCE + timedelta(hours=1))
    work()

    got = Counter(server.temper.recipients)
    states = {mail.recipient: MailState(mail.state) for mail in db.session.scalars(select(OutgoingMail))}
    assert [recipient for recipient, times in got.items() if times > 1] == []
    assert set(states.values()) <= {MailState.SENT, MailState.UNCERTAIN}
    assert {recipient for recipient, state in states.items() if state is MailState.SENT} <= set(got)
    assert len(states) == KILLS * 3
    assert MailState.UNCERTAIN in states.values(), "no kill hit a letter on its way: the test tests nothing"
