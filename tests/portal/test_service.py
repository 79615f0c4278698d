"""Service pages, robots.txt and the sitemap."""

import re

import pytest
from flask.testing import FlaskClient

from ris.council.models import Body
from ris.db import transaction
from ris.portal.service import SERVICE_PAGES
from tests.factories import council, documents, meetings

LISTED = re.compile(r"<loc>([^<]+)</loc>")


@pytest.mark.parametrize("name", SERVICE_PAGES)
def test_every_service_page_has_a_text_of_its_own(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/{name}")

    assert answer.status_code == 200
    assert f"<h1>{SERVICE_PAGES[name].title}" in answer.get_data(as_text=True).replace("\N{SOFT HYPHEN}", "")


def test_a_town_may_write_a_page_in_its_own_words(client: FlaskClient, body: Body) -> None:
    with transaction() as session:
        town = session.get(Body, body.id)
        assert town is not None
        town.settings = {"page_texts": {"impressum": "Erster Absatz.\n\n<b>Zweiter</b> Absatz."}}

    page = client.get("/impressum").get_data(as_text=True)

    assert '<p class="ris-lines">Erster Absatz.</p>' in page
    assert "&lt;b&gt;Zweiter&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("given", "repeated"), [("/sitzung/3", True), ("//fremd.example", False), ("https://fremd.example", False)]
)
def test_a_reported_page_is_repeated_only_when_it_is_ours(client: FlaskClient, given: str, repeated: bool) -> None:
    page = client.get("/barriere-melden", query_string={"seite": given}).get_data(as_text=True)

    assert ("Es geht um die Seite:" in page) is repeated


def test_the_sitemap_lists_everything_public_and_nothing_else(client: FlaskClient) -> None:
    meeting = meetings.meeting()
    paper = documents.paper(slug="radweg")
    hidden = council.organization(readers={"council"})

    files = LISTED.findall(client.get("/sitemap.xml").get_data(as_text=True))
    listed = {
        address
        for file in files
        for address in LISTED.findall(client.get(file.removeprefix("http://localhost")).get_data(as_text=True))
    }

    assert {f"http://localhost/sitzung/{meeting.id}", f"http://localhost/vorlage/{paper.slug}"} <= listed
    assert f"http://localhost/gremium/{hidden.id}" not in listed
    assert "http://localhost/" in listed


def test_robots_may_read_everything_but_searches(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()

    assert "Disallow: /suche" in lines
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    assert "Disallow: /" not in lines
