"""A page shown to one visitor is shown to the next as it is; to nobody else, and never longer than it is true."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask, session, template_rendered
from flask.testing import FlaskClient

from ris.access.actor import Role
from ris.access.circles import ADMINISTRATION, COUNCIL
from ris.council.models import Body
from ris.web.conditional import conditional
from ris.web.doors import open_to_all
from ris.web.kept_pages import KeptPage, KeptPages
from tests.factories import council, documents
from tests.signing_in import signed_in


@contextmanager
def rendered(app: Flask) -> Iterator[list[str]]:
    """Which templates are filled meanwhile."""
    names: list[str] = []

    def note(_app: Flask, **more: object) -> None:
        names.append(str(more["template"]))

    template_rendered.connect(note, app)
    try:
        yield names
    finally:
        template_rendered.disconnect(note, app)


@pytest.fixture
def clerk(app: Flask, body: Body) -> FlaskClient:
    """A browser somebody of the session office is logged in with."""
    return signed_in(app, "Büro", Role.CLERK)


@pytest.mark.parametrize("page", ["/", "/sitzungen", "/gremien", "/impressum", "/sitemap.xml"])
def test_the_second_visitor_gets_the_page_of_the_first(app: Flask, body: Body, page: str) -> None:
    first = app.test_client().get(page)
    with rendered(app) as names:
        second = app.test_client().get(page)
    assert names == []
    assert second.data == first.data
    assert {**second.headers} == {**first.headers}


def test_a_change_is_shown_at_once(app: Flask, body: Body, client: FlaskClient) -> None:
    client.get("/gremien")
    council.organization(name="Ausschuss für Brücken")
    assert "Brücken" in client.get("/gremien").text


def test_a_question_is_part_of_the_address(app: Flask, body: Body, client: FlaskClient) -> None:
    assert client.get("/sitzungen?jahr=2024").data != client.get("/sitzungen?jahr=2025").data


def test_a_visitor_with_any_cookie_gets_a_page_of_their_own(app: Flask, body: Body, client: FlaskClient) -> None:
    client.get("/gremien")
    client.set_cookie("session", "something")
    with rendered(app) as names:
        assert client.get("/gremien").status_code == 200
    assert names


def test_what_a_reader_with_an_account_sees_is_not_kept(app: Flask, body: Body, clerk: FlaskClient) -> None:
    paper = documents.paper(name="Nur für das Büro", readers=(ADMINISTRATION, COUNCIL))
    assert clerk.get(f"/vorlage/{paper.slug}").status_code == 200
    assert "Nur für das Büro" in clerk.get("/vorlagen").text
    anybody = app.test_client()
    assert anybody.get(f"/vorlage/{paper.slug}").status_code == 404
    assert "Nur für das Büro" not in anybody.get("/vorlagen").text


def test_a_page_with_a_token_of_the_visitor_is_not_kept(app: Flask, body: Body) -> None:
    def page_with_token() -> str:
        session["token"] = "secret of the first"
        return "a form with secret of the first"

    app.add_url_rule("/with-token", view_func=open_to_all(conditional(page_with_token)))
    app.test_client().get("/with-token")
    kept: KeptPages = app.extensions["kept_pages"]
    assert not kept._pages


def test_what_is_not_asked_for_is_forgotten_first() -> None:
    pages = KeptPages(most_bytes=1600)
    for name in "abcdefghijklmnopqrst":
        pages.get("a")
        pages.put(name, KeptPage(b"x" * 100, "text/html"))
    assert pages.get("a") is not None
    assert pages.get("b") is None
    assert pages.get("t") is not None


def test_a_page_too_large_to_share_the_room_is_not_kept() -> None:
    pages = KeptPages(most_bytes=1600)
    pages.put("a", KeptPage(b"x" * 101, "text/html"))
    assert pages.get("a") is None
