"""kill -9 of the real server in the middle of syncing: no change is lost, none comes twice."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from random import Random
from threading import Event, Thread
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from ris.access.actor import Actor, Role
from ris.accounts.models import User
from ris.accounts.services.logins import Device, open_login
from ris.accounts.services.users import add_user
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.notes.models import Note
from ris.notes.sealed import content_of
from tests.notes.notebooks import change, new_id, note
from tests.test_serve import ROOT, descendants, free_port

KILLS = {"sqlite": 2, "postgresql": 1}
"""A start of the server takes longer than anything else here."""
PATIENCE = 60


@contextmanager
def serving(config: Config, port: int) -> Iterator[None]:
    """The real server on the test's database; whatever happens, all of it is killed in the end."""
    environment = {
        **os.environ,
        "RIS_DATA": str(config.data_dir),
        "RIS_DATABASE_URL": config.database_url,
        "RIS_SECRET_KEY": config.secret_key,
        "PORT": str(port),
    }
    command = [sys.executable, "-m", "ris", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(port):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        yield
    finally:
        for pid in (process.pid, *descendants(process.pid)):
            os.kill(pid, signal.SIGKILL)
        process.wait(timeout=PATIENCE)


def answers(port: int) -> bool:
    """Whether somebody is there."""
    try:
        return asked(port, "GET", "/robots.txt")[0] == 200
    except (OSError, HTTPException):
        return False


def asked(port: int, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, bytes, str]:
    """A real request on a connection of its own: status, body, and the cookie that was set."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(
            method, path, body=body, headers={name.replace("_", "-"): said for name, said in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.getheader("Set-Cookie", "").partition(";")[0]
    finally:
        connection.close()


def cookie_of_new_account(app: Flask, body_id: int) -> str:
    """Somebody who is logged in."""
    with transaction() as session:
        machine = Actor.machine(body_id, "test")
        user_id = add_user(
            session, machine, email="mia@lindenau.example", name="Mia", roles=[Role.READER], now=now_utc()
        ).id
        device = Device("Safari auf einem iPad")
        token = open_login(session, session.get_one(User, user_id), device, second_factor=False, now=now_utc())
    answer = app.response_class()
    with app.test_request_context() as here:
        here.session.update({"_user_id": token, "_fresh": True})
        app.session_interface.save_session(app, here.session, answer)
    return answer.headers["Set-Cookie"].partition(";")[0]


class Tablet(Thread):
    """Writes one note after the other and sends each until it is acknowledged, as the reader's outbox does."""

    def __init__(self, port: int, cookie: str) -> None:
        super().__init__(daemon=True)
        self.port, self.cookie, self.device = port, cookie, str(uuid4())
        self.enough, self.written, self.again = Event(), list[str](), 0
        self.acks: list[tuple[str, int]] = []

    def run(self) -> None:
        """Until it is enough; what was begun is brought to its end."""
        while not self.enough.is_set():
            uuid = new_id()
            self.written.append(f"Notiz {len(self.written)}")
            self.acks.append(self.acknowledged(change(uuid, note(self.written[-1]))))

    def acknowledged(self, made: dict[str, Any]) -> tuple[str, int]:
        """The server's word for the change, however often it must be sent."""
        while True:
            try:
                told = json.loads(self.asked("GET", "ich"))
                told = json.loads(self.asked("POST", "abgleich", {"since": 0, "changes": [made]}, told["csrf"]))
            except (OSError, HTTPException, ValueError):
                self.again += 1
                time.sleep(0.05)
            else:
                [ack] = told["acks"]
                return ack["id"], ack["rev"]

    def asked(self, method: str, path: str, content: object = None, token: str = "") -> bytes:
        """An answer of the server; raises ``ConnectionError`` for one that is not itself."""
        own = {"Cookie": self.cookie, "X_Device": self.device, "X_CSRFToken": token, "Content_Type": "application/json"}
        status, told, cookie = asked(self.port, method, f"/mappe/daten/{path}", json.dumps(content), **own)
        if status != 200:
            raise ConnectionError(status, told)
        self.cookie = cookie or self.cookie  # it holds what the token is checked against
        return told


def test_a_server_killed_in_the_middle_of_syncing_loses_and_doubles_nothing(
    app: Flask, body: Body, config: Config, session: Session
) -> None:
    chance, port = Random(4), free_port()  # noqa: S311 - fixed dice
    tablet = Tablet(port, cookie_of_new_account(app, body.id))
    session.rollback()
    kills = KILLS[db.engine.dialect.name]
    for number in range(kills + 1):
        with serving(config, port):
            if number == 0:
                tablet.start()
            seen = len(tablet.acks)
            deadline = time.monotonic() + PATIENCE
            while len(tablet.acks) < seen + 3:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.1))
            if number == kills:
                tablet.enough.set()
                tablet.join(PATIENCE)
    assert tablet.again > 0
    assert len(tablet.acks) == len(tablet.written)
    assert {revision for _, revision in tablet.acks} == {1}
    db.session.rollback()
    kept = [content_of(row, app.extensions["note_keys"]) for row in session.scalars(select(Note).order_by(Note.id))]
    assert [each["body"][0]["value"] for each in kept if each] == tablet.written
