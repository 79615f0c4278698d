"""The reader's page is the same for everybody, its program has one address, and its worker keeps both and nothing else."""

import json
import re

from flask import Flask
from flask.testing import FlaskClient

from ris.access.actor import Role
from ris.council.models import Body
from ris.db import now_utc, transaction
from ris.reader.program import belongs_to_program, files_of_program, media_type
from tests.signing_in import signed_in

PROGRAM = re.compile(r"^const PROGRAM = (\{.*\});$", re.MULTILINE)


def program(client: FlaskClient) -> dict[str, object]:
    """What the service worker keeps."""
    found = PROGRAM.search(client.get("/mappe/sw.js").text)
    assert found
    content: dict[str, object] = json.loads(found[1])
    return content


def test_everybody_gets_the_same_page_for_every_pack(app: Flask, body: Body) -> None:
    visitor, somebody = app.test_client(), signed_in(app, "Nadine", Role.CLERK)
    pages = {client.get(path).data for client in (visitor, somebody) for path in ("/mappe/", "/mappe/1", "/mappe/4711")}
    assert len(pages) == 1
    assert body.name.encode() in pages.pop()


def test_the_reader_alone_may_run_what_pdf_js_needs(app: Flask, body: Body) -> None:
    del body
    client = app.test_client()
    policy = client.get("/mappe/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "wasm" not in client.get("/").headers["Content-Security-Policy"]


def test_every_file_of_the_program_is_there_under_its_version_and_under_no_other(app: Flask, body: Body) -> None:
    del body
    client, version = app.test_client(), app.config["PROGRAM_VERSION"]
    names = files_of_program()
    assert "reader/app.js" in names
    assert "vendor/pdfjs/pdf.worker.min.mjs" in names
    for name in names:
        answer = client.get(f"/mappe/programm/{version}/{name}")
        assert (answer.status_code, answer.mimetype) == (200, media_type(name)), name
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
    assert client.get("/mappe/programm/gestern/reader/app.js").status_code == 404
    assert client.get("/mappe/programm/gestern/vendor/pdfjs-wasm/openjpeg.wasm").status_code == 200


def test_nothing_but_the_program_is_handed_out(app: Flask, body: Body) -> None:
    del body
    client, version = app.test_client(), app.config["PROGRAM_VERSION"]
    for name in ("ris.css", "../app.py", "reader/../../app.py", "vendor/manifest.json", "reader/", "reader/nichts.js"):
        assert client.get(f"/mappe/programm/{version}/{name}").status_code == 404, name
    assert not belongs_to_program("reader/../app.py")


def test_the_page_needs_nothing_the_worker_does_not_keep(app: Flask, body: Body) -> None:
    del body
    client = app.test_client()
    kept, page, worker = program(client), client.get("/mappe/").text, client.get("/mappe/sw.js")
    assert isinstance(kept["files"], list)
    wanted = set(re.findall(r'(?:href|src)="(/mappe/programm/[^"]+)"', page))
    assert wanted <= {f"{kept['root']}{name}" for name in kept["files"]}
    assert worker.mimetype == "text/javascript"
    assert "skipWaiting(" not in worker.text
    assert "/mappe/daten" not in worker.text


def test_another_look_of_the_town_is_another_version(app: Flask, body: Body) -> None:
    client = app.test_client()
    before = program(client)["version"]
    assert program(client)["version"] == before
    with transaction() as session:
        session.merge(body).name = "Stadt Muehlgraben"
        session.merge(body).modified = now_utc()
    app.extensions["bodies"]._read_at = float("-inf")
    assert program(client)["version"] != before


def test_the_home_screen_finds_its_pictures(app: Flask, body: Body) -> None:
    client = app.test_client()
    manifest = json.loads(client.get("/mappe/manifest.webmanifest").text)
    assert manifest["start_url"] == "/mappe/"
    assert body.name in manifest["name"]
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).mimetype == "image/png"
