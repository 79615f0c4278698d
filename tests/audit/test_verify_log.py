"""A downloaded log is checked without trusting anybody: whatever was changed, removed or moved is found."""

import hashlib
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from ris.access.actor import Actor
from ris.access.policy import Forbidden
from ris.audit import verify_log
from ris.audit.chain import BEGINNING, chained_hash
from ris.audit.cli import public_lines
from ris.audit.events import AuditEvent, PublicEvent
from ris.audit.log import PublicAct, publish_entries, record
from ris.audit.models import AuditEntry, PublicLogEntry
from ris.audit.queries import trail_problems
from ris.council.models import Body
from ris.db import now_utc, transaction

BULK = {"synchronize_session": False}


def log_of(count: int) -> list[str]:
    """A log as the server would write it."""
    lines, previous = [], BEGINNING
    for number in range(1, count + 1):
        entry = {
            "sequence": number,
            "at": f"2026-01-{number:02}T10:00:00+00:00",
            "event": "published",
            "address": f"/vorlage/2026-{number:04}",
            "digest": f"{number:064x}",
        }
        own = chained_hash(previous, entry)
        lines.append(json.dumps({**entry, "previous": previous, "hash": own}, ensure_ascii=False))
        previous = own
    return lines


def test_an_untouched_log_holds() -> None:
    assert list(verify_log.problems_in(log_of(5))) == []
    assert list(verify_log.problems_in([])) == []


def test_a_changed_entry_is_found() -> None:
    lines = log_of(5)
    lines[2] = lines[2].replace("/vorlage/2026-0003", "/vorlage/2026-0009")
    assert list(verify_log.problems_in(lines)) == ["Eintrag 3: Inhalt und Prüfsumme passen nicht zusammen."]


def test_an_entry_changed_together_with_its_hash_is_found_by_its_successor() -> None:
    lines = log_of(5)
    entry = json.loads(lines[2])
    entry["address"] = "/vorlage/2026-0009"
    entry["hash"] = verify_log.hash_of({name: entry[name] for name in verify_log.FIELDS})
    lines[2] = json.dumps(entry)
    assert list(verify_log.problems_in(lines)) == ["Eintrag 4: schließt nicht an den Eintrag davor an."]


def test_a_removed_entry_is_found() -> None:
    lines = log_of(5)
    del lines[1]
    problems = list(verify_log.problems_in(lines))
    assert "Zeile 2: Eintrag 3 steht, wo Eintrag 2 stehen müsste." in problems
    assert "Eintrag 3: schließt nicht an den Eintrag davor an." in problems


def test_reordered_entries_are_found() -> None:
    lines = log_of(5)
    lines[1], lines[2] = lines[2], lines[1]
    assert list(verify_log.problems_in(lines))


def rechained(entries: list[dict[str, object]]) -> list[str]:
    """The log a server would write that made up all of it."""
    lines, previous = [], BEGINNING
    for number, entry in enumerate(entries, 1):
        content = {name: entry[name] for name in ("at", "event", "address", "digest")} | {"sequence": number}
        own = chained_hash(previous, content)
        lines.append(json.dumps({**content, "previous": previous, "hash": own}, ensure_ascii=False))
        previous = own
    return lines


def test_an_entry_dated_before_its_predecessor_is_found() -> None:
    entries = [json.loads(line) for line in log_of(5)]
    entries[3]["at"] = "2026-01-02T09:00:00+00:00"
    told = list(verify_log.problems_in(rechained(entries)))
    assert told == ["Eintrag 4: ist auf eine Zeit vor dem Eintrag davor datiert."]


def test_times_of_other_zones_are_compared_as_instants() -> None:
    entries = [json.loads(line) for line in log_of(2)]
    entries[0]["at"] = "2026-01-02T10:30:00+02:00"
    entries[1]["at"] = "2026-01-02T09:00:00+00:00"
    assert list(verify_log.problems_in(rechained(entries))) == []


def test_the_house_never_dates_an_entry_before_its_predecessor(body: Body, session: Session) -> None:
    for when in (now_utc(), now_utc() - timedelta(days=1), now_utc() + timedelta(seconds=1)):
        with transaction() as writing:
            publish_entries(writing, [PublicAct(PublicEvent.PUBLISHED, "/x", "ab")], now=when)
    assert list(verify_log.problems_in(public_lines(session))) == []


