"""Whether a folder is whole: nobody restores from one whose sums or log do not hold."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from ris.archive.columns import CLOSED_PART, COLUMNS
from ris.archive.folder import CHUNK, SUMS, NotOurs, read_sums, roll_forward
from ris.audit.verify_log import problems_in

if TYPE_CHECKING:
    from pathlib import Path

    from ris.db import JsonObject

FORMAT = "ris-archive"
VERSION = 1
MANIFEST = "manifest.json"
LOG = "log/protokoll.jsonl"
NEEDED = ("rows/", "files/", "crest/", "log/", MANIFEST)
"""What is restored from, and so checked; the pages are checked by ``sha256sum``."""
ALWAYS = (MANIFEST, LOG, *(f"rows/{table}.jsonl" for table in ("system", "body", CLOSED_PART, *COLUMNS)))
"""What every such folder has, however little there is in it."""


class Unfit(ValueError):
    """Nothing can be restored; the message says why and what to do, in German."""


def checked_manifest(root: Path) -> JsonObject:
    """What the folder says of itself, after every byte that is restored from was checked. Raises :class:`Unfit`."""
    try:
        roll_forward(root)  # the last run may have been killed while it moved its files
        sums = read_sums(root / SUMS)
    except NotOurs as error:
        raise Unfit(str(error)) from None
    if not sums.keys() >= {*ALWAYS}:
        message = f"„{root}“ ist keine vollständige Ausgabe von „python -m ris export“."
        raise Unfit(message)
    for place, digest in sums.items():
        if place.startswith(NEEDED) and sha256_of(root / place) != digest:
            message = f"„{root / place}“ fehlt oder ist verändert: Die Prüfsumme stimmt nicht. Nichts wurde übernommen."
            raise Unfit(message)
    manifest: JsonObject = json.loads((root / MANIFEST).read_text("utf-8"))
    if manifest.get("format") != FORMAT or manifest.get("version") != VERSION:
        message = f"Diese Fassung des Programms liest das Format „{FORMAT}“, Version {VERSION}."
        raise Unfit(message)
    with (root / LOG).open(encoding="utf-8") as lines:
        if problem := next(problems_in(lines), None):
            message = f"Das öffentliche Protokoll im Ordner stimmt nicht. {problem}"
            raise Unfit(message)
    return manifest


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hex; empty where there is none."""
    if not path.is_file():
        return ""
    hasher = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            hasher.update(chunk)
    return hasher.hexdigest()
