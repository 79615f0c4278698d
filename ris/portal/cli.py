"""Commands of the portal."""

from pathlib import Path

import click
from flask import current_app, render_template
from flask.cli import with_appcontext

from ris.access.actor import Actor
from ris.db import db, now_utc
from ris.meetings.queries.calendar import upcoming_meetings
from ris.web.dates import local_day

SHOWN = 10


@click.command("maintenance-page")
@click.argument("target", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--host", default="localhost", help="Rechnername der Kommune, deren Seite es ist.")
@with_appcontext
def maintenance_page(target: Path, host: str) -> None:
    """Die Wartungsseite als Datei schreiben: nächste Sitzungen und Telefonnummer, für die Zeit ohne Programm."""
    with current_app.test_request_context("/", headers={"Host": host}):
        current_app.preprocess_request()
        body = current_app.extensions["bodies"].for_host(host)
        today = local_day(now_utc())
        lines = upcoming_meetings(db.session(), Actor.public(body.id), today, SHOWN)
        target.write_text(render_template("errors/maintenance.html", lines=lines), encoding="utf-8")
    click.echo(f"{target} ist geschrieben: {body.name}, {len(lines)} Sitzungen.")
