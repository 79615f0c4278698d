import json
from pathlib import Path

from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ris.db import transaction
from ris.documents.models import Paper
from ris.meetings.models import AgendaItem
from ris.oparl.models import ForeignId
from tests.oparl.town import closed_town, committee, paper, thing, town, url, write_folder


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["import-oparl", *arguments])


def test_the_command_reports_what_it_did(app: Flask, session: Session, tmp_path: Path) -> None:
    folder = str(write_folder(tmp_path / "quelle", town()))
    first = run(app, folder, "--body", "Stadt Lindenau")
    assert first.exit_code == 0, first.output
    assert "Ergebnis: 10 neu, 0 geändert, 0 gelöscht." in first.output
    second = run(app, folder, "--body", "Stadt Lindenau")
    assert second.exit_code == 0
    assert "Ergebnis: 0 neu, 0 geändert, 0 gelöscht." in second.output
    assert "Objekte in" in second.output


def test_every_kind_of_bad_input_is_named_by_file_and_line_and_the_rest_is_there(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    bad = [
        "{nicht JSON",
        "[" * 100_000,
        '"nur ein Text"',
        '{"id": "x", "type": "https://schema.oparl.org/1.1/Ufo"}',
        '{"type": "https://schema.oparl.org/1.1/Paper", "name": "ohne id"}',
        thing("Paper", "paper/5", name=["Liste"], date="2026-02-31", reference="V 5/2026"),
        thing("Paper", "paper/6", name="x" * 10_000_000, reference="V 6/2026"),
        thing("Paper", "paper/7", name="Null\x00Byte", reference="V 7/2026"),
        paper(8),
        paper(8, name="anders"),
    ]
    folder = write_folder(tmp_path / "quelle", [*bad, *town()])
    (folder / "kaputt.json").write_bytes(b"\xff\xfe\x00")
    (folder / "leer.json").write_text("")
    result = run(app, str(folder), "--body", "Stadt Lindenau")
    assert result.exit_code == 1
    told = result.output
    for line, message in (
        (1, "kein gültiges JSON"),
        (2, "zu tief geschachtelt"),
        (3, "Objekt erwartet, nicht Text"),
        (4, "unbekannter Typ „https://schema.oparl.org/1.1/Ufo“"),
        (5, "Paper ohne brauchbare id"),
        (6, f"{url('paper/5')} name: Text erwartet, nicht Liste"),
        (6, f"{url('paper/5')} date: „2026-02-31“ ist kein Datum"),
        (7, f"{url('paper/6')} name: Text von 10000000 Zeichen ist zu lang"),
        (10, f"{url('paper/8')} kommt doppelt vor"),
    ):
        assert f"objects.jsonl:{line}: {message}" in told, told
    assert "kaputt.json: kein UTF-8" in told
    assert "leer.json: kein gültiges JSON" in told
    assert "Probleme: 11." in told
    assert "0 gelöscht, 7 übersprungen." in told
    assert list((app.config["RIS"].data_dir / "import").iterdir()) == []
    names = {row.reference: row.name for row in session.execute(select(Paper.reference, Paper.name))}
    assert names == {
        "V 1/2026": "Vorlage Nummer 1",
        "V 5/2026": None,
        "V 6/2026": None,
        "V 7/2026": "NullByte",
        "V 8/2026": "anders",
    }


def test_pages_and_arrays_in_json_files_are_read(app: Flask, session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "quelle"
    (folder / "unten").mkdir(parents=True)
    (folder / "seite.json").write_text(json.dumps({"data": [paper(1)], "links": {}, "pagination": {}}))
    (folder / "unten" / "liste.json").write_text("\ufeff" + json.dumps([paper(2), paper(3)]))
    assert run(app, str(folder), "--body", "Stadt Lindenau").exit_code == 0
    assert session.scalar(select(func.count()).select_from(Paper)) == 3


def test_files_that_are_something_else_are_passed_over(app: Flask, session: Session, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "quelle", town())
    (folder / "abstimmungen.jsonl").write_text('{"ja": 1}\n{"nein": 2}\n')
    result = run(app, str(folder), "--body", "Stadt Lindenau")
    assert result.exit_code == 0
    assert "abstimmungen.jsonl enthält keine OParl-Objekte (2 ohne type)" in result.output


def test_a_source_that_is_neither_a_folder_nor_an_address_is_refused(app: Flask, session: Session) -> None:
    result = run(app, "gibt/es/nicht")
    assert result.exit_code == 2
    assert "weder ein Ordner noch eine Adresse" in result.output


def test_an_empty_folder_is_named(app: Flask, session: Session, tmp_path: Path) -> None:
    result = run(app, str(tmp_path), "--body", "Stadt Lindenau")
    assert result.exit_code == 1
    assert "keine .json- oder .jsonl-Dateien gefunden" in result.output


def test_foreign_addresses_lead_to_our_pages(app: Flask, session: Session, client: FlaskClient, tmp_path: Path) -> None:
    run(app, str(write_folder(tmp_path / "quelle", town())), "--body", "Stadt Lindenau")
    by_query = client.get("/oparl", query_string={"id": url("paper/1")})
    assert (by_query.status_code, by_query.location) == (301, "/vorlage/V-1-2026")
    assert client.get("/oparl", query_string={"id": url("paper/77")}).status_code == 404
    assert client.get("/oparl").status_code == 404


def test_the_foreign_address_of_a_part_leads_to_the_page_it_stands_on(
    app: Flask, session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    seat = thing("Membership", "membership/1", organization=url("organization/1"))
    member = thing("Person", "person/1", name="Alex Muster", familyName="Muster", membership=[seat])
    body = thing("Body", "body/1", name="Stadt Lindenau")
    run(app, str(write_folder(tmp_path / "quelle", [body, member, *closed_town()])))

    def page(path: str) -> TestResponse:
        return client.get("/oparl", query_string={"id": url(path)})

    person = page("person/1").location
    assert person is not None
    assert page("membership/1").location == person
    assert page("consultation/1").location == "/vorlage/V-1-2026"
    assert page("body/1").location == "/"
    assert page("location/1").status_code == 404
    assert page("consultation/2").status_code == 404  # its item is closed, its paper is not
    assert page("paper/2").status_code == 301


def test_a_town_that_keeps_its_domain_keeps_its_addresses_where_they_are_not_ours(
    app: Flask, session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    run(app, str(write_folder(tmp_path / "quelle", town())), "--body", "Stadt Lindenau")
    ours = client.get("/oparl/meeting/1")
    assert (ours.status_code, ours.mimetype) == (200, "application/json")
    with transaction() as writing:
        writing.execute(update(ForeignId).where(ForeignId.url == url("item/1")).values(path="/oparl/meeting/77"))
    elsewhere = client.get("/oparl/meeting/77")
    assert (elsewhere.status_code, elsewhere.location) == (301, "/top/1")


def test_everything_that_is_wrong_is_named_in_a_file_on_demand(app: Flask, session: Session, tmp_path: Path) -> None:
    missing = [url(f"membership/{number}") for number in range(70)]
    bad = [thing("Paper", f"paper/{number}", name=["Liste"]) for number in range(70)]
    objects = [*bad, {**committee(), "membership": missing}]
    folder, whole = str(write_folder(tmp_path / "quelle", objects)), tmp_path / "bericht.txt"
    shown = run(app, folder, "--body", "Stadt Lindenau").output
    assert shown.count("--report DATEI") == 2
    shown = run(app, folder, "--body", "Stadt Lindenau", "--report", str(whole)).output
    assert "--report" not in shown
    named = whole.read_text(encoding="utf-8").splitlines()
    assert len(named) == 140
    assert named[69] == f"objects.jsonl:70: {url('paper/69')} name: Text erwartet, nicht Liste"
    assert named[-1] == f"{url('organization/1')}: Organization.membership zeigt ins Leere: {missing[-1]}"


def test_what_the_source_deleted_answers_with_a_tombstone(
    app: Flask, session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    run(app, str(write_folder(tmp_path / "quelle", town())), "--body", "Stadt Lindenau")
    gone = [thing("Paper", "paper/1", deleted=True)]
    run(app, str(write_folder(tmp_path / "quelle", gone)), "--body", "Stadt Lindenau")
    page = client.get("/vorlage/V-1-2026")
    assert page.status_code == 410
    assert "In der Quelle gelöscht" in page.text
    assert "Vorlage Nummer 1" not in page.text


def test_no_route_tells_the_public_of_a_closed_thing_of_an_import(
    app: Flask, session: Session, client: FlaskClient, tmp_path: Path
) -> None:
    run(app, str(write_folder(tmp_path / "quelle", closed_town())), "--body", "Stadt Lindenau")
    secret = session.scalars(select(AgendaItem).where(AgendaItem.public.is_(False))).one()
    addresses = [f"/top/{secret.id}", f"/sitzung/{secret.meeting_id}", "/", "/sitzungen", "/vorlage/V-2-2026"]
    session.rollback()
    for address in addresses:
        assert "GEHEIM" not in client.get(address).text, address
    assert client.get(f"/top/{secret.id}").status_code == 404
    for path in ("item/2", "file/99"):
        assert client.get("/oparl", query_string={"id": url(path)}).status_code == 404
