"""Two devices, lost answers, conflicts: no note is lost and none comes twice."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ris.access.actor import Role
from ris.accounts.sealing import KeyRing
from ris.council.models import Body
from ris.db import transaction
from ris.notes.models import Note, NoteChange, NotePlace
from ris.notes.sealed import PURPOSE, content_of, put_content, reseal
from tests.notes.notebooks import Notebook, change, new_id, note, text_of
from tests.reader.tablets import Tablet
from tests.signing_in import PASSWORD, sent, signed_in


@pytest.fixture
def first(app: Flask, body: Body) -> Notebook:
    assert body.id
    return Notebook(Tablet(signed_in(app, "Mia", Role.READER)))


@pytest.fixture
def second(app: Flask, first: Notebook) -> Notebook:
    """Another device of the same account."""
    del first  # it opened the account
    client = app.test_client()
    assert sent(client, "/anmelden", {"email": "mia@lindenau.example", "password": PASSWORD}).status_code == 302
    return Notebook(Tablet(client, str(uuid4())))


def test_what_one_device_writes_the_other_reads(first: Notebook, second: Notebook) -> None:
    uuid = new_id()
    told = first.sync(change(uuid, note("Kosten?")))
    assert (told["acks"], told["pull"], told["refused"]) == ([{"id": uuid, "rev": 1}], [], [])
    second.sync()
    assert second.texts() == ["Kosten?"]
    assert second.notes[uuid]["target"] == note()["target"] | {"scope": None}
    second.sync(change(uuid, note("Kosten und Folgen?"), base=1))
    first.sync()
    assert first.texts() == ["Kosten und Folgen?"]
    first.sync(change(uuid, None, base=2))
    second.sync()
    assert second.notes == {}


def test_a_change_sent_again_after_a_lost_answer_changes_nothing(first: Notebook, session: Session) -> None:
    uuid = new_id()
    made = change(uuid, note())
    answers = [first.sync(made)["acks"] for _ in range(3)]
    assert answers == [[{"id": uuid, "rev": 1}]] * 3
    again = change(uuid, note("Neu"), base=1)
    assert [first.sync(again)["acks"][0]["rev"] for _ in range(2)] == [2, 2]
    late = change(uuid, note("Alt"), base=1)
    twice = [first.sync(late)["conflicts"] for _ in range(2)]
    assert twice[0] == twice[1]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Note)) == 2


def test_of_two_texts_both_stay(first: Notebook, second: Notebook) -> None:
    uuid = new_id()
    first.sync(change(uuid, note("Anfang")))
    second.sync()
    first.sync(change(uuid, note("Vom ersten Gerät"), base=1))
    told = second.sync(change(uuid, note("Vom zweiten Gerät"), base=1))
    [conflict] = told["conflicts"]
    assert conflict["id"] == uuid
    assert text_of(second.notes[uuid]) == "Vom ersten Gerät"
    assert text_of(second.notes[conflict["mine"]]) == "Vom zweiten Gerät"
    assert second.notes[conflict["mine"]]["ris:conflict_with"] == f"urn:uuid:{uuid}"
    first.sync()
    assert first.texts() == second.texts() == ["Vom ersten Gerät", "Vom zweiten Gerät"]


def test_the_same_words_from_two_devices_are_no_conflict(first: Notebook, second: Notebook) -> None:
    uuid = new_id()
    first.sync(change(uuid, note("Anfang")))
    second.sync()
    first.sync(change(uuid, note("Einig"), base=1))
    assert second.sync(change(uuid, note("Einig"), base=1))["conflicts"] == []


def test_a_deletion_loses_nothing_that_was_written_since(first: Notebook, second: Notebook) -> None:
    uuid = new_id()
    first.sync(change(uuid, note("Anfang")))
    second.sync()
    first.sync(change(uuid, note("Neuer Gedanke"), base=1))
    told = second.sync(change(uuid, None, base=1))
    assert (told["conflicts"], told["acks"]) == ([], [{"id": uuid, "rev": 2}])
    assert second.texts() == ["Neuer Gedanke"]
    first.sync(change(uuid, None, base=2))
    told = second.sync(change(uuid, note("Noch ein Gedanke"), base=2))
    assert text_of(second.notes[told["conflicts"][0]["mine"]]) == "Noch ein Gedanke"
    assert uuid not in second.notes


def test_a_place_found_anew_is_no_conflict_with_words_written_meanwhile(
    app: Flask, first: Notebook, session: Session
) -> None:
    uuid, keys = new_id(), app.extensions["note_keys"]
    first.sync(change(uuid, note("Anfang")))
    with transaction() as writing:  # as the job does after a new version
        row = writing.scalars(select(Note)).one()
        content = content_of(row, keys)
        assert content is not None
        put_content(row, {**content, "ris:anchor": "moved", "ris:anchored_to": "cd" * 64}, keys)
        row.anchor, row.anchored_to, row.revision = "moved", "cd" * 64, row.revision + 1
    told = first.sync(change(uuid, note("Weiter gedacht"), base=1))
    assert (told["conflicts"], told["acks"]) == ([], [{"id": uuid, "rev": 3}])
    second = Notebook(first.tablet)
    second.sync()
    assert (second.notes[uuid]["ris:anchor"], text_of(second.notes[uuid])) == ("moved", "Weiter gedacht")
    session.rollback()
    assert session.scalars(select(Note.anchored_to)).one() == "cd" * 64


def test_one_bad_note_loses_no_other(first: Notebook) -> None:
    good = [change(new_id(), note(f"Notiz {number}")) for number in range(5)]
    bad = [
        change(new_id(), note("x" * 20_001)),
        change("keine Kennung", note()),
        change(new_id(), note(motivation="dancing")),
        change(new_id(), note(target={"source": "urn:sha512:x", "selector": [{"type": "XPathSelector"}]})),
        change(new_id(), {**note(), "ris:visibility": "everybody"}),
        change(new_id(), {**note(), "ris:meeting": 10**30}),
        change(new_id(), {**note(), "ris:people": ["leser"]}),
        change(new_id(), {**note(), "ris:ink": {"strokes": [[0.5] * 60_000]}}),
        change(new_id(), note(body=[{"value": 3}])),
        {"id": new_id(), "base": 0, "key": str(uuid4())},
        {"id": new_id(), "base": "1", "key": str(uuid4()), "note": note()},
        {"id": new_id(), "base": 0, "key": None, "note": note()},
        "Notiz",
        None,
    ]
    told = first.sync(*good[:2], *bad, *good[2:])
    assert [each["id"] for each in told["acks"]] == [each["id"] for each in good]
    assert len(told["refused"]) == len(bad)
    assert all(each["error"].endswith(".") for each in told["refused"])
    other = Notebook(first.tablet)
    other.sync()
    assert len(other.notes) == 5


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"nein",
        b'{"since": -1}',
        b'{"since": 1e400}',
        b'{"since": NaN}',
        b'{"since": "1"}',
        b'{"since": 99999999999999999999}',
        b'{"changes": {}}',
        b'{"since": 0, "changes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        json.dumps({"changes": [None] * 201}).encode(),
        b"\xff\xfe",
    ],
    ids=range(12),
)
def test_hostile_pages_get_a_sentence(first: Notebook, data: bytes) -> None:
    token = first.tablet.told("ich")["csrf"]
    headers = {**first.tablet.headers, "X-CSRFToken": token, "Content-Type": "application/json"}
    answer = first.tablet.client.post("/mappe/daten/abgleich", data=data, headers=headers)
    assert answer.status_code == 422
    assert answer.get_json()["error"].endswith(".")


def test_what_is_too_large_is_not_read(first: Notebook) -> None:
    answer = first.tablet.post("abgleich", {"since": 0, "changes": [], "x": "x" * 1_000_001})
    assert (answer.status_code, answer.get_json()["error"]) == (
        413,
        "Das ist zu viel auf einmal. Bitte schicken Sie höchstens 1 MB.",
    )
    token = first.tablet.client.post("/mappe/daten/abgleich", json={}, headers=first.tablet.headers)
    assert (token.status_code, token.get_json()["error"]) == (
        400,
        "Die Seite ist zu alt. Bitte laden Sie die Mappe neu.",
    )


def test_strange_letters_come_back_as_they_were(first: Notebook) -> None:
    words = "Null \x00, halbes Zeichen \ud83d, 𝔊𝔯ü𝔫𝔣𝔩ä𝔠𝔥𝔢, \u202egespiegelt"
    uuid = new_id()
    first.sync(change(uuid, note(words)))
    other = Notebook(first.tablet)
    other.sync()
    assert other.texts() == [words]


def test_nobody_changes_somebody_elses_note(app: Flask, first: Notebook) -> None:
    uuid = new_id()
    first.sync(change(uuid, note("Meins")))
    stranger = Notebook(Tablet(signed_in(app, "Rita", Role.READER), str(uuid4())))
    for content in (note("Deins"), None):
        told = stranger.sync(change(uuid, content, base=1))
        assert "gehört jemand anderem" in told["refused"][0]["error"]
    assert stranger.notes == {}
    first.cursor = 0
    first.sync()
    assert first.texts() == ["Meins"]


def test_many_notes_come_in_pages(first: Notebook) -> None:
    large = "x" * 15_000
    for start in range(0, 240, 40):
        first.sync(*(change(new_id(), note(f"{start + number} {large}")) for number in range(40)))
    other = Notebook(first.tablet)
    page = other.tablet.post("abgleich", {"since": 0, "changes": []})
    assert len(page.data) < 1_050_000
    assert page.get_json()["more"]
    other.sync()
    assert len(other.notes) == 240


def test_a_cursor_from_the_future_learns_everything_anew(first: Notebook) -> None:
    first.sync(change(new_id(), note("Da")))
    other = Notebook(first.tablet)
    other.cursor = 5_000
    other.sync()
    assert (other.texts(), other.cursor) == (["Da"], 1)


def test_the_clock_of_a_device_orders_nothing(first: Notebook, second: Notebook) -> None:
    uuid = new_id()
    first.sync(change(uuid, note("Aus der Zukunft", modified="2099-01-01T00:00:00Z")))
    second.sync()
    second.sync(change(uuid, note("Aus der Vergangenheit", modified="1999-01-01T00:00:00Z"), base=1))
    first.sync()
    assert first.texts() == ["Aus der Vergangenheit"]
    assert first.notes[uuid]["modified"] == "1999-01-01T00:00:00Z"


def test_many_at_once_skip_nothing_and_double_nothing(app: Flask, body: Body, session: Session) -> None:
    """Four devices of one account write at the same moment and read with their cursors; all end with the same notes."""
    client = signed_in(app, "Mia", Role.READER)
    devices = [Notebook(Tablet(client, str(uuid4())))]
    for _ in range(3):
        other = app.test_client()
        assert sent(other, "/anmelden", {"email": "mia@lindenau.example", "password": PASSWORD}).status_code == 302
        devices.append(Notebook(Tablet(other, str(uuid4()))))
    for device in devices:
        device.tablet.told("ich")

    def write(device: Notebook) -> None:
        with app.app_context():
            for number in range(6):
                made = change(new_id(), note(f"{device.tablet.device} {number}"))
                device.notes[made["id"]] = {"body": made["note"]["body"]}
                assert not device.sync(made)["refused"]
                device.sync(made)  # as after a lost answer

    with ThreadPoolExecutor(len(devices)) as threads:
        list(threads.map(write, devices))
    for device in devices:
        device.sync()
    assert len({tuple(device.texts()) for device in devices}) == 1
    assert len(devices[0].notes) == 24
    session.rollback()
    numbers = session.scalars(select(NotePlace.number)).all()
    assert sorted(numbers) == sorted(set(numbers))
    assert session.scalar(select(func.count()).select_from(NoteChange)) == 24
    assert body.id


def test_a_stolen_table_shows_no_word(app: Flask, first: Notebook, session: Session) -> None:
    first.sync(change(new_id(), note("Vertraulich: Quittenhof")))
    session.rollback()
    row = session.scalars(select(Note)).one()
    assert row.content is not None
    assert "Quittenhof" not in str(vars(row))
    keys: KeyRing = app.extensions["note_keys"]
    assert "Quittenhof" in str(content_of(row, keys))
    assert content_of(row, app.extensions["keys"]) is None
    newer = KeyRing(["neues Geheimnis", app.config["SECRET_KEY"]], PURPOSE)
    assert reseal(row, newer)
    assert not reseal(row, newer)
    assert content_of(row, keys) is None
    assert "Quittenhof" in str(content_of(row, newer))


def test_notes_are_sealed_anew_after_the_secret_changed(app: Flask, first: Notebook, session: Session) -> None:
    first.sync(change(new_id(), note("Quittenhof")), change(new_id(), note("Nordring")))
    session.rollback()
    app.extensions["note_keys"] = KeyRing(["neues Geheimnis", app.config["SECRET_KEY"]], PURPOSE)
    for told in ("Neu versiegelt: 2.", "Neu versiegelt: 0."):
        outcome = app.test_cli_runner().invoke(args=["notes", "reseal"])
        assert (outcome.exit_code, outcome.output.strip()) == (0, told)
    session.rollback()
    alone = KeyRing(["neues Geheimnis"], PURPOSE)
    texts = [content_of(row, alone) for row in session.scalars(select(Note))]
    assert len([each for each in texts if each]) == 2
