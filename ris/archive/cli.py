"""The commands ``python -m ris export`` and ``python -m ris restore-public``."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from ris.archive.checking import Unfit
from ris.archive.export import Town, export
from ris.archive.folder import Busy, NotOurs
from ris.archive.restoring import restore
from ris.council.licences import licence_of
from ris.council.models import Body
from ris.db import db, now_utc, refresh_statistics
from ris.scope.current import working_for
from ris.search.builder import BUSY, WITH_PARENT, end_with_parent
from ris.web.addresses import town_address


@click.command("export")
@click.argument("target", type=click.Path(file_okay=False, path_type=Path))
@click.option("--body", "body_name", help="Name der Kommune; nur nötig, wenn es hier mehrere gibt.")
@click.option(WITH_PARENT, is_flag=True, hidden=True)
@with_appcontext
def export_record(target: Path, body_name: str | None, *, with_parent: bool = False) -> None:
    """Alles Öffentliche in einen Ordner schreiben: Daten, Unterlagen, Protokoll und eine Website für den Notfall."""
    if with_parent:
        end_with_parent()
    started = time.monotonic()
    town = chosen_town(body_name)
    try:
        with working_for(town.id):
            report = export(current_app, db.session(), town, target, now=now_utc())
    except NotOurs as error:
        sys.exit(str(error))
    except Busy:
        click.echo(f"In „{target}“ schreibt gerade ein anderer Lauf.", err=True)
        sys.exit(BUSY)
    for problem in report.problems:
        click.echo(problem, err=True)
    click.echo(
        f"{town.name}: {report.pages} Seiten und {report.documents} Unterlagen in {report.files} Dateien; "
        f"{report.written} geschrieben, {report.removed} entfernt, {time.monotonic() - started:.0f} Sekunden."
    )


@click.command("restore-public")
@click.argument("source", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def restore_public(source: Path) -> None:
    """Aus einem solchen Ordner alles Öffentliche in eine leere Installation zurückholen."""
    started = time.monotonic()
    try:
        restored = restore(source, current_app.extensions["storage"], now=now_utc())
    except Unfit as error:
        sys.exit(str(error))
    refresh_statistics()
    click.echo(
        f"{restored.name}: {restored.rows} Zeilen, {restored.documents} Unterlagen und {restored.entries} Einträge des "
        f"Protokolls sind wieder da, {time.monotonic() - started:.0f} Sekunden. Konten gibt es noch keine."
    )


def chosen_town(name: str | None) -> Town:
    """The Body somebody means; ends the command where that is none, or could be several."""
    bodies = db.session.scalars(select(Body).where(Body.deleted.is_(False)).order_by(Body.id)).all()
    fitting = [body for body in bodies if name is None or name in {body.name, body.short_name, body.host, str(body.id)}]
    if len(fitting) != 1:
        names = ", ".join(f"„{body.name}“" for body in bodies) or "keine"
        sys.exit(f"Bitte mit --body eine Kommune nennen. Hier gibt es: {names}.")
    body = fitting[0]
    address = town_address(body.host, current_app.config["RIS"].public_url)
    return Town(body.id, body.name, address, licence_of(body.license).address)
