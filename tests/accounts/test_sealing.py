"""Keys of apps: never in clear in the table, bound to their account, and readable after the secret was changed."""

import sqlite3
from pathlib import Path

import pyotp
import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from ris.accounts.models import TotpKey
from ris.accounts.sealing import CannotOpen, KeyRing, is_sealed, owner
from ris.app import create_app
from ris.db import db, now_utc, transaction
from tests.accounts.conftest import LogIn
from tests.accounts.test_second_factor import first_step, set_up


@given(st.text(max_size=200), st.text(max_size=50))
def test_what_was_sealed_opens_again(text: str, about: str) -> None:
    ring = KeyRing(["one secret"])
    sealed = ring.seal(text, about=about)
    assert is_sealed(sealed)
    assert ring.open(sealed, about=about) == text
    assert ring.seal(text, about=about) != sealed, "two of the same text would tell that they are"


def test_nothing_opens_for_another_with_another_secret_or_changed() -> None:
    ring = KeyRing(["one secret"])
    sealed = ring.seal("JBSWY3DPEHPK3PXP", about="totp:1")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    for keys, text, about in (
        (ring, sealed, "totp:2"),
        (KeyRing(["another"]), sealed, "totp:1"),
        (ring, changed, "totp:1"),
        (ring, "JBSWY3DPEHPK3PXP", "totp:1"),
        (ring, "s1..", "totp:1"),
        (ring, sealed.rpartition(".")[0] + ".ü", "totp:1"),
    ):
        with pytest.raises(CannotOpen):
            keys.open(text, about=about)


def test_the_column_never_holds_the_key(user: int, log_in: LogIn, session: Session) -> None:
    browser = log_in(fresh=True)
    browser.post("/mein/konto/app/beginnen")
    session.rollback()
    row = session.scalars(select(TotpKey)).one()
    keys: KeyRing = current_app.extensions["keys"]
    secret = keys.open(row.secret, about=owner(row.user_id))
    assert secret in browser.get("/mein/konto/app").text, "its owner reads it once, to type it into the app"
    assert secret not in row.secret
    assert is_sealed(row.secret)


def test_after_the_secret_was_changed_the_old_one_opens_and_the_new_one_seals(
    app: Flask, user: int, log_in: LogIn, client: FlaskClient, session: Session
) -> None:
    set_up(log_in(fresh=True), session)
    session.rollback()
    row = session.scalars(select(TotpKey)).one()
    old: KeyRing = app.extensions["keys"]
    secret = old.open(row.secret, about=owner(row.user_id))
    app.extensions["keys"] = new = KeyRing(["the new secret", app.config["SECRET_KEY"]])
    assert not new.is_present(row.secret)
    with transaction() as writing:
        writing.get_one(TotpKey, row.user_id).last_step = 0
    first_step(client)
    assert client.post("/anmelden/code", data={"code": pyotp.TOTP(secret).at(now_utc())}).status_code == 302
    session.rollback()
    assert KeyRing(["the new secret"]).open(session.scalars(select(TotpKey.secret)).one(), about=owner(user)) == secret


def test_a_command_seals_all_anew_and_says_what_it_cannot_open(
    app: Flask, user: int, log_in: LogIn, session: Session
) -> None:
    log_in(fresh=True).post("/mein/konto/app/beginnen")
    runner = app.test_cli_runner()
    app.extensions["keys"] = KeyRing(["the new secret"])
    lost = runner.invoke(args=["user", "reseal"])
    assert lost.exit_code == 1
    assert "1 nicht lesbar" in lost.output
    app.extensions["keys"] = KeyRing(["the new secret", app.config["SECRET_KEY"]])
    assert "Neu versiegelt: 1." in runner.invoke(args=["user", "reseal"]).output
    assert "Neu versiegelt: 0." in runner.invoke(args=["user", "reseal"]).output


def test_without_the_old_secret_the_code_on_paper_still_opens(
    app: Flask, user: int, log_in: LogIn, client: FlaskClient, session: Session
) -> None:
    codes = set_up(log_in(fresh=True), session)
    app.extensions["keys"] = KeyRing(["the new secret"])
    first_step(client)
    assert client.post("/anmelden/code", data={"code": "123456"}).status_code == 422
    assert client.post("/anmelden/code", data={"code": codes[0]}).status_code == 302


def test_a_key_in_clear_is_sealed_by_the_migration(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    config = Config.from_env({"RIS_DATA": str(folder), "RIS_OLD_SECRET_KEYS": "one  two"})
    assert config.older_secret_keys == ("one", "two")
    app = create_app(config)
    with app.app_context():
        upgrade(revision="0018")
        db.engine.dispose()
    facts = "1, 1, 'JBSWY3DPEHPK3PXP', NULL, 0"
    with sqlite3.connect(folder / "ris.db") as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(
            "INSERT INTO body (id, name, created, modified, deleted, settings) "
            "VALUES (1, 'Lindenau', '2026-11-23', '2026-11-23', 0, '{}')"
        )
        connection.execute(
            "INSERT INTO user_account (id, body_id, email, name, roles, active, created) "
            "VALUES (1, 1, 'a@b.example', 'A', '[]', 1, '2026-11-23')"
        )
        connection.execute(
            f"INSERT INTO totp_key (user_id, body_id, secret, confirmed, last_step) VALUES ({facts})"  # noqa: S608
        )
    connection.close()
    with app.app_context():
        upgrade()
        db.engine.dispose()
    with sqlite3.connect(folder / "ris.db") as connection:
        (kept,) = connection.execute("SELECT secret FROM totp_key").fetchone()
    connection.close()
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert KeyRing([config.secret_key]).open(kept, about=owner(1)) == "JBSWY3DPEHPK3PXP"
