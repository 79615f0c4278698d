"""The demo town as a folder: complete, checkable, without anything closed, and written once only."""

import hashlib
import html
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sqlalchemy import select

from ris.access.circles import PUBLIC
from ris.archive.folder import SUMS, read_sums
from ris.documents.models import File
from ris.scope.readers import Audience
from tests.archived_town import exported
from tests.demo_town import DemoTown
from tests.leaks.closed import closed_things, squeezed

FORMS = {"/barriere-melden"}
"""Pages that are nothing but a form, which a copy cannot answer."""
TIMED = ("manifest.json", "site/stand.css", "site/ueber-diese-kopie/index.html")
TAG = re.compile(r'<[a-zA-Z](?:[^<>"]|"[^"]*")*>')
TEXTS = frozenset({".html", ".json", ".jsonl", ".jsonld", ".ics", ".css", ".py"})
LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')


def test_sums_and_log_can_be_checked_by_anybody(folder: Path) -> None:
    sums = read_sums(folder / SUMS)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert there - {SUMS, ".lock"} == sums.keys()
    for place, digest in sums.items():
        assert hashlib.sha256((folder / place).read_bytes()).hexdigest() == digest, place
    checked = subprocess.run(
        [sys.executable, "log/verify_log.py", "log/protokoll.jsonl", "--files", "files", "--complete"],
        cwd=folder,
        capture_output=True,
        check=False,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


def test_every_link_of_the_site_leads_to_a_file_of_it_or_to_the_running_system(folder: Path) -> None:
    live = json.loads((folder / "manifest.json").read_text())["publicUrl"]
    site, dead = folder / "site", []
    for page in site.rglob("*.html"):
        for tag in TAG.findall(page.read_text()):
            for written in LINK.findall(tag):
                address = urlsplit(html.unescape(written))
                if address.scheme in {"mailto", "tel", "webcal"} or written.startswith(("#", live, "https://")):
                    continue
                if not (page.parent / unquote(address.path or page.name)).is_file():
                    dead.append((page.relative_to(site).as_posix(), written))
    assert dead == []


def test_oparl_answers_with_the_bytes_of_the_folder(folder: Path, demo_town: DemoTown) -> None:
    client = demo_town.app.test_client()
    kinds = [path for path in (folder / "oparl").iterdir() if path.is_dir()]
    assert len(kinds) == 11
    for kind in kinds:
        for path in sorted(kind.iterdir())[::20]:
            assert client.get(f"/oparl/{kind.name}/{path.stem}").data == path.read_bytes(), path
        for line in (folder / "oparl" / f"{kind.name}.jsonl").read_text().splitlines():
            assert (kind / f"{json.loads(line)['id'].rpartition('/')[2]}.json").is_file()


def test_permanent_addresses_stand_where_a_web_server_looks(folder: Path, demo_town: DemoTown) -> None:
    client = demo_town.app.test_client()
    for sitemap in re.findall(r"<loc>http://[^/]+(/[^<]+)", client.get("/sitemap.xml").text):
        for address in {*re.findall(r"<loc>http://[^/]+(/[^<]*)", client.get(sitemap).text)} - FORMS:
            assert (folder / "site" / address.removeprefix("/") / "index.html").is_file(), address


def test_nothing_closed_is_in_any_byte(folder: Path, demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        words = {word for thing in closed_things(session) for word in thing.words}
    assert words, "the demo town has closed things"
    lines: set[str] = set()
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in TEXTS:
            lines.update(path.read_text().splitlines())
    said = "\n".join(squeezed(html.unescape(line)) for line in lines)
    assert [word for word in words if word in said] == []


def test_no_document_that_is_closed_is_among_the_files(folder: Path, demo_town: DemoTown) -> None:
    with demo_town.at_work() as session:
        rows = session.execute(select(File.sha512_checksum, File.audience_id)).all()
        public = {row.sha512_checksum for row in rows if PUBLIC in session.get_one(Audience, row.audience_id).tokens}
        closed = {row.sha512_checksum for row in rows} - public - {None}
    there = {path.name for path in (folder / "files").glob("*/*")}
    assert closed
    assert not there & closed


def test_a_second_run_writes_nothing_but_what_names_its_time(folder: Path, demo_town: DemoTown) -> None:
    exported(demo_town, folder)  # other tests asked the town for things since, as for PDFs that pages now tell of
    before = read_sums(folder / SUMS)
    again = exported(demo_town, folder)
    after = read_sums(folder / SUMS)
    assert {place for place, digest in after.items() if before.get(place) != digest} <= set(TIMED)
    assert again.written <= len(TIMED)
    assert again.removed == 0
