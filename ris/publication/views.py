"""The public log for everybody: a page to read and a file to check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request, stream_with_context

from ris.audit import verify_log
from ris.audit.events import PUBLIC_LABELS, PublicEvent
from ris.audit.queries import entries_after, line_of, newest_entries, public_entry_count
from ris.db import db
from ris.feeds.answers import answer, feed
from ris.feeds.listing import Column, Entry, Form, Listing, Part
from ris.scope.current import working_for
from ris.web.actor import current_actor
from ris.web.addresses import PATHS, number_from
from ris.web.conditional import conditional
from ris.web.doors import open_to_all
from ris.web.paging import PAGE_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask.typing import ResponseReturnValue
    from sqlalchemy.orm import Session

    from ris.audit.models import PublicLogEntry

blueprint = Blueprint("publication", __name__)

KINDS = {
    "meeting": "Sitzung",
    "agenda_item": "Tagesordnungspunkt",
    "paper": "Vorlage",
    "organization": "Gremium",
    "person": "Person",
    "file": "Unterlage",
}
COLUMNS = (
    Column("eintrag", "Eintrag"),
    Column("zeitpunkt", "Zeitpunkt"),
    Column("vorgang", "Vorgang"),
    Column("gegenstand", "Gegenstand"),
    Column("pruefsumme", "Prüfsumme (Anfang)"),
)
SHOWN_DIGITS = 12
"""Of a checksum on the page; the file has all of them."""


@dataclass(frozen=True)
class LogLine:
    """An entry as the page names it."""

    sequence: int
    at: datetime
    what: str
    address: str
    label: str
    digest: str


@blueprint.get("/protokoll")
@open_to_all
@conditional
def public_log() -> ResponseReturnValue:
    """What became public, was replaced or taken back, newest first."""
    before = number_from(request.args.get("vor"))
    entries = newest_entries(db.session(), before=before, limit=PAGE_SIZE + 1)
    lines = [_line(entry) for entry in entries[:PAGE_SIZE]]
    following = f"/protokoll?vor={lines[-1].sequence}" if len(entries) > PAGE_SIZE else ""
    return render_template(
        "publication/public_log.html",
        lines=lines,
        total=public_entry_count(db.session()),
        before=before,
        following=following,
        canonical=f"/protokoll?vor={before}" if before is not None else "/protokoll",
    )


@blueprint.get("/protokoll.<any(atom, json, csv):form>")
@feed
def public_log_feed(form: str) -> ResponseReturnValue:
    """The same as news and as a table, newest first."""
    listing = Listing("Öffentliches Protokoll", "/protokoll", COLUMNS, _part, _part)
    return answer(listing, Form(form))


@blueprint.get("/protokoll.jsonl")
@open_to_all
@conditional
def public_log_file() -> ResponseReturnValue:
    """The whole log as JSON Lines, oldest first, for the verifier."""
    lines = stream_with_context(_lines(current_actor().body_id))
    disposition = {"Content-Disposition": 'attachment; filename="protokoll.jsonl"'}
    return Response(lines, content_type="application/jsonl; charset=utf-8", headers=disposition)


@blueprint.get("/protokoll/verify_log.py")
@open_to_all
@conditional
def log_verifier() -> ResponseReturnValue:
    """The program that checks the file, as it stands in the source: it needs nothing but Python."""
    disposition = {"Content-Disposition": 'attachment; filename="verify_log.py"'}
    program = Path(verify_log.__file__).read_bytes()
    return Response(program, content_type="text/x-python; charset=utf-8", headers=disposition)


def _lines(body_id: int) -> Iterator[str]:
    """Batch by batch; each enters its Body anew, since the request may be over when the reader asks for more."""
    last, more = 0, True
    while more:
        with working_for(body_id):
            entries = entries_after(db.session(), last)
            told = "".join(line_of(entry) + "\n" for entry in entries)
        more = bool(entries)
        if more:
            last = entries[-1].sequence
            db.session.expunge_all()
            yield told


def _part(session: Session, after: str, size: int) -> Part:
    entries = newest_entries(session, before=number_from(after), limit=size + 1)
    lines = [_line(entry) for entry in entries[:size]]
    following = str(lines[-1].sequence) if len(entries) > size else ""
    return Part([_entry(line) for line in lines], public_entry_count(session), following)


def _entry(line: LogLine) -> Entry:
    return Entry(
        address=line.address,
        mark=f"eintrag-{line.sequence}",
        title=f"{line.label}: {line.what}",
        updated=line.at,
        values=(line.sequence, line.at, line.what, line.label, line.digest),
    )


def _line(entry: PublicLogEntry) -> LogLine:
    return LogLine(
        sequence=entry.sequence,
        at=entry.at,
        what=PUBLIC_LABELS[PublicEvent(entry.event)],
        address=entry.address,
        label=_label(entry.address),
        digest=entry.digest[:SHOWN_DIGITS],
    )


def _label(address: str) -> str:
    """What stands at an address, in words: ``Vorlage 2026-0412``."""
    for kind, path in PATHS.items():
        start = path.partition("{")[0]
        if address.startswith(start):
            thing, _, version = address.removeprefix(start).partition("/")
            return ", ".join(filter(None, (f"{KINDS[kind]} {thing}", version.replace("/", " ").capitalize())))
    return address
