"""A town that lost its machine is there again: the same addresses, the same answers, the same log."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Config
from ris.archive import columns
from ris.archive.checking import Unfit
from ris.archive.folder import SUMS, opened, read_sums
from ris.archive.oparl import write_oparl
from ris.archive.restoring import restore
from ris.archive.rows import models_by_table, write_rows
from ris.audit.models import Tombstone
from ris.council.models import Body
from ris.db import db, now_utc, transaction
from ris.meetings.models import Meeting
from ris.record.addresses import addresses_of
from ris.scope.current import working_for
from tests.crawler.client import Answer, InProcess
from tests.crawler.visit import visit
from tests.demo_town import DemoTown

ADDRESSES = ("/", "/sitzungen", "/vorlagen", "/gremien", "/protokoll")
OF_THE_MACHINE = frozenset({"etag", "last-modified", "date"})
"""Headers by which a client learns that it asks another machine: its marks count that machine's own changes."""
EVERY = 50
"""Of the objects in lists, each such one is also asked for by itself."""

Told = dict[str, tuple[int, bytes, dict[str, str]]]
"""Address → status, bytes, headers."""


@pytest.fixture(scope="module")
def told_before(demo_town: DemoTown) -> Told:
    """What a crawler was told while the first machine ran."""
    return crawled(demo_town.app)


def crawled(app: Flask) -> Told:
    """Every answer a stranger gets who visits all lists and what is gone, and finds no fault."""
    told: Told = {}

    def listen(answer: Answer) -> None:
        headers = {name: value for name, value in answer.headers.items() if name not in OF_THE_MACHINE}
        told[answer.url] = answer.status, answer.content, headers

    crawl = visit(InProcess(app), f"{app.config['RIS'].public_url}/oparl/system", every=EVERY, listen=listen)
    for address, (expected, _ids) in list(crawl.lists.items()):
        if " " not in address:
            list(crawl.things(f"{address}?modified_since=2000-01-01T00:00:00Z", expected))
    assert not crawl.faults, str(crawl.faults)
    return told


@pytest.fixture
def config(config: Config, demo_town: DemoTown) -> Config:
    """The machine that takes over answers under the same address."""
    return replace(config, public_url=demo_town.app.config["RIS"].public_url)


def test_the_restored_town_says_the_same(
    folder: Path, demo_town: DemoTown, told_before: Told, app: Flask, tmp_path: Path
) -> None:
    restored = restore(folder, app.extensions["storage"], now=now_utc())
    assert restored.name == "Stadt Lindenau"
    body_id = db.session.scalars(select(Body.id)).one()
    with working_for(body_id), opened(tmp_path / "again") as again:
        write_oparl(db.session(), again, addresses_of(db.session(), app.config["RIS"].public_url))
        write_rows(db.session(), again, body_id)
        again.decide()
        tombstones = db.session.scalars(select(Tombstone.address)).all()
    before, after = read_sums(folder / SUMS), read_sums(tmp_path / "again" / SUMS)
    assert [place for place in after if after[place] != before.get(place)] == []
    assert [place for place in before if place.startswith(("oparl/", "rows/")) and place not in after] == []
    pages = [*ADDRESSES, *tombstones, *(f"/sitzung/{path.name}" for path in (folder / "site/sitzung").iterdir())]
    old, new = demo_town.app.test_client(), app.test_client()
    for address in pages[:60]:
        expected, answer = old.get(address), new.get(address)
        assert (answer.status_code, answer.text) == (expected.status_code, expected.text), address
    assert new.get("/protokoll.jsonl").data == (folder / "log/protokoll.jsonl").read_bytes()
    told = crawled(app)
    assert told.keys() == told_before.keys()
    assert [address for address, answer in told.items() if answer != told_before[address]] == []
    check_documents(app, told)


def check_documents(app: Flask, told: Told) -> None:
    """What stands in the lists is what comes under its address: some of the documents, by their digests."""
    pages = [json.loads(content) for _status, content, _headers in told.values() if b'"data":[' in content]
    things = {one["id"]: one for page in pages for one in page["data"]}
    assert any("deleted" in one for one in things.values())
    files = [one for one in things.values() if "sha512Checksum" in one]
    assert len(files) > EVERY
    for one in files[::EVERY]:
        document = InProcess(app)("GET", one["downloadUrl"]).content
        assert hashlib.sha512(document).hexdigest() == one["sha512Checksum"]


