"""Towns that share an installation see nothing of each other, under any address."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from config import Config
from ris.app import create_app
from ris.council.models import Body
from ris.db import db
from ris.scope.current import working_for
from tests.leaks.closed import addresses_for, protected_models, routes, squeezed, texts_of
from tests.leaks.conftest import run, write_source

ESCHBACH, LINDENAU = "Gemeinde Eschbach", "Lindenau"


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Two towns: one with public and closed things, one empty."""
    folder = tmp_path_factory.mktemp("towns")
    app = create_app(Config.from_env({"RIS_DATA": str(folder)}))
    app.testing = True
    with app.app_context():
        run(
            app,
            ["prepare"],
            ["body", "add", ESCHBACH, "--host", "ris.eschbach.example"],
            ["body", "add", LINDENAU, "--host", "ris.lindenau.example"],
            ["import-oparl", str(write_source(folder / "source")), "--body", ESCHBACH],
            ["jobs", "drain"],
        )
        yield app
        db.session.remove()
        db.engine.dispose()


def test_a_town_shows_nothing_of_its_neighbour(installation: Flask) -> None:
    eschbach = db.session.scalars(select(Body.id).where(Body.name == ESCHBACH)).one()
    with working_for(eschbach):
        rows = [row for model in protected_models() for row in db.session.scalars(select(model))]
        keys: set[int | str] = {row.id for row in rows} | {row.slug for row in rows if hasattr(row, "slug")}
        words = {squeezed(text) for row in rows for text in texts_of(row)}
    db.session.remove()
    told = {word for word in words if len(word) > 12 and word not in {"imported", "application/pdf"}}
    assert "radweg nach niederbach" in told
    visitor = installation.test_client()
    for rule in routes(installation):
        if rule.endpoint.startswith("record."):
            continue  # the record for machines speaks for all towns of the installation, under whichever name
        for address in addresses_for(installation, rule, sorted(keys, key=str)):
            text = squeezed(visitor.get(address, base_url="http://ris.lindenau.example").text)
            assert not [word for word in told if word in text], address
    assert visitor.get("/vorlage/2026-0001", base_url="http://ris.eschbach.example").status_code == 200
    assert visitor.get("/vorlage/2026-0001", base_url="http://ris.lindenau.example").status_code == 404


def said(page: str) -> str:
    return re.sub(r"<[^>]+>", "", page)


def test_searching_in_one_town_finds_nothing_of_the_other(installation: Flask) -> None:
    visitor = installation.test_client()
    found = "Radweg nach Niederbach"
    assert found in said(visitor.get("/suche?q=radweg", base_url="http://ris.eschbach.example").text)
    assert found not in said(visitor.get("/suche?q=radweg", base_url="http://ris.lindenau.example").text)


def test_an_unknown_host_name_is_nobodys(installation: Flask) -> None:
    answer = installation.test_client().get("/", base_url="http://somewhere.example")
    assert answer.status_code == 421
    assert "Eschbach" not in answer.text


def test_each_town_names_its_own_address(installation: Flask) -> None:
    visitor = installation.test_client()
    for host in ("ris.eschbach.example", "ris.lindenau.example"):
        page = visitor.get("/", base_url=f"http://{host}").text
        assert f'<link rel="canonical" href="http://{host}:8000/">' in page
        assert f"Sitemap: http://{host}:8000/sitemap.xml" in visitor.get("/robots.txt", base_url=f"http://{host}").text