@pytest.mark.parametrize("broken", ["no json", "[]", "{}", '{"sequence": "x"}', "null"])
def test_a_line_that_is_no_entry_is_named(broken: str) -> None:
    assert list(verify_log.problems_in([broken])) == ["Zeile 1: kein vollständiger Eintrag."]


def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "picture").write_bytes(b"\x89PNG")
    for name in ("picture", "nowhere"):
        with pytest.raises(SystemExit, match=f"{name}: Das lässt sich nicht als Protokoll lesen"):
            verify_log.main([str(tmp_path / name)])


def test_a_cut_off_or_wholly_rewritten_log_is_found_with_an_earlier_copy() -> None:
    earlier = log_of(5)
    assert list(verify_log.differences(earlier, log_of(7))) == []
    assert list(verify_log.differences(earlier, log_of(3))) == ["Seit der früheren Kopie fehlen 2 Einträge am Ende."]
    rewritten = [line.replace("published", "corrected") for line in earlier]
    assert len(list(verify_log.differences(earlier, rewritten))) == 5


def test_the_file_runs_alone_and_checks_documents_by_their_bytes(tmp_path: Path) -> None:
    content = b"%PDF-1.7 a paper"
    entry = {"sequence": 1, "at": "2026-01-01T10:00:00+00:00", "event": "published", "address": "/datei/1"}
    entry["digest"] = hashlib.sha512(content).hexdigest()
    line = json.dumps({**entry, "previous": BEGINNING, "hash": chained_hash(BEGINNING, entry)})
    log, folder = tmp_path / "protokoll.jsonl", tmp_path / "files"
    log.write_text(line + "\n", encoding="utf-8")
    folder.mkdir()
    (folder / "paper.pdf").write_bytes(content)
    program = tmp_path / "verify_log.py"
    program.write_bytes(Path(verify_log.__file__).read_bytes())

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(program), str(log), "--files", str(folder), *more]
        return subprocess.run(command, capture_output=True, check=False, text=True)

    held = run()
    assert (held.returncode, held.stdout.split(",")[0]) == (0, "1 Einträge")
    assert run("--complete").returncode == 0
    (folder / "paper.pdf").write_bytes(content + b" exchanged")
    assert "/datei/1: Die Unterlage fehlt im Ordner oder ist verändert." in run("--complete").stdout
    exchanged = run()
    assert exchanged.returncode == 1
    assert "paper.pdf: Diese Fassung steht nicht im Protokoll." in exchanged.stdout


def test_only_what_is_still_public_must_be_there() -> None:
    def entry(event: str, address: str, digest: str) -> dict[str, object]:
        return {"event": event, "address": address, "digest": digest}

    first, second = "1" * 128, "2" * 128
    told = [
        entry("published", "/vorlage/2026-0001", "a" * 64),
        entry("published", "/datei/1", first),
        entry("published", "/datei/2", first),
        entry("replaced", "/datei/1", second),
        entry("withdrawn", "/datei/2", "b" * 64),
    ]
    assert verify_log.public_documents(told) == {"/datei/1": second}


def written(body: Body) -> None:
    """Three entries in each log."""
    for number in range(3):
        with transaction() as session:
            record(session, Actor.machine(body.id, "test"), AuditEvent.BODY_ADDED, body, {"n": number}, now=now_utc())
            publish_entries(session, [PublicAct(PublicEvent.PUBLISHED, f"/x/{number}", "ab")], now=now_utc())


def test_both_logs_of_a_town_hold(body: Body, session: Session) -> None:
    written(body)
    assert list(trail_problems(session, Actor.machine(body.id, "test"))) == []
    assert list(verify_log.problems_in(public_lines(session))) == []


def test_an_entry_changed_behind_the_back_of_the_house_is_found(body: Body, session: Session) -> None:
    written(body)
    with transaction() as writing:
        writing.execute(
            update(AuditEntry).where(AuditEntry.sequence == 2).values(actor="user:9"), execution_options=BULK
        )
        changed = update(PublicLogEntry).where(PublicLogEntry.sequence == 2).values(address="/y")
        writing.execute(changed, execution_options=BULK)
    found = "Eintrag 2: Inhalt und Prüfsumme passen nicht zusammen."
    assert list(trail_problems(session, Actor.machine(body.id, "test"))) == [found]
    assert list(verify_log.problems_in(public_lines(session))) == [found]


def test_the_internal_trail_is_not_for_everybody(body: Body, session: Session) -> None:
    with pytest.raises(Forbidden):
        list(trail_problems(session, Actor.public(body.id)))
