"""Logging in, asking as somebody with an account, and sending 93 letters: CPU milliseconds, letters per second.

Nearly all of a login is Argon2id, and that is on purpose: a guess costs a thief as much. Memory and time
are argon2-cffi's defaults (RFC 9106, low-memory profile).
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import func, select

from config import Config
from ris.access.actor import Actor, Role
from ris.accounts.passwords import hashed, matches
from ris.accounts.services.users import add_user
from ris.app import create_app
from ris.council.letterhead import PostRoom
from ris.council.services.towns import add_body
from ris.db import db, now_utc, transaction
from ris.jobs.worker import Worker
from ris.mail.models import OutgoingMail
from ris.mail.rules import MailState
from ris.mail.services import Letter, post
from ris.scope.current import working_for
from tests.mail.server import smtp_server

Json = dict[str, Any]
EMAIL, PASSWORD = "clerk@lindenau.example", "ein langes Passwort"
MEMBERS = 93
ROUNDS = 30


def run() -> Json:
    """A town on SQLite with one clerk; nothing else runs."""
    with tempfile.TemporaryDirectory() as folder:
        config = replace(Config.from_env({"RIS_DATA": folder}), mail_from="ris@lindenau.example")
        app = create_app(config)
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            upgrade()
            body_id = _town()
            results = _logins(app) | _letters(app, body_id)
            db.session.remove()
            db.engine.dispose()
    for name, value in results.items():
        print(f"{name:44} {value:8.2f}")
    return results


def _town() -> int:
    with transaction() as session:
        body = add_body(session, Actor.machine(0, "bench"), "Stadt Lindenau", now=now_utc())
        with working_for(body.id):
            machine = Actor.machine(body.id, "bench")
            add_user(session, machine, email=EMAIL, name="B", password=PASSWORD, roles=[Role.CLERK], now=now_utc())
            session.flush()
        return body.id


def _logins(app: Flask) -> Json:
    kept = hashed(PASSWORD)
    member = app.test_client()
    _log_in(member)
    return {
        "Argon2id, CPU ms": _median(lambda: matches(kept, PASSWORD)),
        "login, CPU ms": _median(lambda: _log_in(app.test_client())),
        "wrong password, CPU ms": _median(lambda: _fail(app, EMAIL), rounds=4),
        "unknown address, CPU ms": _median(lambda: _fail(app, "nobody@lindenau.example"), rounds=4),
        "page without account, CPU ms": _median(lambda: app.test_client().get("/impressum")),
        "page with account, CPU ms": _median(lambda: member.get("/impressum")),
    }


def _log_in(client: FlaskClient) -> None:
    if client.post("/anmelden", data={"email": EMAIL, "password": PASSWORD}).status_code != 302:  # noqa: PLR2004
        raise RuntimeError(EMAIL)


def _fail(app: Flask, email: str) -> None:
    app.test_client().post("/anmelden", data={"email": email, "password": "falsch"})


def _median(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    spent = []
    for _ in range(rounds):
        before = time.process_time()
        act()
        spent.append((time.process_time() - before) * 1000)
    return statistics.median(spent)


def _letters(app: Flask, body_id: int) -> Json:
    with smtp_server() as server:
        app.extensions["mail"] = PostRoom(replace(app.config["RIS"], smtp_url=server.url))
        with transaction() as session, working_for(body_id):
            for number in range(MEMBERS):
                letter = Letter(
                    "invitation", "meeting:1:v1", f"m{number}@lindenau.example", "Einladung", "Guten Tag\n" * 40
                )
                post(session, letter, now=now_utc())
            session.flush()
        began = time.perf_counter()
        worker: Worker = app.extensions["worker"]()
        worker.drain()
        seconds = time.perf_counter() - began
    with working_for(body_id):
        sent = db.session.scalar(
            select(func.count()).select_from(OutgoingMail).where(OutgoingMail.state == MailState.SENT)
        )
    if sent != MEMBERS or len(server.temper.taken) != MEMBERS or server.temper.connections != 1:
        raise RuntimeError(sent)
    return {f"{MEMBERS} letters, wall s": seconds, "letters per second": MEMBERS / seconds}


if __name__ == "__main__":
    run()
