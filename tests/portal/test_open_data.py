"""The page about open data: its examples run as they stand, its catalogue leads to what there is."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
import subprocess
import sys
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from ris.council.models import Body
from ris.db import transaction
from ris.portal.service import SERVICE_PAGES
from tests.crawler.client import OverHttp
from tests.crawler.served import served
from tests.demo_town import DemoTown


def sample(page: str, name: str) -> str:
    found = re.search(rf'id="beispiel-{name}"[^>]*><code>(.*?)</code>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def test_the_three_examples_work_as_they_stand(demo_town: DemoTown) -> None:
    ask = OverHttp()
    with served(demo_town.app.config["RIS"]) as address:
        page = ask("GET", f"{address}/offene-daten").content.decode()

        told = subprocess.run(
            [sys.executable, "-c", sample(page, "python")], capture_output=True, text=True, check=True, timeout=60
        ).stdout.splitlines()
        meetings = ask("GET", f"{address}/oparl/body/1/meeting").json()
        assert len(told) == meetings["pagination"]["totalElements"]
        assert all(re.fullmatch(r"(\d{4}-\d\d-\d\d)? .*", line) for line in told)

        table = ask("GET", sample(page, "tabelle").strip()).content.decode("utf-8-sig")
        rows = list(csv.reader(table.splitlines(), delimiter=";"))
        assert len(rows) > 50
        assert {len(row) for row in rows} == {len(rows[0])}

        if shutil.which("curl") is None:
            pytest.skip("curl: not on this machine")
        asked = subprocess.run(
            ["/bin/sh", "-c", sample(page, "curl")], capture_output=True, check=True, timeout=60
        ).stdout
        papers = json.loads(asked)
        assert len(papers["data"]) == 10
        assert "next" in papers["links"]
    ask.close()


def things(said: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON
    inner = said.values() if isinstance(said, dict) else said if isinstance(said, list) else ()
    return [*([said] if isinstance(said, dict) else []), *(thing for one in inner for thing in things(one))]


def test_the_catalogue_names_what_there_is_and_every_address_answers(client: FlaskClient, body: Body) -> None:
    with transaction() as session:
        town = session.get_one(Body, body.id)
        town.ags, town.contact_email = "06999001", "sitzungsdienst@lindenau.example"
    answer = client.get("/offene-daten/katalog.jsonld")
    assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Vary" not in answer.headers or "Cookie" not in answer.headers["Vary"]
    catalog = json.loads(answer.data)

    for asked in ("dct:title", "dct:description", "dct:publisher", "dct:license", "dcat:dataset"):
        assert catalog[asked], f"DCAT-AP asks for {asked}"
    dataset = catalog["dcat:dataset"]
    assert dataset["dcatde:politicalGeocodingURI"]["@id"].endswith("/06999001")
    assert dataset["dcat:contactPoint"]["vcard:hasEmail"]["@id"] == "mailto:sitzungsdienst@lindenau.example"
    for distribution in dataset["dcat:distribution"]:
        assert distribution["dct:license"]["@id"] == "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"
        assert client.get(urlsplit(distribution["dcat:accessURL"]["@id"]).path).status_code == 200, distribution["@id"]
    prefixes = {key.partition(":")[0] for thing in things(catalog) for key in thing if ":" in key}
    assert prefixes - {"http", "https"} <= catalog["@context"].keys()
    ids = [thing["@id"] for thing in things(catalog) if "@type" in thing and "@id" in thing]
    assert len(ids) == len(set(ids))

    assert (
        client.get("/offene-daten/katalog.jsonld", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    )


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        (None, "Sie müssen niemanden fragen"),
        ("https://creativecommons.org/licenses/by/4.0/", "Creative Commons Namensnennung 4.0"),
        ("https://lindenau.example/lizenz", "https://lindenau.example/lizenz"),
    ],
)
def test_the_page_says_what_one_may_do_with_the_data(
    client: FlaskClient, body: Body, licence: str | None, said: str
) -> None:
    with transaction() as session:
        session.get_one(Body, body.id).license = licence
    page = client.get("/offene-daten").get_data(as_text=True)
    assert said in page
    assert ("Sie müssen niemanden fragen" in page) is (licence is None)
    assert json.loads(client.get("/oparl/body/1").data)["license"] == (
        licence or "https://www.govdata.de/dl-de/zero-2-0"
    )


def test_the_page_is_found_from_every_page_and_by_the_sitemap(client: FlaskClient, body: Body) -> None:
    assert "offene-daten" in SERVICE_PAGES
    assert 'href="/offene-daten"' in client.get("/").get_data(as_text=True)
    assert "/offene-daten</loc>" in client.get("/sitemap-seiten-0.xml").get_data(as_text=True)
