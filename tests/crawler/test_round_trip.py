"""What we say, read back by our own import through real HTTP, is a second town that says the same."""

from __future__ import annotations

from flask import Flask
from sqlalchemy.orm import Session

from config import Config
from tests.crawler.client import OverHttp
from tests.crawler.copying import compare, everything
from tests.crawler.served import served
from tests.crawler.shape import name_of
from tests.demo_town import DemoTown


def test_a_copy_made_by_the_import_says_the_same(
    demo_town: DemoTown, app: Flask, session: Session, config: Config
) -> None:
    ask = OverHttp()
    with served(demo_town.app.config["RIS"]) as town, served(config) as here:
        for said in (" neu, 1 geändert, 0 gelöscht.", "Ergebnis: 0 neu, 0 geändert, 0 gelöscht."):
            done = app.test_cli_runner().invoke(args=["import-oparl", f"{town}/oparl/system", "--body", "copy"])
            assert done.exit_code == 0, done.output
            assert said in done.output
        first = everything(ask, ask("GET", f"{town}/oparl/body").json()["data"][0])
        copies = [body for body in ask("GET", f"{here}/oparl/body").json()["data"] if body["name"] == "copy"]
        second = everything(ask, copies[0])
    ask.close()
    assert len(first) == len(second) > 1000
    assert any("ris:votes" in thing for thing in second.values())
    assert any("ris:originVersions" in thing for thing in second.values())
    faults = compare(first, second)
    assert not faults, str(faults)
    papers = [thing for thing in second.values() if name_of(thing) == "Paper"]
    assert {version["number"] for paper in papers for version in paper["ris:versions"]} == {1}  # since it is here
