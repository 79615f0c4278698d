"""What came from another system: under our ids, naming where it came from, closed as it was there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ris.record.kinds import LISTED
from tests.oparl.town import bring, closed_town, file, paper, thing, town, url, write_folder
from tests.record.small_town import ask, bring_ledger_up_to_date


def test_imported_things_answer_under_our_ids_and_name_their_origin(
    app: Flask, client: FlaskClient, session: Session, tmp_path: Path
) -> None:
    said = {"web": "https://ris.example.org/vorlage/1", "musterris:aktenzeichen": "20.1"}
    objects = [thing("Body", "body/1", name="Stadt Lindenau"), *town()]
    objects[2] |= said
    bring(write_folder(tmp_path / "quelle", objects))
    (body,) = ask(client, "/oparl/body")["data"]
    assert body["equivalent"] == [url("body/1")]
    (paper,) = ask(client, body["paper"])["data"]
    assert (paper["ris:origin"], paper["ris:originWeb"]) == (url("paper/1"), said["web"])
    assert paper["musterris:aktenzeichen"] == "20.1"
    assert paper["web"] == "http://localhost/vorlage/V-1-2026"
    assert paper["mainFile"]["ris:origin"] == url("file/10")
    assert paper["mainFile"]["accessUrl"].startswith("http://localhost/datei/")
    assert "downloadUrl" not in paper["mainFile"]  # the bytes are elsewhere, and who knows how they come from there
    assert "ris:origin" not in json.dumps(body)
    (meeting,) = ask(client, body["meeting"])["data"]
    assert [item["ris:origin"] for item in meeting["agendaItem"]] == [url("item/1"), url("item/2")]
    assert [item["order"] for item in meeting["agendaItem"]] == [0, 1]
    assert meeting["agendaItem"][0]["consultation"] == paper["consultation"][0]["id"]
    bring(write_folder(tmp_path / "spaeter", [thing("Paper", "paper/1", deleted=True)]))
    bring_ledger_up_to_date(app)
    assert ask(client, paper["id"])["ris:reason"] == "In der Quelle gelöscht"


def test_what_a_source_says_of_bytes_and_of_its_past_is_told_as_the_sources(
    app: Flask, client: FlaskClient, session: Session, tmp_path: Path
) -> None:
    first, second = [{"number": 1, "web": url("alt")}], [{"number": 1, "web": url("vorlage/1/fassung/1")}]
    said: dict[str, Any] = {"ris:versions": second, "ris:originVersions": first}
    files = [file(10, sha512Checksum="AB" * 64), file(11, sha512Checksum="nicht bekannt", **{"ris:versions": "viele"})]
    bring(write_folder(tmp_path / "quelle", [thing("Body", "body/1", name="Lindenau"), paper(**said), *files]))
    (told,) = ask(client, "/oparl/body/1/paper")["data"]
    assert told["ris:originVersions"] == [*first, *second]
    assert [one["web"] for one in told["ris:versions"]] == [f"{told['web']}/fassung/1"]
    assert told["mainFile"]["sha512Checksum"] == "ab" * 64
    assert "downloadUrl" not in told["mainFile"]
    assert not {"sha512Checksum", "ris:versions", "ris:originVersions"} & told["auxiliaryFile"][0].keys()


def test_what_a_source_calls_closed_is_nowhere(
    app: Flask, client: FlaskClient, session: Session, tmp_path: Path
) -> None:
    bring(write_folder(tmp_path / "quelle", closed_town()))
    bring_ledger_up_to_date(app)
    pages = [ask(client, f"/oparl/body/1/{kind.word}?modified_since=2000-01-01T00:00:00Z") for kind in LISTED]
    said = json.dumps([*pages, *(ask(client, f"/oparl/body/1/{kind.word}") for kind in LISTED)])
    assert "GEHEIM" not in said
    for path in ("item/2", "consultation/2", "file/99"):
        assert url(path) not in said
    assert url("paper/2") in said