def test_what_comes_next_gets_no_number_that_was_given(folder: Path, app: Flask) -> None:
    restore(folder, app.extensions["storage"], now=now_utc())
    gone = json.loads((folder / "rows/published_object.jsonl").read_text().splitlines()[-1])
    assert gone["subject_id"] > 0
    with transaction() as session:
        body_id = session.scalars(select(Body.id)).one()
        with working_for(body_id):
            highest = session.scalars(select(func.max(Meeting.id))).one()
            known = session.scalars(select(Meeting).limit(1)).one()
            later = Meeting(name="Neu", created=now_utc(), modified=now_utc(), audience_id=known.audience_id)
            session.add(later)
            session.flush()
            assert later.id == highest + 1


def changed_manifest(root: Path) -> None:
    """A folder of a format of the future, its sums in order."""
    manifest = root / "manifest.json"
    told = json.dumps({**json.loads(manifest.read_text()), "version": 99}).encode()
    manifest.write_bytes(told)
    sums = read_sums(root / SUMS) | {"manifest.json": hashlib.sha256(told).hexdigest()}
    (root / SUMS).write_text("".join(f"{digest}  {place}\n" for place, digest in sums.items()))


def broken_log(root: Path) -> None:
    """A log whose sums were put in order after an entry was changed."""
    forge(root, "log/protokoll.jsonl", b'"sequence": 7,', b'"sequence": 8,')


def unknown_column(root: Path) -> None:
    """Rows of a program that had a column we do not have."""
    forge(root, "rows/paper.jsonl", b'"slug"', b'"nickname"')


def forge(root: Path, place: str, was: bytes, now: bytes) -> None:
    """Change a file, and put its sum in order."""
    before = (root / place).read_bytes()
    told = before.replace(was, now)
    assert told != before
    (root / place).write_bytes(told)
    sums = read_sums(root / SUMS) | {place: hashlib.sha256(told).hexdigest()}
    (root / SUMS).write_text("".join(f"{digest}  {place}\n" for place, digest in sums.items()))


def left_out(root: Path) -> None:
    """A table is missing, and so is its sum."""
    (root / "rows/paper.jsonl").unlink()
    sums = read_sums(root / SUMS)
    del sums["rows/paper.jsonl"]
    (root / SUMS).write_text("".join(f"{digest}  {place}\n" for place, digest in sums.items()))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (left_out, "keine vollständige Ausgabe"),
        (lambda root: (root / "rows/paper.jsonl").write_text("{}"), "Prüfsumme stimmt nicht"),
        (lambda root: (root / "rows/meeting.jsonl").unlink(), "fehlt oder ist verändert"),
        (lambda root: (root / SUMS).unlink(), "keine vollständige Ausgabe"),
        (changed_manifest, "Version 1"),
        (broken_log, "Protokoll im Ordner stimmt nicht"),
        (unknown_column, "passen nicht zu dieser Fassung"),
    ],
)
def test_a_folder_that_does_not_hold_is_refused(
    folder: Path, app: Flask, tmp_path: Path, harm: Callable[[Path], object], words: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("site", "oparl"))
    harm(copy)
    with pytest.raises(Unfit, match=words):
        restore(copy, app.extensions["storage"], now=now_utc())
    assert db.session.scalar(select(func.count()).select_from(Body)) == 0


def test_a_town_that_is_there_is_not_written_over(folder: Path, app: Flask, body: Body) -> None:
    with pytest.raises(Unfit, match="schon eine Kommune"):
        restore(folder, app.extensions["storage"], now=now_utc())
    assert db.session.scalars(select(Body.name)).all() == [body.name]


def test_every_column_of_the_record_is_either_said_or_known_to_be_unsaid() -> None:
    models = models_by_table()
    for table, said in columns.COLUMNS.items():
        there = {column.key for column in models[table].__mapper__.columns}
        assert there == {*said} | columns.UNSAID.get(table, frozenset()) | (there & columns.OF_EVERY_ROW), table
    there = {column.key for column in Body.__mapper__.columns}
    assert there == {*columns.BODY, "settings"}
