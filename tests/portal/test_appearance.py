"""The town's colour and coat of arms reach every page, under addresses made of their content."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.policy import Forbidden
from ris.council.models import Body
from ris.council.services.appearance import set_colour, set_crest
from ris.council.settings import BodySettings
from ris.db import now_utc, transaction
from ris.storage import MemoryStorage
from tests.council.test_crests import SHIELD, png, svg

SHEET = re.compile(r'<link rel="stylesheet" href="(/farbe-[0-9a-f]{32}\.css)" media="screen">')
CREST = re.compile(r'<img class="ris-brand__crest" src="(/wappen-[0-9a-f]{32}\.(?:svg|png))"')


def settings_of(session: Session) -> BodySettings:
    session.rollback()
    return BodySettings.from_json(session.scalars(select(Body.settings)).one())


def page_after(app: Flask, *arguments: str) -> str:
    """The start page once a command has run; a process looks at its towns anew after two seconds."""
    outcome = app.test_cli_runner().invoke(args=["body", "appearance", *arguments])
    assert outcome.exit_code == 0, outcome.output
    app.extensions["bodies"]._read_at = float("-inf")
    return app.test_client().get("/").text


def test_the_colour_is_a_style_sheet_of_the_same_origin_for_good(app: Flask, body: Body, session: Session) -> None:
    session.rollback()
    found = SHEET.search(page_after(app, "Stadt Lindenau", "--colour", "#17694C"))
    assert found
    answer = app.test_client().get(found[1])

    assert answer.mimetype == "text/css"
    assert "--kern-color-action-default: #17694c;" in answer.text
    assert "prefers-color-scheme: dark" in answer.text
    assert "immutable" in answer.headers["Cache-Control"]
    assert app.test_client().get("/farbe-00000000000000000000000000000000.css").status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "kind"), [("a.svg", svg(SHIELD + "<script/>"), "image/svg+xml"), ("a.png", png(), "image/png")]
)
def test_the_coat_of_arms_is_a_picture_that_can_do_nothing(
    app: Flask, body: Body, session: Session, tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    session.rollback()
    file = tmp_path / name
    file.write_bytes(content)
    found = CREST.search(page_after(app, "Stadt Lindenau", "--crest", str(file)))
    assert found
    answer = app.test_client().get(found[1])

    assert answer.mimetype == kind
    assert b"script" not in answer.data
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert app.test_client().get("/wappen-00000000000000000000000000000000.svg").status_code == 404


def test_without_a_choice_pages_are_neutral(client: FlaskClient) -> None:
    page = client.get("/").text
    assert not SHEET.search(page)
    assert not CREST.search(page)


def test_the_command_refuses_with_a_sentence_and_changes_nothing(app: Flask, body: Body, session: Session) -> None:
    session.rollback()
    runner = app.test_cli_runner()
    pale = runner.invoke(args=["body", "appearance", "Stadt Lindenau", "--colour", "#ffcc00"])
    unknown = runner.invoke(args=["body", "appearance", "Nirgendwo", "--colour", "#17694c"])
    nothing = runner.invoke(args=["body", "appearance", "Stadt Lindenau"])

    assert [answer.exit_code for answer in (pale, unknown, nothing)] == [1, 1, 2]
    assert "Die Farbe #ffcc00 hat auf hellem Grund nur einen Kontrast von 1,37 : 1." in pale.output
    assert settings_of(session).brand_colour == ""


def test_only_the_office_changes_how_the_town_looks(body: Body) -> None:
    with transaction() as session:
        town, stranger = session.get_one(Body, body.id), Actor.public(body.id)
        with pytest.raises(Forbidden):
            set_colour(session, stranger, town, "#17694c", now=now_utc())
        with pytest.raises(Forbidden):
            set_crest(session, stranger, town, MemoryStorage(), svg(SHIELD), now=now_utc())
