"""The command ``python -m ris import-oparl``."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import with_appcontext

from ris.access.actor import Actor
from ris.db import now_utc, transaction
from ris.jobs.models import JobKind
from ris.jobs.queue import enqueue_all
from ris.oparl.folder import Folder
from ris.oparl.services import NoSuchTown, Order, Surroundings, import_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


@click.command("import-oparl")
@click.argument("source")
@click.option("--body", "body_name", help="Name der Kommune; ohne ihn gilt der Name in der Quelle.")
@click.option("--limit", type=click.IntRange(min=1), help="Nur so viele Objekte jeder Art.")
@with_appcontext
def import_oparl(source: str, body_name: str | None, limit: int | None) -> None:
    """Daten eines anderen Systems übernehmen: OParl-Adresse oder Ordner mit JSON- oder JSONL-Dateien."""
    started = time.monotonic()
    house = Surroundings(
        transaction=transaction,
        enqueue_indexing=enqueue_indexing,
        scratch=current_app.config["RIS"].data_dir / "import",
        progress=lambda _step, _count: None,
        now=now_utc(),
    )
    try:
        report = import_from(Folder(Path(source)), Actor.machine(0, "import"), Order(body_name, limit), house)
    except NoSuchTown as error:
        sys.exit(str(error))
    report.seconds = time.monotonic() - started
    for line in report.lines():
        click.echo(line)
    sys.exit(1 if report.problem_count else 0)


def enqueue_indexing(session: Session, body_id: int, rows: Iterable[tuple[str, int]]) -> None:
    """Queue the indexing of rows."""
    payloads = {f"{kind}:{own_id}": {"kind": kind, "id": own_id} for kind, own_id in rows}
    enqueue_all(session, JobKind.INDEX, body_id, payloads)
