"""The command ``python -m ris import-oparl``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click
from flask import current_app
from flask.cli import with_appcontext

from ris.access.actor import Actor
from ris.db import now_utc, refresh_statistics, transaction
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue_all
from ris.oparl.fetching import Fetcher
from ris.oparl.folder import Folder
from ris.oparl.progress import shown_progress
from ris.oparl.remote import Remote
from ris.oparl.run import Surroundings
from ris.oparl.services import import_from
from ris.oparl.towns import NoSuchTown, Order

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from ris.oparl.sources import Source

INDEXED = frozenset({"paper", "file", "meeting", "agenda_item", "consultation", "organization", "person", "membership"})
"""Kinds whose change can be seen in the search index."""


@click.command("import-oparl")
@click.argument("source")
@click.option("--body", "body_name", help="Name der Kommune; ohne ihn gilt der Name in der Quelle.")
@click.option("--limit", type=click.IntRange(min=1), help="Nur so viele Objekte jeder Art.")
@click.option(
    "--texts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSONL mit Texten von Dateien; „source“ ist deren downloadUrl.",
)
@click.option("--files", is_flag=True, help="Auch die Dateien selbst holen, im Hintergrund.")
@click.option(
    "--report",
    "whole_report",
    type=click.File("w", encoding="utf-8", lazy=False),
    help="Jedes Problem und jeden Verweis ins Leere einzeln in diese Datei schreiben.",
)
@with_appcontext
def import_oparl(
    source: str,
    body_name: str | None,
    limit: int | None,
    texts: Path | None,
    files: bool,  # noqa: FBT001 - a flag of the command
    whole_report: TextIO | None,
) -> None:
    """Daten eines anderen Systems übernehmen: OParl-Adresse oder Ordner mit JSON- oder JSONL-Dateien."""
    started = time.monotonic()
    order = Order(body_name, limit, texts, files, whole_report)
    try:
        with shown_progress() as progress:
            house = Surroundings(
                transaction=transaction,
                enqueue_indexing=enqueue_indexing,
                scratch=current_app.config["RIS"].data_dir / "import",
                progress=progress,
                now=now_utc(),
            )
            report = import_from(source_of(source, body_name), Actor.machine(0, "import"), order, house)
    except NoSuchTown as error:
        sys.exit(str(error))
    refresh_statistics()
    report.seconds = time.monotonic() - started
    for line in report.lines():
        click.echo(line)
    sys.exit(1 if report.problem_count else 0)


def source_of(place: str, body_name: str | None) -> Source:
    """The source behind what was typed; ends the command when there is none."""
    if place.startswith(("http://", "https://")):
        return Remote(place, Fetcher(place), body_name)
    if not Path(place).is_dir():
        raise click.BadParameter(f"„{place}“ ist weder ein Ordner noch eine Adresse mit http:// oder https://.")
    return Folder(Path(place))


def enqueue_indexing(session: Session, body_id: int, rows: Iterable[tuple[str, int]]) -> None:
    """Queue the indexing of rows (the search's own handler takes it from there)."""
    payloads = {f"{kind}:{own_id}": {"kind": kind, "id": own_id} for kind, own_id in rows if kind in INDEXED}
    enqueue_all(session, JobKind.INDEX, body_id, payloads)
