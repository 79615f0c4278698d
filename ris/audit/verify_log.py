"""Checks a downloaded public log without trusting the server; this one file and Python are all it takes.

    python verify_log.py protokoll.jsonl
    python verify_log.py protokoll.jsonl --earlier protokoll-vom-januar.jsonl
    python verify_log.py protokoll.jsonl --files ordner-mit-heruntergeladenen-unterlagen [--complete]

The log is JSON Lines: one entry a line with ``sequence, at, event, address, digest, previous, hash``. An entry's hash is
SHA-256 over its canonical JSON (sorted keys, no blanks, UTF-8) without ``hash`` itself; ``previous`` is the hash of the entry
before, 64 zeros for the first. So a changed, removed or reordered entry breaks the chain, and no entry may be older than
the one before it. A server that computed the whole chain anew, or cut off its end, is found out with a copy downloaded
earlier (``--earlier``). Documents are named by the SHA-512 of their bytes (``--files``); with ``--complete`` every document
the log says is public must be among them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

BEGINNING = "0" * 64
FIELDS = ("sequence", "at", "event", "address", "digest", "previous")
CHUNK = 1 << 20
SHA512_DIGITS = 128


def problems_in(lines: Iterable[str]) -> Iterator[str]:
    """What is wrong with a log, one German sentence each; nothing when it holds."""
    expected, previous, last = 1, BEGINNING, datetime.min.replace(tzinfo=UTC)
    for place, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            content = {name: entry[name] for name in FIELDS}
            own_hash, sequence = str(entry["hash"]), int(entry["sequence"])
            at = datetime.fromisoformat(str(entry["at"])).astimezone(UTC)
        except (ValueError, KeyError, TypeError, OverflowError):
            yield f"Zeile {place}: kein vollständiger Eintrag."
            continue
        if sequence != expected:
            yield f"Zeile {place}: Eintrag {sequence} steht, wo Eintrag {expected} stehen müsste."
        if content["previous"] != previous:
            yield f"Eintrag {sequence}: schließt nicht an den Eintrag davor an."
        if hash_of(content) != own_hash:
            yield f"Eintrag {sequence}: Inhalt und Prüfsumme passen nicht zusammen."
        if at < last:
            yield f"Eintrag {sequence}: ist auf eine Zeit vor dem Eintrag davor datiert."
        expected, previous, last = sequence + 1, own_hash, max(at, last)


def hash_of(content: dict[str, object]) -> str:
    """SHA-256 of an entry's canonical spelling, in hex."""
    spelled = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(spelled.encode()).hexdigest()


def differences(earlier: Sequence[str], later: Sequence[str]) -> Iterator[str]:
    """Where a log says something else than an earlier copy of it did."""
    if len(later) < len(earlier):
        yield f"Seit der früheren Kopie fehlen {len(earlier) - len(later)} Einträge am Ende."
    for place, (old, new) in enumerate(zip(earlier, later, strict=False), 1):
        if old.strip() != new.strip():
            yield f"Zeile {place}: lautet anders als in der früheren Kopie."


def wrong_files(lines: Iterable[str], folder: Path, *, complete: bool = False) -> Iterator[str]:
    """Files of a folder whose bytes the log does not name; with ``complete`` also documents that are not in it."""
    entries = [json.loads(line) for line in lines]
    named = {str(entry["digest"]) for entry in entries}
    there = {sha512_of(path): path for path in sorted(folder.rglob("*")) if path.is_file()}
    for digest, path in there.items():
        if digest not in named:
            yield f"{path}: Diese Fassung steht nicht im Protokoll."
    for address, digest in public_documents(entries).items() if complete else ():
        if digest not in there:
            yield f"{address}: Die Unterlage fehlt im Ordner oder ist verändert."


def public_documents(entries: Iterable[dict[str, object]]) -> dict[str, str]:
    """The documents that are public at the end of a log: address → SHA-512 of their bytes."""
    documents: dict[str, str] = {}
    for entry in entries:
        address, digest = str(entry["address"]), str(entry["digest"])
        if entry["event"] == "withdrawn":
            documents.pop(address, None)
        elif len(digest) == SHA512_DIGITS:
            documents[address] = digest
    return documents


def sha512_of(path: Path) -> str:
    """SHA-512 of a file's bytes, in hex."""
    hasher = hashlib.sha512()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command: prints what is wrong; 0 when nothing is, else 1."""
    parser = argparse.ArgumentParser(description="Prüft ein heruntergeladenes öffentliches Protokoll.")
    parser.add_argument("log", type=Path, help="Protokoll als JSON Lines, z. B. protokoll.jsonl")
    parser.add_argument("--earlier", type=Path, help="früher heruntergeladene Kopie desselben Protokolls")
    parser.add_argument("--files", type=Path, help="Ordner mit heruntergeladenen Unterlagen")
    parser.add_argument("--complete", action="store_true", help="alle öffentlichen Unterlagen müssen im Ordner liegen")
    chosen = parser.parse_args(arguments)
    lines = _lines(chosen.log)
    problems = list(problems_in(lines))
    if chosen.earlier:
        problems += differences(_lines(chosen.earlier), lines)
    if chosen.files and not problems:
        problems += wrong_files(lines, chosen.files, complete=chosen.complete)
    for problem in problems:
        sys.stdout.write(problem + "\n")
    last = json.loads(lines[-1])["hash"] if lines and not problems else "–"
    sys.stdout.write(f"{len(lines)} Einträge, {len(problems)} Beanstandungen, letzte Prüfsumme {last}\n")
    return 1 if problems else 0


def _lines(path: Path) -> list[str]:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{path}: Das lässt sich nicht als Protokoll lesen ({error}).")
    return [line for line in content.splitlines() if line.strip()]


if __name__ == "__main__":
    sys.exit(main())
