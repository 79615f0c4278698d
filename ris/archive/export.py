"""Writing the whole public record of a Body into a folder: bytes, log, data, pages, sums."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ris.access.actor import Actor
from ris.archive.checking import FORMAT, LOG, MANIFEST, VERSION
from ris.archive.directory import UNDATED, meetings_of, papers_of, years_of
from ris.archive.documents import Document, public_documents
from ris.archive.folder import Folder, opened
from ris.archive.oparl import write_oparl
from ris.archive.places import Places
from ris.archive.rewriting import STAND, pointer
from ris.archive.rows import write_rows
from ris.archive.site import SITE, SiteCopy
from ris.archive.visitor import Visitor
from ris.audit.models import Tombstone
from ris.council.models import Body
from ris.council.settings import BodySettings
from ris.record.addresses import addresses_of
from ris.web.dates import full_moment

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from flask import Flask
    from sqlalchemy.orm import Session

    from ris.storage import FileStorage


@dataclass(frozen=True)
class Town:
    """The Body an export is of."""

    id: int
    name: str
    address: str
    """Where people reach it, without a slash at the end."""
    licence: str
    """Address of what one may do with its data."""


@dataclass
class Report:
    """What a run did."""

    documents: int = 0
    pages: int = 0
    objects: dict[str, int] = field(default_factory=dict)
    """How many objects of each kind, by OParl's word."""
    files: int = 0
    """All files of the folder, the list of sums aside."""
    written: int = 0
    removed: int = 0
    problems: list[str] = field(default_factory=list)
    """German sentences."""


def export(app: Flask, session: Session, town: Town, root: Path, *, now: datetime) -> Report:
    """Bring the folder up to date; must run inside ``working_for(town.id)``.

    Everything is read as a visitor without an account. Raises :class:`ris.archive.folder.NotOurs` and ``Busy``.
    """
    report = Report()
    _read_one_state(session)
    with opened(root) as folder:
        reader, visitor = Actor.public(town.id), Visitor(app, town.address)
        documents = _write_documents(session, reader, folder, app.extensions["storage"], report)
        _write_log(folder, visitor)
        _write_catalogue(folder, visitor)
        installation = app.config["RIS"].public_url
        report.objects = write_oparl(session, folder, addresses_of(session, installation))
        write_rows(session, folder, town.id)
        _write_crest(session, folder, town, app.extensions["storage"])
        places = Places(
            live=town.address,
            documents={(one.file_id, one.number): one.shown_at for one in documents},
            years=frozenset(years_of(session, reader)),
        )
        site = SiteCopy(visitor, folder, places)
        _write_own_pages(session, reader, site, now)
        site.copy(session.scalars(select(Tombstone.address).order_by(Tombstone.id)).all())
        report.pages = site.pages
        report.problems += [f"{address}: Seiten verweisen darauf, dort steht aber nichts." for address in site.missing]
        folder.put_text(MANIFEST, _manifest(town, report, now))
        report.files, report.removed = len(folder), folder.decide()
        report.written = folder.written
    return report


def _read_one_state(session: Session) -> None:
    """Everything is read as it stood when the run began; SQLite's transactions do so by themselves."""
    session.rollback()
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _write_documents(
    session: Session, reader: Actor, folder: Folder, storage: FileStorage, report: Report
) -> list[Document]:
    written = []
    for document in public_documents(session, reader):
        source = storage.path(document.sha512)
        if not source.is_file() or not folder.put_bytes_of(document.stored_at, source, document.sha512):
            report.problems.append(f"/datei/{document.file_id}: Die Bytes fehlen oder sind verändert.")
            continue
        folder.put_again(SITE + document.shown_at, document.stored_at)
        folder.put_text(f"{SITE}datei/{document.address}/index.html", pointer(document.name))
        written.append(document)
    report.documents = len(written)
    return written


def _write_catalogue(folder: Folder, visitor: Visitor) -> None:
    """The description of the data set for catalogues (DCAT-AP), as the portal has it."""
    folder.put("katalog.jsonld", visitor.stream("/offene-daten/katalog.jsonld"))


def _write_crest(session: Session, folder: Folder, town: Town, storage: FileStorage) -> None:
    """The coat of arms is a stored file without a row of its own."""
    digest = BodySettings.from_json(session.get_one(Body, town.id).settings).crest
    if digest and storage.holds(digest):
        folder.put_bytes_of(f"crest/{digest}", storage.path(digest), digest)


def _write_log(folder: Folder, visitor: Visitor) -> None:
    folder.put(LOG, visitor.stream("/protokoll.jsonl"))
    folder.put("log/verify_log.py", visitor.stream("/protokoll/verify_log.py"))
    folder.put_again(f"{SITE}protokoll.jsonl", LOG)
    folder.put_again(f"{SITE}protokoll/verify_log.py", "log/verify_log.py")


def _write_own_pages(session: Session, reader: Actor, site: SiteCopy, now: datetime) -> None:
    """What only a copy has: what it is, its search, its directory by year."""
    moment = full_moment(now)
    site.folder.put_text(SITE + STAND, f'.ris-copy-date::after {{ content: "Stand: {moment}."; }}\n'.encode())
    years = [*sorted(site.places.years, reverse=True), UNDATED]
    pages: dict[str, tuple[str, dict[str, Any]]] = {
        "/ueber-diese-kopie": ("archive/about.html", {"moment": moment, "live": site.places.live}),
        "/suche": ("archive/search.html", {}),
        "/verzeichnis": ("archive/directory.html", {"years": years}),
    }
    for address, (template, facts) in pages.items():
        site.write_page(address, site.visitor.rendered(address, template, **facts))
    for year in years:
        facts = {
            "year": year,
            "meetings": meetings_of(session, reader, year),
            "papers": papers_of(session, reader, year),
        }
        address = f"/verzeichnis/{year}"
        site.write_page(address, site.visitor.rendered(address, "archive/year.html", **facts))


def _manifest(town: Town, report: Report, now: datetime) -> bytes:
    facts = {
        "format": FORMAT,
        "version": VERSION,
        "body": town.name,
        "bodyId": town.id,
        "publicUrl": town.address,
        "made": now.isoformat(timespec="seconds"),
        "license": town.licence,
        "counts": {"documents": report.documents, "pages": report.pages, **report.objects},
    }
    return json.dumps(facts, ensure_ascii=False, indent=2).encode() + b"\n"
