"""What we say, read back by our own import through real HTTP, is a second town that says the same."""

from __future__ import annotations

from hashlib import sha512
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import Config
from ris.db import db
from ris.documents.models import File
from ris.jobs.worker import JobRun
from ris.oparl.tasks import fetch_file
from ris.scope.current import working_for
from tests.crawler.client import OverHttp
from tests.crawler.copying import compare, everything
from tests.crawler.served import served
from tests.crawler.shape import name_of
from tests.demo_town import DemoTown

FILES = 4
"""How many documents the copy fetches from the town."""


def fetched(body_id: int) -> list[int]:
    """Ids of some files of a Body, whose bytes the worker has fetched."""
    with working_for(body_id):
        ids = list(db.session.scalars(select(File.id).order_by(File.id).limit(FILES)))
        db.session.rollback()
        for own_id in ids:
            fetch_file(JobRun(body_id, [{"file_id": own_id}], ()))
    return ids


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
        ids = fetched(int(copies[0]["id"].rpartition("/")[2]))
        for file in (ask("GET", f"{here}/oparl/file/{own_id}").json() for own_id in ids):
            assert file["sha512Checksum"] == second[file["id"]]["sha512Checksum"]  # computed now, told before
            place = urlsplit(file["downloadUrl"])  # the second town of an installation has a name of its own
            document = ask("GET", f"{here}{place.path}", {"Host": place.netloc})
            assert sha512(document.content).hexdigest() == file["sha512Checksum"]
    ask.close()
    assert len(first) == len(second) > 1000
    assert any("ris:votes" in thing for thing in second.values())
    assert any("ris:originVersions" in thing for thing in second.values())
    faults = compare(first, second)
    assert not faults, str(faults)
    papers = [thing for thing in second.values() if name_of(thing) == "Paper"]
    assert {version["number"] for paper in papers for version in paper["ris:versions"]} == {1}  # since it is here
