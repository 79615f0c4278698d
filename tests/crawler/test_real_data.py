"""The record of an imported city: real data, with all their oddities, told without a fault. The whole of it is in bench/record.py."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import PUBLIC_URL
from tests.crawler.client import InProcess
from tests.crawler.filters import check_filters
from tests.crawler.visit import visit
from tests.record.keeping import keep

CITY = "Stadt Karlsruhe"


def test_an_imported_city_is_told_without_a_fault(app: Flask, session: Session, real_data: Path) -> None:
    source = str(real_data / "oparl-karlsruhe")
    app.test_cli_runner().invoke(args=["import-oparl", source, "--body", CITY, "--limit", "40"])
    keep(app)
    crawl = visit(InProcess(app), f"{PUBLIC_URL}/oparl/system", every=7)
    city = next(body for body in crawl.bodies if body["name"] == CITY)
    lists = [url for url in crawl.lists if url.startswith(city["id"] + "/")]
    for url in islice(lists, 3):
        check_filters(crawl, url, crawl.lists[url][0])
    assert len(crawl.objects) > 300
    assert not crawl.faults, str(crawl.faults)
