"""An unchanged page costs one small query and no rendering; a changed one is always sent again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import event
from time_machine import travel

from ris.access.circles import PUBLIC
from ris.council.models import Organization
from ris.db import db, now_utc, transaction
from ris.scope.readers import audience_for

PAGES = ("/", "/sitzungen", "/vorlagen", "/gremien", "/impressum", "/robots.txt", "/sitemap.xml", "/sitzungen.ics")


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """What was asked of the database and rendered meanwhile."""
    seen: list[str] = []

    def asked(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement)

    def rendered(_app: Flask, **_more: object) -> None:
        seen.append("template")

    event.listen(db.engine, "before_cursor_execute", asked)
    template_rendered.connect(rendered, app)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", asked)
        template_rendered.disconnect(rendered, app)


def add_organization(name: str) -> None:
    with transaction() as session:
        readers = audience_for(session, {PUBLIC})
        session.add(Organization(name=name, audience=readers, created=now_utc(), modified=now_utc()))


@pytest.mark.parametrize("page", PAGES)
def test_an_unchanged_page_is_not_rendered_again(app: Flask, client: FlaskClient, page: str) -> None:
    add_organization("Bauausschuss")
    first = client.get(page)
    assert first.status_code == 200
    assert first.last_modified is not None
    with counted(app) as seen:
        again = client.get(page, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert "template" not in seen
    reading = [statement for statement in seen if statement.lstrip().upper().startswith("SELECT")]
    assert len(reading) <= 2  # the revision, and every two seconds the towns


@pytest.mark.parametrize("page", PAGES)
def test_a_changed_page_is_sent_again(client: FlaskClient, page: str) -> None:
    first = client.get(page)
    add_organization("Bauausschuss")
    again = client.get(page, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert again.headers["ETag"] != first.headers["ETag"]


def test_a_date_is_enough_for_readers_without_etag(client: FlaskClient) -> None:
    with travel(datetime(2026, 11, 20, 12, tzinfo=UTC), tick=False):
        add_organization("Bauausschuss")
        first = client.get("/gremien")
    with travel(datetime(2026, 11, 20, 13, tzinfo=UTC), tick=False):
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get("/gremien", headers=since).status_code == 304
        add_organization("Finanzausschuss")
        assert client.get("/gremien", headers=since).status_code == 200


def test_a_new_day_makes_pages_new(client: FlaskClient) -> None:
    with travel(datetime(2026, 11, 20, 22, 30, tzinfo=UTC), tick=False):
        first = client.get("/")
    with travel(datetime(2026, 11, 20, 23, 30, tzinfo=UTC), tick=False):  # after midnight in Berlin
        again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200


def test_answers_are_kept_apart_by_cookie_and_asked_for_each_time(client: FlaskClient) -> None:
    answer = client.get("/")
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert answer.headers["Vary"] == "Cookie"
