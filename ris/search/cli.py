"""Commands of search: ``python -m ris search …``."""

from __future__ import annotations

import sys
import time

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import select
from tqdm import tqdm

from ris.council.models import Body
from ris.db import db, transaction
from ris.scope.models import raise_revision
from ris.search.builder import BUSY, WITH_PARENT, end_with_parent
from ris.search.engine import NoIndex, WriterBusy
from ris.search.index import SearchIndex
from ris.search.services import rebuild, settle_jobs, waiting_jobs

search_cli = AppGroup("search", help="Der Suchindex.")


@search_cli.command("rebuild")
@click.option(WITH_PARENT, is_flag=True, hidden=True)
def rebuild_index(*, with_parent: bool = False) -> None:
    """Den Index neben dem alten neu aufbauen und austauschen; gesucht werden kann die ganze Zeit."""
    if with_parent:
        end_with_parent()
    index: SearchIndex = current_app.extensions["search"]
    started = time.monotonic()
    covered = waiting_jobs(db.session())
    with tqdm(unit=" Objekte", desc="Suchindex", disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        try:
            count = rebuild(index, db.session(), show)
        except WriterBusy as error:
            click.echo(f"{error} Bitte versuchen Sie es gleich noch einmal.", err=True)
            sys.exit(BUSY)
    db.session.rollback()
    with transaction() as session:
        settle_jobs(session, covered)
        for body_id in session.scalars(select(Body.id)).all():
            raise_revision(session, body_id)
    click.echo(f"{count} Einträge in {time.monotonic() - started:.0f} Sekunden ({index.engine.name}).")


@search_cli.command("status")
def status() -> None:
    """Welche Suchmaschine, wie viele Einträge, und was noch zu tun ist."""
    index: SearchIndex = current_app.extensions["search"]
    click.echo(f"Suchmaschine: {index.engine.name}")
    try:
        reader = index.reader()
    except NoIndex as error:
        click.echo(str(error))
    else:
        click.echo(f"Einträge:     {reader.count()} (Stand {reader.generation()})")
    click.echo(f"Ordner:       {index.root}")
    click.echo(f"Wartend:      {len(waiting_jobs(db.session()))}")
